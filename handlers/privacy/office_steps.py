"""The questions to the office about a request, and to whoever notes that consent was given again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from domain.on_behalf import Way
from domain.privacy import RequestKind
from domain.talk import Awaits, Values
from handlers.form import Got, Option, Step
from handlers.privacy import days
from handlers.privacy.days import day_of
from handlers.privacy.facts import Facts
from language.answers import read_line, read_yes_no
from language.by_word import way_meant
from language.choices import none_of_these
from language.formatting import capital
from language.reading import Misread
from language.say import introduce as say_introduce
from language.say import outside as say
from language.text import fold

LONGEST_NAME, LONGEST_NUMBER, LONGEST_REASON = 120, 40, 200
_NO_NUMBER = re.compile(r"bq|(?:khong|ko|k|chua)\b\D*")
DIGITS = 6
"""More of them in a row are no name of an office."""


def _does(*things: str) -> Callable[[Values, Facts], bool]:
    return lambda values, _facts: values.get("do") in things


def _name(facts: Facts) -> str:
    return "" if facts.about is None else facts.about.name


def _read_kind(text: str, _values: Values, _facts: Facts) -> Got:
    said = fold(text)
    found = [kind for kind, label in say.KIND_LABELS.items() if said and (said in fold(label) or fold(label) in said)]
    return {"kind": found[0]} if len(found) == 1 else none_of_these(text, say.KIND_LABELS[RequestKind.ERASE])


def _kinds(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(label, kind)] for kind, label in say.KIND_LABELS.items()]


def _read_way(text: str, _values: Values, _facts: Facts) -> Got:
    way = way_meant(text)
    return none_of_these(text, say.WAYS[Way.PAPER]) if way is None else {"way": str(way)}


def _ways(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    options = [Option(capital(label), way) for way, label in say.WAYS.items()]
    return [options[:2], options[2:]]


def _read_document(text: str, _values: Values, _facts: Facts) -> Got:
    if read_yes_no(text) is False or _NO_NUMBER.fullmatch(fold(text[:LONGEST_NAME])):
        return {"document": None}
    line = read_line(text, LONGEST_NUMBER, say.ask_document(), say.DOCUMENT_EXAMPLE)
    return line if isinstance(line, Misread) else {"document": line}


def _read_whom(text: str, _values: Values, facts: Facts) -> Got:
    line = read_line(text, LONGEST_NAME, say.ask_whom(_name(facts)), say.WHOM_EXAMPLE)
    if isinstance(line, Misread):
        return line
    has_number = sum(one.isdigit() for one in line) >= DIGITS
    return Misread(say.no_number(), say.WHOM_EXAMPLE) if has_number else {"whom": line}


def _read_reason(text: str, _values: Values, _facts: Facts) -> Got:
    line = read_line(text, LONGEST_REASON, say.ask_reason(), say.REASON_EXAMPLE)
    return line if isinstance(line, Misread) else {"reason": line}


def _reasons(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(capital(text), name)] for name, text in say.REASONS.items()]


def _pick_reason(value: str, _values: Values, _facts: Facts) -> Got:
    return {"reason": say.REASONS[value]} if value in say.REASONS else {}


def kind_step() -> Step[Facts]:
    """Comes before what is to be put right."""
    return Step(
        "kind",
        lambda _values, facts: say.ask_kind(_name(facts)),
        _read_kind,
        lambda values, _facts: say.row_kind(RequestKind(str(values["kind"]))),
        _kinds,
        lambda value, _values, _facts: {"kind": value} if value in set(RequestKind) else {},
        Awaits.CHOICE,
        is_needed=_does("came"),
        clears=("what",),
    )


def steps() -> tuple[Step[Facts], ...]:
    return (*_of_what_came(), *_of_requests(), *_of_consent())


def _of_what_came() -> tuple[Step[Facts], ...]:
    received, pick_received = days.reading("received", days.first_received)
    return (
        Step(
            "received",
            lambda _values, _facts: say.ask_received(),
            received,
            lambda values, _facts: say.row_received(day_of(values, "received")),
            days.options,
            pick_received,
            Awaits.NUMBER,
            is_needed=_does("came"),
        ),
        Step(
            "way",
            lambda _values, _facts: say.ask_way(),
            _read_way,
            lambda values, _facts: say.row_way(Way(str(values["way"]))),
            _ways,
            lambda value, _values, _facts: {"way": value} if value in set(Way) else {},
            Awaits.CHOICE,
            is_needed=_does("came"),
        ),
        Step(
            "document",
            lambda _values, _facts: say.ask_document(),
            _read_document,
            lambda values, _facts: None if values["document"] is None else say.row_document(str(values["document"])),
            is_optional=True,
            is_needed=_does("came"),
        ),
    )


def _of_requests() -> tuple[Step[Facts], ...]:
    replied, pick_replied = days.reading("replied", days.first_replied)
    return (
        Step(
            "whom",
            lambda _values, facts: say.ask_whom(_name(facts)),
            _read_whom,
            lambda values, _facts: say.row_whom(str(values["whom"])),
            is_needed=_does("share"),
        ),
        Step(
            "reason",
            lambda _values, _facts: say.ask_reason(),
            _read_reason,
            lambda values, _facts: say.row_reason(str(values["reason"])),
            _reasons,
            _pick_reason,
            is_needed=_does("extend"),
        ),
        Step(
            "replied",
            lambda _values, _facts: say.ask_answered(),
            replied,
            lambda values, _facts: say.row_answered(day_of(values, "replied")),
            days.options,
            pick_replied,
            Awaits.NUMBER,
            is_needed=_does("answered"),
        ),
    )


def _of_consent() -> tuple[Step[Facts], ...]:
    agreed, pick_agreed = days.reading("day", days.first_agreed, is_consent=True)
    return (
        Step(
            "day",
            lambda _values, facts: say.ask_day(_name(facts), say_introduce.CONSENT_WORDING),
            agreed,
            lambda values, _facts: say.row_day(day_of(values, "day")),
            days.options,
            pick_agreed,
            Awaits.NUMBER,
            is_needed=_does("again"),
        ),
    )
