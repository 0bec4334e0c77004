"""One turn's input and a conversation's memory: commands, presses, drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.ids import OutboxId

Scalar = str | int | bool | None
Value = Scalar | list[str]
Values = Mapping[str, Value]
"""Answers of a draft by field name. Only what JSON holds: a draft survives restarts and changes of messenger."""


class FlowName(StrEnum):
    """The literal list of flows; `handlers/registry.py` has one entry for each."""

    JOIN = "join"
    MENU = "menu"
    INTRODUCE = "introduce"
    INTAKE = "intake"
    MEETING = "meeting"
    CONSIDER = "consider"
    PROGRESS = "progress"
    LOOKUP = "lookup"
    CODES = "codes"
    SETTINGS = "settings"
    UNDO = "undo"
    CLOCK = "clock"
    TASKS = "tasks"
    BULLETIN = "bulletin"
    ACCOUNTS = "accounts"
    PRIVACY = "privacy"
    EXPORT = "export"
    POSTS = "posts"
    BROADCAST = "broadcast"
    TRAIL = "trail"
    UNITS = "units"
    TARGETS = "targets"
    IMPORT = "import"


class Control(StrEnum):
    """Words that mean the same at every step."""

    BACK = "back"
    SKIP = "skip"
    LATER = "later"
    DISCARD = "discard"
    CONTINUE = "continue"
    RESTART = "restart"
    EDIT = "edit"
    SUBMIT = "submit"


class Sent(StrEnum):
    """What a person can send besides text and presses."""

    PHOTO = "photo"
    FILE = "file"
    STICKER = "sticker"
    VOICE = "voice"
    LOCATION = "location"
    CONTACT = "contact"
    EDITED = "edited"
    OTHER = "other"


class Awaits(StrEnum):
    """What kind of answer the open step expects; decides how ambiguous words are read."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Start:
    """A command or its words, with whatever followed them on the line."""

    flow: FlowName
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button or its letter. `version` 0 is bound to a record, not to a question."""

    flow: FlowName
    step: str
    version: int
    value: str

    def token(self) -> str:
        """At most 64 ASCII bytes (Telegram's callback_data). Raises ValueError when it would not fit."""
        text = f"{self.flow}.{self.step}.{self.version}.{self.value}"
        if len(text) > 64 or not text.isascii():
            raise ValueError(f"a button's token must be short ASCII: {text}")
        return text

    @classmethod
    def parse(cls, token: str) -> Press | None:
        """None for anything that this program never wrote."""
        parts = token.split(".", 3)
        if len(parts) != 4 or not parts[2].isascii() or not parts[2].isdigit() or len(parts[2]) > 9:
            return None
        try:
            return cls(FlowName(parts[0]), parts[1], int(parts[2]), parts[3])
        except ValueError:
            return None


STEER = "to"
"""The step of a button that steers a form; its value is a `Control`."""
WAYS_OUT = (Control.SKIP, Control.BACK, Control.LATER, Control.DISCARD)


def is_way_out(token: str) -> bool:
    """Whether this choice leaves the question rather than answers it: it has words, and never a letter, which would move

    from step to step, and one of which would throw the form away.
    """
    press = Press.parse(token)
    return press is not None and press.step == STEER and press.value in WAYS_OUT


PAGED = "page"
"""The step of a button that shows another page of a list of people; its value is a packed `Page`."""


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list: what the list is about, after whom it goes on ("" from the beginning), part of a folded name ("" for all)."""

    about: str
    after: str = ""
    part: str = ""

    def pack(self) -> str:
        return f"{self.about}:{self.after}:{self.part}"

    @classmethod
    def unpack(cls, value: str) -> Page:
        """Never raises: a value that this program never wrote asks for the beginning of a list about something unknown."""
        about, _, rest = value.partition(":")
        after, _, part = rest.partition(":")
        return cls(about, after, part[:24])

    def named(self, folded: str) -> Page:
        """The same list, only those whose name holds that part, as much of it as a button can carry."""
        return Page(self.about, part=folded[:24].strip())


@dataclass(frozen=True, slots=True)
class Steer:
    """A control word, typed or pressed. `row` is the line of the summary to change ("sửa 3")."""

    control: Control
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Text that the open step is to read."""

    text: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A control word without diacritics where a name is expected: Huy, Tiệp and Thời are people."""

    control: Control
    text: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Text that begins like a command where free text is awaited: an answer, or something new?"""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Eight digits of an invitation."""

    digits: str


@dataclass(frozen=True, slots=True)
class OwnCode:
    """Eight digits by which a candidate looks at their own record."""

    digits: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A card with a phone number; `phone` is empty unless it is the sender's own."""

    phone: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """Show the way around; `is_help` asks for the longer page, `is_drafts` for the forms that are not finished, `is_managing` for

    what administrators and the office do.
    """

    is_help: bool = False
    is_drafts: bool = False
    is_managing: bool = False


@dataclass(frozen=True, slots=True)
class Thanks:
    """A courtesy that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Received:
    """A photo, file, sticker, voice message or place, or a message that was changed after it was sent. Nothing of it is kept."""

    sent: Sent


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that the messenger keeps for now: its name, its size in bytes (0: unknown), and what brings it."""

    name: str
    size: int
    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What the screen held back: the text itself never entered the program. `what` is the kind of sensitive content."""

    what: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing fits; `nearest` are meanings, nearest first, possibly none. The first two that the person may do are offered."""

    nearest: tuple[FlowName, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A due moment that the clock put in the inbox. `key` names it once and for all."""

    job: str
    key: str


Command = (
    Start
    | Press
    | Steer
    | Answer
    | Ambiguous
    | Doubtful
    | Code
    | OwnCode
    | Contact
    | Menu
    | Thanks
    | Received
    | Uploaded
    | Refused
    | Unclear
    | Occurrence
)


SUMMARY = "summary"
"""The step of a draft in which nothing is missing."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is not finished: its answers, the open step, and the steps asked so far, oldest first."""

    flow: FlowName
    step: str
    version: int
    values: Values
    trail: tuple[str, ...] = ()
    misses: int = 0
    total: int = 0
    updated_at: datetime | None = None
    began_at: datetime | None = None

    def touched(self, at: datetime, before: Draft | None) -> Draft:
        """The same draft as it was left at that moment; it began when the one that stood there `before` did."""
        began = at if before is None or before.began_at is None else before.began_at
        return Draft(self.flow, self.step, self.version, self.values, self.trail, self.misses, self.total, at, began)


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the program remembers between two turns of one owner. `shown` are the last choices in
    their order, each as token, a tab, and the words that may be typed instead (folded, more of them after further tabs).
    An empty entry ends those that have letters."""

    owner: str
    open_flow: FlowName | None = None
    drafts: Mapping[FlowName, Draft] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    asked_id: OutboxId | None = None
    last_press: str | None = None
    last_press_at: datetime | None = None

    @property
    def draft(self) -> Draft | None:
        return None if self.open_flow is None else self.drafts.get(self.open_flow)
