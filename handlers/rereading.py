"""A line that was typed while a form was open, read again once the person has said what it is: an answer, or something new."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from domain.ports import Here
from domain.talk import STEER, Answer, Command, Control, Draft, FlowName, Press, Start, Steer
from handlers.doubts import ANEW, ANSWER, PENDING, SAID
from language.understand import Listening, understand


class Reread(NamedTuple):
    """The command and what is known as it is taken. `dropped` is the form whose answers were given up for it."""

    command: Command
    here: Here
    dropped: FlowName | None = None


def reread(command: Command, here: Here) -> Reread:
    """Anything else comes back as it is. What begins anew knows nothing of the form that it replaces, as if that had never been."""
    draft = _about(command, here)
    if draft is None:
        return Reread(command, here)
    if _is(command, Control.RESTART) and draft.values.get(PENDING):
        return Reread(Start(draft.flow, str(draft.values[PENDING])), _without(draft.flow, here), draft.flow)
    said = draft.values.get(SAID)
    if not isinstance(said, str) or not (_is(command, ANSWER) or _is(command, ANEW)):
        return Reread(command, here)
    values = {name: value for name, value in draft.values.items() if name != SAID}
    held = {**here.conversation.drafts, draft.flow: replace(draft, values=values)}
    here = replace(here, conversation=replace(here.conversation, drafts=held, open_flow=draft.flow))
    if _is(command, ANSWER):
        return Reread(Answer(said), here)
    meant = understand(said, Listening(replace(here.conversation, open_flow=None, shown=())))
    if isinstance(meant, Start) and meant.flow is draft.flow:
        return Reread(meant, _without(draft.flow, here), draft.flow)
    return Reread(meant, here)


def _about(command: Command, here: Here) -> Draft | None:
    """The draft that a steering command is about; None for a button of another question."""
    conversation = here.conversation
    if isinstance(command, Press) and command.step == STEER:
        draft = conversation.drafts.get(command.flow)
        return draft if draft is not None and draft.version == command.version else None
    return conversation.draft if isinstance(command, Steer) else None


def _is(command: Command, what: str) -> bool:
    return (isinstance(command, Press) and command.value == what) or (
        isinstance(command, Steer) and command.control == what
    )


def _without(flow: FlowName, here: Here) -> Here:
    conversation = here.conversation
    drafts = {name: draft for name, draft in conversation.drafts.items() if name is not flow}
    open_flow = None if conversation.open_flow is flow else conversation.open_flow
    return replace(here, conversation=replace(conversation, drafts=drafts, open_flow=open_flow))
