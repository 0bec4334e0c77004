"""What goes out: each message as calls of the Bot API, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    InputFile,
    LinkPreviewOptions,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from channels.rendering import parts
from channels.telegram.api import Api
from channels.telegram.errors import CANNOT_PARSE, NOT_MODIFIED, Throttles, failure, says
from channels.telegram.markup import contact_keyboard, escaped, formatted, inline_keyboard
from channels.telegram.request import Throttled, Unanswered
from domain.channel import Capabilities, Delivered, File, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from language.say.words import SEND_MY_CONTACT
from language.text import utf16_length

MOST_BEGUN = 1_000
LANGUAGES = ("vi", None)
"""Menus are set for phones in Vietnamese and for all others: what somebody set for one language would hide ours."""
CAPTION_UTF16 = 1024
FILE_SECONDS = 60.0
"""How long a file may make Telegram think: the proxies on the way are slow."""
NO_PICTURE = ("image_process_failed", "photo_invalid_dimensions", "photo_save_file_invalid")
Words = Mapping[str, Any]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Sends on one bot. A long text that was interrupted goes on after the parts that arrived."""

    def __init__(self, api: Api, capabilities: Capabilities, now: Callable[[], datetime]) -> None:
        self._api, self._capabilities = api, capabilities
        self._throttles = Throttles(now)
        self._begun: dict[OutboxId, list[str]] = {}
        self._asked: set[str] = set()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        """Never raises for what Telegram may do."""
        try:
            outcome = await self._act(outgoing)
        except Throttled as error:
            outcome = self._throttles.failure(outgoing.address.chat_id, error)
        except TelegramError as error:
            outcome = failure(error)
        self._remember(outgoing.id, outcome)
        return outcome

    async def _act(self, outgoing: Outgoing) -> Delivered | Failure:
        match outgoing.action:
            case OutgoingAction.MENU:
                return await self._menu(outgoing)
            case OutgoingAction.STRIP:
                return await self._strip(outgoing)
            case OutgoingAction.EDIT if outgoing.asks_contact:
                return Failure(FailureKind.TOO_OLD, "contact_keyboard")
            case OutgoingAction.EDIT if _number(outgoing.message_id) is None:
                return Failure(FailureKind.TOO_OLD, "no_message_id")
            case OutgoingAction.SEND | OutgoingAction.EDIT:
                return await self._say(outgoing)

    def _remember(self, ident: OutboxId, outcome: Delivered | Failure) -> None:
        """Forgets what is over. Of what will be tried again only so much: whoever forgets repeats the first parts."""
        is_open = isinstance(outcome, Failure) and (outcome.kind.is_retryable or outcome.kind is FailureKind.UNCERTAIN)
        if not is_open or not self._begun.get(ident):
            self._begun.pop(ident, None)
        elif len(self._begun) > MOST_BEGUN:
            self._begun.pop(next(iter(self._begun)))

    async def _say(self, outgoing: Outgoing) -> Delivered:
        """The texts, and the file as the last part: with the text as its caption where that is a new message and fits."""
        texts = list(parts(outgoing, self._capabilities))
        caption = ""
        if outgoing.file is not None and outgoing.action is OutgoingAction.SEND and is_caption(texts):
            caption = texts.pop()
        count = len(texts) + (outgoing.file is not None)
        arrived = self._begun.setdefault(outgoing.id, [])
        for at in range(len(arrived), count):
            markup = self._markup(outgoing) if at == count - 1 else None
            if at == len(texts) and outgoing.file is not None:
                arrived.append(await self._send_file(outgoing, outgoing.file, caption, markup))
                continue
            shown = formatted(texts[at]) if at == 0 else escaped(texts[at])
            say = self._edit if at == 0 and outgoing.action is OutgoingAction.EDIT else self._send_part
            arrived.append(await say(outgoing, texts[at], shown, markup))
        self._note_keyboard(outgoing)
        return Delivered(arrived[-1])

    async def _send_part(self, outgoing: Outgoing, text: str, shown: str, markup: object) -> str:
        result = await self._written(
            "sendMessage",
            {"text": text},
            {"text": shown},
            chat_id=_chat(outgoing),
            link_preview_options=NO_PREVIEW,
            protect_content=True if outgoing.is_personal else None,
            reply_markup=markup,
        )
        return _message_id(result)

    async def _send_file(self, outgoing: Outgoing, file: File, caption: str, markup: object) -> str:
        """A picture that Telegram takes for none goes as a document."""
        shown = {"caption": formatted(caption)} if caption else {}
        kinds = (("sendPhoto", "photo"), ("sendDocument", "document"))[0 if file.is_picture else 1 :]
        for method, field in kinds:
            try:
                result = await self._written(
                    method,
                    {"caption": caption} if caption else {},
                    shown,
                    read_seconds=FILE_SECONDS,
                    chat_id=_chat(outgoing),
                    protect_content=True if outgoing.is_personal else None,
                    reply_markup=markup,
                    **{field: InputFile(file.body, file.name)},
                )
            except BadRequest as error:
                if field == "document" or not any(says(error, part) for part in NO_PICTURE):
                    raise
            else:
                return _message_id(result)
        raise AssertionError("a document is never the last but one")

    async def _edit(self, outgoing: Outgoing, text: str, shown: str, markup: object) -> str:
        try:
            await self._written(
                "editMessageText",
                {"text": text},
                {"text": shown},
                chat_id=_chat(outgoing),
                message_id=_number(outgoing.message_id),
                link_preview_options=NO_PREVIEW,
                reply_markup=None if isinstance(markup, ReplyKeyboardRemove) else markup,
            )
        except BadRequest as error:
            if not says(error, NOT_MODIFIED):
                raise
        return outgoing.message_id or ""

    async def _written(self, method: str, text: Words, shown: Words, **parameters: Any) -> object:
        """In HTML; what Telegram cannot parse goes out as plain text."""
        formatting: Words = {**shown, "parse_mode": ParseMode.HTML} if shown else {}
        try:
            return await self._api.call(method, **formatting, **parameters)
        except BadRequest as error:
            if not says(error, CANNOT_PARSE):
                raise
        return await self._api.call(method, **text, **parameters)

    def _markup(self, outgoing: Outgoing) -> object:
        """What a contact was asked for with stays in place of the phone's keyboard, until a message takes it away."""
        if outgoing.asks_contact:
            return contact_keyboard(SEND_MY_CONTACT, outgoing.rows)
        inline = inline_keyboard(outgoing.rows)
        if inline is None and outgoing.address.chat_id in self._asked:
            return ReplyKeyboardRemove()
        return inline

    def _note_keyboard(self, outgoing: Outgoing) -> None:
        if outgoing.asks_contact:
            self._asked.add(outgoing.address.chat_id)
        elif not outgoing.rows and outgoing.action is OutgoingAction.SEND:
            self._asked.discard(outgoing.address.chat_id)

    async def _strip(self, outgoing: Outgoing) -> Delivered | Failure:
        """A message that is gone, or has no buttons any more, is as good as stripped."""
        message_id = _number(outgoing.message_id)
        if message_id is not None:
            try:
                await self._api.call("editMessageReplyMarkup", chat_id=_chat(outgoing), message_id=message_id)
            except BadRequest as error:
                if not says(error, NOT_MODIFIED) and failure(error).kind is not FailureKind.TOO_OLD:
                    raise
        return Delivered(outgoing.message_id or "")

    async def _menu(self, outgoing: Outgoing) -> Delivered | Failure:
        try:
            commands = [(str(name), str(description)) for name, description in json.loads(outgoing.text)]
        except (ValueError, TypeError):
            return Failure(FailureKind.REJECTED, "menu")
        await set_menu(self._api, commands, BotCommandScopeChat(_chat(outgoing)))
        return Delivered("")


async def set_menu(api: Api, commands: Sequence[tuple[str, str]], scope: BotCommandScope) -> None:
    """The list of commands beside the input; an empty one leaves the next wider scope to show its own. Raises TelegramError."""
    listed = [BotCommand(name, description) for name, description in commands]
    for language in LANGUAGES:
        if listed:
            await api.call("setMyCommands", commands=listed, scope=scope, language_code=language)
        else:
            await api.call("deleteMyCommands", scope=scope, language_code=language)


def is_caption(texts: Sequence[str]) -> bool:
    """Whether that is one text which a file can carry."""
    return len(texts) == 1 and utf16_length(texts[0]) <= CAPTION_UTF16


def _message_id(result: object) -> str:
    ident = result.get("message_id") if isinstance(result, dict) else None
    if not isinstance(ident, int):
        raise Unanswered("no_message_id")
    return str(ident)


def _chat(outgoing: Outgoing) -> int | str:
    chat_id = outgoing.address.chat_id
    number = _number(chat_id.removeprefix("-"))
    return chat_id if number is None else int(chat_id)


def _number(ident: str | None) -> int | None:
    return int(ident) if ident is not None and ident.isascii() and ident.isdigit() and len(ident) < 20 else None
