"""What the clock asks before it says what is due (`domain.planning.Agenda`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from functools import cached_property

from domain.calendar import Calendar
from domain.ids import PersonId, UnitId
from domain.meetings import MeetingKind, last_day
from domain.obligations import OWED_KINDS, span_ending
from domain.people import UNCHOSEN_HOUR, Role
from domain.periods import Period
from domain.planning import Addressee, DraftLeft, Job, ReportOwed, paused_until
from domain.units import Unit, UnitKind, UnitTree
from domain.weeks import Week
from storage import broadcasts, meetings
from storage.connection import meta
from storage.instants import from_ms
from storage.upkeep import RESTORED

CLOCK = "clock"
"""The channel of what the clock puts in the inbox."""
WITHOUT_DIGEST = """
SELECT p.id, p.message_hour, min(a.linked_at) FROM person p JOIN account a ON a.person_id = p.id
WHERE NOT EXISTS (SELECT 1 FROM digest d WHERE d.week = :week AND d.person_id = p.id)
AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.channel = 'clock' AND i.bot_id = '' AND i.external_id = :digest || p.id)
GROUP BY p.id ORDER BY p.id
"""
HAS_HAD = "SELECT 1 FROM inbox WHERE channel = 'clock' AND bot_id = '' AND external_id = ?"
ON_ITS_WAY = """
SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending') AND is_bulk = 1 AND once_key LIKE 'digest:' || :week || ':%'
UNION ALL
SELECT 1 FROM inbox WHERE state = 'waiting' AND is_planned = 1 AND external_id LIKE 'digest:' || :week || ':%' LIMIT 1
"""
REMINDED = """
SELECT o.unit_id, p.id, p.message_hour, min(a.linked_at) FROM post o JOIN person p ON p.id = o.person_id
JOIN account a ON a.person_id = p.id AND a.is_gone = 0
WHERE o.role = ? AND o.since <= ? AND (o.until IS NULL OR o.until > ?) AND p.locked_at IS NULL GROUP BY o.id ORDER BY (
 WITH RECURSIVE back (id) AS (SELECT o.id UNION SELECT h.post_id FROM handover h JOIN back ON h.to_post_id = back.id)
 SELECT min(id) FROM back) DESC
"""
"""The last row of a unit counts: the post that was there first. Whoever took one over stands in its place."""
DRAFTS = """
SELECT c.owner, c.drafts, p.id, p.message_hour, min(a.linked_at) FROM conversation c
JOIN person p ON p.id = CAST(substr(c.owner, 2) AS INTEGER) JOIN account a ON a.person_id = p.id AND a.is_gone = 0
WHERE c.drafts <> '[]' AND c.owner LIKE 'p%' AND p.locked_at IS NULL GROUP BY p.id
"""
PAUSES_OVER = "SELECT person_id, paused_until FROM subscription WHERE paused_until <= ? ORDER BY person_id"


class StoredAgenda:
    """Reads on the writer's connection. `tree` is the tree of units of today."""

    def __init__(self, connection: sqlite3.Connection, tree: UnitTree, calendar: Calendar, zone: tzinfo) -> None:
        self._db, self._tree, self._calendar, self._zone = connection, tree, calendar, zone

    def calendar(self) -> Calendar:
        return self._calendar

    def began_at(self) -> datetime | None:
        """A restored database knows nothing of what was sent since its copy was made: it begins with its restore."""
        row = self._db.execute("SELECT received_at FROM inbox ORDER BY id LIMIT 1").fetchone()
        restored = from_ms(int(meta(self._db, RESTORED) or 0))
        return None if row is None else max(from_ms(row[0]), restored)

    def without_digest(self, week: Week) -> Sequence[Addressee]:
        rows = self._db.execute(WITHOUT_DIGEST, {"week": str(week), "digest": f"{Job.DIGEST}:{week}:"}).fetchall()
        return [_addressee(*row) for row in rows]

    def has_had(self, job: Job, key: str) -> bool:
        return self._db.execute(HAS_HAD, (f"{job}:{key}",)).fetchone() is not None

    def is_on_its_way(self, week: Week) -> bool:
        return self._db.execute(ON_ITS_WAY, {"week": str(week)}).fetchone() is not None

    def reports_owed(self, period: Period) -> Sequence[ReportOwed]:
        return [one for kind in OWED_KINDS for one in self._owed(period, kind)]

    def _owed(self, period: Period, kind: MeetingKind) -> Sequence[ReportOwed]:
        owing, span = [cell for cell in self._cells if cell.owes(period, kind)], span_ending(kind, period)
        reported = meetings.reported(self._db, kind, span) if owing and span is not None else frozenset()
        cells = [cell for cell in owing if cell.id not in reported]
        gaps = meetings.gaps(self._db, datetime.combine(period.first_on, time(0), tzinfo=self._zone)) if cells else ()
        signs = meetings.signs(self._db, period) if cells and kind is MeetingKind.REGULAR else {}
        return [
            ReportOwed(
                cell.id,
                period,
                last_day(cell.due_on(period, kind), gaps, self._zone),
                self._reminded[cell.id],
                paused_until(signs[cell.id], self._zone) if cell.id in signs else None,
                kind,
            )
            for cell in cells
            if cell.id in self._reminded
        ]

    @cached_property
    def _cells(self) -> Sequence[Unit]:
        return self._tree.of_kind(UnitKind.CELL)

    @cached_property
    def _reminded(self) -> Mapping[UnitId, Addressee]:
        """Whom each cell has reminded; asked for once a tick, and not at all where nothing is owed."""
        day = self._tree.on.isoformat()
        rows = self._db.execute(REMINDED, (Role.SECRETARY, day, day)).fetchall()
        return {UnitId(row[0]): _addressee(*row[1:]) for row in rows}

    def drafts_left(self, since: datetime, until: datetime) -> Sequence[DraftLeft]:
        found = []
        for _, drafts, *who in self._db.execute(DRAFTS).fetchall():
            owner = _addressee(*who)
            for one in json.loads(drafts):
                left = from_ms(one["updated_at"])
                if since <= left < until:
                    found.append(DraftLeft(owner, one["flow"], one.get("began_at") or one["version"], left))
        return found

    def pauses_over(self, today: date) -> Sequence[tuple[PersonId, date]]:
        rows = self._db.execute(PAUSES_OVER, (today.isoformat(),)).fetchall()
        return [(PersonId(who), date.fromisoformat(until)) for who, until in rows]

    def broadcasts_through(self) -> Sequence[tuple[int, PersonId]]:
        return broadcasts.through(self._db)


def _addressee(ident: int, hour: str, linked_at: int | None) -> Addressee:
    return Addressee(PersonId(ident), "" if hour == UNCHOSEN_HOUR else hour, from_ms(linked_at or 0))
