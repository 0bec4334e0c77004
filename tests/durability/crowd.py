"""Two hundred people with a union of their own, so that each of them may introduce somebody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from bot import prepare
from domain.channel import Capabilities
from domain.people import Address
from storage.connection import connect, set_meta
from tests.stage import SECRET, fresh, open_stage

PEOPLE = 200
LINK = "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at) VALUES (?, ?, ?, ?, 0, 0)"
GIVEN = (
    "An",
    "Bình",
    "Cúc",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Minh",
    "Nga",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Yến",
)


def chat(nth: int) -> str:
    return f"officer{nth}"


def on_the_fake(nth: int) -> Address:
    return Address("web", "practice", chat(nth))


def name(nth: int) -> str:
    """A name that nobody else has, in the sample zone or here."""
    return f"Lò {GIVEN[nth // 15]} {GIVEN[nth % 15]}"


def six_messages(nth: int) -> tuple[str, ...]:
    """A whole form without waiting for a single question."""
    return ("gioi thieu", name(nth), f"{nth % 28 + 1:02d}/03/1991", f"Konya {nth}", "1/11/2026", "gui")


def crowd(database: Path, people: int = PEOPLE, address: Callable[[int], Address] = on_the_fake) -> None:
    """Adds officer after officer, numbered from 1, each linked to their chat."""
    connection = connect(database)
    connection.execute("BEGIN")
    cells = [row[0] for row in connection.execute("SELECT id FROM unit WHERE kind = 'cell' ORDER BY id")]
    first = {
        name: connection.execute(f"SELECT max(id) FROM {name}").fetchone()[0] for name in ("unit", "person", "post")
    }
    for nth in range(1, people + 1):
        unit, person, post = (first[name] + nth for name in ("unit", "person", "post"))
        _officer(connection, nth, (unit, person, post), cells[nth % len(cells)])
        connection.execute(LINK, (*address(nth), person))
    connection.execute("COMMIT")
    connection.close()


def _officer(connection: sqlite3.Connection, nth: int, ids: tuple[int, int, int], cell: int) -> None:
    unit, person, post = ids
    since = "2023-08-01"
    connection.execute("INSERT INTO unit (id, kind, founded_on) VALUES (?, 'union', ?)", (unit, since))
    connection.execute(
        "INSERT INTO unit_version VALUES (?, ?, ?, ?, ?, NULL)", (unit, f"Union {nth}", f"U{nth}", cell, since)
    )
    connection.execute("INSERT INTO person (id, name, is_party_member) VALUES (?, ?, 0)", (person, f"Officer {nth}"))
    connection.execute("INSERT INTO post VALUES (?, ?, 'union', ?, 'Chair', ?, NULL)", (post, person, unit, since))


def practice_zone(folder: Path, officers: int, address: Callable[[int], Address], cast: Mapping[str, Address]) -> Path:
    """A practice database as `chibot run --practice` makes it: so many officers at their addresses, and the cast at theirs alone."""
    database = fresh(folder)
    crowd(database, officers, address)
    connection = connect(database)
    for key, value in ((prepare.PRACTICE, "1"), (prepare.SECRET, SECRET), (prepare.PAGE_KEY, "key")):
        set_meta(connection, key, value)
    for persona, where in cast.items():
        person = connection.execute("SELECT person_id FROM account WHERE chat_id = ?", (persona,)).fetchone()[0]
        connection.execute("DELETE FROM account WHERE person_id = ?", (person,))
        connection.execute(LINK, (*where, person))
    connection.close()
    return database


async def write_forms(
    folder: Path, database: Path, officers: int, address: Callable[[int], Address], capabilities: Capabilities
) -> None:
    """Everybody of the crowd stands before the last word of a form: what they write next makes a record."""
    channel = address(1).channel
    async with open_stage(folder, name=channel, capabilities=capabilities, database=database) as stage:
        for nth in range(1, officers + 1):
            where = address(nth)
            raws = [
                stage.channel.raw(where.chat_id, stage.clock.now(), None, text=text) for text in six_messages(nth)[:-1]
            ]
            await stage.receive([(where.bot_id, raw) for raw in raws])
        await stage.program.settle()
