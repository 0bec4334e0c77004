"""What the introduction knows: its facts, and the people in the draft as typed values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.admission import AgeReading, read_age
from domain.ids import UnitId
from domain.periods import BirthDate
from domain.ports import Here, Twin
from domain.talk import Values
from domain.units import Unit, UnitKind
from handlers.on_behalf import Cells
from handlers.unit_step import unit_of
from language.names import may_be_one_name

MOST_AT_ONCE = 50
NO_CELLS = Cells(frozenset())


@dataclass(frozen=True, slots=True)
class IntroduceFacts:
    """`twins` are, for each person of the draft in order, the candidates who might be the same (only for those with a birth date)."""

    here: Here
    own_units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    firms: Sequence[Unit]
    ages: tuple[int, int]
    twins: tuple[tuple[Twin, ...], ...] = ()
    cells: Cells = NO_CELLS


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of the draft as far as known."""

    name: str
    birth: BirthDate | None
    firm: str
    sex: str | None = None
    job: str = ""

    def pack(self) -> str:
        told = (self.firm, self.sex or "", self.job)
        return "|".join((self.name, str(self.birth or ""), *(one.replace("|", " ") for one in told)))

    @classmethod
    def unpack(cls, text: str) -> Listed:
        """A draft of an earlier version has no job in it."""
        name, birth, firm, sex, *job = text.split("|")
        return cls(name, BirthDate.parse(birth) if birth else None, firm, sex or None, "".join(job))


def is_list(values: Values) -> bool:
    return isinstance(values.get("people"), list)


def people_of(values: Values) -> tuple[Listed, ...]:
    """The pasted list, or the one person whose answers the draft holds; empty before there is a name."""
    packed = values.get("people")
    if isinstance(packed, list):
        return tuple(Listed.unpack(one) for one in packed)
    name, birth, firm, sex = (values.get(key) for key in ("name", "birth", "firm", "sex"))
    if not isinstance(name, str):
        return ()
    known = BirthDate.parse(birth) if isinstance(birth, str) else None
    return (Listed(name, known, firm if isinstance(firm, str) else "", sex if isinstance(sex, str) else None),)


def is_union(values: Values, facts: IntroduceFacts) -> bool:
    """A union officer needs only name, month and year of birth, firm and consent; the cell completes the rest."""
    if "unit" not in values and len(facts.own_units) > 1:
        return False
    return unit_of(values, facts).kind is UnitKind.UNION


def cell_for(values: Values, facts: IntroduceFacts) -> Unit:
    """The cell that will follow the candidates: the post's own, or the one that the union belongs to."""
    unit = unit_of(values, facts)
    return facts.here.tree.cell_of(unit.id) or unit


def visible_twin(values: Values, facts: IntroduceFacts, index: int = 0) -> Twin | None:
    """The candidate within reach who is or may be the same person as the draft's person number `index`."""
    found = facts.twins[index] if index < len(facts.twins) else ()
    if not found:
        return None
    people = people_of(values)
    seen = [(twin, twin.candidate) for twin in found if twin.candidate is not None and index < len(people)]
    return next((twin for twin, one in seen if may_be_one_name(one.name, people[index].name)), None)


def has_hidden_twin(facts: IntroduceFacts, index: int) -> bool:
    found = facts.twins[index] if index < len(facts.twins) else ()
    return any(not twin.is_visible for twin in found)


def age_of(birth: BirthDate, facts: IntroduceFacts) -> AgeReading:
    return read_age(birth, facts.here.today, *facts.ages)


def consent_on(values: Values) -> date | None:
    day = values.get("consent")
    return date.fromisoformat(day) if isinstance(day, str) else None
