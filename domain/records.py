"""Everything that a decision can ask the storage to write: a closed union, applied in order inside the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.admission import Candidate, Intake, StepEvent, Vote
from domain.broadcasts import Broadcast, Ended
from domain.ids import AccountId, CandidateId, CodeId, MeetingId, OperationId, PersonId, PostId, UnitId
from domain.imports import Subject as ImportSubject
from domain.imports import Upload, UploadState
from domain.meetings import HeadCount, Meeting
from domain.on_behalf import Way
from domain.people import Person, Post
from domain.periods import Period
from domain.planning import Outcome
from domain.privacy import Request, Subject, Via
from domain.talk import Draft
from domain.targets import Target
from domain.unit_changes import (
    AddUnit,
    ChangeUnit,
    CloseUnit,
    SetAlias,
    SetObligation,
    SettleMerges,
    SetUnitDates,
    SetWaiver,
)
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
class WritePost:
    """A new post, or the dates of one that is there, as an operation that can be taken back. `handed_to` is the post that followed."""

    post: Post
    operation_id: OperationId
    handed_to: PostId | None = None


@dataclass(frozen=True, slots=True)
class LockPerson:
    """All accounts of the person stop working at once, and codes for them that were not used; `at` None: they work again."""

    person_id: PersonId
    at: datetime | None


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
    version: str = "1"
    noted_by: PersonId | None = None
    how: Via = Via.SELF
    is_withdrawal: bool = False


@dataclass(frozen=True, slots=True)
class AddOwnCode:
    """A candidate's code for their own record. Only the keyed hash of the digits is stored."""

    id: int
    digest: str
    candidate_id: CandidateId
    made_by: PersonId
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UseOwnCode:
    id: int
    account_id: AccountId
    at: datetime


@dataclass(frozen=True, slots=True)
class AddRequest:
    request: Request


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    """The one extension that the rules allow, with its reason. A second one is refused."""

    id: int
    due_on: date
    is_confirmed: bool
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ShareRequest:
    """That others got the data, and until when they are to have stopped, too. It can be taken back. Refused once the request is over."""

    id: int
    shared_with: str
    due_on: date
    is_confirmed: bool
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """That whoever asked was answered; `is_over` ends the request: done, or declined with the reason that they are told.

    `by`: None when the candidate did it by a code. `on`: the local day of an answer that was given outside the assistant.
    """

    id: int
    by: PersonId | None
    at: datetime
    is_over: bool = False
    is_declined: bool = False
    why: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StopProcessing:
    """Consent was withdrawn: nobody but the office sees the candidate any more; counts go on."""

    candidate_id: CandidateId


@dataclass(frozen=True, slots=True)
class ResumeProcessing:
    """Consent was given again, on that local day: whoever saw the candidate before sees them again. Changes nothing once erased."""

    candidate_id: CandidateId
    consent_on: date


@dataclass(frozen=True, slots=True)
class EraseSubject:
    """Empties every value of a candidate or a user, wherever it stands, and notes in the ledger that it happened."""

    subject: Subject
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class EraseAuditValues:
    """Empties the personal values of audit entries before that instant; the entries stay."""

    before: datetime


@dataclass(frozen=True, slots=True)
class SetPhone:
    """The person's own number, given by themselves: 0xxxxxxxxx."""

    person_id: PersonId
    phone: str


@dataclass(frozen=True, slots=True)
class SetName:
    """The right name of a user, as the office wrote it."""

    person_id: PersonId
    name: str


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
    """`is_amending`: what stood of that step does not count any more, and comes back when this is taken back."""

    event: StepEvent
    operation_id: OperationId
    by: PersonId
    at: datetime
    is_amending: bool = False


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
class PutTarget:
    """A new target, or a new value instead of the one that it `replaces`, which stays readable. By nobody: by the operator."""

    id: int
    target: Target
    document_on: date | None
    replaces: int | None
    by: PersonId | None
    at: datetime
    operation_id: OperationId | None
    is_import: bool = False


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


DRAFT_KIND = "draft_"
"""Begins the kind of an operation's subject that is a form which went with a post: the flow follows, the subject is whose it was."""


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """A form that is not finished goes with the post, or, `to` None, is closed. Whoever gets it and has one keeps their own."""

    of: PersonId
    to: PersonId | None
    draft: Draft


@dataclass(frozen=True, slots=True)
class EraseBodies:
    """Empties what people sent in turns that were done before that instant, and what was answered to them."""

    before: datetime


@dataclass(frozen=True, slots=True)
class ExpireDrafts:
    before: datetime


@dataclass(frozen=True, slots=True)
class WantBackup:
    """The copy of that night is asked for; who makes it is the program, beside its turns."""

    day: date


@dataclass(frozen=True, slots=True)
class AddBroadcast:
    """That it is sent; its messages are notices of the same decision, each with the key "broadcast:ID:PERSON"."""

    broadcast: Broadcast


@dataclass(frozen=True, slots=True)
class EndBroadcast:
    """Takes back what no messenger has been called for. A second end is refused."""

    id: int
    ended: Ended
    at: datetime


@dataclass(frozen=True, slots=True)
class TellBroadcast:
    """Its author has the result."""

    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AddBehalf:
    """By whose word, and how, the operation's person entered it for the unit."""

    operation_id: OperationId
    unit_id: UnitId
    by_word: str
    way: Way


@dataclass(frozen=True, slots=True)
class AddUpload:
    """A workbook that somebody sent, and when: where it can be had. Nothing of it is read yet, nor if somebody was erased since."""

    upload: Upload
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerUpload:
    """What a file or its columns are; `layout` is the name by which the answers are remembered, "" while some are missing."""

    id: int
    state: UploadState
    subject: ImportSubject | None
    mapping: tuple[str, ...]
    layout: str = ""


@dataclass(frozen=True, slots=True)
class DropUpload:
    id: int


@dataclass(frozen=True, slots=True)
class PublishUpload:
    """Writes the rows that were taken, all or none. `stamp` is what they were checked against, `within` what may be written to."""

    upload_id: int
    subject: ImportSubject
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
    | WritePost
    | LockPerson
    | AddCode
    | UseCode
    | CancelCode
    | CountCodeTry
    | LinkAccount
    | UnlinkAccount
    | AddConsent
    | AddOwnCode
    | UseOwnCode
    | AddRequest
    | ExtendRequest
    | ShareRequest
    | AnswerRequest
    | StopProcessing
    | ResumeProcessing
    | EraseSubject
    | EraseAuditValues
    | SetPhone
    | SetName
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
    | AddUnit
    | ChangeUnit
    | CloseUnit
    | SettleMerges
    | SetAlias
    | SetUnitDates
    | SetWaiver
    | SetObligation
    | PutTarget
    | ChooseAccount
    | DropDraft
    | MoveDraft
    | EraseBodies
    | ExpireDrafts
    | StartPost
    | WantBackup
    | AddBroadcast
    | EndBroadcast
    | TellBroadcast
    | AddBehalf
    | AddUpload
    | AnswerUpload
    | DropUpload
    | PublishUpload
)
