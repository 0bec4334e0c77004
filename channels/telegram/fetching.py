"""A file that a person sent, brought from Telegram. Its address holds the token: nothing here shows an address."""

from __future__ import annotations

from urllib.parse import quote

from telegram.error import TelegramError

from channels.http.client import TOO_LARGE, HttpClient, NoAnswer
from channels.telegram.api import Api
from channels.telegram.errors import failure
from channels.telegram.request import Throttled
from domain.channel import FileRef
from domain.failures import Failure, FailureKind

SILENCE_SECONDS = 30.0


async def bring(api: Api, client: HttpClient, file: FileRef, most: int) -> bytes | Failure:
    """The whole file. One that is larger than `most` is not read to its end, whatever size was told before. Never raises."""
    if file.size > most:
        return Failure(FailureKind.REJECTED, TOO_LARGE)
    try:
        told = await api.call("getFile", file_id=file.reference)
    except Throttled as error:
        return Failure(FailureKind.THROTTLED, "429", error.seconds)
    except TelegramError as error:
        return failure(error)
    path = told.get("file_path") if isinstance(told, dict) else None
    if not isinstance(path, str) or not path:
        return Failure(FailureKind.REJECTED, "file_gone")
    address = f"{api.base_file_url}/{quote(path)}"
    answer = await client.call("GET", address, None, "application/octet-stream", SILENCE_SECONDS, most)
    if isinstance(answer, NoAnswer):
        is_too_large = answer.code == TOO_LARGE
        return Failure(FailureKind.REJECTED if is_too_large else FailureKind.UNREACHABLE, answer.code)
    if answer.status >= 500:
        return Failure(FailureKind.UNREACHABLE, f"http_{answer.status}")
    return answer.body if answer.status == 200 else Failure(FailureKind.REJECTED, "file_gone")
