"""What an export of candidates tells of each of them: fields of the allow-list only (domain.md §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.admission import AdmissionStep, Candidate, StepEvent

MOST_EXPORTED = 5_000
"""People in one file: who needs more asks for one unit after the other."""


@dataclass(frozen=True, slots=True)
class Printed:
    """`step` is the furthest that happened, None before the first; `step_on` is None too when its day is not known.

    `taught` and `guided`: the class and the guide, as steps; None where nobody has recorded them.
    """

    candidate: Candidate
    step: AdmissionStep | None
    step_on: date | None
    taught: StepEvent | None = None
    guided: StepEvent | None = None
