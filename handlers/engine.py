"""One engine for every form: back, skip, later, help and edit work at every step, typed or pressed (design.md §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.decision import Ask, Choice, Close, Decision, Park, Reply, ReplyKind
from domain.ports import Here
from domain.talk import (
    STEER,
    SUMMARY,
    Ambiguous,
    Answer,
    Command,
    Control,
    Doubtful,
    Draft,
    Press,
    Start,
    Steer,
    Values,
)
from handlers.doubts import PENDING, SAID, ambiguous, doubtful, steer_choice
from handlers.form import F, Form, Got, Step
from handlers.meant import LISTED, corrected, missing_steps, picked, read, row_meant, row_said, summary_rows
from handlers.second_thought import about
from language.answers import read_yes_no
from language.choices import begins_label, without_edit
from language.reading import Misread
from language.say import form as say
from language.say import words
from language.say.words import Voice, voice_of

TURNED = "_page"
"""Given by a choice that only shows more choices: the step stays open."""


class Submit:
    """The summary was confirmed: the flow takes over with the draft's values."""


SUBMITTED = Submit()


def draft_of(form: Form[F], facts: F) -> Draft | None:
    return facts.here.conversation.drafts.get(form.flow)


def is_at_summary(form: Form[F], here: Here) -> bool:
    """Whether the next word may send the form: what sending needs has to be gathered then, whatever that word is."""
    draft = here.conversation.drafts.get(form.flow)
    return draft is not None and draft.step == SUMMARY


def after(form: Form[F], command: Command, facts: F, got: Got | None = None) -> Values:
    """The answers as they will stand after this command: lets `gather` look up what the decision will need.

    `got` is what `read_answer` gave for it, where that is known already.
    """
    draft = draft_of(form, facts)
    if isinstance(command, Start):
        is_new = draft is None or not _has_answers(form, draft, facts)
        return form.begin(command.rest, facts)[0] if draft is None or is_new else draft.values
    if draft is not None and _is_restart(command):
        return form.begin(str(draft.values.get(PENDING) or ""), facts)[0]
    values = {} if draft is None else draft.values
    got = got if got is not None else read_answer(form, command, facts)
    return {**values, **got} if isinstance(got, Mapping) else values


def _is_restart(command: Command) -> bool:
    if isinstance(command, Press):
        return command.step == STEER and command.value == Control.RESTART
    return isinstance(command, Steer) and command.control is Control.RESTART


def read_answer(form: Form[F], command: Command, facts: F) -> Got | None:
    """What the command answers to the open step; None when it is no answer to it."""
    draft = draft_of(form, facts)
    step = None if draft is None else form.step(draft.step)
    if draft is None or step is None:
        return corrected(form, command, draft, facts)
    if isinstance(command, Answer):
        is_row = row_said(form, command.text, draft, facts) is not None
        return None if is_row else _read_about(form, command.text, draft, facts)
    if isinstance(command, Press) and command.step == step.name and command.version == draft.version:
        return picked(step, command.value, draft.values, facts)
    return None


def _read_about(form: Form[F], text: str, draft: Draft, facts: F) -> Got | None:
    """The answer in the text to the question that it is about: the open one, or the one before ("nhầm, …")."""
    meant = about(form, text, draft, facts)
    if isinstance(meant, Misread):
        return meant
    step = form.step(meant[0].step)
    if step is None:
        return form.correct(text, draft.values, facts)
    return read(step, meant[1], draft.values, facts)


def converse(form: Form[F], command: Command, facts: F, got: Got | None = None) -> Decision | Submit:
    """The next question, the summary, or SUBMITTED. Knows nothing of what the form is about.

    `got` is what `read_answer` gave `gather`, so that no answer is read twice.
    """
    draft = draft_of(form, facts)
    if isinstance(command, Start):
        return _start(form, command.rest, draft, facts)
    if draft is None:
        return _gone()
    if isinstance(command, Press):
        return _press(form, command, draft, facts, got)
    if isinstance(command, Steer):
        return _steer(form, command.control, command.row, draft, facts)
    if isinstance(command, Answer):
        is_neither = PENDING in draft.values and read_yes_no(command.text) is True
        return _neither(form, draft, facts) if is_neither else _answer(form, command, draft, facts, got)
    if isinstance(command, Ambiguous):
        return ambiguous(form, command, draft, facts)
    if isinstance(command, Doubtful):
        return doubtful(form, command, draft, facts)
    return show(form, draft.values, draft.trail, facts, step_name=draft.step)


