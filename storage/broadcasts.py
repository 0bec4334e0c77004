"""Messages of the office to many: to whom, how far, and taking back what has not left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from domain.broadcasts import Broadcast, Ended, Sending
from domain.ids import PersonId, UnitId
from domain.people import Role
from domain.records import AddBroadcast, EndBroadcast, TellBroadcast
from storage.instants import from_ms, to_ms

ADDRESSED = """
SELECT DISTINCT o.person_id FROM post o
WHERE o.unit_id IN (SELECT value FROM json_each(:units)) AND o.since <= :day AND (o.until IS NULL OR o.until > :day)
AND (:roles = '[]' OR o.role IN (SELECT value FROM json_each(:roles))) ORDER BY o.person_id
"""
ADD = "INSERT INTO broadcast (id, person_id, unit_ids, roles, at, total, left_out) VALUES (?, ?, ?, ?, ?, ?, ?)"
FIELDS = "id, person_id, unit_ids, roles, at, total, left_out, ended"
GET = f"SELECT {FIELDS} FROM broadcast WHERE id = ?"
LAST = f"SELECT {FIELDS} FROM broadcast WHERE person_id = ? ORDER BY id DESC LIMIT 1"
END = "UPDATE broadcast SET ended = ?, ended_at = ? WHERE id = ? AND ended IS NULL"
TELL = "UPDATE broadcast SET told_at = ? WHERE id = ? AND told_at IS NULL"
TAKEN_BACK = "taken_back"
TAKE_BACK = f"""
UPDATE outbox SET state = 'failed', failure = '{TAKEN_BACK}' WHERE once_key >= ? AND once_key < ? AND state = 'waiting'
"""
SENDING = f"""
SELECT CASE WHEN o.failure = '{TAKEN_BACK}' THEN 'taken_back' WHEN o.state = 'failed' AND o.failure LIKE 'recipient_gone%' THEN 'gone'
 ELSE o.state END, count(*)
FROM outbox o WHERE o.once_key >= :first AND o.once_key < :last
AND NOT EXISTS (SELECT 1 FROM outbox m WHERE m.once_key = o.once_key || ':elsewhere') GROUP BY 1
"""
THROUGH = """
SELECT b.id, b.person_id FROM broadcast b INDEXED BY broadcast_untold WHERE b.told_at IS NULL AND NOT EXISTS (
 SELECT 1 FROM outbox o WHERE o.once_key >= 'broadcast:' || b.id || ':' AND o.once_key < 'broadcast:' || b.id || ';'
 AND o.state IN ('waiting', 'sending')) ORDER BY b.id
"""


def addressed(
    connection: sqlite3.Connection, units: Iterable[UnitId], roles: Iterable[Role], today: date
) -> Sequence[PersonId]:
    """Who holds one of the roles, or any where none is named, in one of these units today; each once, by id."""
    bound = {"units": json.dumps(sorted(units)), "roles": json.dumps(sorted(roles)), "day": today.isoformat()}
    return [PersonId(row[0]) for row in connection.execute(ADDRESSED, bound).fetchall()]


def add(connection: sqlite3.Connection, record: AddBroadcast) -> None:
    one = record.broadcast
    places = (json.dumps(one.unit_ids), json.dumps(one.roles))
    connection.execute(ADD, (one.id, one.person_id, *places, to_ms(one.at), one.total, one.left_out))


def end(connection: sqlite3.Connection, record: EndBroadcast) -> None:
    """Takes back every message that nobody has claimed. Raises sqlite3.IntegrityError where it was ended before."""
    if connection.execute(END, (record.ended, to_ms(record.at), record.id)).rowcount != 1:
        raise sqlite3.IntegrityError("the broadcast was ended already")
    connection.execute(TAKE_BACK, _keys(record.id))


def tell(connection: sqlite3.Connection, record: TellBroadcast) -> None:
    connection.execute(TELL, (to_ms(record.at), record.id))


def _keys(ident: int) -> tuple[str, str]:
    """Between these stand the keys of all its messages: ";" is the sign after ":"."""
    return f"broadcast:{ident}:", f"broadcast:{ident};"


def broadcast(connection: sqlite3.Connection, ident: int) -> Broadcast | None:
    return _of(connection.execute(GET, (ident,)).fetchone())


def last_of(connection: sqlite3.Connection, person_id: PersonId) -> Broadcast | None:
    return _of(connection.execute(LAST, (person_id,)).fetchone())


def _of(row: tuple[int, int, str, str, int, int, int, str | None] | None) -> Broadcast | None:
    if row is None:
        return None
    ident, person, units, roles, at, total, left_out, ended = row
    unit_ids, named = tuple(map(UnitId, json.loads(units))), tuple(map(Role, json.loads(roles)))
    how = None if ended is None else Ended(ended)
    return Broadcast(ident, PersonId(person), unit_ids, named, from_ms(at), total, left_out, how)


def sending(connection: sqlite3.Connection, ident: int) -> Sending:
    first, last = _keys(ident)
    found = dict(connection.execute(SENDING, {"first": first, "last": last}).fetchall())
    gone = found.get("gone", 0)
    return Sending(
        found.get("sent", 0),
        found.get("waiting", 0),
        found.get("uncertain", 0) + found.get("sending", 0),
        found.get("failed", 0) + gone,
        gone,
        found.get("taken_back", 0),
    )


def through(connection: sqlite3.Connection) -> Sequence[tuple[int, PersonId]]:
    """Those of which nothing waits any more and whose author has not had the result, with the author."""
    return [(ident, PersonId(person)) for ident, person in connection.execute(THROUGH).fetchall()]
