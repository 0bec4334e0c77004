"""What changing a unit needs to know, gathered for the answers as they stand after the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from domain.ids import CandidateId, OperationId, PostId, UnitId
from domain.meetings import HeadCount
from domain.people import NOT_YET, Person, Role
from domain.periods import Period
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Values
from domain.unit_changes import Effect
from domain.units import Unit, UnitKind, UnitTree
from handlers.units.shown import Card, Level
from handlers.week.facts import owed

NONE = Effect()


@dataclass(frozen=True, slots=True)
class Holder:
    person: Person
    title: str
    unit_id: UnitId


@dataclass(frozen=True, slots=True)
class Facts:
    """`units` are those within reach today, by id; `aliases` theirs. `trees`: of the day of the change and of each later change.

    `below` are what stands under a unit that is to be closed, `holders` whose posts end or go over with it.
    `candidates` are who would move with a merge. `is_reported`: the report of the month in question is in. `members` are those of the
    cells of a tree that leaves as a file.
    """

    here: Here
    units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    operation_id: OperationId
    new_id: UnitId
    trees: Sequence[UnitTree] = ()
    effect: Effect = NONE
    candidates: Sequence[CandidateId] = ()
    posts: Sequence[PostId] = ()
    below: Sequence[Unit] = ()
    holders: Sequence[Holder] = ()
    secretaries: Sequence[Person] = ()
    head_count: HeadCount | None = None
    is_reported: bool = False
    card: Card | None = None
    level: Level | None = None
    drafted: str | None = None
    members: Mapping[UnitId, HeadCount | None] = field(default_factory=dict)


def begin(read: Read) -> Facts:
    reach = read.reach(Action.MANAGE_UNITS)
    units = [read.here.tree.units[unit] for unit in sorted(reach)]
    aliases = [(folded, unit) for folded, unit in read.aliases() if unit in reach]
    return Facts(read.here, units, aliases, OperationId(read.next_id("operation")), UnitId(read.next_id("unit")))


def with_effect(facts: Facts, values: Values, read: Read) -> Facts:
    """The same with all that the preview and the checks of this change ask for."""
    unit = unit_of(values, "unit", facts)
    on = day_of(values) or facts.here.today
    trees = read.trees_from(on) if values.get("op") in ("add", "rename", "move", "merge", "close") else ()
    if unit is None:
        return replace(facts, trees=trees)
    period = period_of(values)
    into = unit_of(values, "into", facts)
    candidates = read.not_admitted(unit.id) if values.get("op") == "merge" else ()
    below = _below(unit, trees) if values.get("op") == "close" else ()
    ending = frozenset({unit.id, *(one.id for one in below)})
    posts = read.posts_in(ending, on) if values.get("op") in ("merge", "close") else ()
    return replace(
        facts,
        trees=trees,
        effect=_effect(unit, into, on, read),
        candidates=candidates,
        posts=posts,
        below=below,
        holders=_holders(frozenset(posts), read) if posts else (),
        secretaries=read.holders(unit.id, [Role.SECRETARY]),
        head_count=read.head_count(unit.id),
        is_reported=period is not None and unit.id in read.reported(period),
    )


def _below(unit: Unit, trees: Sequence[UnitTree]) -> Sequence[Unit]:
    """Everything right below it on the day or later, by id."""
    found = {one.id: one for tree in reversed(trees) for one in tree.children_of(unit.id)}
    return [found[one] for one in sorted(found)]


def _holders(posts: frozenset[PostId], read: Read) -> Sequence[Holder]:
    """Those within the actor's reach whose posts these are; a post that has not begun is nobody's yet."""
    return [
        Holder(member.person, post.title, post.unit_id)
        for member in read.members()
        for post in member.posts
        if post.id in posts and post.since != NOT_YET
    ]


def _effect(unit: Unit, into: Unit | None, on: date, read: Read) -> Effect:
    tree = read.here.tree
    below = tree.subtree(unit.id)
    touched = below if into is None else frozenset({unit.id})
    cells = tree.of_kind(UnitKind.CELL, unit.id)
    return Effect(
        len(cells),
        len(below),
        len(read.posts_in(touched, on)),
        read.not_admitted_in(touched),
        sum(len(list(owed(read, cell))) for cell in cells),
        sum(one == unit.id for _, one in read.aliases()),
        len(tree.children_of(unit.id)),
        0 if into is None else read.twins_between(unit.id, into.id),
    )


def unit_of(values: Values, name: str, facts: Facts) -> Unit | None:
    """The unit of an answer, as long as it is within reach."""
    chosen = values.get(name)
    return next((unit for unit in facts.units if unit.id == chosen), None)


def day_of(values: Values) -> date | None:
    day = values.get("day")
    return date.fromisoformat(day) if isinstance(day, str) else None


def period_of(values: Values) -> Period | None:
    period = values.get("period")
    return Period.parse(period) if isinstance(period, str) else None


def kind_of(values: Values, facts: Facts) -> UnitKind | None:
    """Of the unit that the change is about, also of one that is to be."""
    if values.get("op") == "add":
        kind = values.get("kind")
        return UnitKind(kind) if isinstance(kind, str) else None
    unit = unit_of(values, "unit", facts)
    return None if unit is None else unit.kind
