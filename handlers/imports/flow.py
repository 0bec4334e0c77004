"""Workbooks in (/nhaptep): the template, a file, its preview, [Ghi]. Reading and checking happen beside the turns (bot/importing.py)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import OperationId, UnitId
from domain.imports import Subject, Upload, UploadState, Verdict, reach_for, subjects_of
from domain.ports import Here, Read
from domain.records import AddUpload, AnswerUpload, DropUpload
from domain.rights import Action
from domain.talk import Command, FlowName, Press, Start, Uploaded
from handlers import import_preview as preview
from handlers.flow import Flow
from handlers.imports import files
from language.say import imports as say
from language.screen import screen
from language.sheets.columns import IGNORED, matched
from language.sheets.find import layout_name
from language.sheets.subjects import LAYOUTS
from language.sheets.units import UnitNames
from language.text import fold


@dataclass(frozen=True, slots=True)
class Facts:
    """`upload` is the file that the button names, else the one that waits for an answer; `stamp` what stands now."""

    here: Here
    subjects: tuple[Subject, ...]
    upload: Upload | None
    upload_id: int = 0
    operation_id: int = 0
    within: frozenset[UnitId] = frozenset()
    stamp: str = ""
    names: UnitNames | None = None
    rows: tuple[tuple[int, list[str], str], ...] = ()


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    subjects = subjects_of(here.actor.posts, here.tree)
    step, value = (command.step, command.value) if isinstance(command, Press) else ("", "")
    number = value.partition(":")[0]
    is_named = number.isascii() and number.isdigit() and len(number) < 16
    upload = read.upload(int(number)) if is_named else read.open_upload()
    facts = Facts(here, subjects, upload)
    if isinstance(command, Uploaded):
        return replace(facts, upload_id=read.next_upload())
    wanted = _wanted(command)
    if wanted in subjects and wanted is not None:
        names = UnitNames(read.every_unit(), read.aliases(), reach_for(wanted, here.actor.posts, here.tree))
        return replace(facts, names=names)
    if upload is None or upload.subject not in subjects or upload.subject is None:
        return facts
    if step == "write":
        within = reach_for(upload.subject, here.actor.posts, here.tree)
        operation_id, stamp = read.next_id("operation"), read.import_stamp(upload.subject, within)
        return replace(facts, within=within, stamp=stamp, operation_id=operation_id)
    return replace(facts, rows=tuple(read.upload_rows(upload.id))) if step == "errors" else facts


def _wanted(command: Command) -> Subject | None:
    """The subject whose template is asked for, by its button or its words."""
    if isinstance(command, Press) and command.step == "template" and command.value in set(Subject):
        return Subject(command.value)
    if isinstance(command, Start) and command.rest:
        said = fold(command.rest)
        return next((one for one, words in say.WORDS_FOR.items() if said in map(fold, words)), None)
    return None


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if isinstance(command, Uploaded):
        return _received(command, facts)
    wanted = _wanted(command)
    if wanted is not None and wanted in facts.subjects and facts.names is not None:
        reply = Reply(
            say.here_is_template(wanted), kind=ReplyKind.RECEIPT, attachment=files.template(wanted, facts.names)
        )
        return Decision((reply,), audit=(Audit("took_template", "upload", 0, (str(wanted),)),))
    if isinstance(command, Press) and command.step in ("write", "errors", "stop", "col", "subject"):
        return _answered(command, facts, now)
    if (
        facts.upload is not None
        and _waits(facts.upload)
        and not (isinstance(command, Press) and command.step == "menu")
    ):
        return Decision((preview.shown(facts.upload, facts.subjects),))
    return Decision((_subjects(facts),))


def _waits(upload: Upload) -> bool:
    return upload.state is UploadState.ASKING or upload.has_news or upload.count(Verdict.REFUSE) > 0


def _subjects(facts: Facts) -> Reply:
    rows = [
        (Choice(say.subject_name(one), Press(FlowName.IMPORT, "template", 0, one), say.WORDS_FOR[one]),)
        for one in facts.subjects
    ]
    return Reply(say.ask_subject(), tuple(rows), ReplyKind.VIEW)


def _received(command: Uploaded, facts: Facts) -> Decision:
    """The turn only notes where the file is. A name that must not be stored is not."""
    address = facts.here.actor.address
    name = "tep.xlsx" if screen(command.name) is not None else command.name[:120]
    upload = Upload(
        facts.upload_id,
        facts.here.actor.who,
        name,
        command.size,
        command.reference,
        address.channel,
        address.bot_id,
        UploadState.RECEIVED,
    )
    entry = Audit("sent_file", "upload", upload.id, ("name", "size"))
    record = AddUpload(upload, facts.here.sent_at)
    return Decision((Reply(say.received(name), kind=ReplyKind.VIEW),), (record,), (entry,))


def _answered(command: Press, facts: Facts, now: datetime) -> Decision:
    upload = facts.upload
    if upload is not None and upload.is_given_up:
        return Decision((preview.shown(upload, facts.subjects),))
    if upload is None or upload.state in (UploadState.WRITTEN, UploadState.DROPPED, UploadState.REFUSED):
        return _say(say.gone())
    if command.step == "stop":
        return _say(say.dropped(), DropUpload(upload.id), Audit("dropped", "upload", upload.id))
    if upload.state is UploadState.ASKING and command.step in ("col", "subject"):
        return _asked(command, upload, facts)
    if upload.state is not UploadState.CHECKED or upload.subject not in facts.subjects:
        return Decision((preview.shown(upload, facts.subjects),))
    if command.step == "errors":
        return Decision((files.with_errors(upload, facts.rows),), audit=(Audit("took_errors", "upload", upload.id),))
    if command.step == "write" and upload.has_news:
        found = preview.Writing(facts.here, upload, facts.within, facts.stamp, OperationId(facts.operation_id))
        return preview.write(found, now)
    return Decision((preview.shown(upload, facts.subjects),))


def _asked(command: Press, upload: Upload, facts: Facts) -> Decision:
    """One answer about the file or one of its columns; the next question, or on to the check."""
    _, _, rest = command.value.partition(":")
    subject, mapping = upload.subject, list(upload.mapping)
    if command.step == "subject" and rest in facts.subjects:
        subject = Subject(rest)
        mapping = list(matched(upload.headings, LAYOUTS[subject]))
    elif command.step == "col" and subject is not None:
        at, _, name = rest.partition(":")
        if name.startswith(preview.MORE) and name[1:].isdigit() and len(name) < 4 and "" in mapping:
            return Decision((preview.which_column(upload, int(name[1:])),))
        is_field = name == IGNORED or LAYOUTS[subject].column(name) is not None
        if (
            at.isdigit()
            and len(at) < 4
            and int(at) < len(mapping)
            and is_field
            and (name == IGNORED or name not in mapping)
        ):
            mapping[int(at)] = name
    is_whole = subject is not None and "" not in mapping
    state = UploadState.READ if is_whole else UploadState.ASKING
    layout = layout_name(subject, upload.headings) if is_whole and subject else ""
    record = AnswerUpload(upload.id, state, subject, tuple(mapping), layout)
    after = replace(upload, state=state, subject=subject, mapping=tuple(mapping))
    return Decision((preview.shown(after, facts.subjects),), (record,), (Audit("explained", "upload", upload.id),))


def _say(text: str, record: DropUpload | None = None, entry: Audit | None = None) -> Decision:
    records = () if record is None else (record,)
    return Decision((Reply(text, kind=ReplyKind.VIEW),), records, () if entry is None else (entry,))


FLOW = Flow(FlowName.IMPORT, Action.IMPORT, gather, decide)