def _start(form: Form[F], rest: str, draft: Draft | None, facts: F) -> Decision:
    if draft is not None and _has_answers(form, draft, facts):
        return _offer_resume(form, draft, rest, facts)
    return _begin(form, rest, facts)


def _has_answers(form: Form[F], draft: Draft, facts: F) -> bool:
    """Whether anything would be lost by beginning anew: more than what every new form knows beforehand."""
    return bool(draft.trail) or any(name not in form.begin("", facts)[0] for name in draft.values)


def _begin(form: Form[F], rest: str, facts: F) -> Decision:
    values, unread = form.begin(rest, facts)
    note = "" if rest else say.opening(form.title)
    return show(form, values, (), facts, unread=unread, is_first=bool(rest), note=note)


def _offer_resume(form: Form[F], draft: Draft, rest: str, facts: F) -> Decision:
    voice, number = voice_of(facts.here.actor.person), _at(draft)
    held = replace(draft, values={**draft.values, PENDING: rest}, step=draft.step, version=facts.here.turn_id)
    text = say.resume_with_new if rest else say.resume
    labels = [
        (words.CONTINUE, "continue"),
        (say.USE_NEW if rest else words.RESTART, "restart"),
        (words.DISCARD, "discard"),
    ]
    rows = tuple((steer_choice(form, held, label, value),) for label, value in labels)
    return Decision((Reply(text(form.title, number, draft.total, voice), rows),), next=Ask(held))


def _at(draft: Draft) -> int:
    """The number of the open step; 0 when everything is answered and only the sending is left."""
    return 0 if draft.step == SUMMARY else len(draft.trail) + 1


def _gone() -> Decision:
    return Decision((Reply(say.finished(), kind=ReplyKind.VIEW),))


def _press(form: Form[F], press: Press, draft: Draft, facts: F, got: Got | None) -> Decision | Submit:
    if press.version != draft.version:
        return _stale(form, draft, facts)
    if press.step == STEER:
        value = press.value
        if value.startswith("edit") and value[4:].isdigit():
            return _steer(form, Control.EDIT, int(value[4:]), draft, facts)
        return _steer(form, Control(value), None, draft, facts) if value in set(Control) else _stale(form, draft, facts)
    got = got if got is not None else read_answer(form, press, facts)
    if isinstance(got, Misread):
        return _hint(form, got, draft, facts)
    return _stale(form, draft, facts) if got is None else _merge(form, got, draft, facts)


def _hint(form: Form[F], hint: Misread, draft: Draft, facts: F) -> Decision:
    """A button that asks for typing ("Số khác"): no slip, so it is not counted as one."""
    held = replace(draft, version=facts.here.turn_id)
    return _reply(form, say.hint(hint), held, facts)


def _reply(form: Form[F], text: str, draft: Draft, facts: F) -> Decision:
    """The text with the open step's buttons; the form stays open."""
    reply = Reply(text, _rows(form, draft, facts), is_personal=form.is_personal)
    return Decision((reply,), next=Ask(draft))


def _stale(form: Form[F], draft: Draft, facts: F) -> Decision:
    return show(form, draft.values, draft.trail, facts, step_name=draft.step, note=say.stale(form.title))


def _answer(form: Form[F], answer: Answer, draft: Draft, facts: F, got: Got | None) -> Decision | Submit:
    got = got if got is not None else read_answer(form, answer, facts)
    if got is None:
        return _row_named(form, answer.text, draft, facts)
    meant = about(form, answer.text, draft, facts)
    draft = draft if isinstance(meant, Misread) else meant[0]
    if draft.step == SUMMARY and isinstance(got, Mapping):
        values = {**draft.values, **got}
        told = (name for name in got if (step := form.step(name)) is not None and step.row(values, facts) is not None)
        return show(form, values, draft.trail, facts, echo=next(told, None))
    return _merge(form, got, draft, facts)


def _neither(form: Form[F], draft: Draft, facts: F) -> Decision:
    """ "Ok" to whether the draft goes on sends nothing that is not on the screen: the draft is shown first."""
    note = say.NEW_LINE_NOT_USED if draft.values[PENDING] else ""
    return show(form, draft.values, draft.trail, facts, step_name=draft.step, note=note)


