"""Counts per unit, targets and coverage. SQL counts per unit on an index; Python rolls up the tree (design.md §5, measured)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from domain.ids import UnitId
from domain.periods import Period
from domain.targets import Coverage, Indicator, Target, TargetKind
from storage.instants import to_day

WHOLE_YEARS = """
SELECT f.unit_id, f.number AS n, f.id, f.year FROM figure f WHERE f.indicator = '{indicator}'
AND f.year || '-01-01' >= :starts AND f.year || '-12-31' <= :ends
AND NOT EXISTS (SELECT 1 FROM candidate_event x WHERE x.step = '{step}' AND x.unit_id = f.unit_id AND x.is_live = 1
 AND x.happened_on BETWEEN f.year || '-01-01' AND f.year || '-12-31')
"""
"""Figures of whole years that lie within. Where single records of a unit and year stand, those count and the figure does not."""
ADMITTED_YEARS = WHOLE_YEARS.format(indicator="admitted", step="ceremony")
INTRODUCED_YEARS = WHOLE_YEARS.format(indicator="introduced", step="identified")
OF_STEP = """
SELECT unit_id, sum(n) AS n FROM (
 SELECT unit_id, count(*) AS n FROM candidate_event
 WHERE step = '{step}' AND happened_on BETWEEN :starts AND :ends AND is_live = 1 GROUP BY unit_id
 UNION ALL SELECT unit_id, n FROM ({years})
) GROUP BY unit_id
"""
ADMITTED_BY_UNIT = OF_STEP.format(step="ceremony", years=ADMITTED_YEARS)
ADMITTED = f"SELECT unit_id, n, 0 FROM ({ADMITTED_BY_UNIT})"
ADMITTED_IN_FIRMS = f"""
SELECT e.unit_id, CASE WHEN u.is_in_enterprise THEN e.n ELSE 0 END, e.n FROM ({ADMITTED_BY_UNIT}) e JOIN unit u ON u.id = e.unit_id
"""
FOUNDED = "SELECT id, 1, 0 FROM unit WHERE is_founding_counted = 1 AND founded_on BETWEEN :starts AND :ends"
FOUNDED_BY_UNION_CELL = """
SELECT id, is_proposed_by_union_cell, 1 FROM unit WHERE is_founding_counted = 1 AND founded_on BETWEEN :starts AND :ends
"""
INTRODUCED = f"SELECT unit_id, n, 0 FROM ({OF_STEP.format(step='identified', years=INTRODUCED_YEARS)})"
OWED = """
m.period >= substr(coalesce(u.go_live_on, u.founded_on), 1, 7)
AND CASE WHEN w.period IS NOT NULL THEN coalesce(w.until, '9999') < :ends
 ELSE (m.period < :settled OR min(
 date(m.period || '-01', '+1 month', '+' || (u.report_due_day - 1) || ' days'), date(m.period || '-01', '+2 months', '-1 day')) < :ends) END
