"""Targets and coverage: the published ones, and this year's invented ones for every committee, cell and union."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.ids import UnitId
from domain.targets import Coverage, Indicator, Target
from sample_data.rows import IssuerRow, Targets, Units
from sample_data.tree import Tree


def targets(rows: Targets, units: Units, tree: Tree, year: int) -> Iterator[Target]:
    """Published ones first, then this year's: the root, committees, cells, unions."""
    root = tree.ids["root"]
    for row in rows.published:
        yield Target(
            row.indicator,
            root,
            row.starts_on,
            row.ends_on,
            row.issuer,
            row.document,
            row.least,
            row.most or row.least,
            row.kind,
            row.is_inferred,
            row.is_approximate,
            row.term,
            row.published,
        )
    for one in rows.yearly:
        by = IssuerRow(issuer=one.issuer, document=one.document)
        yield _yearly(one.indicator, root, by, year, one.least, one.most, one.term)
    for committee in units.committee:
        yield _yearly(Indicator.ADMITTED, tree.ids[committee.key], rows.unit_targets, year, committee.target)
    for cell in tree.cells:
        admitted, introduced = cell.row.targets
        yield _yearly(Indicator.ADMITTED, cell.id, rows.unit_targets, year, admitted)
        yield _yearly(Indicator.INTRODUCED, cell.id, rows.unit_targets, year, introduced)
        if cell.union_id is not None:
            yield _yearly(Indicator.INTRODUCED, cell.union_id, rows.union_quota, year, rows.union_quota.least)


def _yearly(
    indicator: Indicator,
    unit_id: UnitId,
    by: IssuerRow,
    year: int,
    least: int,
    most: int | None = None,
    term: str | None = None,
) -> Target:
    document = by.document.format(year=year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Target(indicator, unit_id, first, last, by.issuer, document, least, most or least, term=term)


def coverage(rows: Targets, tree: Tree) -> Iterator[Coverage]:
    """Complete records of the root. What has no row is unknown, and the sample year is counted as it goes."""
    for row in rows.coverage:
        yield Coverage(
            row.indicator, tree.ids["root"], row.starts_on, row.ends_on, row.source, is_inferred=row.is_inferred
        )