def _row_named(form: Form[F], text: str, draft: Draft, facts: F) -> Decision | Submit:
    """A number or "sửa giờ" names the row to change, "ghi" the button that says so; anything else is told what can be said."""
    if (row := row_meant(form, without_edit(text), draft.values, facts)) is not None:
        return _edit(form, row, draft, facts)
    if draft.step == SUMMARY and begins_label(text, form.submit_label(draft.values, facts)):
        return _submit(form, draft, facts)
    return show(form, draft.values, draft.trail, facts, step_name=draft.step, note=say.EDIT_HINT)


def _merge(form: Form[F], got: Got, draft: Draft, facts: F) -> Decision:
    if isinstance(got, Misread):
        return _missed(form, got, draft, facts)
    if TURNED in got:
        return show(form, {**draft.values, **got}, draft.trail, facts, step_name=draft.step)
    step = form.step(draft.step)
    cleared = set() if step is None else {name for name in step.clears if name not in got}
    values = {name: value for name, value in draft.values.items() if name not in cleared} | dict(got)
    trail = draft.trail if draft.step in draft.trail else (*draft.trail, draft.step)
    return show(form, values, trail, facts, echo=draft.step)


def _missed(form: Form[F], misread: Misread, draft: Draft, facts: F) -> Decision:
    voice = voice_of(facts.here.actor.person)
    step = form.step(draft.step)
    question = "" if step is None else step.ask(draft.values, facts)
    has_choices = step is not None and bool(step.options(draft.values, facts))
    text = say.miss(misread, draft.misses + 1, voice, question, has_choices=has_choices)
    held = replace(draft, misses=draft.misses + 1, version=facts.here.turn_id)
    return _reply(form, text, held, facts)


def _steer(form: Form[F], control: Control, row: int | None, draft: Draft, facts: F) -> Decision | Submit:
    match control:
        case Control.SUBMIT:
            return _submit(form, draft, facts)
        case Control.BACK:
            return _back(form, draft, facts)
        case Control.SKIP:
            return _skip(form, draft, facts)
        case Control.EDIT:
            return _edit(form, row, draft, facts)
        case Control.RESTART:
            return _begin(form, str(draft.values.get(PENDING) or ""), facts)
        case Control.CONTINUE:
            return show(form, draft.values, draft.trail, facts, step_name=draft.step)
        case Control.LATER:
            return _later(form, draft, facts)
        case Control.DISCARD:
            return Decision((Reply(say.discarded(form.title), kind=ReplyKind.VIEW),), next=Close(form.flow))


def _submit(form: Form[F], draft: Draft, facts: F) -> Decision | Submit:
    if PENDING in draft.values:
        return _neither(form, draft, facts)
    lacking = len(missing_steps(form, draft.values, facts))
    if lacking:
        return show(form, draft.values, draft.trail, facts, note=say.not_complete(lacking))
    if (problem := form.check(draft.values, facts)) is not None:
        note = say.not_sent(problem.sentence)
        return show(form, draft.values, draft.trail, facts, step_name=problem.step, note=note)
    return SUBMITTED if draft.step == SUMMARY else show(form, draft.values, draft.trail, facts)


def _back(form: Form[F], draft: Draft, facts: F) -> Decision:
    is_reopened = draft.step in draft.trail or not missing_steps(form, draft.values, facts)
    if draft.step != SUMMARY and is_reopened:
        return show(form, draft.values, draft.trail, facts)
    asked = [name for name in draft.trail if (step := form.step(name)) and step.is_needed(draft.values, facts)]
    if not asked:
        return show(form, draft.values, (), facts, step_name=draft.step, note=say.first_step())
    return show(form, draft.values, draft.trail[: draft.trail.index(asked[-1])], facts, step_name=asked[-1])


def _skip(form: Form[F], draft: Draft, facts: F) -> Decision:
    step = form.step(draft.step)
    if step is None or not step.is_optional:
        return show(form, draft.values, draft.trail, facts, step_name=draft.step, note=say.cannot_skip())
    return _merge(form, {step.name: None}, draft, facts)


def _later(form: Form[F], draft: Draft, facts: F) -> Decision:
    if not form.is_kept:
        return Decision((Reply(say.stopped(form.title), kind=ReplyKind.VIEW),), next=Close(form.flow))
    held = replace(draft, version=facts.here.turn_id)
    rows = ((steer_choice(form, held, words.CONTINUE, "continue"), steer_choice(form, held, words.DISCARD, "discard")),)
    text = say.put_aside(form.title, _at(draft), draft.total)
    return Decision((Reply(text, rows, ReplyKind.VIEW),), next=Park(held))