"""
"""A month that is exempt is not owed, a postponed one is due later. Only months whose report is due by then count, so that one
sent early never fills the hole of a missing one. Every report for a month before `:settled`, the month before the last day, was
due by then: nothing has to be calculated for those."""
MEETINGS_ON_TIME = f"""
SELECT m.unit_id, sum(m.is_on_time), sum(m.is_import) FROM meeting m JOIN unit u ON u.id = m.unit_id
LEFT JOIN report_waiver w ON w.period = m.period AND w.unit_id = m.unit_id
WHERE m.period BETWEEN substr(:starts, 1, 7) AND substr(:ends, 1, 7) AND m.kind = 'regular' AND m.state = 'live' AND {OWED}
GROUP BY m.unit_id
"""
COUNTS: dict[Indicator, str] = {
    Indicator.ADMITTED: ADMITTED,
    Indicator.ADMITTED_IN_FIRMS: ADMITTED_IN_FIRMS,
    Indicator.FOUNDED: FOUNDED,
    Indicator.FOUNDED_BY_UNION_CELL: FOUNDED_BY_UNION_CELL,
    Indicator.INTRODUCED: INTRODUCED,
    Indicator.MEETINGS_ON_TIME: MEETINGS_ON_TIME,
}
_OF_STEP = """
SELECT 'candidate_event ' || id, happened_on, unit_id FROM candidate_event
WHERE step = '{step}' AND happened_on BETWEEN :starts AND :ends AND is_live = 1
AND unit_id IN (SELECT value FROM json_each(:units))
UNION ALL SELECT 'figure ' || n, year || '-12-31', unit_id FROM ({years}) WHERE unit_id IN (SELECT value FROM json_each(:units))
ORDER BY 2, 1
"""
_OF_UNITS = """
SELECT 'unit ' || id, founded_on, id FROM unit WHERE is_founding_counted = 1 AND founded_on BETWEEN :starts AND :ends
AND id IN (SELECT value FROM json_each(:units)) {also} ORDER BY founded_on, id
"""
_OF_FIRMS = """
SELECT 'candidate_event ' || e.id, e.happened_on, e.unit_id FROM candidate_event e
JOIN unit u ON u.id = e.unit_id AND u.is_in_enterprise = 1
WHERE e.step = 'ceremony' AND e.happened_on BETWEEN :starts AND :ends AND e.is_live = 1
AND e.unit_id IN (SELECT value FROM json_each(:units)) ORDER BY e.happened_on, e.id
"""
_OF_MEETINGS = f"""
SELECT 'meeting ' || m.receipt, m.held_on, m.unit_id FROM meeting m JOIN unit u ON u.id = m.unit_id
LEFT JOIN report_waiver w ON w.period = m.period AND w.unit_id = m.unit_id
WHERE m.period BETWEEN substr(:starts, 1, 7) AND substr(:ends, 1, 7) AND m.kind = 'regular' AND m.state = 'live' AND m.is_on_time = 1
AND m.unit_id IN (SELECT value FROM json_each(:units)) AND {OWED} ORDER BY m.period, m.id
"""
COUNTED: dict[Indicator, str] = {
    Indicator.ADMITTED: _OF_STEP.format(step="ceremony", years=ADMITTED_YEARS),
    Indicator.ADMITTED_IN_FIRMS: _OF_FIRMS,
    Indicator.FOUNDED: _OF_UNITS.format(also=""),
    Indicator.FOUNDED_BY_UNION_CELL: _OF_UNITS.format(also="AND is_proposed_by_union_cell = 1"),
    Indicator.INTRODUCED: _OF_STEP.format(step="identified", years=INTRODUCED_YEARS),
    Indicator.MEETINGS_ON_TIME: _OF_MEETINGS,
}
TARGETS = """
SELECT indicator, unit_id, starts_on, ends_on, issuer, document, least, most, kind, is_inferred, is_approximate, term, published
FROM target WHERE unit_id = ? AND indicator = ? AND starts_on <= ? AND ends_on >= ? AND replaced_by IS NULL ORDER BY id
"""
COVERAGE = """
SELECT indicator, unit_id, starts_on, ends_on, source, is_inferred FROM coverage
WHERE unit_id = ? AND indicator = ? AND starts_on <= ? ORDER BY starts_on DESC LIMIT 1
"""


def counts(
    connection: sqlite3.Connection, indicator: Indicator, starts_on: date, ends_on: date
) -> Mapping[UnitId, tuple[int, int]]:
    """(count, of) per unit in which it happened, both dates inclusive; `of` is 0 where the indicator is not a share.

    Of meetings, `of` is how many of the reports were entered later ("nhập bổ sung"): neither on time nor late.
    """
    rows = connection.execute(COUNTS[indicator], _span(starts_on, ends_on))
    return {UnitId(unit): (count or 0, of or 0) for unit, count, of in rows.fetchall()}


def _span(starts_on: date, ends_on: date) -> dict[str, str]:
    settled = Period.of(ends_on).shift(-1)
    return {"starts": starts_on.isoformat(), "ends": ends_on.isoformat(), "settled": str(settled)}


def counted(
    connection: sqlite3.Connection, indicator: Indicator, starts_on: date, ends_on: date, units: frozenset[UnitId]
) -> Sequence[tuple[str, date | None, UnitId]]:
    """The records behind a count, oldest first: ("candidate_event 132", the day, the unit)."""
    bound = {**_span(starts_on, ends_on), "units": json.dumps(sorted(units))}
    rows = connection.execute(COUNTED[indicator], bound).fetchall()
    return [(name, to_day(day), UnitId(unit)) for name, day, unit in rows]


def targets(connection: sqlite3.Connection, indicator: Indicator, unit_id: UnitId, on: date) -> Sequence[Target]:
    """Every target in force that binds the unit on that day, in the order in which they were set."""
    rows = connection.execute(TARGETS, (unit_id, indicator, on.isoformat(), on.isoformat())).fetchall()
    return [
        Target(
            Indicator(row[0]),
            UnitId(row[1]),
            date.fromisoformat(row[2]),
            date.fromisoformat(row[3]),
            row[4],
            row[5],
            row[6],
            row[7],
            TargetKind(row[8]),
            bool(row[9]),
            bool(row[10]),
            row[11],
            row[12],
        )
        for row in rows
    ]


def coverage(connection: sqlite3.Connection, indicator: Indicator, unit_id: UnitId, on: date) -> Coverage | None:
    """The newest stretch of complete records that begins on or before that day."""
    row = connection.execute(COVERAGE, (unit_id, indicator, on.isoformat())).fetchone()
    if row is None:
        return None
    starts, ends = date.fromisoformat(row[2]), date.fromisoformat(row[3])
    return Coverage(Indicator(row[0]), UnitId(row[1]), starts, ends, row[4], bool(row[5]))


def add_target(connection: sqlite3.Connection, one: Target) -> None:
    connection.execute(
        "INSERT INTO target (indicator, unit_id, starts_on, ends_on, issuer, document, least, most, kind, is_inferred,"
        " is_approximate, term, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(one.indicator, one.unit_id, one.starts_on.isoformat(), one.ends_on.isoformat(), one.issuer, one.document),
            *(one.least, one.most, one.kind, one.is_inferred, one.is_approximate, one.term, one.published),
        ),
    )


def add_coverage(connection: sqlite3.Connection, one: Coverage) -> None:
    connection.execute(
        "INSERT INTO coverage (indicator, unit_id, starts_on, ends_on, source, is_inferred) VALUES (?, ?, ?, ?, ?, ?)",
        (one.indicator, one.unit_id, one.starts_on.isoformat(), one.ends_on.isoformat(), one.source, one.is_inferred),
    )
