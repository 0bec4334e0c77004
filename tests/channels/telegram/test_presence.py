"""Signs of life: a press is answered, typing is shown when an answer takes its time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from channels.telegram import TelegramChannel
from channels.telegram.presence import PATIENCE_SECONDS
from domain.channel import Arrival, Outgoing, OutgoingAction, PressIn, TextIn
from domain.ids import OutboxId
from domain.people import Address
from tests.channels.telegram.bot_api import BOT_ID, BotApi, Reply, Trouble, refused
from tests.channels.telegram.timers import Timers

MAI = Address("telegram", BOT_ID, "5")
AT = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)
TEXT = Arrival(MAI, "1", 1, TextIn("chào"), AT)
PRESS = Arrival(MAI, "2", 2, PressIn("menu.open.0.menu", "7", "cb1"), None)


async def test_press_is_answered_at_once_without_text(api: BotApi, channel: TelegramChannel) -> None:
    await channel.acknowledge(PRESS)

    assert api.calls == [("answerCallbackQuery", {"callback_query_id": "cb1"})]


@pytest.mark.parametrize(
    "reply", [refused(400, "Bad Request: query is too old and response timeout expired"), Trouble.RESET]
)
async def test_press_that_cannot_be_answered_any_more_troubles_nobody(
    api: BotApi, channel: TelegramChannel, reply: Reply | Trouble
) -> None:
    api.will("answerCallbackQuery", reply)

    await channel.acknowledge(PRESS)


async def test_typing_is_shown_when_the_answer_takes_its_time(
    api: BotApi, channel: TelegramChannel, timers: Timers
) -> None:
    for _ in range(3):
        await channel.acknowledge(TEXT)
    assert [timer.seconds for timer in timers.set] == [PATIENCE_SECONDS]
    assert api.calls == []

    timers.ring()
    assert await api.called("sendChatAction") == [{"chat_id": "5", "action": "typing"}]


async def test_typing_is_not_shown_when_the_answer_was_faster(
    api: BotApi, channel: TelegramChannel, timers: Timers
) -> None:
    await channel.acknowledge(TEXT)
    await channel.send(Outgoing(OutboxId(1), MAI, OutgoingAction.SEND, "Chào"))
    timers.ring()

    assert [method for method, _ in api.calls] == ["sendMessage"]


async def test_next_message_is_waited_for_anew(api: BotApi, channel: TelegramChannel, timers: Timers) -> None:
    for _ in range(2):
        await channel.acknowledge(TEXT)
        timers.ring()

    assert len(await api.called("sendChatAction", 2)) == 2


async def test_after_hanging_up_nothing_is_shown(api: BotApi, channel: TelegramChannel, timers: Timers) -> None:
    await channel.acknowledge(TEXT)
    await channel.close()
    timers.ring()

    assert api.calls == []
