"""Invented people: common parts of names in ever new combinations, with a birth date and a job."""

from __future__ import annotations

from dataclasses import dataclass

from domain.periods import BirthDate
from sample_data.mixing import mix
from sample_data.rows import JobRow, Names

FIRST_YEAR, LAST_YEAR = 1980, 2002
_STRIDE = 1_777
"""Shares no factor with the number of combinations (16 × 10 × 26), so that no name comes twice before all have come."""


@dataclass(frozen=True, slots=True)
class Invented:
    name: str
    sex: str
    birth: BirthDate
    job: JobRow


def invented(index: int, names: Names) -> Invented:
    """The person with that number: another name for every index below 4,160, born from 1980 to 2002."""
    sex = "female" if mix(index, 3) % 5 < 3 else "male"
    parts = names.female if sex == "female" else names.male
    total = len(names.families) * len(parts.middles) * len(parts.givens)
    rest, given = divmod(index * _STRIDE % total, len(parts.givens))
    family, middle = divmod(rest, len(parts.middles))
    name = f"{names.families[family]} {parts.middles[middle]} {parts.givens[given]}"
    year = FIRST_YEAR + mix(index, 5) % (LAST_YEAR - FIRST_YEAR + 1)
    birth = BirthDate(year, 1 + mix(index, 7) % 12, 1 + mix(index, 11) % 28)
    return Invented(name, sex, birth, names.jobs[mix(index, 13) % len(names.jobs)])
