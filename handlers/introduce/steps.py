"""The steps of the introduction: one person step by step, or a pasted list with one confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.periods import BirthDate
from domain.talk import Awaits, FlowName, Press, Value, Values
from handlers.candidate_steps import candidate_steps
from handlers.form import Form, Got, Option, Problem, Step
from handlers.introduce.facts import (
    MOST_AT_ONCE,
    IntroduceFacts,
    Listed,
    age_of,
    cell_for,
    consent_on,
    is_list,
    is_union,
    people_of,
    visible_twin,
)
from handlers.unit_step import unit_step
from language.answers import read_sex, read_yes_no
from language.dates import read_birth, read_date
from language.names import read_name
from language.pasted_list import read_people
from language.reading import Misread
from language.say import candidate as say_candidate
from language.say import introduce as say
from language.say import words
from language.say.words import voice_of
from language.text import clean, cut, has_no_marks


def _of_line(text: str, facts: IntroduceFacts) -> tuple[list[Listed], Sequence[str]]:
    read = read_people(text, facts.here.today)
    return [Listed(one.name, one.birth, cut(one.firm_text, 120), one.sex) for one in read.people], read.unread


def _read_name(text: str, _values: Values, facts: IntroduceFacts) -> Got:
    people, _ = _of_line(text, facts)
    if len(people) > MOST_AT_ONCE:
        return say.too_many(MOST_AT_ONCE)
    if len(people) > 1:
        return {"name": None, "people": [one.pack() for one in people]}
    name = read_name(text)
    if isinstance(name, str):
        return {"name": name}
    return _one(people[0]) if people else name


def _one(person: Listed) -> dict[str, Value]:
    """The fields of one person as answers, only those that are known."""
    got: dict[str, Value] = {"name": person.name}
    if person.birth is not None:
        got["birth"] = str(person.birth)
    if person.firm:
        got["firm"] = person.firm
    if person.sex is not None:
        got["sex"] = person.sex
    return got


def _read_birth(text: str, _values: Values, facts: IntroduceFacts) -> Got:
    birth = read_birth(text, facts.here.today)
    return birth if isinstance(birth, Misread) else {"birth": str(birth)}


def _lacking(values: Values) -> int | None:
    """The first line of the list without a birth date."""
    return next((index for index, one in enumerate(people_of(values)) if one.birth is None), None)


def _read_births(text: str, values: Values, facts: IntroduceFacts) -> Got:
    birth, index = read_birth(text, facts.here.today), _lacking(values)
    if isinstance(birth, Misread) or index is None:
        return birth if isinstance(birth, Misread) else {}
    people = [replace(one, birth=birth) if at == index else one for at, one in enumerate(people_of(values))]
    return {"people": [one.pack() for one in people]}


def _ask_births(values: Values, _facts: IntroduceFacts) -> str:
    index = _lacking(values) or 0
    return say.ask_births(index + 1, people_of(values)[index].name)


def _read_firm(text: str, values: Values, facts: IntroduceFacts) -> Got:
    del facts
    firm = cut(clean(text).replace("\n", " "), 120)
    is_other_answer = not isinstance(read_sex(firm), Misread) or not isinstance(read_yes_no(firm), Misread)
    if len(firm) < 2 or firm[0] in "=+@-" or is_other_answer:
        return say.type_firm()
    return _with_firm(firm, values)


def _with_firm(firm: str, values: Values) -> Got:
    if not is_list(values):
        return {"firm": firm}
    people = [one if one.firm else replace(one, firm=firm) for one in people_of(values)]
    return {"people": [one.pack() for one in people]}


def _pick_firm(value: str, values: Values, facts: IntroduceFacts) -> Got:
    name = next((firm.name for firm in facts.firms if str(firm.id) == value), None)
    return say.type_firm() if name is None else _with_firm(name, values)


def _firm_options(_values: Values, facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    return [[Option(firm.name, str(firm.id))] for firm in facts.firms[:8]]


def _needs_firm(values: Values, _facts: IntroduceFacts) -> bool:
    return not is_list(values) or any(not one.firm for one in people_of(values))


def _ask_firm(values: Values, _facts: IntroduceFacts) -> str:
    without = sum(not one.firm for one in people_of(values))
    return say.ask_firm_of_all(without) if is_list(values) else say.ask_firm()


def _read_consent(text: str, _values: Values, facts: IntroduceFacts) -> Got:
    day = read_date(text, facts.here.today)
    if isinstance(day, Misread):
        return day
    return say.consent_in_the_future(day) if day > facts.here.today else {"consent": day.isoformat()}


def _pick_consent(value: str, _values: Values, facts: IntroduceFacts) -> Got:
    if value == "not_yet":
        return say.consent_first(voice_of(facts.here.actor.person))
    day = facts.here.today - timedelta(days=int(value == "yesterday"))
    return {"consent": day.isoformat()}


def _consent_options(_values: Values, _facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    days = [Option(words.TODAY, "today"), Option(words.YESTERDAY, "yesterday")]
    return [days, [Option(say.ASKED_NOT_YET, "not_yet")]]


def _ask_twin(values: Values, facts: IntroduceFacts) -> str:
    twin = visible_twin(values, facts)
    if twin is None or twin.candidate is None:
        return ""
    unit = facts.here.tree.get(twin.candidate.unit_id)
    return say.twin(twin.candidate, "" if unit is None else unit.short_name)


def _twin_options(values: Values, facts: IntroduceFacts) -> Sequence[Sequence[Option]]:
    twin = visible_twin(values, facts)
    card = None if twin is None or twin.candidate is None else Press(FlowName.LOOKUP, "card", 0, str(twin.candidate.id))
    return [[Option(say.SEE_CARD, "card", card)], [Option(say.SOMEBODY_ELSE, "other")]]


def _single(values: Values, _facts: IntroduceFacts) -> bool:
    return not is_list(values)


def _by_cell(values: Values, facts: IntroduceFacts) -> bool:
    return not is_list(values) and not is_union(values, facts)


def _row_people(values: Values, _facts: IntroduceFacts) -> str | None:
    if is_list(values):
        return say.row_people([(one.name, one.birth, one.firm) for one in people_of(values)])
    return say.row_name(str(values["name"]))


STEPS: tuple[Step[IntroduceFacts], ...] = (
    unit_step(),
    Step(
        "name",
        lambda _values, facts: say.ask_name(voice_of(facts.here.actor.person)),
        _read_name,
        _row_people,
        pick=_read_name,
        awaits=Awaits.NAME,
        clears=("people", "twin"),
    ),
    Step(
        "birth",
        lambda values, facts: say.ask_birth(is_union(values, facts)),
        _read_birth,
        lambda values, _facts: say.row_birth(BirthDate.parse(str(values["birth"]))),
        awaits=Awaits.NUMBER,
        is_needed=_single,
        clears=("twin",),
    ),
    Step(
        "births",
        _ask_births,
        _read_births,
        lambda _values, _facts: None,
        awaits=Awaits.NUMBER,
        is_needed=lambda values, _facts: is_list(values) and _lacking(values) is not None,
    ),
    Step(
        "twin",
        _ask_twin,
        lambda _text, _values, _facts: Misread(say.SOMEBODY_ELSE, say.SEE_CARD),
        lambda _values, _facts: say.row_twin(),
        _twin_options,
        awaits=Awaits.CHOICE,
        is_needed=lambda values, facts: not is_list(values) and visible_twin(values, facts) is not None,
        is_check=True,
    ),
    Step(
        "firm",
        _ask_firm,
        _read_firm,
        lambda values, _facts: None if is_list(values) else say.row_firm(str(values["firm"])),
        _firm_options,
        _pick_firm,
        Awaits.TEXT,
        is_needed=_needs_firm,
    ),
    *candidate_steps(_by_cell),
    Step(
        "consent",
        lambda values, _facts: say.ask_consent(max(1, len(people_of(values)))),
        _read_consent,
        lambda values, _facts: None if (day := consent_on(values)) is None else say.row_consent(day),
        _consent_options,
        _pick_consent,
        Awaits.NUMBER,
    ),
)


def begin(rest: str, facts: IntroduceFacts) -> tuple[Values, Sequence[str]]:
    """What the line after the command says: one person, or a list of them."""
    if not rest:
        return {}, ()
    people, unread = _of_line(rest, facts)
    if not people:
        return {}, (cut(rest, 80),)
    if len(people) > MOST_AT_ONCE:
        return {}, (say.too_many(MOST_AT_ONCE).sentence,)
    values = _one(people[0]) if len(people) == 1 else {"name": None, "people": [one.pack() for one in people]}
    return values, unread


def check(values: Values, facts: IntroduceFacts) -> Problem | None:
    """A list whose people all stand already has nothing to send."""
    if is_list(values) and not fresh(values, facts):
        return Problem("name", say.nothing_new())
    return None


def fresh(values: Values, facts: IntroduceFacts) -> list[int]:
    """Which people of the draft will be written: in a list, those who do not stand already; one person was asked about."""
    everybody = range(len(people_of(values)))
    return [at for at in everybody if not is_list(values) or visible_twin(values, facts, at) is None]


def notes(values: Values, facts: IntroduceFacts) -> Sequence[str]:
    voice, people = voice_of(facts.here.actor.person), people_of(values)
    kept = fresh(values, facts)
    left = [one.name for at, one in enumerate(people) if at not in kept]
    told = [
        note
        for one in people
        if one.birth is not None
        for note in [say_candidate.age_note(one.name, age_of(one.birth, facts), voice)]
        if note is not None
    ]
    bare = [one.name for one in people if has_no_marks(one.name)]
    return [*([say.already_there(left)] if left else []), *([say.no_marks(bare)] if bare else []), *told]


FORM: Form[IntroduceFacts] = Form(
    flow=FlowName.INTRODUCE,
    title=say.TITLE,
    steps=STEPS,
    heading=lambda values, facts: say.heading(
        voice_of(facts.here.actor.person), len(people_of(values)), cell_for(values, facts).short_name
    ),
    submit_label=lambda values, facts: say.submit_label(len(fresh(values, facts))),
    check=check,
    notes=notes,
    begin=begin,
)
