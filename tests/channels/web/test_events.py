"""To the page: every message once, also after the connection was lost."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing, suppress

import pytest
from aiohttp import ClientConnectionError, ClientResponse, ClientSession, CookieJar

from channels.web import WebChannel
from channels.web.feed import KEPT_EVENTS, Feed
from domain.channel import Arrival, Button, Delivered, Outgoing, OutgoingAction, TextIn
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from tests.channels.web.conftest import START, Behind, Site, channel_before

Event = dict[str, object]
MAI = Address("web", "practice", "mai")


def outgoing(number: int, action: OutgoingAction = OutgoingAction.SEND, message_id: str | None = None) -> Outgoing:
    rows = ((Button("Có", "y"), Button("Không", "n")), (Button("Thôi", "stop"),))
    return Outgoing(OutboxId(number), MAI, action, f"tin {number}\n✅", rows, message_id, is_personal=number == 9)


class Listener:
    """Reads server-sent events as a browser does."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response
        self.last_id = ""

    async def next(self) -> tuple[str, Event]:
        fields: dict[str, str] = {}
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), 5)).decode().rstrip("\n")
            if not line and "event" in fields:
                self.last_id = fields["id"]
                return fields["event"], json.loads(fields["data"])
            if self.response.content.at_eof():
                raise EOFError
            name, _, value = line.partition(": ")
            fields[name] = value


async def listen(site: Site, after: str | None = None, **headers: str) -> Listener:
    response = await site.get("/api/events?as=mai" + (f"&after={after}" if after is not None else ""), **headers)
    assert response.status == 200
    assert response.content_type == "text/event-stream"
    return Listener(response)


async def cursor(site: Site, who: str = "mai") -> str:
    history: dict[str, str] = await (await site.get(f"/api/history?as={who}")).json()
    return history["cursor"]


async def test_history_is_shown_with_its_buttons(entered: Site) -> None:
    history = await (await entered.get("/api/history?as=mai")).json()

    at = "2026-11-05T12:42:00+00:00"
    assert history["lines"] == [
        {"id": "7", "is_from_bot": False, "text": "chào, mai", "rows": [], "at": at, "is_personal": False, "file": ""},
        {
            "id": "8",
            "is_from_bot": True,
            "text": "Có đúng không?",
            "rows": [[{"label": "Đúng", "token": "t"}]],
            "at": at,
            "is_personal": False,
            "file": "",
        },
    ]


async def test_picker_gets_everybody(entered: Site) -> None:
    people = await (await entered.get("/api/personas")).json()

    assert people[0] == {"key": "mai", "name": "Trần Thị Mai", "post": "Bí thư Chi bộ Konya"}
    assert len(people) == 2


async def test_send_edit_and_strip_reach_the_page(entered: Site) -> None:
    listener = await listen(entered, await cursor(entered))
    channel = entered.channel

    assert await channel.send(outgoing(9)) == Delivered("9")
    assert await channel.send(outgoing(10, OutgoingAction.EDIT, "9")) == Delivered("9")
    assert await channel.send(outgoing(11, OutgoingAction.STRIP, "9")) == Delivered("9")

    rows = [[{"label": "Có", "token": "y"}, {"label": "Không", "token": "n"}], [{"label": "Thôi", "token": "stop"}]]
    said = {"id": "9", "text": "tin 9\n✅", "rows": rows, "is_personal": True, "at": START.isoformat(), "file": ""}
    assert await listener.next() == ("message", said)
    assert await listener.next() == ("edit", {**said, "text": "tin 10\n✅", "is_personal": False, "file": ""})
    assert await listener.next() == ("strip", {"id": "9"})


async def test_acknowledging_shows_typing(entered: Site) -> None:
    listener = await listen(entered, await cursor(entered))

    await entered.channel.acknowledge(Arrival(MAI, "mai:1", 1, TextIn("x"), START))
    assert await listener.next() == ("typing", {})


async def test_each_conversation_hears_only_its_own(entered: Site) -> None:
    mine = await cursor(entered)
    other = await cursor(entered, "nam")
    await entered.channel.send(outgoing(1))

    assert await cursor(entered) != mine
    assert await cursor(entered, "nam") == other


async def test_sending_works_without_a_listener(behind: Behind) -> None:
    assert await channel_before(behind).send(outgoing(3)) == Delivered("3")


@pytest.mark.parametrize("action", [OutgoingAction.EDIT, OutgoingAction.STRIP])
async def test_edit_of_nothing_is_rejected(behind: Behind, action: OutgoingAction) -> None:
    assert await channel_before(behind).send(outgoing(3, action)) == Failure(FailureKind.REJECTED, "no_message_id")


