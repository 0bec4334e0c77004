"""Reading the answers of the introduction, typed and pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.talk import FlowName, Press, Value, Values
from handlers.form import Got, Option
from handlers.introduce.corrections import corrected_list
from handlers.introduce.facts import (
    MOST_AT_ONCE,
    IntroduceFacts,
    Listed,
    is_list,
    people_of,
    visible_twin,
)
from language.answers import read_sex, read_yes_no
from language.consent import is_not_yet, read_consent_day
from language.dates import is_of_age
from language.dates import read_birth as read_born
from language.names import read_name as read_full_name
from language.pasted_list import ListedPerson, read_people
from language.reading import Misread
from language.say import introduce as say
from language.say import words
from language.say.words import voice_of
from language.text import clean, cut
from language.unit_names import find_units


def of_line(text: str, facts: IntroduceFacts) -> tuple[list[Listed], Sequence[str]]:
    read = read_people(text, facts.here.today)
    people = [_listed(one, facts) for one in read.people]
    return people, [*read.unread, *[one.note.sentence for one in read.people if one.note is not None][:3]]


def _listed(one: ListedPerson, facts: IntroduceFacts) -> Listed:
    """A firm of the cell may stand right behind the job: "tổ trưởng Konya"."""
    firm, job = known_firm(cut(one.firm_text, 120), facts), cut(one.job, 80)
    words = job.split()
    for count in range(1, len(words)) if not firm else ():
        behind = " ".join(words[-count:])
        if behind[:1].isalpha() and len(behind) > 3 and len(found := find_units(behind, facts.firms, ())) == 1:
            firm, job = found[0].name, " ".join(words[:-count])
    return Listed(one.name, one.birth, firm, one.sex, job)


def known_firm(text: str, facts: IntroduceFacts) -> str:
    """The full name of the cell's firm that the text means ("cty konya"); else the text as typed, no formula; "" for a letter."""
    found, bare = find_units(text, facts.firms, ()), text.lstrip("=+@- ")
    if len(found) == 1:
        return found[0].name
    return bare if len(bare) > 1 else ""


def read_name(text: str, values: Values, facts: IntroduceFacts) -> Got:
    people, _ = of_line(text, facts)
    if len(people) > MOST_AT_ONCE:
        return say.too_many(MOST_AT_ONCE)
    if is_list(values):
        corrected = corrected_list(text, people, people_of(values))
        if corrected is not None or len(people) < 2:
            return say.which_of_list() if corrected is None else {"name": None, "people": corrected}
    if len(people) > 1:
        return {"name": None, "people": [one.pack() for one in people]}
    name = read_full_name(text)
    if isinstance(name, str):
        return {"name": name}
    return one(people[0]) if people else name


def one(person: Listed) -> dict[str, Value]:
    """The fields of one person as answers, only those that are known."""
    got: dict[str, Value] = {"name": person.name}
    if person.birth is not None:
        got["birth"] = str(person.birth)
    if person.firm:
        got["firm"] = person.firm
    if person.sex is not None:
        got["sex"] = person.sex
    if person.job:
        got["job"] = person.job
    return got


def read_birth(text: str, _values: Values, facts: IntroduceFacts) -> Got:
    birth = read_born(text, facts.here.today)
    return birth if isinstance(birth, Misread) else {"birth": str(birth)}


def lacking(values: Values) -> int | None:
    """The first line of the list without a birth date."""
    return next((index for index, one in enumerate(people_of(values)) if one.birth is None), None)


def read_births(text: str, values: Values, facts: IntroduceFacts) -> Got:
    birth, index = read_born(text, facts.here.today), lacking(values)
    if isinstance(birth, Misread) or index is None:
        return birth if isinstance(birth, Misread) else {}
    people = [replace(one, birth=birth) if at == index else one for at, one in enumerate(people_of(values))]
    return {"people": [one.pack() for one in people]}


def ask_births(values: Values, _facts: IntroduceFacts) -> str:
    index = lacking(values) or 0
    return say.ask_births(index + 1, people_of(values)[index].name)


def read_firm(text: str, values: Values, facts: IntroduceFacts) -> Got:
    firm = cut(clean(text).replace("\n", " "), 120)
    is_day = not isinstance(read_consent_day(firm, facts.here.today), Misread)
    is_other_answer = is_day or not isinstance(read_sex(firm), Misread) or not isinstance(read_yes_no(firm), Misread)
    if len(firm) < 2 or firm[0] in "=+@-" or is_other_answer:
        return say.type_firm()
    return with_firm(known_firm(firm, facts), values)


def with_firm(firm: str, values: Values) -> Got:
    if not is_list(values):
        return {"firm": firm}
    people = [one if one.firm else replace(one, firm=firm) for one in people_of(values)]
    return {"people": [one.pack() for one in people]}


def pick_firm(value: str, values: Values, facts: IntroduceFacts) -> Got:
    name = next((firm.name for firm in facts.firms if str(firm.id) == value), None)
    return say.type_firm() if name is None else with_firm(name, values)


def firm_options(_values: Values, facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    return [[Option(firm.name, str(firm.id))] for firm in facts.firms[:8]]


def needs_firm(values: Values, _facts: IntroduceFacts) -> bool:
    return not is_list(values) or any(not one.firm for one in people_of(values))


def ask_firm(values: Values, _facts: IntroduceFacts) -> str:
    without = [one.name for one in people_of(values) if not one.firm]
    return say.ask_firm_of_all(without) if is_list(values) else say.ask_firm()


def read_consent(text: str, values: Values, facts: IntroduceFacts) -> Got:
    day = read_consent_day(text, facts.here.today)
    if day is None:
        return say.ask_consent_day()
    if isinstance(day, Misread):
        return say.consent_first(voice_of(facts.here.actor.person)) if is_not_yet(text) else day
    if day > facts.here.today:
        return say.consent_in_the_future(day)
    return consent_too_early(day, values) or {"consent": day.isoformat()}


def consent_too_early(day: date, values: Values) -> Misread | None:
    """Nobody has agreed before they were born, nor as a child."""
    young = (one.name for one in people_of(values) if one.birth is not None and not is_of_age(one.birth, day))
    name = next(young, None)
    return None if name is None else say.consent_too_early(day, name)


def pick_consent(value: str, _values: Values, facts: IntroduceFacts) -> Got:
    if value == "not_yet":
        return say.consent_first(voice_of(facts.here.actor.person))
    day = facts.here.today - timedelta(days=int(value == "yesterday"))
    return {"consent": day.isoformat()}


def consent_options(_values: Values, _facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    days = [Option(words.TODAY, "today"), Option(words.YESTERDAY, "yesterday")]
    return [days, [Option(say.ASKED_NOT_YET, "not_yet")]]


def ask_twin(values: Values, facts: IntroduceFacts) -> str:
    twin = visible_twin(values, facts)
    if twin is None or twin.candidate is None:
        return ""
    unit = facts.here.tree.get(twin.candidate.unit_id)
    return say.twin(twin.candidate, "" if unit is None else unit.short_name)


def twin_options(values: Values, facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    twin = visible_twin(values, facts)
    card = None if twin is None or twin.candidate is None else Press(FlowName.LOOKUP, "card", 0, str(twin.candidate.id))
    return [[Option(say.SEE_CARD, "card", card)], [Option(say.SOMEBODY_ELSE, "other")]]