def _edit(form: Form[F], row: int | None, draft: Draft, facts: F) -> Decision:
    rows = summary_rows(form, draft.values, facts)
    if row is None:
        turn = facts.here.turn_id
        marked = draft.values if draft.step == SUMMARY else {**draft.values, LISTED: turn}
        held = replace(draft, version=turn, values=marked)
        picks = tuple(
            (steer_choice(form, held, say.row_label(number, text), f"edit{number}"),)
            for number, (_, text) in enumerate(rows, 1)
        )
        back = (steer_choice(form, held, words.BACK, "continue"), steer_choice(form, held, words.LATER, "later"))
        return Decision((Reply(say.which_row(voice_of(facts.here.actor.person)), (*picks, back)),), next=Ask(held))
    if not 1 <= row <= len(rows):
        return show(form, draft.values, draft.trail, facts, step_name=draft.step, note=say.no_such_row(row, len(rows)))
    return show(form, draft.values, draft.trail, facts, step_name=rows[row - 1][0].name)


def show(
    form: Form[F],
    values: Values,
    trail: tuple[str, ...],
    facts: F,
    *,
    step_name: str | None = None,
    note: str = "",
    echo: str | None = None,
    unread: Sequence[str] = (),
    is_first: bool = False,
) -> Decision:
    """The open step's question, or the summary when nothing is missing. `step_name` reopens a step that has an answer."""
    step = None if step_name is None else form.step(step_name)
    left = missing_steps(form, values, facts)
    if step is None and left:
        step = left[0]
    if step is None:
        problem = form.check(values, facts)
        step = None if problem is None else form.step(problem.step)
        note = note if problem is None else problem.sentence
    kept = {name: value for name, value in values.items() if name not in (PENDING, SAID, LISTED)}
    draft = _draft(form, step, left, kept, trail, facts)
    text = _text(form, step, draft, facts, note, echo, unread, is_first)
    return _reply(form, text, draft, facts)


def _draft(
    form: Form[F], step: Step[F] | None, left: Sequence[Step[F]], values: Values, trail: tuple[str, ...], facts: F
) -> Draft:
    total = len(trail) + len(left) + (1 if step is not None and step not in left and step.name not in trail else 0)
    return Draft(form.flow, SUMMARY if step is None else step.name, facts.here.turn_id, values, trail, 0, max(total, 1))


def _text(
    form: Form[F],
    step: Step[F] | None,
    draft: Draft,
    facts: F,
    note: str,
    echo: str | None,
    unread: Sequence[str],
    is_first: bool,
) -> str:
    voice: Voice = voice_of(facts.here.actor.person)
    rows = summary_rows(form, draft.values, facts) if step is None or is_first else []
    warnings = [say.unread(unread)] if unread else []
    if step is None:
        notes = [*warnings, *form.notes(draft.values, facts)]
        text = say.summary(form.heading(draft.values, facts), [row for _, row in rows], notes)
        return f"{note}\n{text}" if note else text
    question = step.ask(draft.values, facts)
    if is_first and len(rows) > 1:
        asked = say.check(question) if step.is_check else say.missing(question)
        lines = [say.understood("", [row for _, row in rows], voice), *warnings, *filter(None, [note]), asked]
        return "\n".join(lines)
    said = None if echo is None or echo not in draft.values else form.step(echo)
    echoed = [row] if said is not None and (row := said.row(draft.values, facts)) is not None else []
    number = (draft.trail.index(step.name) if step.name in draft.trail else len(draft.trail)) + 1
    return say.step(number, max(draft.total, number), question, echoed, "\n".join([*warnings, note]).strip())


def _rows(form: Form[F], draft: Draft, facts: F) -> tuple[tuple[Choice, ...], ...]:
    step = form.step(draft.step)
    if step is None:
        label = form.submit_label(draft.values, facts)
        return (
            (steer_choice(form, draft, label, "submit"), steer_choice(form, draft, words.EDIT, "edit")),
            (steer_choice(form, draft, words.LATER, "later"), steer_choice(form, draft, words.DISCARD, "discard")),
        )
    picks = tuple(
        tuple(Choice(one.label, one.press or Press(form.flow, step.name, draft.version, one.value)) for one in row)
        for row in step.options(draft.values, facts)
    )
    steers = [(words.BACK, "back")] if draft.trail else []
    steers += [(words.SKIP, "skip")] if step.is_optional else []
    steers += [(words.LATER, "later"), (words.DISCARD, "discard")]
    return (*picks, tuple(steer_choice(form, draft, label, value) for label, value in steers))
