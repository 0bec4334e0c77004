"""Writes what a workbook brought, from its staged rows, in the transaction that is open: all of it or nothing."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.imports import STEPS, Subject, Verdict
from domain.records import PublishUpload, PutTarget
from domain.targets import Indicator, Target, TargetKind
from storage import before, candidate_rows, known, publishing_units, target_changes, uploads
from storage.candidate_rows import COLUMNS
from storage.instants import to_day, to_ms

Row = tuple[int, Verdict, dict[str, str], int | None]
CANDIDATES = f"""
INSERT INTO candidate (id, {COLUMNS}, added_on, added_at, added_by, operation_id, is_import)
SELECT :first - 1 + row_number() OVER (ORDER BY number), {COLUMNS}, coalesce(listed_on, :day), :at, :by, :operation, 1
FROM import_candidate WHERE upload_id = :upload ORDER BY number
"""
"""One statement for all: a third of the time of one for each."""
NEW_EVENTS = """
INSERT INTO candidate_event (candidate_id, step, unit_id, happened_on, document, guide, recorded_at, recorded_by, operation_id, is_import)
SELECT c.id, s.step, s.unit_id, s.happened_on, s.document, s.guide, :at, :by, :operation, 1
FROM (SELECT number, :first - 1 + row_number() OVER (ORDER BY number) AS id FROM import_candidate WHERE upload_id = :upload) c
CROSS JOIN import_step s ON s.upload_id = :upload AND s.number = c.number ORDER BY s.number
"""
TO_ADD = "SELECT count(*) FROM import_row WHERE upload_id = ? AND verdict = 'add'"
CHANGE_CANDIDATE = """
UPDATE candidate SET introduced_unit_id = ?, firm = ?, intake = ?, consent_on = ?, introduced_by = ?, sex = ?, job = ?, is_manager = ?,
 education = ?, is_union_member = ?, is_union_officer = ?, is_youth_union_member = ?, achievements = ? WHERE id = ? AND is_stopped = 0
"""
EVENT = """
INSERT INTO candidate_event (candidate_id, step, unit_id, happened_on, document, guide, recorded_at, recorded_by, operation_id, is_import)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
"""
CONSENTS = (
    "INSERT INTO consent (candidate_id, wording, given_on, at) SELECT id, ?, consent_on, ? FROM candidate WHERE id >= ?"
)
LIVE_EVENTS = """
SELECT candidate_id, step, id, coalesce(happened_on, '?'), coalesce(document, ''), coalesce(guide, '') FROM candidate_event
WHERE is_live = 1 AND candidate_id IN (SELECT value FROM json_each(?))
"""
MEETING = """
INSERT INTO meeting (id, operation_id, receipt, unit_id, period, kind, is_held, reason, held_on, starts, ends, minutes, full_count,
 probationary_count, temporary_count, away_count, exempt_count, present, absent_excused, absent_unexcused, considered, topic, place,
 resolutions, proposals, are_dues_paid, reported_by, sent_at, first_sent_at, due_at, is_on_time, replaces, is_import)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 1)
