"""Everything that Telegram, or the way to it, may do to a message: one failure of the closed list each."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from channels.telegram import TelegramChannel
from domain.channel import Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from tests.channels.telegram.bot_api import BOT_ID, TOKEN, BotApi, Reply, Trouble, refused
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

PAGE = "<html><h1>502 Bad Gateway</h1></html>"
MIGRATED = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1002)

TABLE: list[tuple[Reply | Trouble, FailureKind, str]] = [
    (refused(403, "Forbidden: bot was blocked by the user"), FailureKind.RECIPIENT_GONE, "blocked"),
    (refused(403, "Forbidden: user is deactivated"), FailureKind.RECIPIENT_GONE, "deactivated"),
    (refused(403, "Forbidden: bot can't initiate conversation with a user"), FailureKind.RECIPIENT_GONE, "never_wrote"),
    (refused(403, "Forbidden: bot was kicked from the group chat"), FailureKind.RECIPIENT_GONE, "kicked"),
    (refused(403, "Forbidden: something new"), FailureKind.RECIPIENT_GONE, "forbidden"),
    (refused(400, "Bad Request: chat not found"), FailureKind.RECIPIENT_GONE, "chat_not_found"),
    (refused(400, "Bad Request: PEER_ID_INVALID"), FailureKind.RECIPIENT_GONE, "chat_not_found"),
    (MIGRATED, FailureKind.RECIPIENT_GONE, "migrated"),
    (refused(400, "Bad Request: message is too long"), FailureKind.REJECTED, "too_long"),
    (refused(400, "Bad Request: BUTTON_DATA_INVALID"), FailureKind.REJECTED, "button_data"),
    (refused(400, "Bad Request: message text is empty"), FailureKind.REJECTED, "empty"),
    (refused(400, "Bad Request: object expected as reply markup"), FailureKind.REJECTED, "reply_markup"),
    (refused(400, "Bad Request: Lê Văn Tám"), FailureKind.REJECTED, "bad_request"),
    (refused(401, "Unauthorized"), FailureKind.MISCONFIGURED, "token_refused"),
    (refused(404, "Not Found"), FailureKind.MISCONFIGURED, "token_refused"),
    (refused(500, "Internal Server Error"), FailureKind.UNCERTAIN, "http_500"),
    (Reply(502, text=PAGE), FailureKind.UNCERTAIN, "http_502"),
    (Reply(403, text=PAGE), FailureKind.UNCERTAIN, "not_json"),
    (Reply(200, text=PAGE), FailureKind.UNCERTAIN, "not_json"),
    (Reply(302, text=PAGE), FailureKind.UNCERTAIN, "not_json"),
    (Reply(200, {"ok": True}), FailureKind.UNCERTAIN, "no_result"),
    (Reply(200, {"ok": True, "result": True}), FailureKind.UNCERTAIN, "no_message_id"),
    (Reply(400, {"error": "x"}), FailureKind.UNCERTAIN, "http_400"),
    (Reply(200, []), FailureKind.UNCERTAIN, "not_json"),
    (Trouble.RESET, FailureKind.UNCERTAIN, ""),
    (Trouble.DISCONNECT, FailureKind.UNCERTAIN, ""),
]


def to(chat: str, ident: int = 1) -> Outgoing:
    return Outgoing(OutboxId(ident), Address("telegram", BOT_ID, chat), OutgoingAction.SEND, "Chào Lê Văn Tám")


@pytest.mark.parametrize(("reply", "kind", "code"), TABLE)
async def test_each_refusal_is_its_failure(
    api: BotApi, channel: TelegramChannel, reply: Reply | Trouble, kind: FailureKind, code: str
) -> None:
    api.will("sendMessage", reply)

    outcome = await channel.send(to("5"))

    assert isinstance(outcome, Failure)
    assert outcome.kind is kind
    assert outcome.code == code or (isinstance(reply, Trouble) and outcome.code.endswith("Error"))
    assert len(api.of("sendMessage")) == 1, "trying again is the dispatcher's business"


async def test_chat_that_is_throttled_waits_alone(api: BotApi, channel: TelegramChannel) -> None:
    api.will("sendMessage", refused(429, "Too Many Requests: retry after 7", retry_after=7))

    assert await channel.send(to("5")) == Failure(FailureKind.THROTTLED, "429", 7.0)


async def test_second_chat_throttled_meanwhile_holds_the_whole_bot(
    api: BotApi, channel: TelegramChannel, clock: FakeClock
) -> None:
    api.will("sendMessage", *[refused(429, "Too Many Requests", retry_after=7)] * 4)

    assert await channel.send(to("5")) == Failure(FailureKind.THROTTLED, "429", 7.0)
    assert await channel.send(to("5")) == Failure(FailureKind.THROTTLED, "429", 7.0), "the same chat again"
    assert await channel.send(to("6")) == Failure(FailureKind.THROTTLED, "429", 7.0, is_global=True)
    clock.advance(timedelta(seconds=8))
    assert await channel.send(to("8")) == Failure(FailureKind.THROTTLED, "429", 7.0), "the first wait no longer"


async def test_429_that_names_no_wait_waits_a_second(api: BotApi, channel: TelegramChannel) -> None:
    api.will("sendMessage", refused(429, "Too Many Requests"))

    assert await channel.send(to("5")) == Failure(FailureKind.THROTTLED, "429", 1.0)


async def test_telegram_that_cannot_be_reached_has_taken_nothing(clock: FakeClock, timers: Timers) -> None:
    async with asyncio.timeout(10):
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        channel = TelegramChannel(TOKEN, clock.now, f"http://127.0.0.1:{port}")
        outcome = await channel.send(to("5"))
        await channel.close()

    assert isinstance(outcome, Failure)
    assert (outcome.kind, outcome.code) == (FailureKind.UNREACHABLE, "ClientConnectorError")
