"""A new candidate of a workbook as its rows: made when the file is checked, so that little is left to do in the one write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from domain.admission import AdmissionStep
from domain.imports import STEP_DOCUMENTS, UNDATED

COLUMNS = (
    "name, folded, sort_key, birth, unit_id, introduced_unit_id, firm, intake, consent_on, introduced_by, sex, job, is_manager,"
    " education, is_union_member, is_union_officer, is_youth_union_member, achievements, needs_matching"
)
"""What a staged candidate has of `candidate`."""
_UNION: Mapping[str, tuple[int | None, int | None]] = {
    "": (None, None),
    "none": (0, 0),
    "member": (1, 0),
    "officer": (1, 1),
}


def own(fields: Mapping[str, str]) -> tuple[object, ...]:
    """The values of COLUMNS; last the day of the list, None where it is not known."""
    who = (*(fields[name] for name in ("name", "folded", "sort_key", "birth")), int(fields["unit"]))
    on = fields["identified"] if fields["identified"][:1].isdigit() else None
    return (*who, *about(fields), int(fields["needs_matching"]), on)


def about(fields: Mapping[str, str]) -> tuple[object, ...]:
    """From `introduced_unit_id` to `achievements`, in the order of COLUMNS."""
    told = ("firm", "intake", "consent_on")
    return (
        *(int(fields["introduced_unit"]), *(fields[name] for name in told), fields["introduced_by"] or None),
        *(fields["sex"] or None, fields["job"] or None, _number(fields, "is_manager"), fields["education"] or None),
        *(*_UNION[fields["union"]], _number(fields, "is_youth_union_member"), _achievements(fields)),
    )


def steps(fields: Mapping[str, str], wanted: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """Of those that are told: (step, unit, day or None, document, guide)."""
    for step in wanted:
        if day := fields[step]:
            where = int(fields["introduced_unit" if step == AdmissionStep.IDENTIFIED else "unit"])
            document, guide = beside(step, fields)
            yield step, where, None if day == UNDATED else day, document or None, guide or None


def beside(step: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """The number of a step's paper, and the guide that it is about."""
    return fields.get(STEP_DOCUMENTS.get(step, ""), ""), fields["guide"] if step == AdmissionStep.GUIDE_ASSIGNED else ""


def _number(fields: Mapping[str, str], name: str) -> int | None:
    return int(fields[name]) if fields[name] else None


def _achievements(fields: Mapping[str, str]) -> str:
    return json.dumps([one for one in fields["achievements"].split(";") if one]) if fields["achievements"] else "[]"
