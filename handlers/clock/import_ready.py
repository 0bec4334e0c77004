"""A file was read beside the turns: its sender gets the preview, or what they confirmed is written after it was checked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.decision import Decision, Notice
from domain.ids import OperationId, UnitId
from domain.imports import Subject, Upload, UploadState, reach_for, subjects_of
from domain.planning import Job
from domain.ports import Here, Read
from domain.rights import Action, may
from domain.talk import Occurrence
from handlers import import_preview as preview


@dataclass(frozen=True, slots=True)
class Facts:
    here: Here
    key: str
    upload: Upload | None
    subjects: tuple[Subject, ...]
    within: frozenset[UnitId] = frozenset()
    stamp: str = ""
    operation_id: int = 0


def gather(command: Occurrence, read: Read) -> Facts:
    here = read.here
    number = command.key.partition(":")[0]
    is_known = here.actor.person is not None and number.isdigit()
    upload = read.upload(int(number)) if is_known else None
    subjects = subjects_of(here.actor.posts, here.tree)
    facts = Facts(here, command.key, upload, subjects)
    if command.job != Job.IMPORT_WRITE or upload is None or upload.subject is None or upload.subject not in subjects:
        return facts
    within = reach_for(upload.subject, here.actor.posts, here.tree)
    stamp = read.import_stamp(upload.subject, within)
    return Facts(here, command.key, upload, subjects, within, stamp, read.next_id("operation"))


def decide(facts: Facts, now: datetime) -> Decision:
    upload, here = facts.upload, facts.here
    if upload is None or here.actor.person is None or not may(here.actor.posts, Action.IMPORT, here.tree):
        return Decision(())
    if facts.stamp and upload.state is UploadState.CHECKED and upload.has_news:
        found = preview.Writing(here, upload, facts.within, facts.stamp, OperationId(facts.operation_id))
        done = preview.write(found, now)
        notice = Notice(here.actor.who, done.replies[0], f"import:{facts.key}")
        return Decision((), done.records, done.audit, (notice,))
    reply = preview.shown(upload, facts.subjects)
    return Decision((), notices=(Notice(here.actor.who, reply, f"import:{facts.key}"),))
