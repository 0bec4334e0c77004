"""What setting, amending and splitting a target needs to know, for the answers as they stand after the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.ids import OperationId, UnitId
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Value, Values
from domain.targets import Indicator, SetTarget, Target, TargetKind
from domain.units import Unit, UnitKind
from language.target_line import issuer_key
from language.text import fold

KINDS = frozenset({UnitKind.COMMITTEE, UnitKind.CELL})


@dataclass(frozen=True, slots=True)
class Listed:
    """One target of the list, what it replaced, and what the units right below have of it: (sum, how many)."""

    target: SetTarget
    former: Sequence[SetTarget]
    shared: tuple[int, int] | None
    has_children: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """`units` are those within reach today that can have targets, by id. `whole` is the target that is split.

    `stands` is the one in force that the answers would replace, `others` all those for the same, whoever issued them;
    `theirs` are those of the `children`, by unit. `doubted`: what a line says that may ask about one of `others`, or change it.
    """

    here: Here
    units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    operation_id: OperationId
    next_id: int
    named: SetTarget | None = None
    stands: SetTarget | None = None
    others: Sequence[SetTarget] = ()
    doubted: Values | None = None
    children: Sequence[Unit] = ()
    theirs: Mapping[UnitId, SetTarget] | None = None
    listed: Sequence[Listed] = ()
    unit: Unit | None = None
    year: int = 0


def begin(read: Read) -> Facts:
    here, reach = read.here, read.reach(Action.SET_TARGETS)
    units = [here.tree.units[unit] for unit in sorted(reach) if here.tree.units[unit].kind in KINDS]
    aliases = [(folded, unit) for folded, unit in read.aliases() if unit in reach]
    return Facts(here, units, aliases, OperationId(read.next_id("operation")), read.next_id("target"))


def by_number(number: object, facts: Facts, read: Read) -> SetTarget | None:
    """A target in force, of a unit within reach; None for anything else."""
    text = str(number)
    found = read.target_by_id(int(text)) if text.isascii() and text.isdigit() and len(text) < 16 else None
    is_there = found is not None and found.replaced_by is None and found.target.kind is TargetKind.TARGET
    return found if is_there and found is not None and unit_by_id(found.target.unit_id, facts) is not None else None


def unit_by_id(unit_id: object, facts: Facts) -> Unit | None:
    return next((unit for unit in facts.units if unit.id == unit_id), None)


def with_answers(facts: Facts, values: Values, read: Read) -> Facts:
    """The same with what the answers are about."""
    named = by_number(values["target"], facts, read) if "target" in values else None
    if values.get("op") == "split":
        return facts if named is None else with_children(replace(facts, named=named), named, read)
    same = for_the_same(values, read)
    root, issuer = facts.here.tree.root, values.get("issuer")
    mine = [
        one for one in same if issuer and issuer_within(one.target.issuer, root) == issuer_within(str(issuer), root)
    ]
    stands = named if named is not None or not mine else mine[-1]
    return replace(facts, named=named, stands=stands, others=same)


def with_children(facts: Facts, whole: SetTarget, read: Read) -> Facts:
    target = whole.target
    children = [unit for unit in facts.here.tree.children_of(target.unit_id) if unit_by_id(unit.id, facts) is not None]
    return replace(facts, children=children, theirs=_shares(whole, [unit.id for unit in children], read))


def _shares(whole: SetTarget, children: Sequence[UnitId], read: Read) -> dict[UnitId, SetTarget]:
    """What these units have of the same indicator and period, by the unit above them."""
    target = whole.target
    found = read.targets_set(frozenset(children), target.starts_on.year)
    return {
        one.target.unit_id: one
        for one in found
        if one.target.kind is TargetKind.TARGET
        and (one.target.indicator, one.target.starts_on, one.target.ends_on, one.target.term)
        == (target.indicator, target.starts_on, target.ends_on, target.term)
    }


def for_the_same(values: Values, read: Read) -> list[SetTarget]:
    """Those in force of that indicator, unit and period, whoever issued them."""
    if any(values.get(name) is None for name in ("indicator", "unit", "period")):
        return []
    unit, (starts, ends, _) = UnitId(int(str(values["unit"]))), str(values["period"]).split("|")
    found = read.targets_set(frozenset({unit}), date.fromisoformat(starts).year)
    wanted = (str(values["indicator"]), starts, ends)
    return [
        one
        for one in found
        if one.target.kind is TargetKind.TARGET
        and (str(one.target.indicator), str(one.target.starts_on), str(one.target.ends_on)) == wanted
    ]


def issuer_within(text: str, root: Unit | None) -> str:
    """Who issues it, however it is written: "Đảng ủy", "đảng ủy giao", and the whole party body by its name."""
    said = issuer_key(text)
    own = () if root is None else (fold(root.short_name), fold(root.name))
    return "dang uy" if said in (*own, "dang bo", "dang uy khu kinh te") else said


def target_of(values: Values) -> Target | None:
    """The target that the answers make; None while something that names it is missing."""
    texts = [values.get(name) for name in ("indicator", "unit", "period", "value", "issuer", "document")]
    if any(one is None for one in texts):
        return None
    starts, ends, term = str(values["period"]).split("|")
    least, most, about = str(values["value"]).split("|")
    return Target(
        Indicator(str(values["indicator"])),
        UnitId(int(str(values["unit"]))),
        date.fromisoformat(starts),
        date.fromisoformat(ends),
        str(values["issuer"]),
        str(values["document"]).split("|")[0],
        int(least),
        int(most),
        is_inferred=values.get("inferred") is True,
        is_approximate=about == "1",
        term=term or None,
    )


def document_on(values: Values) -> date | None:
    _, _, day = str(values.get("document") or "").partition("|")
    return date.fromisoformat(day) if day else None


def values_of(one: SetTarget) -> dict[str, Value]:
    """What stays when the value is amended: all but the value and the document."""
    target = one.target
    return {
        "op": "set",
        "target": one.id,
        "indicator": str(target.indicator),
        "unit": int(target.unit_id),
        "period": f"{target.starts_on}|{target.ends_on}|{target.term or ''}",
        "issuer": target.issuer,
        "inferred": target.is_inferred,
    }


def listing(unit: Unit, year: int, facts: Facts, read: Read) -> Facts:
    """The targets of one unit and year, each with its history."""
    found = []
    for one in read.targets_set(frozenset({unit.id}), year):
        if one.target.kind is not TargetKind.TARGET:
            continue
        below = with_children(facts, one, read)
        theirs = below.theirs or {}
        shared = (sum(share.target.least for share in theirs.values()), len(theirs)) if theirs else None
        found.append(Listed(one, read.former_targets(one.id), shared, bool(below.children)))
    return replace(facts, listed=found, unit=unit, year=year)
