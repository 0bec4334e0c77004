"""What a form is: data. Steps with a question, a parser, choices, a condition; the engine runs every form (design.md §3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from domain.ports import Here
from domain.talk import Awaits, FlowName, Press, Value, Values
from language.reading import Misread


class HasHere(Protocol):
    @property
    def here(self) -> Here: ...


F = TypeVar("F", bound=HasHere)
Got = Mapping[str, Value] | Misread


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a step. `value` is short ASCII: it travels in the button. `press` leads to another flow instead."""

    label: str
    value: str
    press: Press | None = None


def _no_options(_values: Values, _facts: object) -> Sequence[Sequence[Option]]:
    return ()


def _always(_values: Values, _facts: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step(Generic[F]):
    """One question. `read` reads typed text, `pick` a pressed value; both give answers to merge (several at once, if they like).

    `pick` gives a Misread to ask for typing instead. `row` is the line in the summary, None to leave it out.
    `clears` names answers that a new answer here makes void. `is_check`: the question is about what was said, nothing is missing.
    """

    name: str
    ask: Callable[[Values, F], str]
    read: Callable[[str, Values, F], Got]
    row: Callable[[Values, F], str | None]
    options: Callable[[Values, F], Sequence[Sequence[Option]]] = _no_options
    pick: Callable[[str, Values, F], Got] | None = None
    awaits: Awaits = Awaits.TEXT
    is_optional: bool = False
    is_needed: Callable[[Values, F], bool] = _always
    clears: tuple[str, ...] = ()
    is_check: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Answers that do not fit together: which step to ask again, and the sentence that says why."""

    step: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Form(Generic[F]):
    """`check` runs before the summary; `notes` stand under it; `begin` reads the rest of the command's line.

    `correct` reads what is typed at the summary as new answers, None when it is none. `is_kept`: whether "để sau" keeps a
    draft; a mere question is simply dropped. `is_personal`: its messages name candidates and cannot be forwarded.
    """

    flow: FlowName
    title: str
    steps: tuple[Step[F], ...]
    heading: Callable[[Values, F], str]
    submit_label: Callable[[Values, F], str]
    check: Callable[[Values, F], Problem | None] = lambda _values, _facts: None
    notes: Callable[[Values, F], Sequence[str]] = lambda _values, _facts: ()
    begin: Callable[[str, F], tuple[Values, Sequence[str]]] = lambda _rest, _facts: ({}, ())
    correct: Callable[[str, Values, F], Values | None] = lambda _text, _values, _facts: None
    is_kept: bool = True
    is_personal: bool = False

    _by_name: dict[str, Step[F]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {step.name: step for step in self.steps})

    def step(self, name: str) -> Step[F] | None:
        return self._by_name.get(name)
