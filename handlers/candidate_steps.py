"""Questions about one candidate that the introduction and the intake share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from domain.talk import Awaits, Values
from handlers.form import Got, HasHere, Option, Step
from language.answers import read_education, read_line, read_sex, read_yes_no
from language.choices import none_of_these
from language.reading import Misread
from language.say import candidate as say
from language.say import words
from language.text import fold

F = TypeVar("F", bound=HasHere)
Needed = Callable[[Values, F], bool]


def _labelled(labels: Mapping[str, str], name: str, text: str) -> Got:
    """The value whose label was typed."""
    found = next((value for value, label in labels.items() if fold(label) == fold(text)), None)
    return {name: found} if found is not None else none_of_these(text, next(iter(labels.values())))


def _options(labels: Mapping[str, str]) -> Sequence[Sequence[Option]]:
    return [[Option(label, value)] for value, label in labels.items()]


def _read_sex(text: str, _values: Values, _facts: object) -> Got:
    sex = read_sex(text)
    return sex if isinstance(sex, Misread) else {"sex": sex}


def _yes_no(name: str) -> Callable[[str, Values, F], Got]:
    def read(text: str, _values: Values, _facts: F) -> Got:
        answer = read_yes_no(text)
        return answer if isinstance(answer, Misread) else {name: answer}

    return read


def _pick_yes_no(name: str) -> Callable[[str, Values, F], Got]:
    return lambda value, _values, _facts: {name: value == "yes"}


def _yes_no_options(_values: Values, _facts: object) -> Sequence[Sequence[Option]]:
    return [[Option(words.YES, "yes"), Option(words.NO, "no")]]


def _read_education(text: str, _values: Values, _facts: object) -> Got:
    level = read_education(text)
    return level if isinstance(level, Misread) else {"education": level}


def _read_union(text: str, _values: Values, _facts: object) -> Got:
    folded = fold(text)
    if folded in ("can bo", "cb", "chu tich", "uy vien"):
        return {"union": "officer"}
    answer = read_yes_no(text)
    if isinstance(answer, bool):
        return {"union": "member" if answer else "none"}
    return {"union": "member"} if folded == "doan vien" else _labelled(say.UNION, "union", text)


def _read_achievements(text: str, _values: Values, _facts: object) -> Got:
    folded = fold(text)
    if folded in ("khong", "ko", "k", fold(say.NONE_YET)):
        return {"achievements": []}
    kinds = [kind for kind, mark in (("emulation", "thi dua"), ("creative", "sang tao")) if mark in folded]
    kinds = list(say.ACHIEVEMENTS) if folded == fold(say.BOTH) else kinds
    return {"achievements": kinds} if kinds else none_of_these(text, say.ACHIEVEMENTS["emulation"])


def _pick_achievements(value: str, _values: Values, _facts: object) -> Got:
    return {"achievements": {"none": [], "both": list(say.ACHIEVEMENTS)}.get(value, [value])}


def _achievement_options(_values: Values, _facts: object) -> Sequence[Sequence[Option]]:
    kinds = [[Option(label, kind)] for kind, label in say.ACHIEVEMENTS.items()]
    return [*kinds, [Option(say.BOTH, "both"), Option(say.NONE_YET, "none")]]


def _line(name: str, most: int, question: str, example: str) -> Callable[[str, Values, F], Got]:
    def read(text: str, _values: Values, _facts: F) -> Got:
        line = read_line(text, most, question, example)
        return line if isinstance(line, Misread) else {name: line}

    return read


def _flag(values: Values, name: str) -> bool | None:
    value = values.get(name)
    return value if isinstance(value, bool) else None


def _text(values: Values, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


def kinds_of(values: Values) -> list[str]:
    value = values.get("achievements")
    return [kind for kind in value if kind in say.ACHIEVEMENTS] if isinstance(value, list) else []


def candidate_steps(needed: Needed[F]) -> tuple[Step[F], ...]:
    """Sex, job, manager, education, union, Youth Union, achievements, introducer: each asked when `needed` says so."""
    return (*_person_steps(needed), *_union_steps(needed))


def _person_steps(needed: Needed[F]) -> tuple[Step[F], ...]:
    return (
        Step(
            "sex",
            lambda _values, _facts: say.ask_sex(),
            _read_sex,
            lambda values, _facts: say.row_sex(str(values["sex"])),
            lambda _values, _facts: [[Option(label, value) for value, label in say.SEXES.items()]],
            awaits=Awaits.CHOICE,
            is_needed=needed,
        ),
        Step(
            "job",
            lambda _values, _facts: say.ask_job(),
            _line("job", 80, say.ask_job(), say.JOB_EXAMPLE),
            lambda values, _facts: say.row_job(_text(values, "job")),
            is_optional=True,
            is_needed=lambda values, facts: needed(values, facts) or _text(values, "job") is not None,
        ),
        Step(
            "manager",
            lambda _values, _facts: say.ask_manager(),
            _yes_no("manager"),
            lambda values, _facts: say.row_manager(_flag(values, "manager")),
            _yes_no_options,
            _pick_yes_no("manager"),
            Awaits.CHOICE,
            is_optional=True,
            is_needed=needed,
        ),
        Step(
            "education",
            lambda _values, _facts: say.ask_education(),
            _read_education,
            lambda values, _facts: say.row_education(_text(values, "education")),
            lambda _values, _facts: _pairs(say.EDUCATION),
            awaits=Awaits.CHOICE,
            is_optional=True,
            is_needed=needed,
        ),
    )


def _union_steps(needed: Needed[F]) -> tuple[Step[F], ...]:
    return (
        Step(
            "union",
            lambda _values, _facts: say.ask_union(),
            _read_union,
            lambda values, _facts: say.row_union(str(values["union"])),
            lambda _values, _facts: _options(say.UNION),
            awaits=Awaits.CHOICE,
            is_needed=needed,
        ),
        Step(
            "youth",
            lambda _values, _facts: say.ask_youth(),
            _yes_no("youth"),
            lambda values, _facts: say.row_youth(bool(values["youth"])),
            _yes_no_options,
            _pick_yes_no("youth"),
            Awaits.CHOICE,
            is_needed=needed,
        ),
        Step(
            "achievements",
            lambda _values, _facts: say.ask_achievements(),
            _read_achievements,
            lambda values, _facts: say.row_achievements(kinds_of(values)),
            _achievement_options,
            _pick_achievements,
            Awaits.CHOICE,
            is_optional=True,
            is_needed=needed,
        ),
        Step(
            "introducer",
            lambda _values, _facts: say.ask_introducer(),
            _line("introducer", 60, say.ask_introducer(), say.INTRODUCERS["union"]),
            lambda values, _facts: say.row_introducer(str(values["introducer"])),
            lambda _values, _facts: _options(say.INTRODUCERS),
            awaits=Awaits.TEXT,
            is_needed=needed,
        ),
    )


def _pairs(labels: Mapping[str, str]) -> Sequence[Sequence[Option]]:
    options = [Option(label, value) for value, label in labels.items()]
    return [options[index : index + 2] for index in range(0, len(options), 2)]


class AnswersAbout:
    """The answers of `candidate_steps` as the fields of a candidate; None where nothing was said."""

    def __init__(self, values: Values) -> None:
        self.sex = _text(values, "sex")
        self.job = _text(values, "job")
        self.is_manager = _flag(values, "manager")
        self.education = _text(values, "education")
        union = _text(values, "union")
        self.is_union_member = None if union is None else union != "none"
        self.is_union_officer = None if union is None else union == "officer"
        self.is_youth_union_member = _flag(values, "youth")
        self.achievements = tuple(kinds_of(values))
        self.introduced_by = _text(values, "introducer")
