"""Raw updates as arrivals. Only what is read is declared; ids are opaque text, instants are epoch milliseconds."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.channel import Arrival, Json, MediaIn, TextIn, Unreadable
from domain.people import Address
from domain.talk import Sent

CHANNEL = "zalo_bot"
SEEN_AT = "chibot_seen_at"
"""What tells two updates apart that have no number of their own: when they came, added before they are stored."""
LATEST_MS = 2**43
MENTION = re.compile(r"^@\S+\s+")

MEDIA: Mapping[str, Sent] = {
    "message.image.received": Sent.PHOTO,
    "message.sticker.received": Sent.STICKER,
    "message.voice.received": Sent.VOICE,
    "message.unsupported.received": Sent.OTHER,
}
TEXT = "message.text.received"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Chat(_Part):
    id: str = Field(min_length=1, max_length=200)
    chat_type: str = "PRIVATE"


class _Sender(_Part):
    id: str = Field(min_length=1, max_length=200)
    is_bot: bool = False


class _Message(_Part):
    chat: _Chat
    sender: _Sender = Field(alias="from")
    message_id: str | None = Field(None, max_length=200)
    date: int | None = Field(None, ge=0, lt=LATEST_MS)
    text: str | None = None


class _Update(_Part):
    event_name: str
    message: _Message


class _Event(_Part):
    event_name: str


def unwrapped(found: object) -> Sequence[Json]:
    """The updates in what came: one alone, one wrapped in an answer, or a list of either. What is none is kept, to be unreadable."""
    match found:
        case list():
            return [one for part in found for one in unwrapped(part)]
        case {"ok": _, "result": result}:
            return unwrapped(result)
        case None | {} if not found:
            return []
        case dict():
            return [found]
        case _:
            return [{"not_an_update": found}]


def stamped(raw: Json, now: datetime) -> Json:
    """With the moment at which it came, where Zalo gives it no number or no date."""
    message = raw.get("message")
    is_whole = isinstance(message, dict) and message.get("message_id") and message.get("date")
    return raw if is_whole else {**raw, SEEN_AT: int(now.timestamp() * 1000)}


def read(bot_id: str, raw: Json) -> Arrival | None:
    """None for what no person said to this bot, its own messages among them. Raises Unreadable, and names fields only."""
    try:
        event = _Event.model_validate(raw).event_name
        if event != TEXT and event not in MEDIA:
            return None
        message = _Update.model_validate(raw).message
    except ValidationError as error:
        places = (".".join(map(str, one["loc"])) + f": {one['type']}" for one in error.errors(include_input=False))
        reason = "; ".join(places)
    else:
        return _arrival(bot_id, raw, event, message)
    raise Unreadable(reason)


def _arrival(bot_id: str, raw: Json, event: str, message: _Message) -> Arrival | None:
    if message.sender.is_bot or message.sender.id == bot_id:
        return None
    is_group = message.chat.chat_type != "PRIVATE"
    at = None if message.date is None else datetime.fromtimestamp(message.date / 1000, UTC)
    chat = message.chat.id
    return Arrival(
        Address(CHANNEL, bot_id, chat),
        f"{chat}:{message.message_id or _digest(raw)}",
        message.date or _seen_at(raw),
        _content(event, message, is_group=is_group),
        at,
        is_group=is_group,
    )


def _content(event: str, message: _Message, *, is_group: bool) -> TextIn | MediaIn:
    if event != TEXT:
        return MediaIn(MEDIA[event])
    text = message.text or ""
    return TextIn(MENTION.sub("", text) if is_group else text)


def _seen_at(raw: Json) -> int:
    seen = raw.get(SEEN_AT)
    return seen if isinstance(seen, int) and not isinstance(seen, bool) else 0


def _digest(raw: Json) -> str:
    text = json.dumps(raw, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
