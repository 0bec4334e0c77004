"""What the vote on a candidate knows: the meeting, the candidate, and whom the cell follows besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.admission import Candidate
from domain.ids import CandidateId, MeetingId, OperationId
from domain.meetings import Meeting
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import PAGED, Command, Draft, FlowName, Page, Press
from handlers.pages import matching
from language.text import sort_key


@dataclass(frozen=True, slots=True)
class Facts:
    """`meeting` and `candidate` are None when they are out of reach, taken back, already resolved, or voted on in this meeting.

    `others` may still be voted on in this meeting; of them those that `page` asks for are `listed`. `drafted` is the name of
    whom the draft is about; None when there is no draft, or that candidate cannot be voted on any more.
    """

    here: Here
    meeting: Meeting | None
    candidate: Candidate | None
    others: tuple[Candidate, ...]
    page: Page
    listed: tuple[Candidate, ...]
    drafted: str | None
    voted: int
    operation_id: OperationId


def gather(command: Command, read: Read) -> Facts:
    draft = read.here.conversation.drafts.get(FlowName.CONSIDER)
    meeting_id, candidate_id, page = _asked(command, draft)
    meeting = _own(read.meeting_by_id(meeting_id), read)
    followed = () if meeting is None else read.followed(meeting.unit_id)
    unvoted = [one for one in followed if meeting is not None and not _is_voted(read, one, meeting)]
    others = tuple(one for one in unvoted if one.id != candidate_id)
    return Facts(
        read.here,
        meeting,
        next((one for one in unvoted if one.id == candidate_id), None),
        others,
        page,
        _listed(others, page, read) if _is_page(command) else (),
        None if draft is None else _drafted(draft, meeting, unvoted, read),
        0 if meeting is None else read.votes_at(meeting.id),
        OperationId(read.next_id("operation")),
    )


def _own(meeting: Meeting | None, read: Read) -> Meeting | None:
    """A vote is the cell's own: whoever entered the report by its word does not enter votes."""
    is_own = meeting is not None and meeting.unit_id in read.reach(Action.REPORT_MEETING)
    return meeting if is_own else None


def _is_page(command: Command) -> bool:
    return isinstance(command, Press) and command.step == PAGED


def _asked(command: Command, draft: Draft | None) -> tuple[MeetingId, CandidateId, Page]:
    """The meeting and the candidate of a button that names them, else of the draft."""
    if isinstance(command, Press) and command.step == PAGED:
        page = Page.unpack(command.value)
        return MeetingId(_number(page.about)), CandidateId(0), page
    pair = command.value if isinstance(command, Press) and command.step == "of" else ""
    pair = pair or ("" if draft is None else f"{draft.values['meeting']}:{draft.values['candidate']}")
    meeting, _, candidate = pair.partition(":")
    return MeetingId(_number(meeting)), CandidateId(_number(candidate)), Page(meeting)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _drafted(draft: Draft, meeting: Meeting | None, unvoted: Sequence[Candidate], read: Read) -> str | None:
    ident = CandidateId(_number(str(draft.values["candidate"])))
    if meeting is None or draft.values["meeting"] != meeting.id:
        found = read.candidate(ident)
    else:
        found = next((one for one in unvoted if one.id == ident), None)
    return None if found is None else found.name


def _is_voted(read: Read, one: Candidate, meeting: Meeting) -> bool:
    return any(where == meeting.id for where, _ in read.votes(one.id))


def _listed(others: Sequence[Candidate], page: Page, read: Read) -> tuple[Candidate, ...]:
    """Those behind whoever stood last on the page before, voted on by now or not; from the beginning when nobody is left there."""
    last = read.candidate(CandidateId(_number(page.after)))
    found = matching(others, page.part)
    behind = [one for one in found if last is not None and _place(one) > _place(last)]
    return tuple(behind) or found


def _place(one: Candidate) -> tuple[str, int]:
    """The order of `Read.followed`."""
    return sort_key(one.name), one.id
