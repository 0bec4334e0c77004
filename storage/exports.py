"""Candidates for an export, each with the furthest step that happened, the class and the guide."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from domain.admission import AdmissionStep, Candidate, StepEvent
from domain.exports import MOST_EXPORTED, Printed
from domain.ids import CandidateId, UnitId
from storage.candidates import FIELDS, VISIBLE, Reach, of_row
from storage.instants import to_day

LISTED = f"""
SELECT {FIELDS} FROM candidate WHERE {VISIBLE}
AND (:asked IS NULL OR unit_id IN (SELECT value FROM json_each(:asked))
     OR (introduced_unit_id IN (SELECT value FROM json_each(:asked))
         AND introduced_unit_id IN (SELECT value FROM json_each(:unions))))
AND ' ' || folded LIKE :part ESCAPE '\\'
AND (:only IS NULL OR id IN (SELECT value FROM json_each(:only)))
AND (:is_waiting = 0 OR intake IN ('waiting', 'not_now'))
AND (:is_open = 0 OR ((intake = 'received' OR introduced_unit_id IN (SELECT value FROM json_each(:unions)))
     AND NOT EXISTS (SELECT 1 FROM candidate_event e WHERE e.candidate_id = candidate.id AND e.is_live = 1 AND e.step = 'ceremony')))
ORDER BY sort_key, id LIMIT :most
"""
STEPS = """
SELECT candidate_id, step, unit_id, happened_on, document, guide FROM candidate_event
WHERE is_live = 1 AND candidate_id IN (SELECT value FROM json_each(?)) ORDER BY happened_on, id
"""


def to_print(
    connection: sqlite3.Connection,
    reach: Reach,
    units: frozenset[UnitId] | None,
    part: str,
    only: Sequence[CandidateId] | None,
    *,
    is_waiting: bool,
    is_open: bool,
) -> Sequence[Printed]:
    """What `domain.ports_exports.ReadExports.to_print` promises, within that reach."""
    like = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked = reach.bind(
        asked=None if units is None else json.dumps(sorted(units)),
        part=f"% {like}%",
        only=None if only is None else json.dumps(list(only)),
        is_waiting=is_waiting,
        is_open=is_open,
        most=MOST_EXPORTED + 1,
    )
    found = [of_row(row) for row in connection.execute(LISTED, asked).fetchall()]
    ids = json.dumps([one.id for one in found])
    steps: dict[int, dict[AdmissionStep, StepEvent]] = {}
    for ident, step, unit, day, document, guide in connection.execute(STEPS, (ids,)).fetchall():
        event = StepEvent(
            CandidateId(ident), AdmissionStep(step), UnitId(unit), to_day(day), document, guide=guide or None
        )
        steps.setdefault(ident, {})[event.step] = event
    return [_printed(one, steps.get(one.id, {})) for one in found]


def _printed(one: Candidate, steps: Mapping[AdmissionStep, StepEvent]) -> Printed:
    furthest = next((steps[step] for step in reversed(AdmissionStep) if step in steps), None)
    step, day = (None, None) if furthest is None else (furthest.step, furthest.happened_on)
    return Printed(one, step, day, steps.get(AdmissionStep.AWARENESS_CLASS), steps.get(AdmissionStep.GUIDE_ASSIGNED))
