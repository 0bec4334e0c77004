"""What may be an answer or something else: the person is asked which."""

from __future__ import annotations

from dataclasses import replace

from domain.decision import Ask, Choice, Decision, Reply
from domain.talk import STEER, Ambiguous, Doubtful, Draft, Press
from handlers.form import F, Form
from language.say import form as say

PENDING, SAID = "_line", "_said"
"""A line that would begin the form anew, and one that may be an answer: kept until the person has said which (handlers/rereading.py)."""
ANSWER, ANEW = "answer", "anew"


def steer_choice(form: Form[F], draft: Draft, label: str, value: str) -> Choice:
    return Choice(label, Press(form.flow, STEER, draft.version, value))


def ambiguous(form: Form[F], command: Ambiguous, draft: Draft, facts: F) -> Decision:
    held = replace(draft, version=facts.here.turn_id)
    rows = (
        (
            steer_choice(form, held, say.control_label(command.text.lower()), str(command.control)),
            Choice(
                say.name_label(command.text.capitalize()),
                Press(form.flow, draft.step, held.version, command.text.lower()),
            ),
        ),
    )
    return Decision((Reply(say.is_it_a_name(command.text), rows),), next=Ask(held))


def doubtful(form: Form[F], command: Doubtful, draft: Draft, facts: F) -> Decision:
    held = replace(draft, values={**draft.values, SAID: command.text}, version=facts.here.turn_id)
    rows = tuple(
        (steer_choice(form, held, label, value),) for label, value in ((say.AN_ANSWER, ANSWER), (say.ANEW, ANEW))
    )
    return Decision((Reply(say.answer_or_anew(command.text), rows, is_personal=form.is_personal),), next=Ask(held))
