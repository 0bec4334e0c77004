"""What waits for a person, and what an appeal or its answer is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.digest import Part
from domain.ids import OperationId, UnitId
from domain.meetings import MeetingKind
from domain.people import Person, Role
from domain.periods import Period
from domain.ports import Here, Read
from domain.privacy import Request
from domain.rights import Action
from domain.talk import Command, Press
from domain.units import Unit
from domain.weeks import Week
from handlers.week.facts import parts, waiting

APPEALS = ("postpone", "help")
GRANTED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Facts:
    """`reports_for` are the cells whose report the person may send.

    `requests` about personal data wait for the person as the office.
    `unit`, `period` and `office` only where somebody asks for time or help with a report of their own.
    """

    here: Here
    parts: tuple[Part, ...]
    unit: Unit | None = None
    period: Period | None = None
    office: tuple[Person, ...] = ()
    reports_for: frozenset[UnitId] = frozenset()
    requests: tuple[Request, ...] = ()
    appeal: Appeal | None = None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """The kind and last month of the reports that are asked for; `parts` has them by unit. `unit_id` None: all that one oversees."""

    period: Period
    unit_id: UnitId | None = None
    unknown: str = ""
    kind: MeetingKind = MeetingKind.REGULAR


@dataclass(frozen=True, slots=True)
class Appeal:
    """A request for time that somebody with the right to grant it answers. `until`: None when the report is no longer owed."""

    unit: Unit
    period: Period
    until: date | None
    operation_id: OperationId
    secretaries: tuple[Person, ...]


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    if (week := week_of(command, here)) is not None:
        return Facts(here, parts(read, week, here.actor.posts))
    if isinstance(command, Press) and command.step in APPEALS:
        unit, period = _about(command.value, read)
        return Facts(here, (), unit, period, () if unit is None else tuple(_office_of(unit, read)))
    if isinstance(command, Press) and command.step == "grant":
        return Facts(here, (), appeal=_granted(command.value, read))
    return Facts(
        here, waiting(read, here.actor.posts), reports_for=read.reach(Action.REPORT_MEETING), requests=_requests(read)
    )


def _requests(read: Read) -> tuple[Request, ...]:
    within = read.reach(Action.HANDLE_REQUESTS)
    return tuple(read.open_requests(within)) if within else ()


def week_of(command: Command, here: Here) -> Week | None:
    """The week whose digest the person asks for: of the line that announced it, or in words the last one."""
    if not isinstance(command, Press) or command.step != "digest":
        return None
    if command.value == "last":
        return Week.of(here.today).shift(-1)
    try:
        return Week.parse(command.value)
    except ValueError:
        return None


def _granted(value: str, read: Read) -> Appeal | None:
    """None for a unit in which the actor may not grant it, and for what no button of ours holds."""
    unit, period = _about(value, read, Action.EXCUSE_REPORTS)
    if unit is None or period is None:
        return None
    is_owed = unit.owes(period) and unit.id not in read.reported(period)
    until = max(unit.due_on(period), read.here.today) + GRANTED if is_owed else None
    secretaries = tuple(read.holders(unit.id, [Role.SECRETARY]))
    return Appeal(unit, period, until, OperationId(read.next_id("operation")), secretaries)


def _about(value: str, read: Read, action: Action = Action.REPORT_MEETING) -> tuple[Unit | None, Period | None]:
    """The cell, if the actor may do that for it, and the month; (None, None) for what no button of ours holds."""
    unit_text, _, period_text = value.partition("-")
    try:
        unit_id, period = UnitId(int(unit_text)), Period.parse(period_text)
    except ValueError:
        return None, None
    is_own = unit_id in read.reach(action)
    return (read.here.tree.get(unit_id), period) if is_own else (None, None)


def _office_of(unit: Unit, read: Read) -> list[Person]:
    """Who holds an office post over the unit."""
    return [
        one
        for one in read.holders(None, [Role.OFFICE])
        if any(
            post.role is Role.OFFICE and unit.id in read.here.tree.subtree(post.unit_id)
            for post in read.posts_of(one.id)
        )
    ]
