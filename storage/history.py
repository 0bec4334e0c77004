"""The messages of one chat as they stand now: for the practice page after a reload."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from domain.channel import HistoryLine
from domain.people import Address
from storage.instants import from_ms
from storage.outbox import unpack

EXPORTED = (
    *(
        "unit",
        "unit_version",
        "unit_alias",
        "report_waiver",
        "obligation",
        "head_count",
        "person",
        "post",
        "candidate",
        "candidate_event",
        "vote",
    ),
    *("meeting", "consent", "target", "coverage", "figure", "operation", "audit", "gap", "holiday", "privacy_request"),
    *("erasure", "handover", "broadcast", "on_behalf"),
)
COUNTED = frozenset(
    {"id", "unit_id", "introduced_unit_id", "intake", "added_on", "is_undone", "is_stopped", "is_erased"}
)
SENT = """
SELECT id, action, target_id, strips_id, text, buttons, created_at, is_personal,
 coalesce(json_extract(attachment, '$[0]'), '') FROM outbox
WHERE channel = ? AND bot_id = ? AND chat_id = ? AND state IN ('sent', 'sending', 'waiting') ORDER BY id DESC LIMIT ?
"""
RECEIVED = """
SELECT id, kind, body, received_at FROM inbox
WHERE channel = ? AND bot_id = ? AND chat_id = ? AND kind IN ('text', 'media', 'file') AND body IS NOT NULL ORDER BY id DESC LIMIT ?
"""


def lines(connection: sqlite3.Connection, address: Address, most: int) -> Sequence[HistoryLine]:
    """Oldest first. A bot's line has the id of the message that was sent first, with the text and buttons of its last edit."""
    where = (address.channel, address.bot_id, address.chat_id)
    found: dict[int, HistoryLine] = {}
    sent = list(reversed(connection.execute(SENT, (*where, most * 3)).fetchall()))
    for ident, action, target, strips, text, buttons, at, is_personal, name in sent:
        if action == "send":
            found[ident] = HistoryLine(ident, True, text, unpack(buttons), from_ms(at), bool(is_personal), name)
        elif target in found:
            first = found[target]
            found[target] = HistoryLine(target, True, text, unpack(buttons), first.at, first.is_personal)
        if strips in found:
            found[strips] = replace(found[strips], rows=())
    own = [
        HistoryLine(ident, False, _own(kind, body), (), from_ms(at))
        for ident, kind, body, at in connection.execute(RECEIVED, (*where, most)).fetchall()
    ]
    told = [line for line in found.values() if line.text]
    return sorted([*told, *own], key=lambda line: (line.at, line.is_from_bot))[-most:]


def _own(kind: str, body: str) -> str:
    """What the person sent, in words: of a file its name."""
    if kind == "file":
        return f"({json.loads(body)[0]})"
    return f"({body})" if kind == "media" else body


def newest_instant(connection: sqlite3.Connection) -> int:
    """The newest instant (UTC ms) that the database knows: a practice clock never starts before it."""
    rows = connection.execute(
        "SELECT max(received_at) FROM inbox UNION ALL SELECT max(created_at) FROM outbox"
    ).fetchall()
    return max((row[0] or 0 for row in rows), default=0)


def story(connection: sqlite3.Connection, turn_id: int) -> dict[str, object] | None:
    """What happened in one turn: the inbox row, what was audited, what was sent. No text of a person: kinds and ids only."""
    row = connection.execute(
        "SELECT channel, kind, state, tries, command, error, received_at, sent_at, done_at FROM inbox WHERE id = ?",
        (turn_id,),
    ).fetchone()
    if row is None:
        return None
    names = ("channel", "kind", "state", "tries", "command", "error", "received_at", "sent_at", "done_at")
    audits = connection.execute(
        "SELECT action, subject, subject_id, unit_id, fields FROM audit WHERE turn_id = ? ORDER BY id", (turn_id,)
    ).fetchall()
    out = connection.execute(
        "SELECT id, action, state, tries, failure, created_at, sent_at FROM outbox WHERE turn_id = ? ORDER BY id",
        (turn_id,),
    ).fetchall()
    told = ("id", "action", "state", "tries", "failure", "created_at", "sent_at")
    return {
        **dict(zip(names, row, strict=True)),
        "audit": [
            dict(zip(("action", "subject", "subject_id", "unit_id", "fields"), one, strict=True)) for one in audits
        ],
        "sent": [dict(zip(told, one, strict=True)) for one in out],
    }


def dump(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """Every record of every table that holds meaning, for `chibot export`; secrets, messages and accounts are left out."""
    found: dict[str, list[dict[str, object]]] = {}
    connection.execute("BEGIN")
    for table in EXPORTED:
        cursor = connection.execute("SELECT * FROM " + table + " ORDER BY 1, 2")
        names = [column[0] for column in cursor.description]
        found[table] = [
            {
                name: json.loads(value) if name == "achievements" else value
                for name, value in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]
    connection.execute("ROLLBACK")
    found["candidate"] = [_withheld(one) if one["is_stopped"] else one for one in found["candidate"]]
    return found


def _withheld(row: dict[str, object]) -> dict[str, object]:
    """Of a candidate who has withdrawn their consent only what counts rest on leaves the program."""
    return {name: value if name in COUNTED else None for name, value in row.items()}
