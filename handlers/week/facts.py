"""Gathers what a week brought to the units of somebody's posts: for the digest, its preview, and the list of tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from domain.admission import AdmissionStep
from domain.digest import Asked, Goal, Month, Owed, Part
from domain.ids import UnitId
from domain.meetings import MeetingKind, last_day
from domain.obligations import OWED_KINDS
from domain.people import Post, Role
from domain.periods import Period
from domain.planning import paused_until
from domain.ports import Read
from domain.rights import Action, reach
from domain.targets import Indicator, TargetKind
from domain.units import Unit, UnitKind
from domain.weeks import Week

SOON = timedelta(days=7)
MONTHS_BACK = 2
_FIRST = (Role.ADMIN, Role.SECRETARY, Role.UNION, Role.OFFICE, Role.LEADER, Role.COLLABORATOR)
"""Whoever holds several of these in one unit reads what the first one is told."""
GOALS = (Indicator.ADMITTED, Indicator.INTRODUCED, Indicator.FOUNDED)


def parts(read: Read, week: Week, posts: Sequence[Post]) -> tuple[Part, ...]:
    """One part for each unit of these posts that is live, in the order of the posts: what waits, what the week brought, the targets.

    A part is the same for all who hold the role in the unit: it is gathered once for all whom the clock writes to.
    """
    today = read.here.today
    return tuple(
        read.once(("part", post.role, post.unit_id, week, today), partial(_with_week, read, week, post))
        for post in _told(read, posts)
    )


def waiting(read: Read, posts: Sequence[Post]) -> tuple[Part, ...]:
    """The same parts with nothing but what waits and falls due."""
    return tuple(_part(read, post) for post in _told(read, posts))


def _told(read: Read, posts: Sequence[Post]) -> Sequence[Post]:
    """Whose units are told of. Who reads of a unit in two roles reads of it once."""
    tree, found = read.here.tree, dict[tuple[bool, UnitId], Post]()
    for post in sorted(posts, key=lambda post: _FIRST.index(post.role)):
        unit = tree.get(post.unit_id)
        key = (post.role is Role.ADMIN, post.unit_id)
        if unit is not None and unit.is_live_from <= read.here.today and key not in found:
            found[key] = post
    order = {(post.role is Role.ADMIN, post.unit_id): nth for nth, post in reversed(list(enumerate(posts)))}
    return [found[key] for key in sorted(found, key=order.__getitem__)]


def _part(read: Read, post: Post) -> Part:
    role, unit = post.role, read.here.tree.units[post.unit_id]
    if role is Role.ADMIN:
        return Part(role, unit, {}, 0, 0, 0)
    has_cells = unit.kind not in (UnitKind.CELL, UnitKind.UNION)
    entries = _entries(read, unit) if role in (Role.SECRETARY, Role.UNION) else 0
    months = tuple(_months(read, unit)) if has_cells else ()
    return Part(role, unit, {}, 0, 0, entries, tuple(owed(read, unit)), months)


def _with_week(read: Read, week: Week, post: Post) -> Part:
    """By this post alone: what else its holder may see does not count in it.

    How many are followed is told to cells only, beside new ones: counted over 100,000 candidates it would hold up everybody.
    """
    part, tree = _part(read, post), read.here.tree
    unit = part.unit
    if part.role is Role.ADMIN:
        return replace(part, system=read.system(week, tree.subtree(unit.id)))
    below = tree.subtree(unit.id) & reach((post,), Action.SEE_PROGRESS, tree)
    steps = _within(read.week_steps(week), below)
    is_told = AdmissionStep.IDENTIFIED in steps and unit.kind is UnitKind.CELL
    return replace(
        part,
        steps=steps,
        follows=read.follows(below & reach((post,), Action.SEE_CANDIDATES, tree)) if is_told else 0,
        reports=sum(count for cell, count in read.week_reports(week).items() if cell in below),
        goals=tuple(_goals(read, unit, below, week)),
        asked=_asked(read, reach((post,), Action.HANDLE_REQUESTS, tree)),
    )


def _asked(read: Read, within: frozenset[UnitId]) -> Asked | None:
    """Requests about personal data whose day comes soon; counted, never named. None for whoever does not handle them."""
    soon = [one for one in read.open_requests(within) if one.is_soon(read.here.today)] if within else []
    days = [(one.next_on, one.clock.is_confirmed) for one in soon]
    return Asked(len(days), *min(days)) if days else None


def _entries(read: Read, unit: Unit) -> int:
    """Introductions that wait for this cell, or that this union made and that wait for a cell."""
    return sum(count for between, count in read.entries().items() if unit.id in between)


def _within(
    steps: Mapping[AdmissionStep, Mapping[UnitId, int]], below: frozenset[UnitId]
) -> Mapping[AdmissionStep, int]:
    counted = {step: sum(count for unit, count in units.items() if unit in below) for step, units in steps.items()}
    return {step: counted[step] for step in AdmissionStep if counted.get(step)}


def owed(read: Read, cell: Unit) -> Iterator[Owed]:
    """Reports that this cell has not sent and that fall due within a week or should be in, oldest first."""
    today = read.here.today
    for period, kind in _reports(today):
        if cell.owes(period, kind) and cell.id not in read.reported(period, kind):
            day = last_days(read, period, [cell], kind)[cell.id]
            if day <= today + SOON:
                yield Owed(period, day, kind)


def last_days(
    read: Read, period: Period, cells: Iterable[Unit], kind: MeetingKind = MeetingKind.REGULAR
) -> Mapping[UnitId, date]:
    """Until when each of them is on time, inclusive: later than the rule where the program could not receive on that day."""
    zone = read.here.zone
    gaps = tuple(read.gaps(datetime.combine(period.first_on, time(0), tzinfo=zone)))
    due = {cell.id: cell.due_on(period, kind) for cell in cells}
    days = {day: last_day(day, gaps, zone) for day in set(due.values())}
    return {cell: days[day] for cell, day in due.items()}


def _reports(today: date) -> Iterator[tuple[Period, MeetingKind]]:
    """The reports that may be due: by their last month, oldest first, and their kind."""
    this = Period.of(today)
    yield from ((this.shift(-back), kind) for back in range(MONTHS_BACK, -1, -1) for kind in OWED_KINDS)


def _months(read: Read, unit: Unit) -> Iterator[Month]:
    """The months whose reports fall due within a week, or of which some are late."""
    today = read.here.today
    for period, kind in _reports(today):
        month = month_of(read, unit, period, kind)
        is_soon = month.first_due_on is not None and month.first_due_on <= today + SOON
        if month.late or month.busy or is_soon:
            yield month


def month_of(read: Read, unit: Unit, period: Period, kind: MeetingKind = MeetingKind.REGULAR) -> Month:
    """The reports of that kind and last month that the cells below the unit owe, or the cell itself."""
    today = read.here.today
    cells = [cell for cell in read.here.tree.of_kind(UnitKind.CELL, unit.id) if cell.owes(period, kind)]
    days = last_days(read, period, cells, kind) if cells else {}
    sent = read.reported(period, kind) if cells else frozenset()
    late = [cell for cell in cells if cell.id not in sent and days[cell.id] < today]
    busy = _with_a_sign(read, period) if late and kind is MeetingKind.REGULAR else frozenset()
    open_days = [day for cell, day in days.items() if cell not in sent and day >= today]
    return Month(
        period,
        sum(cell.id in sent for cell in cells),
        len(cells),
        tuple(cell.short_name for cell in late if cell.id not in busy),
        sum(cell.id in busy for cell in late),
        min(open_days, default=None),
        max(open_days, default=None),
        kind,
    )


def _with_a_sign(read: Read, period: Period) -> frozenset[UnitId]:
    """Cells that are at that report, or asked about it, in these days: they are counted and not named."""
    here = read.here
    return frozenset(cell for cell, at in read.signs(period).items() if here.today < paused_until(at, here.zone))


def _goals(read: Read, unit: Unit, below: frozenset[UnitId], week: Week) -> Iterator[Goal]:
    """The year's target sets that bind the unit at the end of that week, with the count since the beginning of the year."""
    as_of = week.last_on
    for indicator in GOALS:
        for one in read.targets(indicator, unit.id, as_of):
            if one.kind is TargetKind.TARGET and one.term is None:
                counts = read.counts(indicator, date(as_of.year, 1, 1), as_of)
                number = sum(counts[unit_id][0] for unit_id in below if unit_id in counts)
                yield Goal(indicator, number, one.least, one.most, one.issuer, one.is_inferred, one.is_approximate)
