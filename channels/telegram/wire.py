"""Raw updates as arrivals. Only what is read is declared; what a person did not say is none of our business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.channel import Arrival, ContactIn, FileIn, FileRef, Json, MediaIn, PressIn, TextIn, Unreadable, is_workbook
from domain.people import Address
from domain.talk import Sent

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
MOST = 2**63 - 1
ADDRESSED = re.compile(r"^(/\w+)@\w+", re.ASCII)
"""A command with the bot's name behind it, as it is picked in a group."""

# A field of a message → what the person sent. The first that is there counts: an animation is a document, too.
MEDIA: Mapping[str, Sent] = {
    "sticker": Sent.STICKER,
    "animation": Sent.STICKER,
    "photo": Sent.PHOTO,
    "voice": Sent.VOICE,
    "video_note": Sent.VOICE,
    "video": Sent.FILE,
    "audio": Sent.FILE,
    "venue": Sent.LOCATION,
    "location": Sent.LOCATION,
    "checklist": Sent.OTHER,
    "dice": Sent.OTHER,
    "game": Sent.OTHER,
    "invoice": Sent.OTHER,
    "paid_media": Sent.OTHER,
    "poll": Sent.OTHER,
    "story": Sent.OTHER,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)


class _Chat(_Part):
    id: int = Field(ge=-MOST, le=MOST)
    type: str


class _User(_Part):
    id: int = Field(ge=0, le=MOST)
    is_bot: bool = False


class _Contact(_Part):
    phone_number: str
    user_id: int | None = None


class _Document(_Part):
    file_id: str = Field(min_length=1, max_length=300)
    file_name: str = ""
    mime_type: str = ""
    file_size: int = Field(0, ge=0, le=MOST)


class _Message(_Part):
    """A message with the raw fields beside it: which of them are there says what was sent."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    message_id: int = Field(ge=0, le=MOST)
    date: int = Field(ge=0, lt=2**33)
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    text: str | None = None
    contact: _Contact | None = None
    document: _Document | None = None


class _Carrier(_Part):
    """The message that a pressed button hangs on: of one that Telegram has forgotten only this much is left."""

    message_id: int = Field(ge=0, le=MOST)
    chat: _Chat


class _Press(_Part):
    id: str
    message: _Carrier | None = None
    data: str | None = None


class _Update(_Part):
    update_id: int = Field(ge=0, le=MOST)
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Press | None = None


def read(bot_id: str, raw: Json) -> Arrival | None:
    """None for what no person said to this bot. Raises Unreadable, and names fields only: no value of the update."""
    try:
        update = _Update.model_validate(raw)
    except ValidationError as error:
        places = (".".join(map(str, one["loc"])) + f": {one['type']}" for one in error.errors(include_input=False))
        reason = "; ".join(places)
    else:
        return _arrival(bot_id, update)
    raise Unreadable(reason)


def _arrival(bot_id: str, update: _Update) -> Arrival | None:
    if update.callback_query is not None:
        return _press(bot_id, update.update_id, update.callback_query)
    message = update.message or update.edited_message
    if message is None or (message.sender is not None and message.sender.is_bot):
        return None
    content = _edited(message) if update.message is None else _content(message)
    if content is None:
        return None
    at = datetime.fromtimestamp(message.date, UTC)
    return _of(bot_id, update.update_id, message.chat, content, at)


def _press(bot_id: str, update_id: int, press: _Press) -> Arrival | None:
    if press.message is None or press.data is None:
        return None
    content = PressIn(press.data, str(press.message.message_id), press.id)
    return _of(bot_id, update_id, press.message.chat, content, None)


def _of(
    bot_id: str,
    update_id: int,
    chat: _Chat,
    content: TextIn | PressIn | MediaIn | FileIn | ContactIn,
    at: datetime | None,
) -> Arrival:
    address = Address(CHANNEL, bot_id, str(chat.id))
    return Arrival(address, str(update_id), update_id, content, at, is_group=chat.type != "private")


def _content(message: _Message) -> TextIn | MediaIn | FileIn | ContactIn | None:
    """None for what Telegram tells by itself: somebody joined, a message was pinned, and whatever it will think of next."""
    if message.text is not None:
        return TextIn(ADDRESSED.sub(r"\1", message.text))
    if message.contact is not None:
        sender_id = message.chat.id if message.sender is None else message.sender.id
        return ContactIn(message.contact.phone_number, message.contact.user_id == sender_id)
    there = message.model_extra or {}
    found = next((MediaIn(sent) for field, sent in MEDIA.items() if there.get(field) is not None), None)
    if found is None and message.document is not None:
        return _document(message.document)
    return found


def _document(one: _Document) -> FileIn | MediaIn:
    """A workbook can be fetched; of anything else only that it came."""
    if not is_workbook(one.file_name, one.mime_type):
        return MediaIn(Sent.FILE)
    return FileIn(FileRef(one.file_name, one.file_size, one.file_id))


def _edited(message: _Message) -> MediaIn | None:
    """Words that were changed. A place that moves on comes as an edited message, too, every few seconds."""
    has_words = message.text is not None or (message.model_extra or {}).get("caption") is not None
    return MediaIn(Sent.EDITED) if has_words else None
