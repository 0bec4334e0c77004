""" "Nhầm, 4/1998" at the next question: the answer before was wrong, and this is the right one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.talk import SUMMARY, Awaits, Draft
from handlers.form import F, Form, Step
from handlers.meant import missing_steps, read, summary_rows
from language.choices import read_slip
from language.reading import Misread
from language.say import form as say


def about(form: Form[F], text: str, draft: Draft, facts: F) -> tuple[Draft, str] | Misread:
    """The draft as it stood at the question that the text answers, and the answer in it; both as they are for an ordinary answer.

    At SUMMARY where the form's own `correct` reads it. A Misread says that it is clear that something was wrong, but not what.
    """
    step = form.step(draft.step)
    slip = None if step is None or step.awaits is Awaits.NAME else read_slip(text)
    if step is None or slip is None or (not slip.rest and step.awaits is not Awaits.TEXT):
        return draft, text
    for one in _candidates(form, step, draft, facts):
        if _reads(one, slip.rest, draft, facts):
            return replace(draft, step=one.name), slip.rest
    if slip.rest and not slip.rest.isdigit() and form.correct(text, draft.values, facts):
        return replace(draft, step=SUMMARY), text
    if (slip.may_be_sentence and step.awaits is Awaits.TEXT) or not (
        draft.trail or summary_rows(form, draft.values, facts)
    ):
        return draft, text
    if step.awaits is not Awaits.TEXT and not slip.rest.isdigit() and _reads(step, slip.rest, draft, facts):
        return draft, slip.rest
    return say.which_was_wrong(slip.rest, has_former=bool(draft.trail))


def _candidates(form: Form[F], step: Step[F], draft: Draft, facts: F) -> Iterator[Step[F]]:
    """The open question first where it is asked again, after a miss or for a row; else the one before it."""
    is_reopened = step.name in draft.trail or not missing_steps(form, draft.values, facts)
    if is_reopened or (draft.misses > 0 and step.awaits is not Awaits.TEXT):
        yield step
    former = form.step(draft.trail[-1]) if draft.trail and not is_reopened else None
    if former is not None and former.is_needed(draft.values, facts):
        yield former


def _reads(step: Step[F], text: str, draft: Draft, facts: F) -> bool:
    """A number or a date is no free text: it belongs to some other question."""
    is_fit = any(map(str.isalpha, text)) if step.awaits is Awaits.TEXT else bool(text)
    return is_fit and isinstance(read(step, text, draft.values, facts), Mapping)
