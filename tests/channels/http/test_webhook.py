"""What every webhook does, whoever posts: bots side by side on one port, updates stored together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress

import pytest
from aiohttp import ClientSession

from channels.http.webhook import Batches, Inlet, webhook
from domain.channel import Json, NotStored
from tests.channels.http.serving import front, serving

BOT_ID = "7001"
HEADER = "X-Vendor-Secret"


class Behind:
    """What stands behind the webhooks: `stored` in order."""

    def __init__(self) -> None:
        self.stored: list[tuple[str, Json]] = []

    async def receive(self, raws: Sequence[tuple[str, Json]]) -> None:
        self.stored.extend(raws)


def shape(body: bytes) -> Sequence[Json]:
    return [{"posted": json.loads(body)}]


async def post(session: ClientSession, url: str, secret: str, body: object) -> int:
    async with session.post(url, data=json.dumps(body), headers={HEADER: secret}) as response:
        return response.status


async def test_each_of_two_webhooks_on_one_port_finds_its_own_bot_and_knows_its_own_secret_only() -> None:
    one, behind = front(), Behind()
    for bot in ("1", "2"):
        one.add_post(f"/vendor/{bot}", webhook("vendor", bot, HEADER, f"secret-{bot}", behind.receive, shape))
    async with serving(one) as root, ClientSession() as session:
        assert await post(session, f"{root}/vendor/2", "secret-2", "b") == 200
        assert await post(session, f"{root}/vendor/1", "secret-1", "a") == 200
        assert await post(session, f"{root}/vendor/1", "secret-2", "c") == 403
        assert await post(session, f"{root}/vendor/3", "secret-1", "d") == 404

    assert behind.stored == [("2", {"posted": "b"}), ("1", {"posted": "a"})]


@pytest.mark.parametrize("given", ["", "s?cret", "s\udcffcret"])
async def test_secret_is_compared_byte_by_byte(given: str) -> None:
    """A byte that is no UTF-8 is not taken for a question mark."""
    one, behind = front(), Behind()
    one.add_post("/", webhook("vendor", BOT_ID, HEADER, "s?cret", behind.receive, shape))
    async with serving(one) as root:
        head = f"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{HEADER}: {given}\r\nContent-Length: 2\r\n\r\n{{}}"
        reader, writer = await asyncio.open_connection("127.0.0.1", int(root.rpartition(":")[2]))
        writer.write(head.encode("utf-8", "surrogateescape"))
        status = (await reader.read()).split()[1]
        writer.close()

    assert status == (b"200" if given == "s?cret" else b"403")


def test_empty_secret_is_refused_for_everybody_would_know_it() -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook("vendor", BOT_ID, HEADER, "", Behind().receive, shape)


async def test_trouble_is_logged_under_the_channels_name(caplog: pytest.LogCaptureFixture) -> None:
    one = front()
    one.add_post("/", webhook("vendor", BOT_ID, HEADER, "secret", Inlet().receive, shape))
    async with serving(one) as root, ClientSession() as session:
        assert await post(session, root, "secret", {}) == 503

    assert [(line.name, line.getMessage()) for line in caplog.records] == [
        ("chibot.vendor", "vendor: an update could not be stored, it will come again")
    ]


async def test_inlet_hands_on_once_it_is_open() -> None:
    inlet, behind = Inlet(), Behind()
    with pytest.raises(NotStored):
        await inlet.receive([(BOT_ID, {})])
    inlet.open(behind.receive)
    await inlet.receive([(BOT_ID, {})])
    assert behind.stored == [(BOT_ID, {})]


async def test_what_comes_while_a_batch_is_stored_is_stored_together() -> None:
    sizes: list[int] = []
    gate, first = asyncio.Event(), asyncio.Event()

    async def receive(raws: Sequence[tuple[str, Json]]) -> None:
        sizes.append(len(raws))
        first.set()
        await gate.wait()

    batches = Batches(receive, BOT_ID)
    posts = [asyncio.create_task(batches.put([{"update_id": 0}]))]
    await first.wait()
    posts += [asyncio.create_task(batches.put([{"update_id": number}])) for number in range(1, 200)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait_for(asyncio.gather(*posts), 5)

    assert sizes == [1, 199]


async def test_batch_that_fails_fails_only_those_in_it_and_one_who_hangs_up_takes_nobody_along() -> None:
    troubles: list[Exception] = [NotStored("full")]
    stored: list[Json] = []

    async def receive(raws: Sequence[tuple[str, Json]]) -> None:
        if troubles:
            raise troubles.pop()
        stored.extend(raw for _, raw in raws)

    batches = Batches(receive, BOT_ID)
    failed = await asyncio.gather(
        *(batches.put([{"update_id": number}]) for number in range(3)), return_exceptions=True
    )
    assert [type(one) for one in failed] == [NotStored] * 3

    gone, stays = (asyncio.create_task(batches.put([{"update_id": number}])) for number in (8, 9))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    with suppress(asyncio.CancelledError):
        await gone
    assert stored == [{"update_id": 8}, {"update_id": 9}]