async def test_nobody_of_that_name_is_gone(behind: Behind) -> None:
    to_nobody = Outgoing(OutboxId(1), Address("web", "practice", "nobody"), OutgoingAction.SEND, "x")
    channel = channel_before(behind)

    assert await channel.send(to_nobody) == Failure(FailureKind.RECIPIENT_GONE, "unknown_persona")
    await channel.acknowledge(Arrival(to_nobody.address, "nobody:1", 1, TextIn("x"), START))


@pytest.mark.parametrize("is_header", [True, False])
async def test_reconnecting_loses_nothing(entered: Site, is_header: bool) -> None:
    first = await listen(entered, await cursor(entered))
    await entered.channel.send(outgoing(1))
    await first.next()
    first.response.close()
    for number in (2, 3, 4):
        await entered.channel.send(outgoing(number))

    last = first.last_id
    again = await (listen(entered, "", Last_Event_ID=last) if is_header else listen(entered, last))
    assert [(await again.next())[1]["id"] for _ in range(3)] == ["2", "3", "4"]


@pytest.mark.parametrize("unknown", ["other.1", "run1.999", "run1.x", "run1.-1", "run1.²", "run1." + "9" * 5000, "x"])
async def test_unknown_place_makes_the_page_load_the_history(entered: Site, unknown: str) -> None:
    await entered.channel.send(outgoing(1))
    listener = await listen(entered, unknown)

    assert await listener.next() == ("reload", {})
    await entered.channel.send(outgoing(2))
    assert (await listener.next())[1]["id"] == "2"


async def test_gap_longer_than_what_is_kept_makes_the_page_load_the_history(entered: Site) -> None:
    start = await cursor(entered)
    for number in range(KEPT_EVENTS):
        await entered.channel.send(outgoing(number))
    whole = await listen(entered, start)
    assert (await whole.next())[1]["id"] == "0"

    await entered.channel.send(outgoing(KEPT_EVENTS))
    assert (await (await listen(entered, start)).next())[0] == "reload"


async def test_silence_is_filled_with_a_heartbeat() -> None:
    feed = Feed("run1", heartbeat_seconds=0.001)
    async with aclosing(feed.after(feed.cursor)) as frames:
        assert (await anext(frames)).startswith(b":")
        feed.push("typing", {})
        heard = [await anext(frames), await anext(frames)]
    assert any(b"event: typing" in frame for frame in heard)


async def test_stopping_lets_every_listener_go_at_once(behind: Behind) -> None:
    listening = asyncio.Event()
    channel = channel_before(behind, is_listening=listening)
    task = asyncio.create_task(channel.run(behind.receive))
    await listening.wait()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        site = Site(channel, session)
        await session.get(channel.address)
        listeners = [await listen(site, await cursor(site)) for _ in range(3)]
        async with asyncio.timeout(2):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for listener in listeners:
            with pytest.raises((EOFError, ClientConnectionError)):
                await listener.next()
        site.close()


async def test_message_that_is_being_stored_is_finished_before_the_stop(behind: Behind) -> None:
    listening = asyncio.Event()
    channel = channel_before(behind, is_listening=listening)
    entering = asyncio.Event()

    async def receive(updates: object) -> None:
        entering.set()
        await behind.gate.wait()

    behind.gate.clear()
    task = asyncio.create_task(channel.run(receive))
    await listening.wait()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        site = Site(channel, session)
        await session.get(channel.address)
        posting = asyncio.create_task(site.post({"as": "mai", "id": "1", "text": "x"}))
        await entering.wait()
        task.cancel()
        behind.gate.set()
        assert (await posting).status == 200
        site.close()
    with suppress(asyncio.CancelledError):
        await task


async def test_taken_port_is_an_error(entered: Site, behind: Behind) -> None:
    second = WebChannel("127.0.0.1", entered.channel.port, "k", [], behind, behind.now, str)

    with pytest.raises(OSError, match="address already in use"):
        await second.run(behind.receive)


async def test_channel_can_run_again(behind: Behind) -> None:
    listening = asyncio.Event()
    channel = channel_before(behind, is_listening=listening)
    for _ in range(2):
        listening.clear()
        task = asyncio.create_task(channel.run(behind.receive))
        await listening.wait()
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            site = Site(channel, session)
            await session.get(channel.address)
            listener = await listen(site, await cursor(site))
            await channel.send(outgoing(1))
            assert (await listener.next())[0] == "message"
            site.close()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
