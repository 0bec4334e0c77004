"""The digest as a message: its text, and the three buttons that still work a week later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.decision import Choice, Reply, ReplyKind
from domain.digest import Part
from domain.people import Person
from domain.talk import FlowName, Press
from domain.weeks import Week
from language.say import digest as say
from language.say.words import voice_of

BUTTONS = (
    Choice(say.TASKS, Press(FlowName.TASKS, "open", 0, "digest")),
    Choice(say.PROGRESS, Press(FlowName.PROGRESS, "open", 0, "digest")),
    Choice(say.PAUSE, Press(FlowName.SETTINGS, "pause", 0, "ask")),
)
"""Version 0: bound to no question, so that they mean the same whenever they are pressed."""


def waits(week: Week, *, is_form_open: bool) -> Reply:
    """One line, where what is left of the month is little: the digest comes to who asks for it."""
    get = Choice(say.GET, Press(FlowName.TASKS, "digest", 0, str(week)), say.GET_WORDS)
    return Reply(say.waits(week, is_form_open=is_form_open), kind=ReplyKind.RECEIPT, named=(get,))


def digest(week: Week, parts: Sequence[Part], today: date, person: Person | None) -> Reply:
    """A message of its own that nothing edits."""
    text = say.digest(week, parts, today, voice_of(person))
    return Reply(text, ((BUTTONS[0], BUTTONS[1]), (BUTTONS[2],)), ReplyKind.RECEIPT)
