"""People of the sample zone, and a crowd, on Zalo: in a database for the real program, and with a phone at the fake."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from domain.people import Address
from tests.durability import crowd
from tests.fakes.channel import LETTERS_ONLY
from tests.fakes.zalo import TOKENS, FakeZalo, Limits, Switches
from tests.fakes.zalo.chats import Chat
from tests.stage import EVENING

CAST = {"secretary": "z-secretary", "secretary_maple": "z-maple", "two_posts": "z-two", "admin": "z-admin"}
"""Who of the sample zone has a phone, and its chat."""
SECOND = 0.05
"""For so long a second of a poll lasts: a stop waits for the poll that is under way."""


def zalo(switches: Switches | None = None, second: float = SECOND) -> FakeZalo:
    """With one bot, which nothing limits: what the months do is tested elsewhere."""
    limits = Limits(messages_per_month=None, users=None)
    return FakeZalo(TOKENS[:1], now=lambda: EVENING, second=second, switches=switches, limits=limits)


def chat(nth: int) -> str:
    """Where officer number `nth` of the crowd is on Zalo."""
    return f"z-officer-{nth}"


def on_zalo(bot_id: str, nth: int) -> Address:
    return Address("zalo_bot", bot_id, chat(nth))


def zone_on_zalo(folder: Path, fake: FakeZalo, officers: int) -> Path:
    """A practice database as `chibot run --practice` makes it; the cast and so many officers wrote to the bot some time ago."""
    bot = fake.bots[0]
    for chat_id in (*CAST.values(), *(chat(nth) for nth in range(1, officers + 1))):
        bot.chats[chat_id] = Chat(chat_id, has_started=True)
    cast = {persona: Address("zalo_bot", bot.id, chat_id) for persona, chat_id in CAST.items()}
    return crowd.practice_zone(folder, officers, partial(on_zalo, bot.id), cast)


async def write_forms(folder: Path, fake: FakeZalo, officers: int) -> None:
    """Everybody of the crowd stands before the last word of a form: what they write next makes a record."""
    place = partial(on_zalo, fake.bots[0].id)
    await crowd.write_forms(folder, folder / "practice.db", officers, place, LETTERS_ONLY)
