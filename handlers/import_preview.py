"""What a file waits for, as a message with its buttons, and writing it: the flow says it when asked, the clock when it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import OperationId, UnitId
from domain.imports import CAN_BE_UNDONE, Subject, Upload, UploadState, Verdict
from domain.ports import Here
from domain.records import AddOperation, AnswerUpload, PublishUpload, Record
from domain.talk import FlowName, Press
from language.say import imports as say
from language.say import words
from language.say.introduce import CONSENT_WORDING
from language.sheets.columns import IGNORED
from language.sheets.subjects import LAYOUTS

MOST_FIELDS = 8
MORE = "+"


def shown(upload: Upload, subjects: Sequence[Subject]) -> Reply:
    """The question or preview that the file waits with, or what became of it."""
    if upload.trouble is not None:
        row = (Choice(say.TEMPLATE, Press(FlowName.IMPORT, "menu", 0, "1")),)
        return Reply(say.refused(upload.trouble), (row,), ReplyKind.VIEW)
    if upload.state is UploadState.ASKING:
        return _which_subject(upload, subjects) if upload.subject is None else which_column(upload)
    if upload.state is UploadState.CHECKED:
        return Reply(say.preview(upload), _buttons(upload), ReplyKind.VIEW, is_personal=True)
    if upload.state is UploadState.READ and upload.counts:
        return Reply(say.changed_since(), kind=ReplyKind.VIEW)
    is_over = upload.state in (UploadState.WRITTEN, UploadState.DROPPED, UploadState.REFUSED)
    return Reply(say.gone() if is_over else say.still_reading(), kind=ReplyKind.VIEW)


def _buttons(upload: Upload) -> tuple[tuple[Choice, ...], ...]:
    number = str(upload.id)
    write = Choice(say.WRITE, Press(FlowName.IMPORT, "write", 0, number))
    errors = Choice(say.ERRORS, Press(FlowName.IMPORT, "errors", 0, number), say.ERRORS_WORDS)
    stop = Choice(say.STOP, Press(FlowName.IMPORT, "stop", 0, number))
    first = (write,) if upload.has_news else ()
    second = (errors,) if upload.count(Verdict.REFUSE) else ()
    return tuple(row for row in ((*first, *second), (stop,)) if row) if first or second else ()


def _which_subject(upload: Upload, subjects: Sequence[Subject]) -> Reply:
    rows = [
        (Choice(say.subject_name(one), Press(FlowName.IMPORT, "subject", 0, f"{upload.id}:{one}"), say.WORDS_FOR[one]),)
        for one in subjects
    ]
    stop = (Choice(say.STOP, Press(FlowName.IMPORT, "stop", 0, str(upload.id))),)
    return Reply(say.ask_which(upload.name), (*rows, stop), ReplyKind.VIEW)


def which_column(upload: Upload, skip: int = 0) -> Reply:
    """The first column that nobody knows, with the fields that are still free: required ones first."""
    at = upload.mapping.index("")
    layout = LAYOUTS[upload.subject or Subject.UNITS]
    free = [one for one in layout.columns if one.name not in upload.mapping]
    free.sort(key=lambda one: not one.is_required)
    rows = [
        (Choice(one.title, Press(FlowName.IMPORT, "col", 0, f"{upload.id}:{at}:{one.name}")),)
        for one in free[skip : skip + MOST_FIELDS]
    ]
    if len(free) > skip + MOST_FIELDS:
        more = f"{upload.id}:{at}:{MORE}{skip + MOST_FIELDS}"
        rows.append((Choice(words.MORE, Press(FlowName.IMPORT, "col", 0, more)),))
    unused = Choice(say.NOT_USED, Press(FlowName.IMPORT, "col", 0, f"{upload.id}:{at}:{IGNORED}"))
    stop = Choice(say.STOP, Press(FlowName.IMPORT, "stop", 0, str(upload.id)))
    left = sum(one == "" for one in upload.mapping)
    return Reply(say.ask_column(upload.headings[at], left), (*rows, (unused,), (stop,)), ReplyKind.VIEW)


@dataclass(frozen=True, slots=True)
class Writing:
    """A file that was checked, and what stands now where it may be written."""

    here: Here
    upload: Upload
    within: frozenset[UnitId]
    stamp: str
    operation_id: OperationId


def write(found: Writing, now: datetime) -> Decision:
    """All of it in one operation; back to the check when what it was held against is no longer the same."""
    upload, here = found.upload, found.here
    subject = upload.subject
    if subject is None:
        raise ValueError("a file that was checked is about something")
    if found.stamp != upload.stamp:
        again = AnswerUpload(upload.id, UploadState.CONFIRMED, subject, upload.mapping)
        return Decision((Reply(say.checking_again(), kind=ReplyKind.VIEW),), (again,))
    operation = found.operation_id if subject in CAN_BE_UNDONE else None
    records: list[Record] = []
    if operation is not None:
        records.append(AddOperation(operation, FlowName.IMPORT, here.actor.who, None, now, say.label(upload)))
    records.append(
        PublishUpload(
            *(upload.id, subject, operation, here.actor.who, now, here.today),
            within=found.within,
            stamp=found.stamp,
            consent_wording=CONSENT_WORDING,
        )
    )
    counts = [(verdict, upload.count(verdict)) for verdict in (Verdict.ADD, Verdict.CHANGE)]
    entry = Audit("imported", "upload", upload.id, (str(subject), *(f"{name}:{count}" for name, count in counts)))
    undo = () if operation is None else ((Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(operation))),),)
    return Decision((Reply(say.written(upload), undo, ReplyKind.RECEIPT),), tuple(records), (entry,))
