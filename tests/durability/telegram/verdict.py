"""What must be true when all is over: in the database, on the phones, and of both together."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from domain.weeks import Week
from language.say.digest import heading
from tests.durability.telegram.people import Told
from tests.fakes.telegram import FakeTelegram
from tests.stage import looking

NEW = ">= (SELECT min(received_at) FROM inbox)"
MAY_HAVE_COME: Mapping[str, Sequence[int]] = {"sent": (1,), "uncertain": (0, 1), "failed": (0,)}
ON_PHONES = "channel = 'telegram' AND action = 'send'"


def every_record_once(database: Path, told: Told) -> None:
    """What was acknowledged exists once, and nothing else exists; each has one receipt and one line in the audit."""
    with looking(database) as db:
        names = db.execute(f"SELECT name FROM candidate WHERE added_at {NEW} OR name LIKE 'Lò %'").fetchall()
        assert sorted(name for (name,) in names) == sorted(told.names)
        meetings = db.execute(f"SELECT receipt, state FROM meeting WHERE first_sent_at {NEW}").fetchall()
        assert sorted(meetings) == sorted(told.receipts.items())
        audited = dict(db.execute("SELECT action, count(*) FROM audit GROUP BY action").fetchall())
        assert audited["introduced"] == len(told.names)
        assert audited.get("reported", 0) == len(told.receipts)
        receipts = db.execute("SELECT count(*), count(DISTINCT turn_id) FROM outbox WHERE text LIKE '✅ Đã ghi%'")
        assert receipts.fetchone() == (len(told.names), len(told.names))


def every_update_once(database: Path, update_ids: Iterable[int]) -> None:
    """Each update that Telegram ever had was taken as one turn."""
    with looking(database) as db:
        taken = db.execute("SELECT external_id FROM inbox WHERE channel = 'telegram' AND state = 'done'").fetchall()
    assert sorted(ident for (ident,) in taken) == sorted(map(str, update_ids))


def nothing_is_left(database: Path) -> None:
    with looking(database) as db:
        assert db.execute("SELECT DISTINCT state FROM inbox").fetchall() == [("done",)]
        states = {state for (state,) in db.execute("SELECT DISTINCT state FROM outbox")}
        assert states <= {"sent", "uncertain", "failed"}
        failed = {tuple(row) for row in db.execute("SELECT is_bulk, failure FROM outbox WHERE state = 'failed'")}
        assert failed <= {(1, "too_late")}, "only what the clock set off may be given up, after days"
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def phones_agree(database: Path, fake: FakeTelegram) -> None:
    """Telegram has what the program calls sent: a bulk message once, a reply at least once; of what is uncertain in bulk one or none."""
    arrived = Counter((one.chat_id, one.text) for chat in fake.world.chats.values() for one in chat.messages.values())
    with looking(database) as db:
        rows = db.execute(f"SELECT chat_id, text, is_bulk, state FROM outbox WHERE {ON_PHONES}").fetchall()
    said, bulk = Counter[tuple[int, str]](), Counter[tuple[int, str]]()
    for chat_id, text, is_bulk, state in rows:
        message = int(chat_id), text.strip()
        said[message] += state == "sent"
        bulk[message] += is_bulk
    missing = {message: times for message, times in said.items() if arrived[message] < times}
    assert missing == {}, "said to be sent, and not there"
    doubled = {message: arrived[message] for message, times in bulk.items() if times and arrived[message] > times}
    assert doubled == {}, "a bulk message came twice"


def digests(database: Path, fake: FakeTelegram, weeks: Set[Week]) -> Mapping[str, int]:
    """Everybody has theirs of each week, and nobody two on a phone. Returns how many there are by what became of them."""
    states: Counter[str] = Counter()
    with looking(database) as db:
        linked = _linked(db)
        for week in weeks:
            states.update(_of_one_week(db, fake, week, linked))
        sent_of = {week for (week,) in db.execute("SELECT DISTINCT week FROM digest")}
    assert sent_of == {str(week) for week in weeks}
    return states


def _linked(db: sqlite3.Connection) -> Mapping[int, int]:
    rows = db.execute("SELECT person_id, chat_id FROM account WHERE channel = 'telegram' AND person_id IS NOT NULL")
    return {int(person): int(chat_id) for person, chat_id in rows}


def _of_one_week(db: sqlite3.Connection, fake: FakeTelegram, week: Week, linked: Mapping[int, int]) -> Counter[str]:
    keys = {f"digest:{week}:{person}": chat_id for person, chat_id in linked.items()}
    rows = db.execute("SELECT once_key, state FROM outbox WHERE once_key LIKE ?", (f"digest:{week}:%",))
    states = {key: state for key, state in rows if key in keys}
    come = {key: _come(fake, chat_id, week) for key, chat_id in keys.items()}
    assert max(come.values()) <= 1, f"somebody has two digests of {week}"
    assert states.keys() == keys.keys(), f"somebody has no digest of {week}"
    for key, state in states.items():
        assert come[key] in MAY_HAVE_COME[state], f"{come[key]} of {key}, which is {state}"
    return Counter(states.values())


def _come(fake: FakeTelegram, chat_id: int, week: Week) -> int:
    return sum(text.startswith(heading(week)) for text in fake.chat(chat_id).texts)


def bulk(database: Path) -> Mapping[str, int]:
    """What the clock set off and what became of it on Telegram, by job and state."""
    with looking(database) as db:
        rows = db.execute(f"SELECT once_key, state FROM outbox WHERE {ON_PHONES} AND is_bulk = 1").fetchall()
    return Counter(f"{key.partition(':')[0]} {state}" for key, state in rows)
