"""Many invitations at once: each line of a pasted list is a row of the form, one confirmation makes all codes (/capma)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.people import Role
from domain.ports_posts import Member
from domain.talk import Awaits, Values
from domain.units import Unit
from handlers.codes.facts import Facts
from handlers.form import Got, Option, Problem, Step
from handlers.namesakes import known_as, taken, why_none
from language.post_line import read_post_line
from language.say import codes as say
from language.text import cut, fold, has_no_marks

MOST = 30  # lines of a list: their codes fit one message, and their slips a few pages
DROP, NEW, SAME = "drop", "new", "same"
_DROPPED = re.compile(
    r"(?:bo|xoa|bot|loai)(?: di)?(?: (?:dong|so|muc|nguoi))?(?: so)?((?:(?:, ?| | va )[0-9]{1,2})+)", re.ASCII
)
LEFT_OUT = "-"
"""The answer of a row that was left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it was understood. `problem` is why no code can be made for it, "" when one can; `known` is who has that name."""

    line: str
    problem: str
    unit: Unit | None = None
    role: Role | None = None
    title: str = ""
    name: str = ""
    is_party_member: bool = True
    known: Member | None = None
    is_new: bool = False

    @property
    def person(self) -> Member | None:
        return None if self.is_new else self.known


def is_bulk(values: Values) -> bool:
    return values.get("bulk") is True


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip(" .;,-–\t")]


def read_list(text: str) -> Got:
    """The lines of a pasted list as the answers of its rows."""
    lines = lines_of(text)
    if not lines:
        return say.list_short()
    if len(lines) > MOST:
        return say.list_long(len(lines), MOST)
    return {"bulk": True, "list": len(lines), **{f"r{nth}": cut(line, 160) for nth, line in enumerate(lines, 1)}}


def entries(values: Values, facts: Facts) -> Sequence[tuple[str, Entry]]:
    """The rows that were not left out, by name, in the order of the list."""
    found: list[tuple[str, Entry]] = []
    seen: set[tuple[object, ...]] = set()
    for number in range(1, _count(values) + 1):
        line = str(values.get(f"r{number}", ""))
        if line != LEFT_OUT:
            entry = _entry(line, values.get(f"n{number}"), facts)
            key = (entry.unit, entry.role, entry.title, entry.name)
            is_twice = not entry.problem and key in seen
            seen.add(key)
            found.append((f"r{number}", _because(entry, say.TWICE) if is_twice else entry))
    return found


def fault(values: Values, facts: Facts) -> Problem | None:
    """A list of which no line gets a code: its first line is asked again; one without a line left is asked for as a whole."""
    if not is_bulk(values) or "list" not in values or good(values, facts):
        return None
    found = entries(values, facts)
    return Problem(found[0][0], say.no_code_yet()) if found else Problem("list", say.no_line_left())


def _count(values: Values) -> int:
    count = values.get("list")
    return min(count, MOST) if isinstance(count, int) else 0


def _because(entry: Entry, problem: str) -> Entry:
    return Entry(entry.line, problem, name=entry.name, known=entry.known, is_new=entry.is_new)


def _entry(line: str, choice: object, facts: Facts) -> Entry:
    said = read_post_line(line, facts.known)
    if said.unit is None:
        return Entry(line, say.NO_UNIT)
    if said.role is None:
        return Entry(line, say.NO_ROLE)
    if said.name is None:
        return Entry(line, say.NO_NAME)
    known = known_as(said.name, facts.members)
    is_member = said.is_party_member is not False
    name = said.name if known is None or choice == NEW else known.person.name
    entry = Entry(line, "", said.unit, said.role, said.title, name, is_member, known, choice == NEW)
    problem = why_none(entry.person, said.unit, said.role, facts.here)
    return _because(entry, problem) if problem else entry


def _row(number: int, values: Values, facts: Facts) -> str | None:
    entry = next((one for name, one in entries(values, facts) if name == f"r{number}"), None)
    if entry is None:
        return None
    if entry.problem or entry.unit is None:
        return say.bulk_unread(entry.line, entry.problem)
    notes = [] if entry.is_party_member else [say.OUTSIDE]
    notes += [say.NO_MARKS] if has_no_marks(entry.name) else []
    notes += [] if entry.known is None else [say.NAMESAKE if entry.is_new else say.KNOWN]
    return say.bulk_row(entry.title, entry.unit.short_name, entry.name, notes)


def _options(number: int, values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    entry = next((one for name, one in entries(values, facts) if name == f"r{number}"), None)
    rows = [[Option(say.DROP_LINE, DROP)]]
    if entry is not None and entry.known is not None:
        rows.append([Option(say.AS_SAME, SAME) if entry.is_new else Option(say.AS_NEW, NEW)])
    return rows


def _pick(number: int, value: str, values: Values) -> Got:
    row = f"r{number}"
    return {row: LEFT_OUT} if value == DROP else {row: values.get(row), f"n{number}": value}


def _line_step(number: int) -> Step[Facts]:
    row = f"r{number}"
    return Step(
        row,
        lambda values, _facts: say.ask_line(number, str(values.get(row, ""))),
        lambda text, _v, _f: {row: cut(" ".join(lines_of(text)) or LEFT_OUT, 160)},
        lambda values, facts: _row(number, values, facts),
        lambda values, facts: _options(number, values, facts),
        lambda value, values, _f: _pick(number, value, values),
        is_needed=lambda values, _facts: number <= _count(values),
        clears=(f"n{number}",),
    )


STEPS: tuple[Step[Facts], ...] = (
    Step(
        "list",
        lambda _v, _f: say.ask_list(MOST),
        lambda text, _v, _f: read_list(text),
        lambda _v, _f: None,
        is_needed=lambda values, _facts: is_bulk(values),
        awaits=Awaits.TEXT,
        clears=tuple(f"{kind}{number}" for kind in "rn" for number in range(1, MOST + 1)),
    ),
    *(_line_step(number) for number in range(1, MOST + 1)),
)


def notes(values: Values, facts: Facts) -> Sequence[str]:
    """What stands under the rows: which of them get no code, and what the confirmation does."""
    if not is_bulk(values):
        return ()
    found = list(enumerate(entries(values, facts), 1))
    lacking = [number for number, (_, entry) in found if entry.problem]
    good = len(found) - len(lacking)
    held = [
        say.of_line(number, other)
        for number, (_, entry) in found
        if not entry.problem and (other := _taken(entry, facts))
    ]
    return [*held, *([say.bulk_note(lacking)] if lacking else []), *([say.bulk_effect(good)] if good else [])]


def correct(text: str, values: Values, facts: Facts) -> Values | None:
    """ "bỏ dòng 5", "xóa 2, 3" at the summary of a list; None for anything else, and for a line that is not there."""
    found = _DROPPED.fullmatch(fold(text).rstrip(" ."))
    if found is None or not is_bulk(values):
        return None
    rows, numbers = [name for name, _ in entries(values, facts)], {int(one) for one in re.findall(r"[0-9]+", found[1])}
    if not numbers <= set(range(1, len(rows) + 1)):
        return None
    return {rows[number - 1]: LEFT_OUT for number in numbers}


def _taken(entry: Entry, facts: Facts) -> str:
    unit, members = entry.unit, facts.members
    return "" if unit is None else taken(unit, entry.role, entry.title, entry.person, members, facts.here)


def good(values: Values, facts: Facts) -> Sequence[Entry]:
    """The lines for which a code is made."""
    return [entry for _, entry in entries(values, facts) if not entry.problem]
