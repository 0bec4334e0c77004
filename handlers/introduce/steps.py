"""The steps of the introduction: one person step by step, or a pasted list with one confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from domain.periods import BirthDate
from domain.talk import Awaits, FlowName, Value, Values
from handlers.candidate_steps import candidate_steps
from handlers.form import Form, Problem, Step
from handlers.introduce import answers
from handlers.introduce.facts import (
    MOST_AT_ONCE,
    IntroduceFacts,
    age_of,
    cell_for,
    consent_on,
    is_list,
    is_union,
    people_of,
    visible_twin,
)
from handlers.on_behalf import packed, word_steps
from handlers.unit_step import unit_problem, unit_step
from language.by_word import take_by_word, take_unit, without_on_behalf
from language.choices import none_of_these
from language.say import candidate as say_candidate
from language.say import introduce as say
from language.say.words import voice_of
from language.text import cut, has_no_marks


def _single(values: Values, _facts: IntroduceFacts) -> bool:
    return not is_list(values)


def _by_cell(values: Values, facts: IntroduceFacts) -> bool:
    return not is_list(values) and not is_union(values, facts)


def _row_people(values: Values, _facts: IntroduceFacts) -> str | None:
    if is_list(values):
        return say.row_people([(one.name, one.birth, one.firm, one.job) for one in people_of(values)])
    return say.row_name(str(values["name"]))


STEPS: tuple[Step[IntroduceFacts], ...] = (
    unit_step(),
    *word_steps(),
    Step(
        "name",
        lambda values, facts: say.ask_line() if is_list(values) else say.ask_name(voice_of(facts.here.actor.person)),
        answers.read_name,
        _row_people,
        pick=answers.read_name,
        awaits=Awaits.NAME,
        clears=("people", "twin"),
    ),
    Step(
        "birth",
        lambda values, facts: say.ask_birth(is_union(values, facts)),
        answers.read_birth,
        lambda values, _facts: say.row_birth(BirthDate.parse(str(values["birth"]))),
        awaits=Awaits.NUMBER,
        is_needed=_single,
        clears=("twin",),
    ),
    Step(
        "births",
        answers.ask_births,
        answers.read_births,
        lambda _values, _facts: None,
        awaits=Awaits.NUMBER,
        is_needed=lambda values, _facts: is_list(values) and answers.lacking(values) is not None,
    ),
    Step(
        "twin",
        answers.ask_twin,
        lambda text, _values, _facts: none_of_these(text, say.SOMEBODY_ELSE),
        lambda _values, _facts: say.row_twin(),
        answers.twin_options,
        awaits=Awaits.CHOICE,
        is_needed=lambda values, facts: not is_list(values) and visible_twin(values, facts) is not None,
        is_check=True,
    ),
    Step(
        "firm",
        answers.ask_firm,
        answers.read_firm,
        lambda values, _facts: None if is_list(values) else say.row_firm(str(values["firm"])),
        answers.firm_options,
        answers.pick_firm,
        Awaits.TEXT,
        is_needed=answers.needs_firm,
    ),
    *candidate_steps(_by_cell),
    Step(
        "consent",
        lambda values, _facts: say.ask_consent(max(1, len(people_of(values)))),
        answers.read_consent,
        lambda values, _facts: None if (day := consent_on(values)) is None else say.row_consent(day),
        answers.consent_options,
        answers.pick_consent,
        Awaits.NUMBER,
    ),
)


def begin(rest: str, facts: IntroduceFacts) -> tuple[Values, Sequence[str]]:
    """What the line after the command says: one person, or a list of them."""
    if not rest:
        return {}, ()
    given: dict[str, Value] = {}
    rest = without_on_behalf(rest)
    if any(unit.id not in facts.cells.own for unit in facts.own_units):
        rest, word = take_by_word(rest)
        rest, unit = take_unit(rest, facts.own_units, facts.aliases) if len(facts.own_units) > 1 else (rest, None)
        given |= {} if word is None else packed(word, facts)
        given |= {} if unit is None else {"unit": int(unit.id)}
    people, unread = answers.of_line(rest, facts)
    if not people:
        return given, (cut(rest, 80),) if rest else ()
    if len(people) > MOST_AT_ONCE:
        return given, (say.too_many(MOST_AT_ONCE).sentence,)
    values = answers.one(people[0]) if len(people) == 1 else {"name": None, "people": [one.pack() for one in people]}
    return {**given, **values}, unread


def check(values: Values, facts: IntroduceFacts) -> Problem | None:
    """A list whose people all stand already has nothing to send; a birth date may have changed after the consent."""
    day = consent_on(values)
    if day is not None and (early := answers.consent_too_early(day, values)) is not None:
        return Problem("consent", early.sentence)
    if is_list(values) and not fresh(values, facts):
        return Problem("name", say.nothing_new())
    return unit_problem(values, facts)


def fresh(values: Values, facts: IntroduceFacts) -> list[int]:
    """Which people of the draft will be written: in a list, each once, if they do not stand already; one person was asked about."""
    people = [(one.name, one.birth) for one in people_of(values)]
    everybody = [at for at, one in enumerate(people) if people.index(one) == at]
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
    is_personal=True,
)
