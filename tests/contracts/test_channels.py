"""What every messenger promises (`domain.channel.Channel`)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.rendering import parts
from domain.channel import Button, Delivered, Outgoing, OutgoingAction, TextIn, Unreadable
from domain.failures import Failure
from domain.ids import OutboxId
from domain.people import Address
from language.text import utf16_length
from tests.contracts.bare import KINDS, RAW, address, channel, opened

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.floats()
    | st.sampled_from(["photo", "\ud800"])
)
KEYS = st.sampled_from(
    (
        *("as", "id", "text", "press", "media", "at", "order", "chat", "message_id", "group", "x"),
        *("update_id", "message", "edited_message", "callback_query", "from", "date", "contact", "data"),
        *("event_name", "chat_type", "is_bot", "ok", "result"),
    )
)
ROWS = ((Button("Đúng", "join.confirm.1.yes"), Button("Không", "join.confirm.1.no")),)


@pytest.mark.parametrize("kind", KINDS)
def test_parse_is_pure_and_says_who_wrote_what_when(kind: str) -> None:
    one = channel(kind)
    where = address(kind)
    first, again = one.parse(where.bot_id, RAW[kind]), channel(kind).parse(where.bot_id, dict(RAW[kind]))

    assert first is not None
    assert first == again == one.parse(where.bot_id, RAW[kind])
    assert (first.address, first.content) == (where, TextIn("chào"))
    assert first.sent_at is not None
    assert first.sent_at.utcoffset() is not None


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=150)
@given(raw=st.dictionaries(KEYS, SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(KEYS, SCALARS, max_size=2)))
def test_parse_raises_nothing_but_unreadable(kind: str, raw: dict[str, object]) -> None:
    try:
        channel(kind).parse(address(kind).bot_id, raw)
    except Unreadable:
        return


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["at", "order", "text", "update_id", "message", "event_name"])
@pytest.mark.parametrize("value", [None, "", "x", -1, 2**70, [], {}])
def test_spoilt_update_raises_nothing_but_unreadable(kind: str, field: str, value: object) -> None:
    try:
        channel(kind).parse(address(kind).bot_id, {**RAW[kind], field: value})
    except Unreadable:
        return


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("chat", [None, "nobody"])
async def test_send_answers_delivered_or_a_failure(kind: str, chat: str | None) -> None:
    to = address(kind, chat)
    async with opened(kind) as one:
        sent = await one.send(Outgoing(OutboxId(1), to, OutgoingAction.SEND, "Chào", ROWS))
        assert isinstance(sent, Delivered | Failure)
        message_id = sent.message_id if isinstance(sent, Delivered) else "1"
        edited = Outgoing(OutboxId(2), to, OutgoingAction.EDIT, "Lại", ROWS, message_id)
        stripped = Outgoing(OutboxId(3), to, OutgoingAction.STRIP, "", (), message_id)
        assert isinstance(await one.send(edited), Delivered | Failure)
        assert isinstance(await one.send(stripped), Delivered | Failure)


@pytest.mark.parametrize("kind", KINDS)
async def test_message_that_was_never_sent_cannot_be_stripped_by_raising(kind: str) -> None:
    async with opened(kind) as one:
        answer = await one.send(Outgoing(OutboxId(3), address(kind), OutgoingAction.STRIP, "", (), None))
    assert isinstance(answer, Delivered | Failure)


@pytest.mark.parametrize("kind", KINDS)
async def test_channel_that_never_ran_can_hang_up(kind: str) -> None:
    one = channel(kind)
    await one.close()
    await one.close()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [1, 1_999, 2_000, 2_001, 4_096, 4_097, 30_000])
def test_long_text_is_split_within_the_limit_and_whole(kind: str, length: int) -> None:
    can = channel(kind).capabilities
    text = ("Chi bộ Giấy 🇻🇳 " * 3_000)[:length]
    sent = parts(Outgoing(OutboxId(1), Address("x", "x", "x"), OutgoingAction.SEND, text, ROWS), can)

    assert all(0 < utf16_length(part) <= can.text_limit for part in sent)
    assert "".join(sent).startswith(text)
