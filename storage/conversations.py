"""The memory of each conversation and its drafts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.ids import OutboxId
from domain.talk import Conversation, Draft, FlowName
from storage.compact import to_json
from storage.instants import from_ms_or_none, to_ms, to_ms_or_none

GET = """
SELECT open_flow, drafts, CASE WHEN shown = '' THEN standing ELSE shown END, asked_id, last_press, last_press_at
FROM conversation WHERE owner = ?
"""
PUT = """
INSERT INTO conversation (owner, open_flow, drafts, shown, asked_id, last_press, last_press_at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (owner) DO UPDATE SET open_flow = excluded.open_flow, drafts = excluded.drafts, shown = excluded.shown,
 asked_id = excluded.asked_id, last_press = excluded.last_press, last_press_at = excluded.last_press_at, standing = ''
"""
STANDING = "SELECT standing FROM conversation WHERE owner = ?"
STAND = "UPDATE conversation SET standing = ? WHERE owner = ?"
MOST_STANDING = 8
"""Two digests and a reminder. With many more a row outgrows its page, and the file by a page for each person."""
ERASE_SHOWN = """
UPDATE conversation SET shown = '' WHERE shown <> '' AND owner NOT IN (
 SELECT 'p' || person_id FROM account WHERE last_seen_at >= ? AND person_id IS NOT NULL
 UNION SELECT 'a' || id FROM account WHERE last_seen_at >= ?)
"""
EXPIRE = """
UPDATE conversation SET drafts = (
 SELECT json_group_array(json(value)) FROM json_each(drafts) WHERE json_extract(value, '$.updated_at') >= :before)
WHERE EXISTS (SELECT 1 FROM json_each(drafts) WHERE json_extract(value, '$.updated_at') < :before)
"""


def get(connection: sqlite3.Connection, owner: str) -> Conversation:
    """What is remembered of this owner; an empty conversation when nothing is."""
    row = connection.execute(GET, (owner,)).fetchone()
    if row is None:
        return Conversation(owner)
    open_flow, drafts, shown, asked_id, last_press, last_press_at = row
    return Conversation(
        owner,
        None if open_flow is None else FlowName(open_flow),
        {} if drafts == "[]" else {draft.flow: draft for draft in map(_draft, json.loads(drafts))},
        tuple(shown.split("\n")) if shown else (),
        None if asked_id is None else OutboxId(asked_id),
        last_press,
        from_ms_or_none(last_press_at),
    )


def put(connection: sqlite3.Connection, one: Conversation) -> None:
    """Writes the conversation with its drafts, whatever stood there before."""
    drafts = _pack(one.drafts.values()) if one.drafts else "[]"
    values = (one.open_flow, drafts, "\n".join(one.shown), one.asked_id, one.last_press)
    connection.execute(PUT, (one.owner, *values, to_ms_or_none(one.last_press_at)))


def _pack(drafts: Iterable[Draft]) -> str:
    packed = [
        {
            "flow": draft.flow,
            "step": draft.step,
            "version": draft.version,
            "answers": draft.values,
            "trail": draft.trail,
            "misses": draft.misses,
            "total": draft.total,
            "updated_at": to_ms_or_none(draft.updated_at),
            "began_at": to_ms_or_none(draft.began_at),
        }
        for draft in drafts
    ]
    return to_json(packed)


def _draft(packed: dict[str, Any]) -> Draft:
    """The reverse of `_pack`."""
    return Draft(
        FlowName(packed["flow"]),
        packed["step"],
        packed["version"],
        packed["answers"],
        tuple(packed["trail"]),
        packed["misses"],
        packed["total"],
        from_ms_or_none(packed["updated_at"]),
        from_ms_or_none(packed.get("began_at")),
    )


def keeps_letters(connection: sqlite3.Connection, owner: str) -> bool:
    """Whether a question is open: a letter that its owner types now, or has typed meanwhile, is the answer to it."""
    return get(connection, owner).open_flow is not None


def show_also(connection: sqlite3.Connection, owner: str, entries: Sequence[str], *, is_standing: bool = False) -> None:
    """A message from somebody else's turn now stands last: its choices get the letters, unless a question is open.

    The others keep their words. An empty entry parts the two. `is_standing` ones name nobody: they are answered for as long as
    their message is the last one, also once `erase_shown` has forgotten what the person saw before.
    """
    before, stood = get(connection, owner), connection.execute(STANDING, (owner,)).fetchone()
    if before.open_flow is None:
        shown = (*entries, "", *filter(None, before.shown))
    else:
        shown = (*before.shown, *([] if "" in before.shown else [""]), *entries)
    put(connection, replace(before, shown=shown))
    if is_standing:
        earlier = stood[0].split("\n") if stood else []
        told = (*entries, "", *filter(None, earlier))[:MOST_STANDING]
        connection.execute(STAND, ("\n".join(told).rstrip("\n"), owner))


def put_aside(connection: sqlite3.Connection, owner: str, draft: Draft) -> None:
    """One more draft, not opened; nothing where there is one of that flow."""
    before = get(connection, owner)
    if draft.flow not in before.drafts:
        put(connection, replace(before, drafts={**before.drafts, draft.flow: draft}))


def close(connection: sqlite3.Connection, owner: str, flow: FlowName) -> None:
    """Drops the draft, and closes the form where it is the open one."""
    before = get(connection, owner)
    kept = {name: draft for name, draft in before.drafts.items() if name is not flow}
    if before.open_flow is flow:
        put(connection, replace(before, open_flow=None, shown=(), drafts=kept))
    else:
        put(connection, replace(before, drafts=kept))


def erase_shown(connection: sqlite3.Connection, before: datetime) -> None:
    """Labels of buttons can be names: those of people who have not written since then are forgotten."""
    connection.execute(ERASE_SHOWN, (to_ms(before), to_ms(before)))


def expire_drafts(connection: sqlite3.Connection, before: datetime) -> int:
    """Removes drafts that nobody touched since then; returns in how many conversations."""
    return connection.execute(EXPIRE, {"before": to_ms(before)}).rowcount
