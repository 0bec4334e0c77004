"""From the page: acknowledged only when stored, and readable again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.web import wire
from domain.channel import Arrival, Json, MediaIn, PressIn, TextIn, Unreadable
from domain.people import Address
from domain.talk import Sent
from language.say import web as say
from tests.channels.web.conftest import START, Behind, Site, channel_before

TEXT = {"as": "mai", "id": "a-1", "text": "hop cb 5/11"}
RAW: Json = {**TEXT, "at": "2026-11-05T19:42:00+07:00", "order": 5}
WRONG: list[object] = [
    {},
    [],
    "text",
    None,
    {"as": "mai", "id": "1"},
    {"as": "mai", "text": "x"},
    {"id": "1", "text": "x"},
    {**TEXT, "text": ""},
    {**TEXT, "text": 5},
    {**TEXT, "text": "\ud800"},
    {**TEXT, "text": None},
    {**TEXT, "press": "t"},
    {**TEXT, "media": "photo"},
    {**TEXT, "message_id": "3"},
    {**TEXT, "id": ""},
    {**TEXT, "id": "a:b"},
    {**TEXT, "id": "a" * 65},
    {**TEXT, "id": "a\n"},
    {**TEXT, "id": 1},
    {**TEXT, "order": 1},
    {**TEXT, "more": 1},
    {"as": "mai", "id": "1", "media": "film"},
    {"as": "mai", "id": "1", "press": ["t"]},
]


async def test_text_is_received_whole_with_time_and_order(entered: Site, behind: Behind) -> None:
    response = await entered.post(TEXT)

    assert (response.status, (await response.json())["ok"]) == (200, True)
    order = int(START.timestamp() * 1_000_000)
    assert behind.received == [{**TEXT, "at": "2026-11-05T12:42:00+00:00", "order": order}]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ({"text": "chào\n<b>"}, TextIn("chào\n<b>")),
        ({"press": "menu.open.0.x", "message_id": "12"}, PressIn("menu.open.0.x", "12")),
        ({"press": "menu.open.0.x"}, PressIn("menu.open.0.x")),
        *(
            ({"media": kind}, MediaIn(Sent(kind)))
            for kind in ("photo", "file", "sticker", "voice", "location", "contact")
        ),
    ],
)
async def test_what_was_posted_is_read_again(
    entered: Site, behind: Behind, content: Mapping[str, str], read: TextIn | PressIn | MediaIn
) -> None:
    await entered.post({"as": "mai", "id": "a-1", **content})

    (raw,) = behind.received
    sent_at = None if isinstance(read, PressIn) else START
    assert entered.channel.parse("practice", raw) == Arrival(
        Address("web", "practice", "mai"), "mai:a-1", int(START.timestamp() * 1_000_000), read, sent_at
    )


@pytest.mark.parametrize("body", WRONG)
async def test_unreadable_body_is_refused_and_not_stored(entered: Site, behind: Behind, body: object) -> None:
    response = await entered.post(body)

    assert (response.status, await response.text()) == (400, say.unreadable())
    assert behind.received == []


async def test_form_of_another_kind_is_refused(entered: Site, behind: Behind) -> None:
    assert (await entered.post(TEXT, Content_Type="text/plain")).status == 415
    assert behind.received == []


async def test_unknown_persona_is_refused(entered: Site, behind: Behind) -> None:
    response = await entered.post({**TEXT, "as": "nobody"})

    assert (response.status, await response.text()) == (400, say.unknown_persona())
    assert (await entered.get("/api/history?as=nobody")).status == 400
    assert (await entered.get("/api/events?as=nobody")).status == 400
    assert behind.received == []


async def test_body_over_64_kib_is_refused_kindly(entered: Site, behind: Behind) -> None:
    response = await entered.post({**TEXT, "text": "x" * 65_536})

    assert (response.status, await response.text()) == (413, say.too_long())
    assert (await entered.post({**TEXT, "text": "x" * 65_000})).status == 200


async def test_nothing_is_acknowledged_before_it_is_stored(entered: Site, behind: Behind) -> None:
    behind.gate.clear()
    posting = asyncio.create_task(entered.post(TEXT))
    assert (await entered.get("/api/personas")).status == 200

    assert not posting.done()
    behind.gate.set()
    assert (await posting).status == 200


async def test_repeat_after_trouble_has_the_same_id(entered: Site, behind: Behind) -> None:
    behind.trouble = OSError("the disk is full")
    response = await entered.post(TEXT)
    assert (response.status, await response.text()) == (503, say.not_stored())

    behind.trouble = None
    assert (await entered.post(TEXT)).status == 200
    assert (await entered.post(TEXT)).status == 200
    arrivals = [entered.channel.parse("practice", raw) for raw in behind.received]
    assert [arrival.external_id for arrival in arrivals if arrival] == ["mai:a-1", "mai:a-1"]


async def test_order_never_goes_back(entered: Site, behind: Behind) -> None:
    for step in (0, 0, 1, -3600, -3600, 1):
        behind.time = START + timedelta(seconds=step)
        await entered.post(TEXT)

    orders = [int(str(raw["order"])) for raw in behind.received]
    assert all(before < after for before, after in pairwise(orders))


def test_order_goes_on_after_a_restart(behind: Behind) -> None:
    before = channel_before(behind)
    last = [before._next_order() for _ in range(1000)][-1]

    behind.time += timedelta(milliseconds=2)
    assert channel_before(behind)._next_order() > last


@pytest.mark.parametrize(
    "change",
    [
        {"at": "today"},
        {"at": "2026-11-05T19:42:00"},
        {"at": 5},
        {"at": None},
        {"order": "5"},
        {"order": True},
        {"order": 5.0},
        {"order": -1},
        {"order": 2**63},
        {"as": ""},
        {"at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_malformed_update_is_unreadable(behind: Behind, change: Json) -> None:
    with pytest.raises(Unreadable):
        channel_before(behind).parse("practice", {**RAW, **change})


@pytest.mark.parametrize("key", sorted(RAW))
def test_update_with_a_missing_key_is_unreadable(behind: Behind, key: str) -> None:
    with pytest.raises(Unreadable):
        channel_before(behind).parse("practice", {name: value for name, value in RAW.items() if name != key})


def test_what_is_wrong_is_named_without_what_was_written(behind: Behind) -> None:
    with pytest.raises(Unreadable) as caught:
        channel_before(behind).parse("practice", {**RAW, "order": "0912345678", "Nguyễn": "x"})

    assert "order" in str(caught.value)
    assert "0912345678" not in str(caught.value)


# On a fresh machine the first text waits for Hypothesis to build its table of characters: that is no failure of ours.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["photo", RAW["at"], "a-1"])
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
)


@patiently
@given(
    st.dictionaries(st.sampled_from([*RAW, "press", "media", "message_id", "x"]), ANYTHING),
    st.sets(st.sampled_from([*RAW])),
)
def test_any_update_is_an_arrival_or_unreadable(changes: dict[str, object], kept: set[str]) -> None:
    raw = {**changes, **{key: RAW[key] for key in kept}}
    try:
        arrival = wire.read_stored(raw)
    except Unreadable:
        return
    assert arrival.external_id == f"{raw['as']}:{raw['id']}"
    assert 0 <= arrival.order < 2**63
    assert arrival.sent_at is None or arrival.sent_at.tzinfo is UTC


@patiently
@given(st.binary())
def test_any_body_is_a_message_or_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        wire.read_posted(body)


@patiently
@given(st.text(min_size=1), st.text("abc-_09", min_size=1, max_size=64), st.datetimes(timezones=st.just(UTC)))
def test_storing_then_reading_gives_the_text_back(text: str, ident: str, at: datetime) -> None:
    posted = wire.Posted.model_validate({"as": "mai", "id": ident, "text": text})

    arrival = wire.read_stored(wire.stored(posted, at, 1))
    assert (arrival.content, arrival.sent_at) == (TextIn(text), at)