"""
MEETING_TEXT = ("reason", "held_on", "starts", "ends")
MEETING_COUNTS = (
    *(
        "minutes",
        "full",
        "probationary",
        "temporary",
        "away",
        "exempt",
        "present",
        "absent_excused",
        "absent_unexcused",
        "considered",
    ),
)
FIGURE = "INSERT INTO figure (id, indicator, unit_id, year, number, source) VALUES (?, ?, ?, ?, ?, ?)"
COVERAGE = """
INSERT INTO coverage (indicator, unit_id, starts_on, ends_on, source, is_inferred) VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING
"""
ADDED_SUBJECTS = "INSERT INTO operation_subject (operation_id, kind, subject_id) SELECT ?, 'candidate', id FROM candidate WHERE id >= ?"
SUBJECTS = "INSERT OR IGNORE INTO operation_subject (operation_id, kind, subject_id) VALUES (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Batch:
    """What is written with, besides the rows."""

    db: sqlite3.Connection
    record: PublishUpload
    at: int
    day: str


class Changed(Exception):
    """What the rows of this upload were checked against has changed since: they have to be checked again (`uploads.check_again`)."""

    def __init__(self, upload_id: int) -> None:
        super().__init__(f"what upload {upload_id} was checked against has changed")
        self.upload_id = upload_id


def publish(connection: sqlite3.Connection, record: PublishUpload) -> None:
    """Raises Changed when the stamp is another one by now, sqlite3.IntegrityError when a constraint says no: then nothing counts."""
    if known.stamp(connection, record.subject, record.within) != record.stamp:
        raise Changed(record.upload_id)
    batch = Batch(connection, record, to_ms(record.at), record.today.isoformat())
    was_on = gc.isenabled()
    gc.disable()  # tens of thousands of rows, none of them garbage yet: looking for it costs a tenth of the time
    try:
        is_staged = record.subject is Subject.CANDIDATES
        rows = uploads.to_write(
            connection, record.upload_id, [Verdict.CHANGE] if is_staged else [Verdict.ADD, Verdict.CHANGE]
        )
        added = [row for row in rows if row[1] is Verdict.ADD]
        WRITES[record.subject](batch, added, [row for row in rows if row[1] is Verdict.CHANGE])
    finally:
        if was_on:
            gc.enable()
    uploads.written(connection, record.upload_id, record.operation_id)


def _next(batch: Batch, table: str) -> int:
    return int(batch.db.execute(_NEXT[table]).fetchone()[0])


_NEXT = {
    "candidate": "SELECT coalesce(max(id), 0) + 1 FROM candidate",
    "meeting": "SELECT coalesce(max(id), 0) + 1 FROM meeting",
    "target": "SELECT coalesce(max(id), 0) + 1 FROM target",
    "figure": "SELECT coalesce(max(id), 0) + 1 FROM figure",
}


def _subjects(batch: Batch, kind: str, idents: Sequence[int]) -> None:
    """A later operation on one of these records stops the undo."""
    if batch.record.operation_id is not None:
        batch.db.executemany(SUBJECTS, [(batch.record.operation_id, kind, ident) for ident in idents])


def _number(fields: Mapping[str, str], name: str) -> int | None:
    return int(fields[name]) if fields.get(name) else None


def _candidates(batch: Batch, _added: Sequence[Row], changed: Sequence[Row]) -> None:
    """New ones are moved from where the check has staged them. Raises Changed when that does not hold all of them."""
    db, record, first = batch.db, batch.record, _next(batch, "candidate")
    bound = {"upload": record.upload_id, "first": first, "day": batch.day, "at": batch.at}
    bound |= {"by": record.by, "operation": record.operation_id}
    if db.execute(CANDIDATES, bound).rowcount != db.execute(TO_ADD, (record.upload_id,)).fetchone()[0]:
        raise Changed(record.upload_id)
    db.execute(NEW_EVENTS, bound)
    db.execute(CONSENTS, (record.consent_wording, batch.at, first))
    idents = [row[3] or 0 for row in changed]
    stand = _live_events(db, idents)
    if record.operation_id is not None:
        before.keep_all(db, record.operation_id, "candidate", idents)
    for _, _, fields, ident in changed:
        _change_candidate(batch, ident or 0, fields, stand)
    if record.operation_id is not None:
        db.execute(ADDED_SUBJECTS, (record.operation_id, first))
    _subjects(batch, "candidate", idents)


def _live_events(db: sqlite3.Connection, idents: Sequence[int]) -> Mapping[tuple[int, str], tuple[int, str, str, str]]:
    """By candidate and step: the event's number, its day, its document, the guide."""
    return {row[:2]: row[2:] for row in db.execute(LIVE_EVENTS, (json.dumps(idents),)).fetchall()}


def _change_candidate(
    batch: Batch, ident: int, fields: Mapping[str, str], stand: Mapping[tuple[int, str], tuple[int, str, str, str]]
) -> None:
    if batch.db.execute(CHANGE_CANDIDATE, (*candidate_rows.about(fields), ident)).rowcount == 0:
        raise Changed(batch.record.upload_id)
    for step in STEPS:
        if not fields[step]:
            continue
        row = stand.get((ident, step))
        document, guide = candidate_rows.beside(step, fields)
        if row is not None and row[1] == fields[step] and document in ("", row[2]) and guide in ("", row[3]):
            continue
        if row is not None:
            _keep(batch, "candidate_event", row[0])
            batch.db.execute("UPDATE candidate_event SET is_live = 0 WHERE id = ?", (row[0],))
        written = (batch.at, batch.record.by, batch.record.operation_id)
        batch.db.executemany(EVENT, [(ident, *told, *written) for told in candidate_rows.steps(fields, [step])])


def _keep(batch: Batch, table: str, *key: object) -> None:
    if batch.record.operation_id is not None:
        before.keep(batch.db, batch.record.operation_id, table, *key)


