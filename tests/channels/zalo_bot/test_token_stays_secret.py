"""The token is part of every address: no line of a log, no exception and no failure may show it, or what people wrote."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Callable
from urllib.parse import quote

import pytest

from bot import log
from channels.http.client import HttpClient
from channels.zalo_bot import ZaloBots
from channels.zalo_bot.api import Api, Ok, Outcome
from channels.zalo_bot.errors import failure
from channels.zalo_bot.insisting import insist
from domain.channel import Delivered, NotStored
from domain.failures import Failure, Misconfigured
from tests.channels.http.test_client import answering, listening
from tests.channels.telegram.test_polling import Behind
from tests.channels.telegram.timers import Timers
from tests.channels.zalo_bot.phones import MAI, greeted, running, to
from tests.fakes.clock import FakeClock
from tests.fakes.zalo import (
    TOKENS,
    FakeZalo,
    Fault,
    html_502,
    not_json,
    refused,
    reset_after_accept,
    reset_before_reading,
    sdk_error,
)

TOKEN = TOKENS[0]
PERSON = "Lê Văn Tám"
SECRETS = (TOKEN, quote(TOKEN, safe=""), TOKEN.replace(":", "%3a"), TOKEN.partition(":")[2], PERSON)
NOWHERE = ("http://127.0.0.1:1", "http://", "nonsense", "https://127.0.0.1:1")
FAULTS: list[Callable[[], Fault]] = [
    *(lambda code=code: refused(code) for code in (400, 403, 404, 408, 409, 429, 500)),
    *(html_502, not_json, reset_after_accept, reset_before_reading, sdk_error),
]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """As the program sets them when everything of our own is logged."""
    for name in log.QUIET:
        monkeypatch.setattr(logging.getLogger(name), "level", logging.WARNING)
    caplog.set_level(logging.DEBUG)


def told(outcome: object, caplog: pytest.LogCaptureFixture) -> str:
    records = [record.getMessage() + str(record.exc_info) for record in caplog.records]
    return "\n".join([repr(outcome), *records, caplog.text])


def failure_of(outcome: Outcome) -> Failure:
    assert not isinstance(outcome, Ok)
    return failure(outcome)


def shows_a_secret(text: str) -> bool:
    return any(secret.lower() in text.lower() for secret in SECRETS)


@pytest.mark.parametrize("fault", FAULTS)
async def test_failure_and_logs_of_a_message(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, caplog: pytest.LogCaptureFixture, fault: Callable[[], Fault]
) -> None:
    fake.say(MAI, PERSON)
    async with greeted(channel, fake, behind):
        fake.fail(fault(), method="sendMessage")
        outcome = await channel.send(to(fake, PERSON))

    assert not isinstance(outcome, Delivered)
    assert not shows_a_secret(told(outcome, caplog))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo", "getUpdates"])
async def test_logs_of_starting_and_polling(
    fake: FakeZalo,
    channel: ZaloBots,
    behind: Behind,
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: Callable[[], Fault],
) -> None:
    planned = fake.fail(fault(), method=method)
    behind.troubles = [NotStored(PERSON)]
    fake.say(MAI, PERSON)
    async with running(channel, behind) as task:
        await asyncio.wait_for(planned.met.wait(), 5)
        polling = asyncio.create_task(fake.polled())
        await asyncio.wait({task, polling}, return_when=asyncio.FIRST_COMPLETED)
        polling.cancel()

    assert not shows_a_secret(told(None, caplog))


@pytest.mark.parametrize("api_url", NOWHERE)
@pytest.mark.parametrize("proxy_url", ["", "http://127.0.0.1:1", "socks5://127.0.0.1:1"])
async def test_failure_and_logs_where_nobody_is_reached(
    caplog: pytest.LogCaptureFixture, clock: FakeClock, api_url: str, proxy_url: str
) -> None:
    tried = asyncio.Event()

    async def pause(_seconds: float) -> None:
        tried.set()
        await asyncio.Event().wait()

    client = HttpClient(proxy_url)
    outcome = failure_of(await Api(TOKEN, api_url, client).call("sendMessage", chat_id=MAI, text=PERSON))
    await client.close()
    channel = ZaloBots([TOKEN], clock.now, api_url, proxy_url, pause=pause)
    async with running(channel, Behind()):
        await asyncio.wait_for(tried.wait(), 5)
    await channel.close()

    assert caplog.records
    assert not shows_a_secret(told(outcome, caplog))


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize("code", [400, 401, 429, 500, TOKEN])
async def test_zalo_that_quotes_the_token_is_not_quoted(
    caplog: pytest.LogCaptureFixture, timers: Timers, status: int, code: object
) -> None:
    said = json.dumps({"ok": False, "error_code": code, "description": f"{TOKEN} {PERSON}", "error": TOKEN}).encode()
    reply = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, len(said), said)

    async def once(seconds: float) -> None:
        raise TimeoutError(seconds)

    async with listening(answering(reply)) as port:
        client = HttpClient()
        api = Api(TOKEN, f"http://127.0.0.1:{port}", client)
        with pytest.raises((Misconfigured, TimeoutError)) as caught:
            await insist(api, "deleteWebhook", once)
        outcome = failure_of(await api.call("sendMessage", chat_id=MAI, text=PERSON))
        await client.close()

    assert not shows_a_secret(told(outcome, caplog) + "".join(traceback.format_exception(caught.value)))


async def test_exception_that_ends_the_program_with_all_that_hangs_on_it(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail(refused(401), method="getMe")
    with pytest.raises(Misconfigured) as caught:
        await asyncio.wait_for(channel.run(behind.receive), 5)

    assert not shows_a_secret("".join(traceback.format_exception(caught.value)) + told(channel, caplog))


@pytest.mark.parametrize("token", [*TOKENS, "1:ngan", "1483560274951:a+b.c~d=="])
@pytest.mark.parametrize("shown", ["{}/getMe", "{} ", "'{}'"])
@pytest.mark.parametrize("is_quoted", [False, True])
def test_address_in_a_log_line_is_masked(token: str, shown: str, is_quoted: bool) -> None:
    """What a library of somebody else's may write."""
    address = f"http://127.0.0.1:8898/bot{quote(token, safe='') if is_quoted else token}/getMe"
    line = log.mask(f"POST {address} failed; " + shown.format(address))

    assert token.partition(":")[2] not in line
    assert quote(token.partition(":")[2], safe="") not in line


async def test_proxies_of_the_environment_are_not_used(
    fake: FakeZalo, channel: ZaloBots, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    fake.say(MAI, "chào")
    async with greeted(channel, fake, behind):
        assert isinstance(await channel.send(to(fake, "Chào")), Delivered)
