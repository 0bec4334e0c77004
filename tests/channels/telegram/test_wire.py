"""Raw updates of Telegram as arrivals."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram import wire
from domain.channel import Arrival, ContactIn, Json, MediaIn, PressIn, TextIn, Unreadable
from domain.people import Address
from domain.talk import Code, Conversation, FlowName, Sent, Start
from language.understand import Listening, understand

BOT_ID = "123456789"
MAI = {"id": 5, "is_bot": False, "first_name": "Mai", "language_code": "vi"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Mai"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Chi bộ"}
AT = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)


def message(**fields: object) -> dict[str, Any]:
    return {"message_id": 7, "date": int(AT.timestamp()), "from": MAI, "chat": PRIVATE, **fields}


def update(**fields: object) -> dict[str, Any]:
    return {"update_id": 900, **fields}


def said(**fields: object) -> dict[str, Any]:
    return update(message=message(**fields))


PRESS = update(callback_query={"id": "cb1", "from": MAI, "message": message(text="?"), "data": "menu.open.0.menu"})


def read(raw: Json) -> Arrival | None:
    return wire.read(BOT_ID, raw)


def content(raw: Json) -> object:
    arrival = read(raw)
    return None if arrival is None else arrival.content


def test_text_says_who_wrote_it_when_and_in_which_order() -> None:
    expected = Arrival(Address("telegram", BOT_ID, "5"), "900", 900, TextIn("chào"), AT)

    assert read(said(text="chào")) == expected


def test_press_has_its_token_its_message_and_no_date_of_its_own() -> None:
    arrival = read(PRESS)

    assert arrival is not None
    assert arrival.content == PressIn("menu.open.0.menu", "7", "cb1")
    assert arrival.sent_at is None
    assert arrival.address.chat_id == "5"


def test_press_on_a_message_that_telegram_has_forgotten_still_counts() -> None:
    carrier = {"chat": PRIVATE, "message_id": 7, "date": 0}

    assert content(update(callback_query={"id": "cb1", "from": MAI, "message": carrier, "data": "x"})) == PressIn(
        "x", "7", "cb1"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/start 48210937", Code("48210937")),
        ("/hop@chibo_bot cb 5/11", Start(FlowName.MEETING, "cb 5/11")),
        ("/start@chibo_bot 48210937", Code("48210937")),
    ],
)
def test_command_is_understood_with_its_payload_and_without_the_name_of_the_bot(typed: str, meant: object) -> None:
    text = content(said(text=typed))

    assert isinstance(text, TextIn)
    assert understand(text.text, Listening(Conversation("5"))) == meant


def test_address_within_a_text_stays() -> None:
    assert content(said(text="hỏi /hop@chibo_bot nhé")) == TextIn("hỏi /hop@chibo_bot nhé")


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("photo", Sent.PHOTO),
        ("document", Sent.FILE),
        ("video", Sent.FILE),
        ("audio", Sent.FILE),
        ("sticker", Sent.STICKER),
        ("voice", Sent.VOICE),
        ("video_note", Sent.VOICE),
        ("location", Sent.LOCATION),
        ("poll", Sent.OTHER),
    ],
)
def test_what_is_not_text_is_known_by_its_field_and_a_caption_is_not_read(field: str, sent: Sent) -> None:
    assert content(said(**{field: {"file_id": "x"}}, caption="hop 5/11")) == MediaIn(sent)


def test_moving_picture_is_no_file_though_it_comes_as_one_too() -> None:
    assert content(said(document={"file_id": "x"}, animation={"file_id": "x"})) == MediaIn(Sent.STICKER)


@pytest.mark.parametrize(("owner", "is_own"), [(5, True), (6, False), (None, False)])
def test_only_the_senders_own_card_is_their_own(owner: int | None, is_own: bool) -> None:
    card = {"phone_number": "+84912345678", "first_name": "Mai", **({} if owner is None else {"user_id": owner})}

    assert content(said(contact=card)) == ContactIn("+84912345678", is_own)


def test_changed_message_is_not_read_again() -> None:
    arrival = read(update(edited_message=message(text="nhầm, 19", edit_date=1)))

    assert arrival is not None
    assert arrival.content == MediaIn(Sent.EDITED)


def test_place_that_moves_on_is_no_changed_message() -> None:
    assert read(update(edited_message=message(location={"latitude": 10, "longitude": 106}))) is None


@pytest.mark.parametrize("chat", [GROUP, {**GROUP, "type": "group"}])
def test_group_is_marked_as_one(chat: dict[str, Any]) -> None:
    arrival = read(said(text="chào", chat=chat))

    assert arrival is not None
    assert arrival.is_group
    assert arrival.address.chat_id == "-1001"


@pytest.mark.parametrize(
    "raw",
    [
        update(my_chat_member={"chat": PRIVATE}),
        update(channel_post=message(text="x")),
        update(something_new={}),
        update(),
        said(**{"from": {**MAI, "is_bot": True}, "text": "x"}),
        said(new_chat_members=[MAI]),
        said(pinned_message=message()),
        update(callback_query={"id": "1", "from": MAI, "message": message(), "game_short_name": "x"}),
        update(callback_query={"id": "1", "from": MAI, "inline_message_id": "x", "data": "x"}),
    ],
)
def test_what_nobody_said_to_the_bot_is_none_of_its_business(raw: Json) -> None:
    assert read(raw) is None


@pytest.mark.parametrize("at", ["2009-02-13", -5, 2**40, None, True, 1.5])
def test_date_that_is_none_is_unreadable(at: object) -> None:
    with pytest.raises(Unreadable):
        read(said(text="x", date=at))


def test_complaint_names_fields_and_quotes_nothing() -> None:
    with pytest.raises(Unreadable, match=r"message\.chat\.id") as caught:
        read(said(text="012345678901", chat={"id": "Lê Văn Tám", "type": "private"}))

    assert "Tám" not in str(caught.value)
    assert caught.value.__context__ is None


FULL = [PRESS, said(text="chào"), said(contact={"phone_number": "1", "user_id": 5}), update(edited_message=message())]
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
    try:
        read(raw)
    except Unreadable:
        return
