"""Days that are asked in the forms of /dulieu: never one to come, never one before what it follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from domain.privacy import first_day
from domain.talk import Values
from handlers.form import Got, Option
from handlers.privacy.facts import Facts
from language.consent import read_consent_day
from language.dates import DAY_EXAMPLE, read_date
from language.reading import Misread
from language.say import introduce as say_introduce
from language.say import outside as say
from language.say import words


def day_of(values: Values, name: str) -> date:
    return date.fromisoformat(str(values[name]))


def options(_values: Values, _facts: Facts) -> Sequence[Sequence[Option]]:
    return [[Option(words.TODAY, "today"), Option(words.YESTERDAY, "yesterday")]]


def reading(
    name: str, earliest: Callable[[Facts], tuple[date, str] | None], *, is_consent: bool = False
) -> tuple[Callable[[str, Values, Facts], Got], Callable[[str, Values, Facts], Got]]:
    """Reads and picks a day that is not to come, nor before the day that `earliest` gives with its sentence."""

    def checked(day: date, facts: Facts) -> Got:
        if day > facts.here.today:
            return Misread(say.in_the_future(), DAY_EXAMPLE)
        bound = earliest(facts)
        return Misread(bound[1], DAY_EXAMPLE) if bound is not None and day < bound[0] else {name: day.isoformat()}

    def read(text: str, _values: Values, facts: Facts) -> Got:
        day = read_consent_day(text, facts.here.today) if is_consent else read_date(text, facts.here.today)
        if day is None:
            return say_introduce.ask_consent_day()
        return day if isinstance(day, Misread) else checked(day, facts)

    def pick(value: str, _values: Values, facts: Facts) -> Got:
        return checked(facts.here.today - timedelta(days=int(value == "yesterday")), facts)

    return read, pick


def first_received(facts: Facts) -> tuple[date, str] | None:
    first = first_day(facts.rules)
    return first, say.too_early(first)


def first_replied(facts: Facts) -> tuple[date, str] | None:
    on = None if facts.request is None else facts.request.asked_on(facts.here.zone)
    return None if on is None else (on, say.before_it_came(on))


def first_agreed(facts: Facts) -> tuple[date, str] | None:
    about = facts.about
    last = about.consents[-1] if about is not None and about.consents and about.consents[-1].is_withdrawal else None
    return None if last is None else (last.on, say.before_withdrawal(last.on))
