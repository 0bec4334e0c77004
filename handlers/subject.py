"""A form about one record. Beginning it for another record never costs the answers about the first one silently."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.decision import Ask, Choice, Decision, Reply
from domain.talk import STEER, SUMMARY, Control, Draft, Press, Start, Values
from handlers.engine import converse, draft_of, show
from handlers.form import F, Form
from language.say import form as say
from language.say.words import voice_of


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form begins with: `keys` are the values that say what it is about, and `doing` says to people what is done then.

    `note` stands above its first question.
    """

    values: Values
    keys: tuple[str, ...]
    doing: str
    note: str = ""


def open_about(form: Form[F], subject: Subject, press: Press, facts: F, first: str | None) -> Decision:
    """The form with the values of the subject. With answers in a draft, what to do with them is asked first.

    `first` names what the draft is about; None when that is gone, and the answers with it. The button that gives them up is
    `press` with the draft's version: an older one asks again.
    """
    draft, values = draft_of(form, facts), subject.values
    if draft is None or not (draft.trail or draft.values.keys() - subject.keys) or draft.values == values:
        return show(form, values, (), facts, note=subject.note)
    if all(draft.values.get(key) == values[key] for key in subject.keys):
        resumed = converse(form, Start(form.flow), facts)
        return resumed if isinstance(resumed, Decision) else show(form, draft.values, draft.trail, facts)
    if first is None or press.version == draft.version:
        return show(form, values, (), facts, note=subject.note)
    return _offer(form, draft, press, facts, (first, subject.doing))


def _offer(form: Form[F], draft: Draft, press: Press, facts: F, names: tuple[str, str]) -> Decision:
    held = replace(draft, version=facts.here.turn_id)
    number = 0 if draft.step == SUMMARY else len(draft.trail) + 1
    text = say.busy_with(form.title, number, draft.total, names, voice_of(facts.here.actor.person))
    rows = ((continue_about(held, names[0]),), (Choice(say.instead(names[1]), replace(press, version=held.version)),))
    return Decision((Reply(text, rows, is_personal=True),), next=Ask(held))


def continue_about(draft: Draft, name: str) -> Choice:
    """The button that goes on with the draft, with the name of what it is about."""
    return Choice(say.continue_about(name), Press(draft.flow, STEER, draft.version, Control.CONTINUE))
