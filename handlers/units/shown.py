"""The tree on any day, level by level, and the card of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.decision import Choice, Decision, Reply, ReplyKind
from domain.ids import UnitId
from domain.meetings import HeadCount
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import FlowName, Press
from domain.unit_changes import OWING
from domain.units import Unit, UnitKind, UnitTree
from domain.zone import UnitVersion
from handlers.tables import excel_row
from handlers.units.token import At
from language.say import unit_admin as say_admin
from language.say import unit_card as say
from language.say import unit_reports as say_reports
from language.say import words

PAGE = 8
CARD_STEP = "cardexcel"
"""The step of the button that makes a file of a card."""


@dataclass(frozen=True, slots=True)
class Level:
    """Units beside each other. `unit` None: the highest ones within reach. `parent`: the way up, None at the top."""

    tree: UnitTree
    at: At
    unit: Unit | None
    units: Sequence[Unit]
    parent: UnitId | None


@dataclass(frozen=True, slots=True)
class Card:
    """One unit as it stood on that day; `versions` name only parents within reach, by id in `names`."""

    unit: Unit
    day: date
    versions: Sequence[UnitVersion]
    names: dict[UnitId, str]
    cell_count: int
    post_count: int
    followed_count: int
    head_count: HeadCount | None
    aliases: Sequence[str]


def seen_on(read: Read, day: date) -> tuple[UnitTree, frozenset[UnitId]]:
    """The tree of that day, and which of its units stood under the actor's highest ones."""
    tree, reach = read.tree(day), read.reach(Action.MANAGE_UNITS)
    tops = [one for one in reach if read.here.tree.units[one].parent_id not in reach]
    found: frozenset[UnitId] = frozenset().union(*(tree.subtree(top) for top in tops))
    return tree, found


def level(read: Read, at: At) -> Level | None:
    """None when the unit is not there for the actor on that day."""
    tree, seen = seen_on(read, at.day or read.here.today)
    if at.unit_id is None:
        tops = [tree.units[one] for one in sorted(seen) if tree.units[one].parent_id not in seen]
        if len(tops) != 1:
            return Level(tree, at, None, tops, None)
        at = At(tops[0].id, at.first, at.day)
    unit = tree.get(at.unit_id) if at.unit_id in seen else None
    if unit is None:
        return None
    parent = unit.parent_id if unit.parent_id in seen else None
    return Level(tree, at, unit, tree.children_of(unit.id), parent)


def card(read: Read, at: At) -> Card | None:
    """None when the unit is not there for the actor on that day."""
    day = at.day or read.here.today
    tree, seen = seen_on(read, day)
    unit = tree.get(at.unit_id) if at.unit_id in seen else None
    if unit is None:
        return None
    below, versions = tree.subtree(unit.id), read.unit_versions(unit.id)
    names = {one: tree.units[one].short_name for one in seen}
    for version in versions:
        there, then = seen_on(read, version.starts_on)
        if version.parent_id in then:
            names.setdefault(version.parent_id, there.units[version.parent_id].short_name)
    aliases = [folded for folded, one in read.aliases() if one == unit.id]
    return Card(
        unit,
        day,
        versions,
        names,
        len(tree.of_kind(UnitKind.CELL, unit.id)),
        len(read.posts_in(below, day)),
        read.not_admitted_in(below),
        read.head_count(unit.id),
        aliases,
    )


def _press(label: str, step: str, at: At) -> Choice:
    return Choice(label, Press(FlowName.UNITS, step, 0, at.pack()))


def show_level(found: Level, here: Here) -> Decision:
    first = found.at.first if found.at.first < len(found.units) else 0
    shown, tree = found.units[first : first + PAGE], found.tree
    lines = [say.line(one, len(tree.of_kind(UnitKind.CELL, one.id)), len(tree.children_of(one.id))) for one in shown]
    rows = []
    for one in shown:
        step = "at" if tree.children_of(one.id) else "card"
        rows.append((_press(one.short_name, step, At(one.id, 0, found.at.day)),))
    if first + PAGE < len(found.units):
        rows.append((_press(words.MORE, "at", At(found.at.unit_id, first + PAGE, found.at.day)),))
    elif first:
        rows.append((_press(words.FROM_THE_START, "at", At(found.at.unit_id, 0, found.at.day)),))
    last = []
    if found.parent is not None:
        last.append(_press(say.UP, "at", At(found.parent, 0, found.at.day)))
    if found.unit is not None:
        last.append(_press(say.CARD, "card", At(found.unit.id, 0, found.at.day)))
    if found.at.day in (None, here.today):
        last.append(Choice(say_admin.OPS["add"], Press(FlowName.UNITS, "do", 0, "add-0")))
    total = len(tree.of_kind(UnitKind.CELL, found.unit.id)) if found.unit is not None else 0
    text = say.level(found.unit, tree.on, here.today, lines, total, len(found.units))
    whole = At(None if found.unit is None else found.unit.id, 0, found.at.day).pack()
    export = excel_row(FlowName.UNITS, whole, here) if found.units else ()
    return Decision((Reply(text, (*rows, tuple(last), *export), ReplyKind.VIEW),))


ON_CARD = (
    ("rename", "move"),
    ("merge", "close"),
    ("alias", "unalias"),
    ("golive", "due"),
    ("count",),
    ("exempt", "postpone"),
    ("owed",),
    ("ask", "unask"),
)
CELLS_ONLY = frozenset({"golive", "due", "count", "exempt", "postpone", "owed"})


def show_card(found: Card, here: Here) -> Decision:
    unit = found.unit
    offered = {op for row in ON_CARD for op in row}
    offered -= set() if unit.owes_reports else CELLS_ONLY
    offered -= {"move", "merge", "close"} if unit.parent_id is None else set()
    offered -= set() if found.aliases else {"unalias"}
    offered -= set() if unit.waivers else {"owed"}
    offered -= set() if unit.kind in OWING else {"ask"}
    offered -= (
        set() if any(one.is_owed and one.end is None for one in unit.obligations) and unit.kind in OWING else {"unask"}
    )
    rows = [
        tuple(
            Choice(say_admin.OPS[op], Press(FlowName.UNITS, "do", 0, f"{op}-{unit.id}")) for op in row if op in offered
        )
        for row in (ON_CARD if found.day == here.today else ())
    ]
    up = _press(say.UP_TO_TREE, "at", At(unit.parent_id if unit.parent_id in found.names else None, 0, found.day))
    text = say.card(
        unit,
        found.day,
        here.today,
        "" if unit.parent_id is None else found.names.get(unit.parent_id, ""),
        say.history(found.versions, found.names),
        (found.cell_count, found.post_count, found.followed_count),
        found.head_count,
        found.aliases,
        say_reports.settings(unit.id, unit.obligations, found.names),
    )
    export = excel_row(FlowName.UNITS, At(unit.id, 0, found.day).pack(), here, CARD_STEP)
    return Decision((Reply(text, (*(row for row in rows if row), (up,), *export), ReplyKind.VIEW),))
