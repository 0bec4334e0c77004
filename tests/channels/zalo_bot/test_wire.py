"""Raw updates of Zalo as arrivals."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.zalo_bot import wire
from domain.channel import Arrival, Json, MediaIn, TextIn, Unreadable
from domain.people import Address
from domain.talk import Sent

BOT_ID = "1483560274951000111"
AT = datetime(2026, 11, 5, 12, 42, 0, 265_000, UTC)
MS = 1_793_882_520_265
MAI = {"id": "6ede04", "display_name": "Mai", "is_bot": False}
PRIVATE = {"id": "6ede04", "chat_type": "PRIVATE"}
GROUP = {"id": "g77", "chat_type": "GROUP"}
BARE = {"event_name": "message.unsupported.received", "message": {"from": MAI, "chat": PRIVATE}}


def said(event: str = "message.text.received", /, **fields: object) -> dict[str, Any]:
    message = {"message_id": "2d75c1", "date": MS, "message_type": "CHAT_MESSAGE", "from": MAI, "chat": PRIVATE}
    return {"event_name": event, "message": {**message, **fields}}


def without(raw: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**raw, "message": {name: value for name, value in raw["message"].items() if name not in names}}


def read(raw: Json) -> Arrival:
    arrival = wire.read(BOT_ID, raw)
    assert arrival is not None
    return arrival


def test_text_says_who_wrote_it_when_and_in_which_order() -> None:
    expected = Arrival(Address("zalo_bot", BOT_ID, "6ede04"), "6ede04:2d75c1", MS, TextIn("xin chào"), AT)

    assert read(said(text="xin chào")) == expected


@pytest.mark.parametrize(
    ("event", "sent", "fields"),
    [
        ("message.image.received", Sent.PHOTO, {"photo_url": "https://x.zdn.vn/1.jpg"}),
        ("message.image.received", Sent.PHOTO, {"photo": "https://x.zdn.vn/1.jpg", "caption": "hop 5/11"}),
        ("message.image.received", Sent.PHOTO, {}),
        ("message.sticker.received", Sent.STICKER, {"sticker": "s1", "url": "https://zalo-api.zadn.vn/s1"}),
        ("message.voice.received", Sent.VOICE, {"voice_url": "https://x.zdn.vn/1.aac"}),
        ("message.unsupported.received", Sent.OTHER, {}),
    ],
)
def test_what_is_not_text_is_known_by_its_event_and_a_caption_is_not_read(
    event: str, sent: Sent, fields: dict[str, object]
) -> None:
    assert read(said(event, **fields)).content == MediaIn(sent)


@pytest.mark.parametrize("event", ["message.text.received", "message.image.received"])
def test_group_is_marked_as_one(event: str) -> None:
    arrival = read(said(event, chat=GROUP, text="chào"))

    assert arrival.is_group
    assert arrival.address.chat_id == "g77"
    assert arrival.external_id == "g77:2d75c1"


def test_chat_of_no_known_type_is_taken_for_a_group_and_one_of_none_for_private() -> None:
    """Nothing about a person is said where others may read it."""
    assert read(said(chat={"id": "c1", "chat_type": "CHANNEL"}, text="chào")).is_group
    assert not read(said(chat={"id": "6ede04"}, text="chào")).is_group


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@BotChiBo họp 5/11", "họp 5/11"),
        ("@BotChiBo   họp", "họp"),
        ("@BotChiBo\nhọp", "họp"),
        ("hỏi @BotChiBo nhé", "hỏi @BotChiBo nhé"),
    ],
)
def test_name_of_the_bot_is_stripped_where_a_group_message_begins_with_it(typed: str, meant: str) -> None:
    assert read(said(chat=GROUP, text=typed)).content == TextIn(meant)
    assert read(said(text=typed)).content == TextIn(typed), "in private it is what somebody wrote"


@pytest.mark.parametrize(
    "sender",
    [{"id": BOT_ID}, {"id": BOT_ID, "is_bot": False}, {"id": "other", "is_bot": True}, {"id": BOT_ID, "is_bot": True}],
)
@pytest.mark.parametrize("event", ["message.text.received", "message.image.received"])
def test_own_messages_that_come_back_are_none_of_its_business(event: str, sender: dict[str, object]) -> None:
    assert wire.read(BOT_ID, said(event, text="x", **{"from": sender})) is None


@pytest.mark.parametrize("sender", [{"id": "6ede04"}, {"id": "6ede04", "display_name": None}, {**MAI, "extra": [1]}])
def test_sender_needs_nothing_but_an_id(sender: dict[str, object]) -> None:
    assert read(said(text="x", **{"from": sender})).content == TextIn("x")


@pytest.mark.parametrize(
    "raw",
    [
        {"event_name": "chat.opened", "chat": PRIVATE, "date": MS},
        {"event_name": "message.reaction.received", "message": {"from": MAI}},
        {"event_name": "message.text.received.v2"},
        {"event_name": "webhook.verify", "message": None},
        {"event_name": ""},
    ],
)
def test_unknown_event_is_none_of_its_business(raw: Json) -> None:
    assert wire.read(BOT_ID, raw) is None


def test_message_without_number_and_date_is_known_by_when_it_came() -> None:
    first, later = wire.stamped(BARE, AT), wire.stamped(BARE, AT + timedelta(milliseconds=1))

    assert read(first).order == MS
    assert read(first).sent_at is None
    assert read(first) == read(copy.deepcopy(first)), "a repeat of the stored one is the same"
    assert read(first).external_id != read(later).external_id
    assert read(first).external_id.startswith("6ede04:")


@pytest.mark.parametrize("missing", [("date",), ("message_id",), ("date", "message_id")])
def test_message_without_a_date_is_in_the_order_in_which_it_came(missing: tuple[str, ...]) -> None:
    """Else it would overtake everything that still waits in its chat."""
    arrival = read(wire.stamped(without(said(text="x"), *missing), AT))

    assert arrival.order == MS


def test_whole_message_is_stored_as_it_came() -> None:
    assert wire.stamped(said(text="x"), AT) == said(text="x")
    assert "chibot_seen_at" not in BARE, "and the one that lacks something is copied"


@pytest.mark.parametrize("number", [None, ""])
def test_empty_number_is_none(number: object) -> None:
    raw = wire.stamped(said(text="x", message_id=number), AT)

    assert read(raw).external_id not in ("6ede04:", "6ede04:None")


def test_number_of_one_chat_is_not_that_of_another() -> None:
    here, there = said(text="x"), said(text="x", chat={"id": "7b", "chat_type": "PRIVATE"})

    assert read(here).external_id != read(there).external_id


@pytest.mark.parametrize("date", ["1788780810265", -1, 2**43, True, 1.5, 2**70])
def test_date_that_is_none_is_unreadable(date: object) -> None:
    with pytest.raises(Unreadable, match=r"^message\.date: "):
        read(said(text="x", date=date))


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"not_an_update": 5},
        {"event_name": 5},
        {"event_name": "message.text.received"},
        {"event_name": "message.text.received", "message": "x"},
        without(said(text="x"), "from"),
        without(said(text="x"), "chat"),
        said(text=5),
        said(text="x", chat={"id": "\ud800", "chat_type": "PRIVATE"}),
        said(text="x", message_id="\ud800"),
        said(text="x", chat={"id": 6, "chat_type": "PRIVATE"}),
        said(text="x", chat={"id": "", "chat_type": "PRIVATE"}),
        said(text="x", chat={"id": "6" * 201, "chat_type": "PRIVATE"}),
        said(text="x", message_id=7),
        said(text="x", message_id="7" * 201),
    ],
)
def test_what_is_not_as_documented_is_unreadable(raw: Json) -> None:
    with pytest.raises(Unreadable):
        wire.read(BOT_ID, raw)


def test_complaint_names_fields_and_quotes_nothing() -> None:
    with pytest.raises(Unreadable, match=r"message\.chat\.id") as caught:
        read(said(text="012345678901", chat={"id": ["Lê Văn Tám"], "chat_type": "PRIVATE"}))

    assert "Tám" not in str(caught.value)
    assert caught.value.__context__ is None


UPDATE = said(text="chào")


@pytest.mark.parametrize(
    ("found", "updates"),
    [
        (UPDATE, [UPDATE]),
        ([UPDATE, BARE], [UPDATE, BARE]),
        ({"ok": True, "result": UPDATE}, [UPDATE]),
        ({"ok": True, "result": [UPDATE, BARE]}, [UPDATE, BARE]),
        ([{"ok": True, "result": UPDATE}, BARE], [UPDATE, BARE]),
        (None, []),
        ({}, []),
        ([], []),
        ({"ok": True, "result": None}, []),
        ("x", [{"not_an_update": "x"}]),
        ([5, UPDATE], [{"not_an_update": 5}, UPDATE]),
        ({"no": "update"}, [{"no": "update"}]),
    ],
)
def test_updates_are_found_alone_wrapped_or_in_a_list(found: object, updates: list[Json]) -> None:
    assert list(wire.unwrapped(found)) == updates


FULL = [UPDATE, said("message.image.received", photo_url="u"), wire.stamped(BARE, AT), said(chat=GROUP, text="@B x")]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(raw: object, here: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(raw, dict):
        return []
    return [place for key, inner in raw.items() for place in [(*here, key), *places(inner, (*here, key))]]


SPOILT = [(raw, place) for raw in FULL for place in places(raw)]


@given(st.sampled_from(SPOILT), ANYTHING, st.booleans())
def test_update_spoilt_anywhere_raises_nothing_but_unreadable(
    one: tuple[dict[str, Any], tuple[str, ...]], value: object, is_dropped: bool
) -> None:
    raw, (*path, last) = copy.deepcopy(one[0]), one[1]
    inner = raw
    for key in path:
        inner = inner[key]
    if is_dropped:
        del inner[last]
    else:
        inner[last] = value
    for update in wire.unwrapped(raw):
        try:
            wire.read(BOT_ID, wire.stamped(update, AT))
        except Unreadable:
            continue


@given(ANYTHING)
def test_whatever_comes_is_taken_apart_into_updates(found: object) -> None:
    for update in wire.unwrapped(found):
        assert isinstance(wire.stamped(update, AT), dict)
