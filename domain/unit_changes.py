"""What an administrator changes in the tree of units, as records, and what a change touches (design.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.ids import OperationId, UnitId
from domain.meetings import MeetingKind
from domain.periods import Period
from domain.units import UnitKind

PARENTS: Mapping[UnitKind, tuple[UnitKind, ...]] = {
    UnitKind.COMMITTEE: (UnitKind.COMMITTEE,),
    UnitKind.CELL: (UnitKind.COMMITTEE,),
    UnitKind.UNION: (UnitKind.CELL, UnitKind.COMMITTEE),
    UnitKind.ENTERPRISE: (UnitKind.CELL, UnitKind.COMMITTEE),
}
"""Under which kinds of unit each kind may stand."""
OWING = (UnitKind.COMMITTEE, UnitKind.CELL)
"""What reports can be asked of: a cell, or all cells below a committee."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What stands on a unit and all below it. `twins`: followed candidates whom the unit that it is merged into follows, too."""

    cell_count: int = 0
    unit_count: int = 0
    post_count: int = 0
    followed_count: int = 0
    owed_count: int = 0
    alias_count: int = 0
    child_count: int = 0
    twin_count: int = 0


@dataclass(frozen=True, slots=True)
class AddUnit:
    """A new unit from `on` on. Raises sqlite3.IntegrityError when the id is taken or the parent unknown."""

    id: UnitId
    kind: UnitKind
    name: str
    short_name: str
    parent_id: UnitId
    on: date
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """Another name or place from `on` on; None leaves as it is. What a later change has set stays."""

    unit_id: UnitId
    on: date
    operation_id: OperationId
    name: str | None = None
    short_name: str | None = None
    parent_id: UnitId | None = None


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """The unit does not exist from `on` on; its posts end, or go on in the unit that it is merged `into` when `moves_posts`.

    Units below a merged one stand under the other one from then on.
    """

    unit_id: UnitId
    on: date
    operation_id: OperationId
    into: UnitId | None = None
    moves_posts: bool = False


@dataclass(frozen=True, slots=True)
class SettleMerges:
    """What of merged units bears no date, candidates that are still followed and other names, goes where the unit went.

    `on`: merges up to that day, inclusive. Repeating it changes nothing.
    """

    on: date
    operation_id: OperationId | None = None


@dataclass(frozen=True, slots=True)
class SetAlias:
    """`folded` means the unit, or means it no longer."""

    unit_id: UnitId
    folded: str
    is_kept: bool
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class SetUnitDates:
    """From which day the unit owes reports, and until which day of the next month; None leaves as it is."""

    unit_id: UnitId
    operation_id: OperationId
    go_live_on: date | None = None
    report_due_day: int | None = None


@dataclass(frozen=True, slots=True)
class SetWaiver:
    """The month's report is exempt (`until` None), postponed, or, without a reason, owed like any other again."""

    unit_id: UnitId
    period: Period
    until: date | None
    reason: str | None
    operation_id: OperationId


@dataclass(frozen=True, slots=True)
class SetObligation:
    """Reports of that kind are owed, or no longer owed, by the unit and all below it, for spans that begin in `since` or later.

    What was set for later spans of the unit itself goes; setting the same again changes nothing.
    """

    unit_id: UnitId
    kind: MeetingKind
    since: Period
    is_owed: bool
    operation_id: OperationId
