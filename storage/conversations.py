"""The memory of each conversation and its drafts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from domain.ids import OutboxId
from domain.talk import Conversation, Draft, FlowName
from storage.instants import from_ms, from_ms_or_none, to_ms, to_ms_or_none

GET = "SELECT open_flow, shown, asked_id, last_press, last_press_at FROM conversation WHERE owner = ?"
DRAFTS = "SELECT flow, step, version, answers, trail, misses, total, updated_at FROM draft WHERE owner = ?"
PUT = """
INSERT INTO conversation (owner, open_flow, shown, asked_id, last_press, last_press_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (owner) DO UPDATE SET open_flow = excluded.open_flow, shown = excluded.shown, asked_id = excluded.asked_id,
 last_press = excluded.last_press, last_press_at = excluded.last_press_at
"""
PUT_DRAFT = """
INSERT INTO draft (owner, flow, step, version, answers, trail, misses, total, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (owner, flow) DO UPDATE SET step = excluded.step, version = excluded.version, answers = excluded.answers,
 trail = excluded.trail, misses = excluded.misses, total = excluded.total, updated_at = excluded.updated_at
"""
DROP_DRAFT = "DELETE FROM draft WHERE owner = ? AND flow = ?"
ERASE_SHOWN = """
UPDATE conversation SET shown = '' WHERE shown <> '' AND owner NOT IN (
 SELECT 'p' || person_id FROM account WHERE last_seen_at >= ? AND person_id IS NOT NULL
 UNION SELECT 'a' || id FROM account WHERE last_seen_at >= ?)
"""
EXPIRE = "DELETE FROM draft WHERE updated_at < ?"


def get(connection: sqlite3.Connection, owner: str) -> Conversation:
    """What is remembered of this owner; an empty conversation when nothing is."""
    row = connection.execute(GET, (owner,)).fetchone()
    drafts = {
        FlowName(flow): Draft(
            FlowName(flow), step, version, json.loads(answers), tuple(json.loads(trail)), misses, total, from_ms(at)
        )
        for flow, step, version, answers, trail, misses, total, at in connection.execute(DRAFTS, (owner,)).fetchall()
    }
    if row is None:
        return Conversation(owner, drafts=drafts)
    open_flow, shown, asked_id, last_press, last_press_at = row
    return Conversation(
        owner,
        None if open_flow is None else FlowName(open_flow),
        drafts,
        tuple(shown.split("\n")) if shown else (),
        None if asked_id is None else OutboxId(asked_id),
        last_press,
        from_ms_or_none(last_press_at),
    )


def put(connection: sqlite3.Connection, one: Conversation) -> None:
    """Writes the conversation without its drafts."""
    values = (one.open_flow, "\n".join(one.shown), one.asked_id, one.last_press, to_ms_or_none(one.last_press_at))
    connection.execute(PUT, (one.owner, *values))


def put_draft(connection: sqlite3.Connection, owner: str, draft: Draft, now: datetime) -> None:
    values = json.dumps(draft.values, ensure_ascii=False)
    connection.execute(
        PUT_DRAFT,
        (
            *(owner, draft.flow, draft.step, draft.version, values, json.dumps(draft.trail)),
            *(draft.misses, draft.total, to_ms(now)),
        ),
    )


def drop_draft(connection: sqlite3.Connection, owner: str, flow: FlowName) -> None:
    connection.execute(DROP_DRAFT, (owner, flow))


def show_first(connection: sqlite3.Connection, owner: str, entries: Sequence[str]) -> None:
    """A message from somebody else's turn now stands last: its choices get the letters; the earlier ones keep their words.

    An empty entry parts the two.
    """
    before = get(connection, owner).shown
    shown = "\n".join([*entries, "", *(entry for entry in before if entry)])
    connection.execute(
        "INSERT INTO conversation (owner, shown) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET shown = excluded.shown",
        (owner, shown),
    )


def close(connection: sqlite3.Connection, owner: str, flow: FlowName) -> None:
    """Drops the draft, and closes the form where it is the open one."""
    drop_draft(connection, owner, flow)
    connection.execute(
        "UPDATE conversation SET open_flow = NULL, shown = '' WHERE owner = ? AND open_flow = ?", (owner, flow)
    )


def erase_shown(connection: sqlite3.Connection, before: datetime) -> None:
    """Labels of buttons can be names: those of people who have not written since then are forgotten."""
    connection.execute(ERASE_SHOWN, (to_ms(before), to_ms(before)))


def expire_drafts(connection: sqlite3.Connection, before: datetime) -> int:
    """Removes drafts that nobody touched since then; returns how many."""
    return connection.execute(EXPIRE, (to_ms(before),)).rowcount
