"""Which candidates the cell considered, each with the votes for and the number of members who count (domain.md §2.3)."""

from __future__ import annotations

from datetime import date, datetime

from domain.admission import AdmissionStep, Candidate, StepEvent
from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Reply, ReplyKind
from domain.ids import MeetingId
from domain.meetings import Meeting
from domain.records import AddEvent, AddOperation, AddVote, Record
from domain.rights import Action
from domain.talk import PAGED, Awaits, Command, FlowName, Page, Press
from handlers.consider.facts import Facts, gather
from handlers.consider.steps import FORM, vote_of
from handlers.engine import Submit, converse, draft_of
from handlers.flow import Flow
from handlers.pages import PAGE, looks_at, page_of, vote_rows
from handlers.subject import Subject, open_about
from language.say import consider as say
from language.say import form as say_form
from language.say import people as say_people
from language.say import words


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    meeting, candidate = facts.meeting, facts.candidate
    if meeting is None or meeting.head_count is None or meeting.held_on is None:
        return Decision((Reply(say.meeting_gone(), kind=ReplyKind.VIEW),), next=_after_gone(command))
    if isinstance(command, Press) and command.step == PAGED:
        return _page(meeting.id, meeting.held_on, facts)
    if candidate is None:
        return Decision((Reply(say.not_followed(), kind=ReplyKind.VIEW),), next=_after_gone(command))
    if isinstance(command, Press) and command.step == "of":
        values = {"meeting": int(meeting.id), "candidate": int(candidate.id)}
        subject = Subject(values, ("meeting", "candidate"), say_form.working_on(candidate.name))
        return open_about(FORM, subject, command, facts, facts.drafted)
    outcome = converse(FORM, command, facts)
    return _submit(meeting, candidate, facts, now) if isinstance(outcome, Submit) else outcome


def _after_gone(command: Command) -> Next:
    """A button that names a record that is gone leaves an open draft about another one alone."""
    return Keep() if isinstance(command, Press) and command.step in ("of", PAGED) else Close(FlowName.CONSIDER)


def _page(meeting_id: MeetingId, held_on: date, facts: Facts) -> Decision:
    if not facts.others:
        return Decision((Reply(say.nobody_left(), kind=ReplyKind.VIEW),))
    text = say.which(held_on) + " " + say_people.pick(is_long=len(facts.others) > PAGE)
    rows = vote_rows(meeting_id, facts.page, facts.listed)
    return page_of(facts.page, facts.listed, rows, text, FlowName.CONSIDER)


def _submit(meeting: Meeting, candidate: Candidate, facts: Facts, now: datetime) -> Decision:
    draft, who = draft_of(FORM, facts), facts.here.actor.who
    vote = vote_of({} if draft is None else draft.values, facts)
    subjects = (("candidate", int(candidate.id)), ("meeting", int(meeting.id)))
    records: list[Record] = [
        AddOperation(facts.operation_id, FlowName.CONSIDER, who, meeting.unit_id, now, candidate.name, subjects),
        AddVote(candidate.id, meeting.id, vote, facts.operation_id),
    ]
    if vote.is_passed:
        event = StepEvent(candidate.id, AdmissionStep.CELL_RESOLUTION, meeting.unit_id, meeting.held_on)
        records.append(AddEvent(event, facts.operation_id, who, now))
    entry = Audit("considered", "candidate", candidate.id, ("votes_for", "eligible"), unit_id=meeting.unit_id)
    left = (meeting.considered or 0) - facts.voted - 1
    text = say.receipt(candidate.name, vote)
    following = facts.others if left > 0 else ()
    if following:
        text += "\n" + say.which_next(left, is_long=len(following) > PAGE)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    rows = vote_rows(meeting.id, Page(str(meeting.id)), following)
    reply = Reply(text, (*rows, (undo,)), ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), tuple(records), (entry, *looks_at(following)), next=Close(FlowName.CONSIDER))


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.CONSIDER, Action.REPORT_MEETING, gather, decide, awaits)