def _meetings(batch: Batch, added: Sequence[Row], changed: Sequence[Row]) -> None:
    db, first = batch.db, _next(batch, "meeting")
    prefix = f"NB{batch.day[2:4]}{batch.day[5:7]}"
    row = db.execute("SELECT last FROM receipt_counter WHERE prefix = ?", (prefix,)).fetchone()
    last = 0 if row is None else int(row[0])
    both = [*added, *changed]
    db.executemany("UPDATE meeting SET state = 'replaced' WHERE id = ?", [(ident,) for _, _, _, ident in changed])
    db.executemany(
        MEETING,
        [
            _meeting(batch, first + nth, f"{prefix}-{last + nth + 1:04d}", fields, replaces)
            for nth, (_, _, fields, replaces) in enumerate(both)
        ],
    )
    moved = [(first + len(added) + nth, ident) for nth, (_, _, _, ident) in enumerate(changed)]
    db.executemany("UPDATE vote SET meeting_id = ? WHERE meeting_id = ?", moved)
    db.execute(
        "INSERT INTO receipt_counter (prefix, last) VALUES (?, ?) ON CONFLICT (prefix) DO UPDATE SET last = max(last, excluded.last)",
        (prefix, last + len(both)),
    )
    _subjects(batch, "meeting", list(range(first, first + len(both))))
    _subjects(batch, "unit_period", [_unit_period(fields) for _, _, fields, _ in both])


def _unit_period(fields: Mapping[str, str]) -> int:
    """The same number as the report of that month has (handlers/meeting/flow.py)."""
    year, month = fields["period"].split("-")
    return int(fields["unit"]) * 10_000 + (int(year) - 1900) * 12 + int(month)


def _meeting(
    batch: Batch, ident: int, receipt: str, fields: Mapping[str, str], replaces: int | None
) -> tuple[object, ...]:
    record = batch.record
    return (
        *(
            ident,
            record.operation_id,
            receipt,
            int(fields["unit"]),
            fields["period"],
            fields["kind"],
            int(fields["is_held"]),
        ),
        *(fields[name] or None for name in MEETING_TEXT),
        *(_number(fields, name) for name in MEETING_COUNTS),
        *(
            fields["topic"] or None,
            fields["place"] or None,
            _number(fields, "resolutions"),
            _number(fields, "proposals"),
        ),
        *(_number(fields, "are_dues_paid"), record.by, batch.at, batch.at, batch.at, replaces),
    )


def _targets(batch: Batch, added: Sequence[Row], changed: Sequence[Row]) -> None:
    """As by chat: what is in force stays readable below what replaces it."""
    first = _next(batch, "target")
    both = [*added, *changed]
    for nth, (_, _, fields, replaces) in enumerate(both):
        signed = to_day(fields.get("document_on") or None)
        one, by = batch.record, batch.record.by
        put = PutTarget(first + nth, _goal(fields), signed, replaces, by, one.at, one.operation_id, is_import=True)
        target_changes.put(batch.db, put)
    _subjects(batch, "target", [*range(first, first + len(both)), *(row[3] or 0 for row in changed)])


def _goal(fields: Mapping[str, str]) -> Target:
    return Target(
        Indicator(fields["indicator"]),
        UnitId(int(fields["unit"])),
        date.fromisoformat(fields["starts_on"]),
        date.fromisoformat(fields["ends_on"]),
        fields["issuer"],
        fields["document"],
        int(fields["least"]),
        int(fields["most"] or fields["least"]),
        TargetKind(fields["kind"]),
        fields["is_inferred"] == "1",
        fields["is_approximate"] == "1",
        fields["term"] or None,
        fields["published"] or None,
    )


def _figures(batch: Batch, added: Sequence[Row], changed: Sequence[Row]) -> None:
    first = _next(batch, "figure")
    for nth, (_, _, fields, _) in enumerate(added):
        _keep(batch, "figure", first + nth)
        told = (fields["indicator"], int(fields["unit"]), int(fields["year"]), int(fields["number"]), fields["source"])
        batch.db.execute(FIGURE, (first + nth, *told))
        year = fields["year"]
        _keep(batch, "coverage", fields["indicator"], int(fields["unit"]), f"{year}-01-01")
        covered = (fields["indicator"], int(fields["unit"]), f"{year}-01-01", f"{year}-12-31", fields["source"])
        batch.db.execute(COVERAGE, covered)
    for _, _, fields, ident in changed:
        _keep(batch, "figure", ident)
        batch.db.execute(
            "UPDATE figure SET number = ?, source = ? WHERE id = ?", (int(fields["number"]), fields["source"], ident)
        )
    _subjects(batch, "figure", [*range(first, first + len(added)), *(row[3] or 0 for row in changed)])


def _units(batch: Batch, added: Sequence[Row], changed: Sequence[Row]) -> None:
    publishing_units.units(batch.db, added, changed, batch.record.today)


def _people(batch: Batch, added: Sequence[Row], changed: Sequence[Row]) -> None:
    publishing_units.people(batch.db, added, changed)


WRITES: Mapping[Subject, Callable[[Batch, Sequence[Row], Sequence[Row]], None]] = {
    Subject.UNITS: _units,
    Subject.PEOPLE: _people,
    Subject.TARGETS: _targets,
    Subject.CANDIDATES: _candidates,
    Subject.MEETINGS: _meetings,
    Subject.YEARLY: _figures,
}
