"""What words mean at a form: one of the open step's choices, or a row of the summary that is to be changed."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk import SUMMARY, Answer, Awaits, Command, Draft, Values
from handlers.form import F, Form, Got, Option, Step
from language.choices import label_meant, without_edit
from language.reading import Misread
from language.text import fold

LISTED = "_rows"
"""Holds the version of the message that asked at a step which row to change: only the answer to that very message is a row."""


def missing_steps(form: Form[F], values: Values, facts: F) -> Sequence[Step[F]]:
    """The steps that are needed and have no answer yet."""
    return [step for step in form.steps if step.name not in values and step.is_needed(values, facts)]


def summary_rows(form: Form[F], values: Values, facts: F) -> list[tuple[Step[F], str]]:
    shown = [step for step in form.steps if step.name in values and step.is_needed(values, facts)]
    found = [(step, step.row(values, facts)) for step in shown]
    return [(step, text) for step, text in found if text is not None]


def option_meant(step: Step[F], text: str, values: Values, facts: F) -> str | None:
    """The value of the one choice that part of its words names ("phó bí thư"); None when none or several do."""
    options: list[Option] = [one for row in step.options(values, facts) for one in row if one.press is None]
    index = label_meant(text, [one.label for one in options], is_answer=True)
    return None if index is None else options[index].value


def read(step: Step[F], text: str, values: Values, facts: F) -> Got | None:
    """The answer in the text; what is none may still be part of a choice's words."""
    got = step.read(text, values, facts)
    meant = option_meant(step, text, values, facts) if isinstance(got, Misread) else None
    return got if meant is None else picked(step, meant, values, facts)


def picked(step: Step[F], value: str, values: Values, facts: F) -> Got | None:
    """None for a value that the step does not offer: a button can be forged."""
    offered = {one.value for row in step.options(values, facts) for one in row}
    if value not in offered and step.awaits is not Awaits.NAME:
        return None
    return {step.name: value} if step.pick is None else step.pick(value, values, facts)


def row_meant(form: Form[F], text: str, values: Values, facts: F) -> int | None:
    """The row that a number or some of its words name, counted from 1; a number may lie outside. None for anything else."""
    said = text.strip().rstrip(".")
    if said.isascii() and said.isdigit() and len(said) < 3:
        return int(said)
    index = label_meant(text, [row for _, row in summary_rows(form, values, facts)], is_answer=False)
    return None if index is None else index + 1


def row_said(form: Form[F], text: str, draft: Draft, facts: F) -> int | None:
    """The row to change while a step is open: "sửa giờ", or any words of it where the last message asked which one."""
    step, bare = form.step(draft.step), without_edit(text)
    is_asked = draft.values.get(LISTED) == draft.version
    is_said = bare != fold(text) and step is not None and step.awaits in (Awaits.NUMBER, Awaits.CHOICE)
    return row_meant(form, bare, draft.values, facts) if is_asked or is_said else None


def corrected(form: Form[F], command: Command, draft: Draft | None, facts: F) -> Values | None:
    """New answers typed at the summary; a row's number or words come first."""
    if draft is None or draft.step != SUMMARY or not isinstance(command, Answer):
        return None
    is_row = row_meant(form, without_edit(command.text), draft.values, facts) is not None
    return None if is_row else form.correct(command.text, draft.values, facts)
