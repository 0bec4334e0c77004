"""Take back one's own write, for ten minutes, unless something later rests on it (design.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.broadcasts import Broadcast
from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Notice, Operation, Reply, ReplyKind
from domain.ids import MeetingId, OperationId, PersonId
from domain.meetings import Meeting
from domain.on_behalf import Behalf
from domain.people import Role
from domain.ports import Here, Read
from domain.ports_posts import MovedDraft
from domain.records import MoveDraft, UndoOperation
from domain.rights import BY_WORD, Action, may, may_enter
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from language.say import broadcast as say_broadcast
from language.say import on_behalf as say_behalf
from language.say import posts as say_posts
from language.say import small as say
from language.say import unit_notices as say_unit
from language.words_shown import TITLES

WINDOW = timedelta(minutes=10)
CELL_WINDOW = timedelta(days=7)
"""So long a cell can take back what somebody entered by its word: it was not there when that was written."""


RIGHTS: Mapping[FlowName, Action] = {
    FlowName.INTRODUCE: Action.INTRODUCE,
    FlowName.INTAKE: Action.RECEIVE,
    FlowName.MEETING: Action.REPORT_MEETING,
    FlowName.CONSIDER: Action.REPORT_MEETING,
    FlowName.TASKS: Action.EXCUSE_REPORTS,
    FlowName.PRIVACY: Action.SEE_CANDIDATES,
    FlowName.POSTS: Action.MANAGE_POSTS,
    FlowName.UNITS: Action.MANAGE_UNITS,
    FlowName.TARGETS: Action.SET_TARGETS,
    FlowName.IMPORT: Action.IMPORT,
}
"""What a post must allow, still, to take back what was written in a flow."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The operation that the button names, or the person's last one; None when it is not theirs or there is none.

    `voted_on` is the report whose vote is begun in a draft. `behalf`: by whose word it was entered. `told` are the others whom it
    concerns: whoever entered it and the cell's officers, or those who heard of the decision. `broadcast`: the person's last one,
    where no button names what is meant. `post_holders` heard of a change of posts.
    """

    here: Here
    operation: Operation | None
    is_named: bool
    voted_on: Meeting | None
    post_holders: tuple[PersonId, ...] = ()
    moved_drafts: tuple[MovedDraft, ...] = ()
    behalf: Behalf | None = None
    told: tuple[PersonId, ...] = ()
    broadcast: Broadcast | None = None


def gather(command: Command, read: Read) -> Facts:
    begun = read.here.conversation.drafts.get(FlowName.CONSIDER)
    meeting_id = None if begun is None else begun.values.get("meeting")
    voted_on = read.meeting_by_id(MeetingId(meeting_id)) if isinstance(meeting_id, int) else None
    if isinstance(command, Press):
        value = command.value
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0
        return _with_behalf(Facts(read.here, read.operation(OperationId(number)), True, voted_on), read)
    facts = Facts(read.here, read.last_operation(), False, voted_on, broadcast=read.own_broadcast())
    return _with_behalf(facts, read)


def _with_behalf(facts: Facts, read: Read) -> Facts:
    operation = facts.operation
    if operation is not None and operation.flow is FlowName.POSTS:
        heard = read.concerned(operation.id) | {one.id for one in read.holders(None, [Role.ADMIN])}
        moved = tuple(read.moved_drafts(operation))
        return replace(facts, post_holders=tuple(sorted(heard - {read.here.actor.who})), moved_drafts=moved)
    behalf = None if operation is None else read.behalf(operation.id)
    if behalf is None:
        told = () if facts.operation is None else tuple(read.told_of(facts.operation.id))
        return replace(facts, told=tuple(one for one in told if one != read.here.actor.who))
    officers = [one.id for one in read.holders(behalf.unit_id, (Role.SECRETARY,))]
    told = tuple(one for one in dict.fromkeys([behalf.entered_by, *officers]) if one != read.here.actor.who)
    return replace(facts, behalf=behalf, told=told)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    del command
    operation, sent = facts.operation, facts.broadcast
    if sent is not None and _is_meant(sent, operation, now):
        recall = Choice(say_broadcast.RECALL_THIS, Press(FlowName.BROADCAST, "recall", 0, str(sent.id)))
        return Decision((Reply(say_broadcast.is_it_this(), ((recall,),), ReplyKind.VIEW),))
    if operation is None:
        return _say(_nothing(facts.here))
    at = datetime.fromtimestamp(operation.at_epoch / 1000, UTC)
    if operation.is_undone:
        return _say(say.undo_already())
    has_receipt = operation.flow is FlowName.MEETING
    is_own = operation.person_id == facts.here.actor.who
    if now - at > (WINDOW if is_own else CELL_WINDOW):
        late = say.undo_too_late(at.astimezone(facts.here.zone), has_receipt)
        return _say(late if facts.is_named else _nothing(facts.here))
    if not _may_still(operation, facts.here):
        return _say(say.undo_no_right())
    if operation.is_built_upon:
        return _say(say.undo_built_upon())
    record = UndoOperation(operation.id, facts.here.actor.who, now)
    entry = Audit("undone", "operation", operation.id, (str(operation.flow),), unit_id=operation.unit_id)
    undone = say.undone(operation.label, has_receipt)
    undone = f"{undone} {say_posts.AS_BEFORE}" if operation.flow is FlowName.POSTS else undone
    text = "\n".join([undone, *map(_told_of_draft, facts.moved_drafts)])
    back = tuple(MoveDraft(one.to.id, one.of.id, one.draft) for one in facts.moved_drafts if one.draft is not None)
    return Decision(
        (Reply(text, kind=ReplyKind.RECEIPT, is_personal=not has_receipt),),
        (record, *back),
        (entry,),
        _tell(operation, facts),
        next=_after(operation, facts),
    )


def _told_of_draft(one: MovedDraft) -> str:
    form = TITLES[one.flow]
    return say_posts.draft_stays(form, one.to.name) if one.draft is None else say_posts.draft_back(form, one.of.name)


def _may_still(operation: Operation, here: Here) -> bool:
    """A right that ended takes the way back with it. Where a candidate is corrected, and a closed unit, has no place to ask for."""
    action, posts, tree = RIGHTS.get(operation.flow), here.actor.posts, here.tree
    if action is None:
        return False
    is_anywhere = operation.flow is FlowName.PRIVACY or operation.unit_id is None or tree.get(operation.unit_id) is None
    unit_id = None if is_anywhere else operation.unit_id
    return any(may(posts, one, tree, unit_id) for one in (action, BY_WORD.get(action)) if one is not None)


def _nothing(here: Here) -> str:
    """A code is no operation: it is revoked from the card of its person."""
    return say.undo_nothing(may_invite=may_enter(here.actor.posts, Action.INVITE, here.tree))


def _tell(operation: Operation, facts: Facts) -> tuple[Notice, ...]:
    """What was entered for a cell concerns two sides: the other one hears that it does not count any more. Names no candidate.

    Whoever heard of a change of posts hears that it was taken back.
    """
    person, behalf = facts.here.actor.person, facts.behalf
    if person is not None and facts.post_holders:
        again = Reply(say_posts.taken_back(person.name, operation.label), kind=ReplyKind.RECEIPT)
        return tuple(Notice(one, again, f"taken-back:{operation.id}:{one}") for one in facts.post_holders)
    if person is None:
        return ()
    if behalf is None:
        withdrawn = Reply(say_unit.withdrawn(person.name, operation.label), kind=ReplyKind.RECEIPT, is_personal=True)
        return tuple(Notice(one, withdrawn, f"taken-back:{operation.id}:{one}") for one in facts.told)
    unit = facts.here.tree.get(behalf.unit_id)
    what = say_behalf.report(operation.label) if operation.flow is FlowName.MEETING else say_behalf.A_CANDIDATE
    text = say_behalf.taken_back(person.name, "" if unit is None else unit.short_name, what)
    reply = Reply(text, kind=ReplyKind.RECEIPT)
    return tuple(Notice(one, reply, f"taken-back:{operation.id}:{one}") for one in facts.told)


def _is_meant(sent: Broadcast, operation: Operation | None, now: datetime) -> bool:
    """Whether the broadcast is the last thing that the person did: then "thu hồi" is about it, and takes back nothing older."""
    at = 0 if operation is None else operation.at_epoch
    return sent.ended is None and now - sent.at <= WINDOW and sent.at.timestamp() * 1000 > at


def _after(operation: Operation, facts: Facts) -> Next:
    """A vote that is begun falls with the report of its meeting."""
    is_of_it = facts.voted_on is not None and facts.voted_on.operation_id == operation.id
    return Close(FlowName.CONSIDER) if is_of_it else Keep()


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))


FLOW = Flow(FlowName.UNDO, Action.SET_UP_SELF, gather, decide)
