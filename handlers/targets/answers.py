"""Reading the answers of a target, and what the summary shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.talk import Value, Values
from domain.targets import Indicator
from handlers.form import Got, Option
from handlers.targets.facts import Facts, document_on, issuer_within, unit_by_id
from handlers.targets.split import split_notes, splits
from language.answers import read_line
from language.choices import none_of_these
from language.progress_line import read_question
from language.reading import Misread
from language.say import target_admin as say
from language.say.progress import NAMES
from language.target_line import (
    Amount,
    Document,
    Span,
    TargetLine,
    read_amount,
    read_document,
    read_span,
    read_target_line,
)
from language.unit_names import one_unit


def sets(values: Values, _facts: Facts) -> bool:
    return values.get("op") != "split"


def pack_span(one: Span) -> str:
    return f"{one.starts_on}|{one.ends_on}|{one.term or ''}"


def pack_amount(one: Amount) -> str:
    return f"{one.least}|{one.most}|{int(one.is_approximate)}"


def pack_document(one: Document) -> str:
    return f"{one.name.replace('|', ' ')}|{one.on or ''}"


def read_indicator(text: str, _values: Values, facts: Facts) -> Got:
    found = read_question(text, facts.here.today).indicator
    return none_of_these(text, NAMES[Indicator.ADMITTED]) if found is None else {"indicator": str(found)}


def read_unit(text: str, _values: Values, facts: Facts) -> Got:
    found = one_unit(text, facts.units, facts.aliases)
    return found if isinstance(found, Misread) else {"unit": int(found.id)}


def read_period(text: str, _values: Values, facts: Facts) -> Got:
    found = read_span(text, facts.here.today)
    return found if isinstance(found, Misread) else {"period": pack_span(found)}


def read_value(text: str, _values: Values, _facts: Facts) -> Got:
    found = read_amount(text)
    return found if isinstance(found, Misread) else {"value": pack_amount(found)}


def read_issuer(text: str, _values: Values, facts: Facts) -> Got:
    found = read_line(text, 60, say.ask_issuer(), say.CITY)
    return found if isinstance(found, Misread) else {"issuer": _as_it_stands(found, facts)}


def _as_it_stands(said: str, facts: Facts) -> str:
    """Written as in the target that it amends: whoever types "dang uy" means the issuer who is on record."""
    root = facts.here.tree.root
    same = [one.target.issuer for one in facts.others]
    return next((one for one in same if issuer_within(one, root) == issuer_within(said, root)), said)


def read_paper(text: str, _values: Values, facts: Facts) -> Got:
    line = read_line(text, 160, say.ask_document(), say.DOCUMENT_EXAMPLE)
    return line if isinstance(line, Misread) else {"document": pack_document(read_document(line, facts.here.today))}


def read_inferred(text: str, _values: Values, _facts: Facts) -> Got:
    return none_of_these(text, say.STATED)


def unit_name(values: Values, facts: Facts) -> str:
    unit = unit_by_id(values.get("unit"), facts)
    return "" if unit is None else unit.short_name


def years(_values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    this = facts.here.today.year
    return [[Option(str(year), str(year)) for year in (this, this + 1)]]


def issuers(values: Values, facts: Facts) -> Sequence[Sequence[Option]]:
    offered = [[Option(label, str(nth))] for nth, label in enumerate(labels(facts))]
    new = shown(values) if "value" in values else ""
    same = [[Option(say.replace_with(one, new), f"o{nth}")] for nth, one in enumerate(facts.others) if new]
    return [*same[:3], *offered]


def pick_issuer(value: str, _values: Values, facts: Facts) -> Got:
    if value.startswith("o"):
        return {"issuer": facts.others[int(value[1:])].target.issuer}
    return {"issuer": _as_it_stands(labels(facts)[int(value)], facts)}


def ask_issuer(values: Values, facts: Facts) -> str:
    return say.ask_issuer(unit_name(values, facts), facts.others)


def labels(facts: Facts) -> list[str]:
    root = facts.here.tree.root
    return [*([] if root is None else [say.issued_by(root.short_name)]), say.CITY, say.CONGRESS]


def row_period(values: Values, _facts: Facts) -> str:
    starts, ends, term = str(values["period"]).split("|")
    return say.row_period(term or say.span(date.fromisoformat(starts), date.fromisoformat(ends)))


def shown(values: Values) -> str:
    least, most, about = str(values["value"]).split("|")
    return say.amount(int(least), int(most), about == "1")


def document_row(values: Values) -> str:
    return say.document(str(values["document"]).split("|")[0], document_on(values))


def heading(values: Values, facts: Facts) -> str:
    if not splits(values, facts) or facts.named is None:
        return say.heading(facts.stands is not None)
    unit = unit_by_id(facts.named.target.unit_id, facts)
    return say.split_heading(facts.named.target, "" if unit is None else unit.short_name)


def notes(values: Values, facts: Facts) -> Sequence[str]:
    if splits(values, facts):
        return split_notes(values, facts)
    if facts.stands is not None:
        return [say.replaces(facts.stands)]
    return [say.one_more(unit_name(values, facts), facts.others)] if facts.others else ()


def begin(rest: str, facts: Facts) -> tuple[Values, Sequence[str]]:
    """What one line says, and what of it was not understood."""
    return filled(read_target_line(rest, facts.here.today), facts)


def filled(line: TargetLine, facts: Facts) -> tuple[Values, Sequence[str]]:
    values: dict[str, Value] = {"op": "set", "inferred": line.is_inferred}
    unread: list[str] = []
    unit = one_unit(line.unit, facts.units, facts.aliases) if line.unit else None
    if isinstance(unit, Misread):
        unread.append(unit.sentence)
    elif unit is not None:
        values["unit"] = int(unit.id)
    if line.indicator is not None:
        values["indicator"] = str(line.indicator)
    if line.span is not None:
        values["period"] = pack_span(line.span)
    if line.amount is not None:
        values["value"] = pack_amount(line.amount)
    if line.document is not None:
        values["document"] = pack_document(line.document)
    if line.issuer:
        values["issuer"] = line.issuer
    return values, unread
