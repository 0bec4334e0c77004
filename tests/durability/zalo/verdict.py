"""What must be true when all is over: in the database, on the phones, and of both together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from language.say.words import TOLD_AGAIN
from tests.fakes.zalo import FakeZalo
from tests.stage import looking

ON_PHONES = """
SELECT chat_id, message_id, state FROM outbox WHERE channel = 'zalo_bot' AND coalesce(message_id, '') NOT LIKE 'm%'
"""
"""Without those that were there before the program ran: the ids of Zalo begin with no m."""
UPDATES = "SELECT chat_id, external_id FROM inbox WHERE channel = 'zalo_bot'"


def no_message_twice(database: Path, fake: FakeZalo) -> None:
    """Each message that the program calls sent is on its phone, and what else is there may be one of the uncertain ones."""
    with looking(database) as db:
        rows = db.execute(ON_PHONES).fetchall()
    for chat_id in fake.bots[0].chats:
        arrived = [message.message_id for message in fake.chat(chat_id).from_bot]
        sent = [ident for where, ident, state in rows if (where, state) == (chat_id, "sent")]
        uncertain = [state for where, _, state in rows if (where, state) == (chat_id, "uncertain")]
        assert set(sent) <= set(arrived), f"said to be sent, and not there: {fake.chat(chat_id)}"
        assert len(arrived) - len(sent) <= len(uncertain), f"a message came twice: {fake.chat(chat_id)}"


def nothing_is_left(database: Path) -> None:
    with looking(database) as db:
        assert db.execute("SELECT DISTINCT state FROM inbox").fetchall() == [("done",)]
        assert {state for (state,) in db.execute("SELECT DISTINCT state FROM outbox")} <= {"sent", "uncertain"}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def stored(database: Path) -> Sequence[str]:
    """The ids of the messages whose updates are in the database, those that came twice once."""
    with looking(database) as db:
        return [str(external).removeprefix(f"{chat_id}:") for chat_id, external in db.execute(UPDATES)]


def states(database: Path) -> Mapping[str, int]:
    """How many messages to phones came to what."""
    with looking(database) as db:
        rows = db.execute("SELECT state, count(*) FROM outbox WHERE channel = 'zalo_bot' GROUP BY state").fetchall()
    return {str(state): int(count) for state, count in rows}


def told_again(fake: FakeZalo, chat_id: str) -> Sequence[str]:
    """The messages that say an earlier one may not have come, and repeat it."""
    return [text for text in fake.chat(chat_id).texts if text.startswith(TOLD_AGAIN)]
