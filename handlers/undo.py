"""Take back one's own write, for ten minutes, unless something later rests on it (design.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.decision import Audit, Close, Decision, Keep, Next, Operation, Reply, ReplyKind
from domain.ids import MeetingId, OperationId
from domain.meetings import Meeting
from domain.ports import Here, Read
from domain.records import UndoOperation
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from language.say import small as say

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Facts:
    """The operation that the button names, or the person's last one; None when it is not theirs or there is none.

    `voted_on` is the report whose vote is begun in a draft.
    """

    here: Here
    operation: Operation | None
    is_named: bool
    voted_on: Meeting | None


def gather(command: Command, read: Read) -> Facts:
    begun = read.here.conversation.drafts.get(FlowName.CONSIDER)
    meeting_id = None if begun is None else begun.values.get("meeting")
    voted_on = read.meeting_by_id(MeetingId(meeting_id)) if isinstance(meeting_id, int) else None
    if isinstance(command, Press):
        value = command.value
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
        return Facts(read.here, read.operation(OperationId(number)), True, voted_on)
    return Facts(read.here, read.last_operation(), False, voted_on)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    del command
    operation = facts.operation
    if operation is None:
        return _say(say.undo_nothing())
    at = datetime.fromtimestamp(operation.at_epoch / 1000, UTC)
    if operation.is_undone:
        return _say(say.undo_already())
    has_receipt = operation.flow is FlowName.MEETING
    if now - at > WINDOW:
        late = say.undo_too_late(at.astimezone(facts.here.zone), has_receipt)
        return _say(late if facts.is_named else say.undo_nothing())
    if operation.is_built_upon:
        return _say(say.undo_built_upon())
    record = UndoOperation(operation.id, facts.here.actor.who, now)
    entry = Audit("undone", "operation", operation.id, (str(operation.flow),), unit_id=operation.unit_id)
    return Decision(
        (Reply(say.undone(operation.label, has_receipt), kind=ReplyKind.RECEIPT, is_personal=not has_receipt),),
        (record,),
        (entry,),
        next=_after(operation, facts),
    )


def _after(operation: Operation, facts: Facts) -> Next:
    """A vote that is begun falls with the report of its meeting."""
    is_of_it = facts.voted_on is not None and facts.voted_on.operation_id == operation.id
    return Close(FlowName.CONSIDER) if is_of_it else Keep()


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))


FLOW = Flow(FlowName.UNDO, Action.SET_UP_SELF, gather, decide)
