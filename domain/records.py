"""Everything that a decision can ask the storage to write: a closed union, applied in order inside the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.admission import Candidate, Intake, StepEvent, Vote
from domain.ids import AccountId, CandidateId, CodeId, MeetingId, OperationId, PersonId, PostId, UnitId
from domain.imports import Subject, Upload, UploadState
from domain.meetings import HeadCount, Meeting
from domain.people import Person, Post
from domain.periods import Period
from domain.planning import Outcome
from domain.weeks import Week


@dataclass(frozen=True, slots=True)
class AddOperation:
    """`subjects` are (kind, id) of the records that it touches: a later operation on one of them stops the undo."""

    id: OperationId
    flow: str
    person_id: PersonId
    unit_id: UnitId | None
    at: datetime
    label: str
    subjects: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class UndoOperation:
    """Appends the reversing events and marks what the operation wrote as taken back."""

    id: OperationId
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class AddPerson:
    person: Person


@dataclass(frozen=True, slots=True)
class AddPost:
    post: Post


@dataclass(frozen=True, slots=True)
class StartPost:
    """A post over more than one unit begins once the inviter has confirmed who joined."""

    post_id: PostId
    on: date


@dataclass(frozen=True, slots=True)
class EndPost:
    post_id: PostId
    on: date


@dataclass(frozen=True, slots=True)
class AddCode:
    """An invitation. Only the keyed hash of the digits is stored. `is_account`: it links one more account of a person who has one.

    `bot_id` is the bot to which it was sent, where bots have room for so many people.
    """

    id: CodeId
    digest: str
    person_id: PersonId
    post_id: PostId
    made_by: PersonId | None
    made_at: datetime
    expires_at: datetime
    is_account: bool = False
    bot_id: str | None = None


@dataclass(frozen=True, slots=True)
class UseCode:
    id: CodeId
    account_id: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class CancelCode:
    id: CodeId
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class CountCodeTry:
    account_id: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkAccount:
    account_id: AccountId
    person_id: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class UnlinkAccount:
    account_id: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class AddConsent:
    """Agreement of the user (`person_id`) with its wording, or of a candidate as the cadre noted it."""

    person_id: PersonId | None
    candidate_id: CandidateId | None
    wording: str
    given_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class SetPhone:
    """The person's own number, given by themselves: 0xxxxxxxxx."""

    person_id: PersonId
    phone: str


@dataclass(frozen=True, slots=True)
class SetMessageHour:
    person_id: PersonId
    hour: str


@dataclass(frozen=True, slots=True)
class NoteDigest:
    """That a person's digest of a week was composed, or why not. A second one for the same week is refused."""

    person_id: PersonId
    week: Week
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class SetDigest:
    """How a person wants the digest: none before `paused_until` (a local date; None: not paused), none for an empty week."""

    person_id: PersonId
    paused_until: date | None
    skips_empty: bool


@dataclass(frozen=True, slots=True)
class SetOffDigests:
    """Has the digest of a week composed for these people, whatever the hour."""

    week: Week
    person_ids: tuple[PersonId, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class AddCandidate:
    """`folded` and `sort_key` are the name as language/ folds and sorts it: storage knows no Vietnamese."""

    candidate: Candidate
    folded: str
    sort_key: str
    operation_id: OperationId
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangeCandidate:
    """Writes the whole new state of the candidate's fields; the old one is kept with the operation for the undo."""

    candidate: Candidate
    folded: str
    sort_key: str
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class SetIntake:
    """The cell's answer to a union's introduction, or the move of a waiting entry to another cell."""

    candidate_id: CandidateId
    intake: Intake
    unit_id: UnitId
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class AddEvent:
    event: StepEvent
    operation_id: OperationId
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class AddVote:
    candidate_id: CandidateId
    meeting_id: MeetingId
    vote: Vote
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class AddMeeting:
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class SetHeadCount:
    unit_id: UnitId
    head_count: HeadCount
    as_of: date
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class AddAppeal:
    """Somebody of a cell asked for time or help with the report of a month; asking again counts from then."""

    unit_id: UnitId
    period: Period
    kind: str
    person_id: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class ChooseAccount:
    """Where a person wants what they did not ask for; None: where they wrote last."""

    person_id: PersonId
    account_id: AccountId | None


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Closes somebody else's draft, because what it was to report has been reported; a notice tells them."""

    person_id: PersonId
    flow: str


@dataclass(frozen=True, slots=True)
class EraseBodies:
    """Empties what people sent in turns that were done before that instant, and what was answered to them."""

    before: datetime


@dataclass(frozen=True, slots=True)
class ExpireDrafts:
    before: datetime


@dataclass(frozen=True, slots=True)
class AddUpload:
    """A workbook that somebody sent: where it can be had. Nothing of it is read yet."""

    upload: Upload
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerUpload:
    """What a file or its columns are; `layout` is the name by which the answers are remembered, "" while some are missing."""

    id: int
    state: UploadState
    subject: Subject | None
    mapping: tuple[str, ...]
    layout: str = ""


@dataclass(frozen=True, slots=True)
class DropUpload:
    id: int


@dataclass(frozen=True, slots=True)
class PublishUpload:
    """Writes the rows that were taken, all or none. `stamp` is what they were checked against, `within` what may be written to."""

    upload_id: int
    subject: Subject
    operation_id: OperationId | None
    by: PersonId | None
    at: datetime
    today: date
    within: frozenset[UnitId]
    stamp: str
    consent_wording: str


Record = (
    AddOperation
    | UndoOperation
    | AddPerson
    | AddPost
    | EndPost
    | AddCode
    | UseCode
    | CancelCode
    | CountCodeTry
    | LinkAccount
    | UnlinkAccount
    | AddConsent
    | SetPhone
    | SetMessageHour
    | NoteDigest
    | SetDigest
    | SetOffDigests
    | AddCandidate
    | ChangeCandidate
    | SetIntake
    | AddEvent
    | AddVote
    | AddMeeting
    | SetHeadCount
    | AddAppeal
    | ChooseAccount
    | DropDraft
    | EraseBodies
    | ExpireDrafts
    | StartPost
    | AddUpload
    | AnswerUpload
    | DropUpload
    | PublishUpload
)
