"""Which candidates the cell considered, each with the votes for and the number of members who count (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.admission import AdmissionStep, Candidate, StepEvent, Vote
from domain.decision import Audit, Choice, Close, Decision, Keep, Next, Reply, ReplyKind
from domain.ids import CandidateId, MeetingId, OperationId
from domain.meetings import Meeting
from domain.ports import Here, Read
from domain.records import AddEvent, AddOperation, AddVote, Record
from domain.rights import Action
from domain.talk import Awaits, Command, FlowName, Press, Values
from handlers.engine import Submit, converse, draft_of, show
from handlers.flow import Flow
from handlers.form import Form, Got, Option, Step
from language.attendance import read_attendance
from language.reading import Misread
from language.say import consider as say
from language.say import words


@dataclass(frozen=True, slots=True)
class Facts:
    """`meeting` and `candidate` are None when they are out of reach, taken back, already resolved, or voted on in this meeting."""

    here: Here
    meeting: Meeting | None
    candidate: Candidate | None
    others: tuple[Candidate, ...]
    voted: int
    operation_id: OperationId


def gather(command: Command, read: Read) -> Facts:
    draft = read.here.conversation.drafts.get(FlowName.CONSIDER)
    pair = command.value if isinstance(command, Press) and command.step == "of" else ""
    pair = pair or ("" if draft is None else f"{draft.values['meeting']}:{draft.values['candidate']}")
    meeting_id, _, candidate_id = pair.partition(":")
    meeting = read.meeting_by_id(MeetingId(_number(meeting_id)))
    followed = () if meeting is None else read.followed(meeting.unit_id)
    wanted = CandidateId(_number(candidate_id))
    unvoted = [one for one in followed if meeting is not None and not _is_voted(read, one, meeting)]
    return Facts(
        read.here,
        meeting,
        next((one for one in unvoted if one.id == wanted), None),
        tuple(one for one in unvoted if one.id != wanted),
        0 if meeting is None else read.votes_at(meeting.id),
        OperationId(read.next_id("operation")),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _is_voted(read: Read, one: Candidate, meeting: Meeting) -> bool:
    return any(where == meeting.id for where, _ in read.votes(one.id))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    if facts.meeting is None or facts.meeting.head_count is None or facts.meeting.held_on is None:
        return Decision((Reply(say.meeting_gone(), kind=ReplyKind.VIEW),), next=_after_gone(command))
    if facts.candidate is None:
        return Decision((Reply(say.not_followed(), kind=ReplyKind.VIEW),), next=_after_gone(command))
    if isinstance(command, Press) and command.step == "of":
        return show(FORM, {"meeting": int(facts.meeting.id), "candidate": int(facts.candidate.id)}, (), facts)
    outcome = converse(FORM, command, facts)
    return _submit(facts.meeting, facts.candidate, facts, now) if isinstance(outcome, Submit) else outcome


def _after_gone(command: Command) -> Next:
    """A button bound to a record that is gone leaves an open draft about another one alone."""
    return Keep() if isinstance(command, Press) and command.version == 0 else Close(FlowName.CONSIDER)


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
    rows: tuple[tuple[Choice, ...], ...] = ()
    if left > 0 and facts.others:
        text += "\n" + say.which_next(left)
        rows = tuple(
            (Choice(one.name, Press(FlowName.CONSIDER, "of", 0, f"{meeting.id}:{one.id}")),) for one in facts.others[:7]
        )
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    reply = Reply(text, (*rows, (undo,)), ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), tuple(records), (entry,), next=Close(FlowName.CONSIDER))


def _known(facts: Facts) -> int:
    count = None if facts.meeting is None else facts.meeting.head_count
    return 0 if count is None else count.eligible


def vote_of(values: Values, facts: Facts) -> Vote:
    votes, eligible = values.get("votes"), values.get("eligible")
    return Vote(votes if isinstance(votes, int) else 0, eligible if isinstance(eligible, int) else _known(facts))


def _name(facts: Facts) -> str:
    return "" if facts.candidate is None else facts.candidate.name


def _read_votes(text: str, _values: Values, facts: Facts) -> Got:
    read, known = read_attendance(text), _known(facts)
    if isinstance(read, Misread) or (read.present is None and not read.is_full):
        return say.unclear_votes()
    votes = known if read.present is None else read.present
    of = known if read.due is None else read.due
    if votes > of:
        return say.too_many(votes, of)
    return {"votes": votes, "typed": of} if of != known else {"votes": votes, "typed": of, "eligible": known}


def _pick_eligible(value: str, values: Values, facts: Facts) -> Got:
    if value not in (str(values.get("typed")), str(_known(facts))):
        return say.unclear_votes()
    votes, eligible = vote_of(values, facts).votes_for, int(value)
    return say.too_many(votes, eligible) if votes > eligible else {"eligible": eligible}


def _eligible_options(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    counts = [values.get("typed"), _known(facts)]
    return [[Option(say.eligible_option(int(str(count))), str(count)) for count in counts]]


def _begin(_rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What the form is about stays when it is begun anew."""
    draft = facts.here.conversation.drafts.get(FlowName.CONSIDER)
    values: Values = {} if draft is None else draft.values
    return {name: values[name] for name in ("meeting", "candidate") if name in values}, ()


FORM: Form[Facts] = Form(
    FlowName.CONSIDER,
    say.TITLE,
    (
        Step(
            "votes",
            lambda _values, facts: say.ask_votes(_name(facts), _known(facts)),
            _read_votes,
            lambda values, facts: say.row_votes(vote_of(values, facts)),
            awaits=Awaits.NUMBER,
            clears=("eligible",),
        ),
        Step(
            "eligible",
            lambda values, facts: say.ask_eligible(int(str(values.get("typed"))), _known(facts)),
            lambda text, values, facts: _pick_eligible(text.strip(), values, facts),
            lambda _values, _facts: None,
            _eligible_options,
            _pick_eligible,
            Awaits.NUMBER,
            is_needed=lambda values, _facts: "votes" in values,
        ),
    ),
    heading=lambda _values, facts: (
        say.heading(_name(facts), facts.meeting.held_on)
        if facts.meeting is not None and facts.meeting.held_on is not None
        else say.TITLE
    ),
    submit_label=lambda _values, _facts: say.SUBMIT,
    begin=_begin,
    is_personal=True,
)


def awaits(step: str) -> Awaits:
    found = FORM.step(step)
    return Awaits.CHOICE if found is None else found.awaits


FLOW = Flow(FlowName.CONSIDER, Action.REPORT_MEETING, gather, decide, awaits)
