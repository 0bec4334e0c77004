"""Reading answers of the form, one by one and from one line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.talk import Value, Values
from domain.units import Unit
from handlers.form import Got
from handlers.units.facts import Facts
from language.answers import read_line, read_yes_no
from language.choices import label_meant, none_of_these
from language.head_count import read_head_count
from language.numbers import read_count as read_number
from language.reading import Misread
from language.say import unit_admin as say
from language.text import fold
from language.unit_line import UnitLine, kind_said, month_said, near_day, read_unit_line
from language.unit_names import one_unit


def day(text: str) -> date:
    return date.fromisoformat(text)


def read_op(text: str, _values: Values, facts: Facts) -> Got:
    line = read_unit_line(text, facts.here.today)
    found = label_meant(text, list(say.OPS.values()), is_answer=True)
    if line.op:
        return {"op": line.op}
    return none_of_these(text, say.OPS["add"]) if found is None else {"op": list(say.OPS)[found]}


def read_unit(name: str, text: str, units: Sequence[Unit], facts: Facts) -> Got:
    found = one_unit(text, units, facts.aliases)
    return found if isinstance(found, Misread) else {name: int(found.id)}


def read_name(text: str, _values: Values, facts: Facts) -> Got:
    name = _no_day(read_line(text, 120, say.ask_name("add"), say.NAME_EXAMPLE), say.NAME_EXAMPLE, facts)
    return name if isinstance(name, Misread) else {"name": name}


def read_short(text: str, _values: Values, facts: Facts) -> Got:
    name = _no_day(read_line(text, 40, say.ask_short(), say.SHORT_EXAMPLE), say.SHORT_EXAMPLE, facts)
    return name if isinstance(name, Misread) else {"short": name}


def _no_day(name: str | Misread, example: str, facts: Facts) -> str | Misread:
    """Whoever answers the next question already, from which day, gives no name by it."""
    is_day = not isinstance(name, Misread) and not isinstance(near_day(name, facts.here.today), Misread)
    return Misread(say.day_for_a_name(str(name)), example) if is_day else name


def read_kind(text: str, _values: Values, _facts: Facts) -> Got:
    kind = kind_said(text)
    return none_of_these(text, next(iter(say.KINDS.values()))) if kind is None else {"kind": str(kind)}


def read_alias(text: str, _values: Values, _facts: Facts) -> Got:
    name = read_line(text, 40, say.ask_alias("alias"), say.ALIAS_EXAMPLE)
    return name if isinstance(name, Misread) else {"alias": fold(name)}


def read_flag(name: str, text: str) -> Got:
    answer = read_yes_no(text)
    return Misread(answer.sentence, answer.example) if isinstance(answer, Misread) else {name: answer}


def read_due(text: str, _values: Values, _facts: Facts) -> Got:
    number = read_number(fold(text).removeprefix("ngay").strip(), most=31)
    if isinstance(number, Misread) or number == 0:
        return Misread(say.ask_due(), "10")
    return {"due": number}


def read_count(text: str, _values: Values, facts: Facts) -> Got:
    found = read_head_count(text, facts.head_count)
    if isinstance(found, Misread):
        return found
    parts = (found.full, found.probationary, found.temporary, found.away, found.exempt)
    return {"count": " ".join(map(str, parts))}


def read_month(text: str, _values: Values, facts: Facts) -> Got:
    bare = fold(text).removeprefix("thang").strip()
    found = month_said(bare, facts.here.today)
    return Misread(say.ask_period("exempt"), "11/2026") if found is None else {"period": found}


def read_day(name: str, text: str, facts: Facts) -> Got:
    found = near_day(fold(text).removeprefix("tu ").strip(), facts.here.today)
    return found if isinstance(found, Misread) else {name: found.isoformat()}


def read_reason(text: str, _values: Values, _facts: Facts) -> Got:
    reason = read_line(text, 120, say.ask_reason(), say.REASON_EXAMPLE)
    return reason if isinstance(reason, Misread) else {"reason": reason}


def read_posts(text: str, _values: Values, _facts: Facts) -> Got:
    folded = fold(text)
    if "chuyen" in folded or "sang" in folded:
        return {"posts": "move"}
    return {"posts": "end"} if "ket thuc" in folded or "thoi" in folded else none_of_these(text, say.MOVE_POSTS)


def read_below(text: str, _values: Values, _facts: Facts) -> Got:
    is_all = "giai the" in fold(text) or fold(text) in ("ca", "tat ca", "giai the") or read_yes_no(text) is True
    return {"below": "all"} if is_all else none_of_these(text, say.CLOSE_ALL)


def begin(rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What one line says, and what of it was not understood."""
    line = read_unit_line(rest, facts.here.today)
    if not line.op:
        return {}, ()
    values: dict[str, Value] = {"op": line.op}
    unread = list(line.unread)
    if line.op == "add":
        _new(line, values)
    else:
        _take(values, unread, "unit", line.unit, facts.units, facts)
    if line.op in ("add", "move", "merge"):
        _take(values, unread, "into" if line.op == "merge" else "parent", line.other, facts.units, facts)
    elif line.other:
        got = read_name(line.other, values, facts) if line.op == "rename" else read_alias(line.other, values, facts)
        values.update({} if isinstance(got, Misread) else got)
    _rest(line, values, facts)
    if line.number is not None and "due" not in values:
        unread.append(say.no_such_day(line.number))
    return values, unread


def _new(line: UnitLine, values: dict[str, Value]) -> None:
    kind = kind_said(line.unit)
    if line.unit and (kind is None or len(line.unit.split()) > 2):
        name = read_line(line.unit[:1].upper() + line.unit[1:], 120, say.ask_name("add"), say.NAME_EXAMPLE)
        values.update({} if isinstance(name, Misread) else {"name": name})
    if kind is not None:
        values["kind"] = str(kind)


def _rest(line: UnitLine, values: dict[str, Value], facts: Facts) -> None:
    today = facts.here.today
    if line.day is not None:
        values["day"] = line.day.isoformat()
    if line.until is not None:
        values["until"] = line.until.isoformat()
    if line.reason:
        values["reason"] = line.reason
    if line.month and (month := month_said(line.month, today)) is not None:
        values["period"] = month
    if line.report is not None:
        values["report"] = str(line.report)
    if line.since is not None:
        values["since"] = str(line.since.first)
    if line.number is not None and 1 <= line.number <= 31:
        values["due"] = line.number
    counts = read_count(line.counts, values, facts) if line.counts else {}
    if not isinstance(counts, Misread):
        values.update(counts)


def _take(
    values: dict[str, Value], unread: list[str], name: str, text: str, units: Sequence[Unit], facts: Facts
) -> None:
    found = one_unit(text, units, facts.aliases) if text else None
    if isinstance(found, Unit):
        values[name] = int(found.id)
    elif found is not None:
        unread.append(found.sentence)
