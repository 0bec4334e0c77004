"""What comes in by workbook: subjects, what stands already, and the verdict on each row (design.md §9).

Every field is plain text in one form ("2026-11-05", "18", "1", a unit's number), "" where nothing is told. A workbook that is
made from what stands and read again is therefore equal to it, field by field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.admission import AdmissionStep
from domain.ids import OperationId, PersonId, UnitId
from domain.people import Post, Role
from domain.rights import Action, reach
from domain.units import Unit, UnitTree

Fields = Mapping[str, str]
MOST_BYTES = 10_000_000
MOST_UNPACKED = 50_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_TEXT = 500
"""Characters of one cell."""
KEPT_HOURS = 24
"""How long rows that nobody has written are kept."""
STEPS = tuple(map(str, AdmissionStep))
"""A candidate's steps, each a field with its day."""
STEP_DOCUMENTS = {"awareness_class": "awareness_document", "decision": "decision_document"}
"""The fields with the numbers of their papers, by step. The guide's name is the field "guide"."""
UNDATED = "?"
"""A step that was taken, nobody knows when."""


class Subject(StrEnum):
    """The literal list of workbooks; language/sheets/subjects.py has the columns of each."""

    UNITS = "units"
    PEOPLE = "people"
    TARGETS = "targets"
    CANDIDATES = "candidates"
    MEETINGS = "meetings"
    YEARLY = "yearly"


ROLES: Mapping[Subject, frozenset[Role]] = {
    Subject.UNITS: frozenset({Role.ADMIN}),
    Subject.PEOPLE: frozenset({Role.ADMIN}),
    Subject.TARGETS: frozenset({Role.ADMIN, Role.OFFICE}),
    Subject.CANDIDATES: frozenset({Role.OFFICE}),
    Subject.MEETINGS: frozenset({Role.OFFICE}),
    Subject.YEARLY: frozenset({Role.OFFICE}),
}
"""Whose posts may bring in which subject, each in its whole reach."""
CAN_BE_UNDONE = frozenset({Subject.TARGETS, Subject.CANDIDATES, Subject.MEETINGS, Subject.YEARLY})
"""Others rest on new units and people at once: they are changed in their own flows."""


def reach_for(subject: Subject, posts: Sequence[Post], tree: UnitTree) -> frozenset[UnitId]:
    """The units in which these posts may import that subject today."""
    return reach((post for post in posts if post.role in ROLES[subject]), Action.IMPORT, tree)


def subjects_of(posts: Sequence[Post], tree: UnitTree) -> tuple[Subject, ...]:
    return tuple(subject for subject in Subject if reach_for(subject, posts, tree))


class UploadState(StrEnum):
    """RECEIVED, READ and CONFIRMED wait for the program; ASKING and CHECKED for the person; the others are over."""

    RECEIVED = "received"
    ASKING = "asking"
    READ = "read"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    WRITTEN = "written"
    REFUSED = "refused"
    DROPPED = "dropped"


class Trouble(StrEnum):
    """Why a file as a whole is not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    PASSWORD = "password"
    OLD_FORMAT = "old_format"
    NO_WORKBOOK = "no_workbook"
    EMPTY = "empty"
    NO_HEADER = "no_header"
    FORBIDDEN = "forbidden"
    SENSITIVE = "sensitive"
    GONE = "gone"
    NOT_ALLOWED = "not_allowed"
    ERASED = "erased"


class Verdict(StrEnum):
    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of a sheet as read: `number` as Excel shows it, `formulas` the columns that were calculated."""

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`title` is the sheet's name; `has_merged`: some of its cells are merged."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    has_merged: bool = False


@dataclass(frozen=True, slots=True)
class FileRefused:
    """`names` are columns or places that the sentence names."""

    trouble: Trouble
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A record that stands, in the fields of its subject. `is_fixed`: it did not come in by a workbook and is not changed by one.

    `is_stopped`: the person has withdrawn their consent; no workbook changes the record, and none holds it.
    """

    id: int
    fields: Fields
    is_fixed: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against. `reach` are the units that may be written to; `units` are all, closed ones too.

    `people` are those, by name, whom a row may be about: all of their posts lie within reach. `lasting` are the posts without which
    nobody would look after the program. `stamp` changes whenever one of these rows may have changed.
    `counted` are (indicator, unit, year) with records of their own.
    """

    today: date
    reach: frozenset[UnitId]
    units: tuple[Unit, ...]
    aliases: tuple[tuple[str, UnitId], ...]
    rows: tuple[KnownRow, ...]
    stamp: str
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    counted: frozenset[tuple[str, int, int]] = frozenset()
    lasting: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """`record_id` is what a change is made to; `fields` are only filled for rows that will be written."""

    row: SheetRow
    verdict: Verdict
    why: str = ""
    changed: tuple[str, ...] = ()
    fields: Fields = field(default_factory=dict)
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way in. `mapping` names the field of each column ("" not known yet, "-" not used).

    `counts` are by verdict, `samples` the first refusals as (row, sentence).
    """

    id: int
    person_id: PersonId | None
    name: str
    size: int
    reference: str
    channel: str
    bot_id: str
    state: UploadState
    subject: Subject | None = None
    headings: tuple[str, ...] = ()
    mapping: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[tuple[int, str], ...] = ()
    changed: Mapping[str, int] = field(default_factory=dict)
    trouble: FileRefused | None = None
    stamp: str = ""
    round: int = 0
    operation_id: OperationId | None = None

    def count(self, verdict: Verdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def is_given_up(self) -> bool:
        """Whether it was dropped because somebody was erased while it waited."""
        return self.trouble is not None and self.trouble.trouble is Trouble.ERASED

    @property
    def has_news(self) -> bool:
        return bool(self.count(Verdict.ADD) or self.count(Verdict.CHANGE))
