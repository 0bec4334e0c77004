"""The token is part of every address: no line of a log, no exception and no failure may show it, or what people wrote."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest

from bot import log
from channels.telegram import TelegramChannel
from domain.channel import Delivered, Outgoing, OutgoingAction
from domain.failures import Misconfigured
from domain.ids import OutboxId
from domain.people import Address
from tests.channels.telegram.bot_api import BOT_ID, TOKEN, BotApi, Reply, Trouble, done, refused
from tests.channels.telegram.test_failures import TABLE
from tests.channels.telegram.test_polling import Behind, running
from tests.channels.telegram.timers import Timers
from tests.fakes.clock import FakeClock

PERSON = "Lê Văn Tám"
SECRETS = (TOKEN, TOKEN.partition(":")[2], PERSON)
SAYING_IT = refused(400, f"Bad Request: {TOKEN} {PERSON}")
REPLIES = [*(reply for reply, _, _ in TABLE), SAYING_IT, refused(403, f"Forbidden: {TOKEN}"), Reply(500, text=TOKEN)]
NOWHERE = ("http://127.0.0.1:1", "http://", "nonsense", "https://127.0.0.1:1")


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program sets them when everything of our own is logged."""
    for name in log.QUIET:
        monkeypatch.setattr(logging.getLogger(name), "level", logging.WARNING)


def told(outcome: object, caplog: pytest.LogCaptureFixture) -> str:
    records = [record.getMessage() + str(record.exc_info) for record in caplog.records]
    return "\n".join([repr(outcome), *records])


def shows_a_secret(text: str) -> bool:
    """In small letters: the library puts what it quotes in them."""
    return any(secret.lower() in text.lower() for secret in SECRETS)


@pytest.mark.parametrize("action", [OutgoingAction.SEND, OutgoingAction.EDIT, OutgoingAction.STRIP])
@pytest.mark.parametrize("reply", REPLIES)
async def test_failure_and_logs_of_a_message(
    api: BotApi,
    channel: TelegramChannel,
    caplog: pytest.LogCaptureFixture,
    action: OutgoingAction,
    reply: Reply | Trouble,
) -> None:
    caplog.set_level(logging.DEBUG)
    api.will("sendMessage", reply)
    api.will("editMessageText", reply)
    api.will("editMessageReplyMarkup", reply)

    outcome = await channel.send(Outgoing(OutboxId(1), Address("telegram", BOT_ID, "5"), action, PERSON, (), "7"))

    assert not shows_a_secret(told(outcome, caplog))


@pytest.mark.parametrize("api_url", NOWHERE)
@pytest.mark.parametrize("proxy_url", ["", "http://127.0.0.1:1", "socks5://127.0.0.1:1"])
async def test_failure_and_logs_where_nobody_is_reached(
    clock: FakeClock, caplog: pytest.LogCaptureFixture, api_url: str, proxy_url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = TelegramChannel(TOKEN, clock.now, api_url, proxy_url)

    outcome = await channel.send(Outgoing(OutboxId(1), Address("telegram", BOT_ID, "5"), OutgoingAction.SEND, PERSON))
    await channel.close()

    assert not isinstance(outcome, Delivered)
    assert not shows_a_secret(told(outcome, caplog))


@pytest.mark.parametrize("reply", [SAYING_IT, *(one for one, _, _ in TABLE[-8:]), done([{"text": PERSON}])])
async def test_logs_of_polling(
    api: BotApi, channel: TelegramChannel, caplog: pytest.LogCaptureFixture, reply: Reply | Trouble
) -> None:
    caplog.set_level(logging.DEBUG)
    api.will("getMe", reply)
    api.will("getUpdates", reply)
    async with running(channel, Behind()):
        await api.called("getUpdates", 2)

    assert not shows_a_secret(told(None, caplog) + caplog.text)


@pytest.mark.parametrize("description", ["Unauthorized", f"Unauthorized: {TOKEN}"])
async def test_exception_that_ends_the_program_with_all_that_hangs_on_it(
    api: BotApi, channel: TelegramChannel, timers: Timers, description: str
) -> None:
    api.will("getMe", refused(401, description))
    with pytest.raises(Misconfigured) as caught:
        await asyncio.wait_for(channel.run(Behind().receive), 5)

    assert not shows_a_secret("".join(traceback.format_exception(caught.value)))
