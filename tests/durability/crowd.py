"""Two hundred people with a union of their own, so that each of them may introduce somebody."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from domain.people import Address
from storage.connection import connect

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
