"""`chibot understand`: what a text means, to whom and when. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from bot.prepare import NotReady, is_practice, open_to_read
from bot.settings import Settings
from channels.console import BOT_ID, ConsoleChannel
from domain.people import Address
from domain.talk import Command, Conversation, FlowName, Refused, Start
from handlers.registry import FLOWS, awaits
from language.meeting_line import read_meeting_line
from language.pasted_list import read_people
from language.progress_line import read_question
from language.screen import screen
from language.understand import Listening, understand
from storage import conversations, people
from storage.connection import Database, connect
from storage.reading import Trees


def meaning(text: str, person: str | None, now: datetime, settings: Settings) -> Mapping[str, object]:
    """The command with its fields; `read`, what its line says on that day; `is_allowed`, when a person is given.

    With a person (a key of the practice people), the text is heard in their open conversation. Raises NotReady when the
    database that this needs is missing, or is no practice one.
    """
    today = now.astimezone(settings.zone).date()
    if person is None:
        return _told(_heard(text, Listening(Conversation("nobody"))), today)
    practice = _copy(settings)
    try:
        actor = people.actor(practice, Address(ConsoleChannel.name, BOT_ID, person), today, now)
        conversation = conversations.get(practice, actor.owner)
        tree = Trees().on(practice, today)
    finally:
        practice.close()
    step = None if conversation.draft is None else conversation.draft.step
    command = _heard(text, Listening(conversation, awaits(conversation.open_flow, step), has_letters=True))
    is_open = not isinstance(command, Start) or FLOWS[command.flow].is_open_to(actor.posts, tree)
    is_allowed = actor.person is not None and is_open
    return {**_told(command, today), "is_allowed": is_allowed}


def _heard(text: str, listening: Listening) -> Command:
    """What the door refuses is not looked at any further."""
    sensitive = screen(text)
    return understand(text, listening) if sensitive is None else Refused(sensitive.value)


def _copy(settings: Settings) -> Database:
    """The practice database in memory: whoever writes there leaves no trace."""
    copy, source = connect(":memory:"), open_to_read(settings)
    source.backup(copy)
    source.close()
    if not is_practice(copy):
        copy.close()
        raise NotReady("--as is for practice: this database holds real data")
    return copy


def _told(command: Command, today: date) -> Mapping[str, object]:
    told = {"kind": type(command).__name__, **asdict(command)}
    read = _line(command, today) if isinstance(command, Start) and command.rest else {}
    return {**told, "read": read} if read else told


def _line(start: Start, today: date) -> Mapping[str, object]:
    """What the flow will find in the rest of the line; only what was said."""
    match start.flow:
        case FlowName.MEETING:
            fields = asdict(read_meeting_line(start.rest, today))
        case FlowName.PROGRESS:
            fields = asdict(read_question(start.rest, today))
        case FlowName.INTRODUCE:
            fields = asdict(read_people(start.rest, today))
        case _:
            fields = {}
    return {name: value for name, value in fields.items() if value not in (None, (), "", False)}
