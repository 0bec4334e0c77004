"""Telegram's refusals as failures of the closed list (`domain.failures`). Its texts stay here: codes of ours go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from channels.telegram.request import NotWritten, Throttled, Unanswered
from domain.failures import Failure, FailureKind

NOT_MODIFIED = "message is not modified"
CANNOT_PARSE = "can't parse entities"

# Parts of the descriptions, in small letters → what they are called here.
GONE = {
    "chat not found": "chat_not_found",
    "user not found": "user_not_found",
    "peer_id_invalid": "chat_not_found",
    "user_deactivated": "deactivated",
    "user is deactivated": "deactivated",
}
TOO_OLD = {
    "message to edit not found": "message_gone",
    "message can't be edited": "not_editable",
    "message_id_invalid": "message_gone",
    "message identifier is not specified": "message_gone",
    "no text in the message to edit": "is_a_file",
}
REJECTED = {
    CANNOT_PARSE: "entities",
    "message is too long": "too_long",
    "caption is too long": "too_long",
    "entity too large": "too_large",
    "file is too big": "too_large",
    "file_id": "file_gone",
    "file identifier": "file_gone",
    "file must be non-empty": "empty",
    "text is empty": "empty",
    "text must be non-empty": "empty",
    "button_data_invalid": "button_data",
    "reply markup": "reply_markup",
    "inline keyboard": "reply_markup",
    "query is too old": "query_too_old",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
}
FORBIDDEN = {
    "blocked": "blocked",
    "deactivated": "deactivated",
    "can't initiate": "never_wrote",
    "kicked": "kicked",
}


def says(error: TelegramError, part: str) -> bool:
    """Whether Telegram's description holds these words, in small letters."""
    return part in error.message.lower()


def failure(error: TelegramError) -> Failure:
    """Everything but a 429, which `Throttles` knows."""
    match error:
        case NotWritten():
            return Failure(FailureKind.UNREACHABLE, error.message)
        case Unanswered():
            return Failure(FailureKind.UNCERTAIN, error.message)
        case InvalidToken():
            return Failure(FailureKind.MISCONFIGURED, "token_refused")
        case Forbidden():
            return Failure(FailureKind.RECIPIENT_GONE, _code(error, FORBIDDEN) or "forbidden")
        case ChatMigrated():
            return Failure(FailureKind.RECIPIENT_GONE, "migrated")
        case BadRequest():
            return _refused(error)
        case _:
            return Failure(FailureKind.UNCERTAIN, type(error).__name__)


def _refused(error: BadRequest) -> Failure:
    if code := _code(error, GONE):
        return Failure(FailureKind.RECIPIENT_GONE, code)
    if code := _code(error, TOO_OLD):
        return Failure(FailureKind.TOO_OLD, code)
    return Failure(FailureKind.REJECTED, _code(error, REJECTED) or "bad_request")


def _code(error: TelegramError, codes: dict[str, str]) -> str:
    return next((code for part, code in codes.items() if says(error, part)), "")


class Throttles:
    """Which chats are being held back. A second one while the first still is means the whole bot."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._until: dict[str, datetime] = {}

    def failure(self, chat_id: str, error: Throttled) -> Failure:
        now = self._now()
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        is_global = bool(self._until.keys() - {chat_id})
        self._until[chat_id] = now + timedelta(seconds=error.seconds)
        return Failure(FailureKind.THROTTLED, "429", error.seconds, is_global)
