"""A target split over the units below: who gets how much, beside what each has and what the whole is."""

from __future__ import annotations

from domain.ids import UnitId
from domain.talk import Values
from handlers.form import Got
from handlers.targets.facts import Facts, unit_by_id
from language.reading import Misread
from language.say import target_admin as say
from language.target_line import read_shares, shares_example


def splits(values: Values, _facts: Facts) -> bool:
    return values.get("op") == "split"


def shares_of(values: Values) -> dict[UnitId, int]:
    pairs = [piece.split(":") for piece in str(values.get("amounts") or "").split(",") if piece]
    return {UnitId(int(unit)): int(number) for unit, number in pairs}


def read_amounts(text: str, _values: Values, facts: Facts) -> Got:
    found = read_shares(text, facts.children, facts.aliases)
    if isinstance(found, Misread):
        return found
    return {"amounts": ",".join(f"{unit}:{number}" for unit, number in sorted(found.items()))}


def ask_amounts(_values: Values, facts: Facts) -> str:
    if facts.named is None:
        return say.not_found()
    unit = unit_by_id(facts.named.target.unit_id, facts)
    names = [one.short_name for one in facts.children]
    name = "" if unit is None else unit.short_name
    return say.ask_amounts(facts.named.target, name, names, shares_example(facts.children))


def row_amounts(values: Values, facts: Facts) -> str:
    names, theirs = {unit.id: unit.short_name for unit in facts.children}, facts.theirs or {}
    old = {unit: say.value(one.target) for unit, one in theirs.items()}
    return say.row_amounts(
        [(names[unit], old.get(unit), number) for unit, number in shares_of(values).items() if unit in names]
    )


def split_notes(values: Values, facts: Facts) -> list[str]:
    """What the units below have when it is written: those that are not named keep theirs."""
    shares, theirs = shares_of(values), facts.theirs or {}
    kept = sum(one.target.least for unit, one in theirs.items() if unit not in shares)
    replaced = sum(unit in theirs for unit in shares)
    return [] if facts.named is None else say.sums(kept + sum(shares.values()), facts.named.target, kept, replaced)
