"""What a flow answers: replies, records to write, audit, and the next state of the conversation. A refusal is one, too."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.channel import Attachment
from domain.ids import AccountId, OperationId, PersonId, UnitId
from domain.people import Address
from domain.records import Record
from domain.talk import Draft, FlowName, Press


class ReplyKind(StrEnum):
    """QUESTION and VIEW may replace the message whose button was pressed; a RECEIPT is always a new message (ux.md)."""

    QUESTION = "question"
    VIEW = "view"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button, or one lettered line. `words` may be typed instead of its label."""

    label: str
    press: Press
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `rows` are the buttons, row by row. `is_personal` messages cannot be forwarded where the
    messenger can stop it; the text of an `is_secret` one is erased once it was sent. One that `asks_contact` comes with the button
    that sends one's own card: only where `Here.asks_contact`. `named` are choices that the text itself says how to type."""

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()
    kind: ReplyKind = ReplyKind.QUESTION
    is_personal: bool = False
    is_secret: bool = False
    asks_contact: bool = False
    named: tuple[Choice, ...] = ()
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else, on the account where they last wrote. `key` makes it once only.

    An `is_bulk` one goes to many: after every reply, never twice, and on the account that the person chose. `account_id` is one
    account of theirs to which it goes, whatever they chose. `address` is a chat of somebody whom this very turn forgets.
    """

    person_id: PersonId
    reply: Reply
    key: str
    is_bulk: bool = False
    account_id: AccountId | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what to which record: field names here, personal values only in `values`, which erasure empties."""

    action: str
    subject: str
    subject_id: int
    fields: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """The form stays open at the draft's step."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Close:
    """The form is finished or thrown away; its draft goes."""

    flow: FlowName


@dataclass(frozen=True, slots=True)
class Park:
    """The open form is put aside with its draft."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Keep:
    """The conversation stays as it was."""


Next = Ask | Close | Park | Keep


@dataclass(frozen=True, slots=True)
class Decision:
    replies: tuple[Reply, ...]
    records: tuple[Record, ...] = ()
    audit: tuple[Audit, ...] = ()
    notices: tuple[Notice, ...] = ()
    next: Next = field(default_factory=Keep)


@dataclass(frozen=True, slots=True)
class Operation:
    """One acknowledged write as its author sees it: what can be taken back, for how long, and on which records it rests."""

    id: OperationId
    flow: FlowName
    person_id: PersonId
    unit_id: UnitId | None
    at_epoch: int
    is_undone: bool
    is_built_upon: bool
    label: str
