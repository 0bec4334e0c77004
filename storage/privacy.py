"""Consents, requests about one's own data, a candidate's own code, and who looked at a record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from domain.admission import Candidate
from domain.ids import AccountId, CandidateId, PersonId, UnitId
from domain.on_behalf import Way
from domain.people import Role
from domain.privacy import (
    Came,
    Clock,
    Consent,
    Ended,
    Expiring,
    Look,
    OwnCode,
    Request,
    RequestKind,
    Subject,
    SubjectKind,
    Via,
)
from domain.records import (
    AddOwnCode,
    AddRequest,
    AnswerRequest,
    ExtendRequest,
    ResumeProcessing,
    ShareRequest,
    StopProcessing,
    UseOwnCode,
)
from storage import before
from storage.candidates import FIELDS, of_row
from storage.instants import from_ms, iso, to_day, to_ms

TO_HANDLE = f"""
SELECT {FIELDS} FROM candidate
WHERE id = ? AND is_undone = 0 AND is_erased = 0 AND unit_id IN (SELECT value FROM json_each(?))
"""
VISITED = f"""
SELECT {FIELDS} FROM candidate WHERE is_undone = 0 AND is_erased = 0 AND id = (
 SELECT candidate_id FROM own_code WHERE used_by_account = ? AND used_at >= ? ORDER BY used_at DESC, id DESC LIMIT 1)
"""
CONSENTS = """
SELECT wording, version, given_on, is_withdrawal, how, noted_by FROM consent
WHERE (:person IS NOT NULL AND person_id = :person) OR (:candidate IS NOT NULL AND candidate_id = :candidate) ORDER BY id
"""
STOPPED = f"""
SELECT {FIELDS} FROM candidate WHERE is_stopped = 1 AND is_undone = 0 AND is_erased = 0 AND folded = :folded
AND (unit_id IN (SELECT value FROM json_each(:units)) OR introduced_unit_id IN (SELECT value FROM json_each(:units))) ORDER BY id
"""
LOOKS = """
SELECT a.at, a.action, p.name, a.unit_id, a.person_id,
 (SELECT o.role || ' ' || o.unit_id FROM post o WHERE o.person_id = a.person_id AND o.since <= date(a.at / 1000, 'unixepoch', '+1 day')
  AND (o.until IS NULL OR o.until > date(a.at / 1000, 'unixepoch', '-1 day')) ORDER BY o.id LIMIT 1), a.subject
FROM (SELECT * FROM audit WHERE subject = :kind AND subject_id = :id AND action <> 'not_sent'
 AND (:only = '' OR action IN (SELECT value FROM json_each(:only)))
 UNION ALL SELECT * FROM audit WHERE subject = 'database' AND action = 'exported' AND fields = :table
 AND at >= (SELECT added_at FROM candidate WHERE id = :id)) a LEFT JOIN person p ON p.id = a.person_id
ORDER BY a.id DESC LIMIT :most
"""
TAKEN_OUT = json.dumps(["exported", "exported_data"])
KEPT = """
SELECT count(*) FROM inbox i JOIN account a ON a.channel = i.channel AND a.bot_id = i.bot_id AND a.chat_id = i.chat_id
WHERE a.person_id = ? AND i.body IS NOT NULL
"""
REQUEST = """
SELECT id, kind, person_id, candidate_id, unit_id, how, asked_by, asked_from, asked_at, answer_on, due_on, is_confirmed, detail,
 extended_at IS NOT NULL, answered_at IS NOT NULL, outcome IS NOT NULL, came_on, came_way, document, shared_with, extended_why,
 answered_on, closed_why FROM privacy_request
"""
ADD_REQUEST = """
INSERT INTO privacy_request (id, kind, person_id, candidate_id, unit_id, how, asked_by, asked_from, asked_at, answer_on, due_on,
 is_confirmed, detail, came_on, came_way, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
OPEN = f"{REQUEST} WHERE outcome IS NULL AND unit_id IN (SELECT value FROM json_each(?)) ORDER BY due_on, id"
ABOUT = f"{REQUEST} WHERE outcome IS NULL AND (person_id = ? OR candidate_id = ?) ORDER BY id"
OLD_CANDIDATES = """
SELECT c.id, c.name, c.unit_id FROM candidate c
WHERE (c.is_stopped = 1 OR c.intake = 'not_now') AND c.is_undone = 0 AND c.is_erased = 0 AND c.added_at < :before
AND c.unit_id IN (SELECT value FROM json_each(:units))
AND NOT EXISTS (SELECT 1 FROM candidate_event e WHERE e.candidate_id = c.id AND e.recorded_at >= :before)
AND NOT EXISTS (SELECT 1 FROM consent s WHERE s.candidate_id = c.id AND s.at >= :before)
AND NOT EXISTS (SELECT 1 FROM operation_subject s JOIN operation o ON o.id = s.operation_id
 WHERE s.kind = 'candidate' AND s.subject_id = c.id AND o.at >= :before) ORDER BY c.id
"""
OLD_PEOPLE = """
SELECT p.id, p.name FROM person p WHERE p.is_erased = 0
AND EXISTS (SELECT 1 FROM post o WHERE o.person_id = p.id AND o.unit_id IN (SELECT value FROM json_each(:units)))
AND NOT EXISTS (SELECT 1 FROM post o WHERE o.person_id = p.id
 AND (o.until IS NULL OR o.until >= :before OR o.unit_id NOT IN (SELECT value FROM json_each(:units)))) ORDER BY p.id
"""
OLD_VALUES = """
SELECT count(*) FROM audit_value v JOIN audit a ON a.id = v.audit_id WHERE a.at < :before AND v.value IS NOT NULL
"""
CODE = "SELECT id, candidate_id, made_by, expires_at, used_at IS NOT NULL FROM own_code WHERE digest = ?"


def to_handle(connection: sqlite3.Connection, candidate_id: CandidateId, within: Iterable[UnitId]) -> Candidate | None:
    row = connection.execute(TO_HANDLE, (candidate_id, json.dumps(sorted(within)))).fetchone()
    return None if row is None else of_row(row)


def visited(connection: sqlite3.Connection, account_id: AccountId, since: datetime) -> Candidate | None:
    """Whose code this account used last, since then."""
    row = connection.execute(VISITED, (account_id, to_ms(since))).fetchone()
    return None if row is None else of_row(row)


def is_stopped(connection: sqlite3.Connection, candidate_id: CandidateId) -> bool:
    row = connection.execute("SELECT is_stopped FROM candidate WHERE id = ?", (candidate_id,)).fetchone()
    return row is not None and bool(row[0])


def code(connection: sqlite3.Connection, digest: str) -> OwnCode | None:
    row = connection.execute(CODE, (digest,)).fetchone()
    if row is None:
        return None
    return OwnCode(row[0], CandidateId(row[1]), PersonId(row[2]), from_ms(row[3]), bool(row[4]))


def add_code(connection: sqlite3.Connection, record: AddOwnCode) -> None:
    """A new code ends those that were made before and not used."""
    connection.execute("DELETE FROM own_code WHERE candidate_id = ? AND used_at IS NULL", (record.candidate_id,))
    connection.execute(
        "INSERT INTO own_code (id, digest, candidate_id, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(record.id, record.digest, record.candidate_id, record.made_by),
            *(to_ms(record.made_at), to_ms(record.expires_at)),
        ),
    )


def use_code(connection: sqlite3.Connection, record: UseOwnCode) -> None:
    """Single use. Raises sqlite3.IntegrityError for a second one."""
    changed = connection.execute(
        "UPDATE own_code SET used_at = ?, used_by_account = ? WHERE id = ? AND used_at IS NULL",
        (to_ms(record.at), record.account_id, record.id),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("code was used already")


def consents(connection: sqlite3.Connection, subject: Subject) -> Sequence[Consent]:
    bound = {"person": subject.person_id, "candidate": subject.candidate_id}
    return [
        Consent(wording, version, date.fromisoformat(on), bool(gone), Via(how), None if by is None else PersonId(by))
        for wording, version, on, gone, how, by in connection.execute(CONSENTS, bound).fetchall()
    ]


def stopped(connection: sqlite3.Connection, folded: str, within: Iterable[UnitId]) -> Sequence[Candidate]:
    bound = {"folded": folded, "units": json.dumps(sorted(within))}
    return [of_row(row) for row in connection.execute(STOPPED, bound).fetchall()]


def taken_out(connection: sqlite3.Connection, subject: Subject, most: int) -> Sequence[Look]:
    return [one for one in looks(connection, subject, 50, TAKEN_OUT) if not one.is_own][:most]


def looks(connection: sqlite3.Connection, subject: Subject, most: int, only: str = "") -> Sequence[Look]:
    """`only`: these actions, as JSON. Whatever the operator took out of the whole table of candidates is among them."""
    table = "candidates" if subject.candidate_id is not None else "-"
    bound = {"kind": subject.kind, "id": subject.id, "most": most, "only": only, "table": table}
    found = []
    for at, action, name, unit, who, post, about in connection.execute(LOOKS, bound).fetchall():
        role, _, of = (post or "").partition(" ")
        unit_id = int(of) if of else unit
        is_operator = about == "database"
        is_own = not is_operator and (who is None or (subject.person_id is not None and who == subject.person_id))
        found.append(
            Look(
                from_ms(at),
                action,
                name or "",
                Role(role) if role else None,
                None if unit_id is None else UnitId(unit_id),
                is_own,
                is_operator,
            )
        )
    return found


def messages_kept(connection: sqlite3.Connection, person_id: PersonId) -> int:
    return int(connection.execute(KEPT, (person_id,)).fetchone()[0])


def request(connection: sqlite3.Connection, number: int) -> Request | None:
    row = connection.execute(f"{REQUEST} WHERE id = ?", (number,)).fetchone()
    return None if row is None else _request(row)


def open_requests(connection: sqlite3.Connection, within: Iterable[UnitId]) -> Sequence[Request]:
    return [_request(row) for row in connection.execute(OPEN, (json.dumps(sorted(within)),)).fetchall()]


def open_about(connection: sqlite3.Connection, subject: Subject) -> Sequence[Request]:
    return [_request(row) for row in connection.execute(ABOUT, (subject.person_id, subject.candidate_id)).fetchall()]


def _request(row: Sequence[object]) -> Request:
    def number(value: object) -> int | None:
        return None if value is None else int(str(value))

    person, candidate, unit, by, account = (number(row[at]) for at in (2, 3, 4, 6, 7))
    subject = (
        Subject(SubjectKind.PERSON, person) if person is not None else Subject(SubjectKind.CANDIDATE, candidate or 0)
    )
    return Request(
        int(str(row[0])),
        RequestKind(str(row[1])),
        subject,
        None if unit is None else UnitId(unit),
        Via(str(row[5])),
        None if by is None else PersonId(by),
        None if account is None else AccountId(account),
        from_ms(int(str(row[8]))),
        Clock(date.fromisoformat(str(row[9])), date.fromisoformat(str(row[10])), bool(row[11])),
        _text(row[12]),
        bool(row[13]),
        bool(row[14]),
        bool(row[15]),
        None if row[16] is None else Came(date.fromisoformat(str(row[16])), Way(str(row[17])), _text(row[18])),
        _text(row[19]),
        _text(row[20]),
        to_day(_text(row[21])),
        _text(row[22]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def add_request(connection: sqlite3.Connection, record: AddRequest) -> None:
    """Raises sqlite3.IntegrityError when the same was asked and is open."""
    one, came = record.request, record.request.came
    connection.execute(
        ADD_REQUEST,
        (
            *(one.id, one.kind, one.subject.person_id, one.subject.candidate_id, one.unit_id, one.how, one.asked_by),
            *(one.asked_from, to_ms(one.asked_at), one.clock.answer_on.isoformat(), one.clock.due_on.isoformat()),
            *(one.clock.is_confirmed, one.detail),
            *((None, None, None) if came is None else (came.on.isoformat(), came.way, came.document)),
        ),
    )


def extend(connection: sqlite3.Connection, record: ExtendRequest) -> None:
    """Once. Raises sqlite3.IntegrityError for a second time, and for a request that is over."""
    changed = connection.execute(
        "UPDATE privacy_request SET due_on = ?, is_confirmed = ?, extended_at = ?, answered_at = coalesce(answered_at, ?),"
        " extended_why = ? WHERE id = ? AND extended_at IS NULL AND outcome IS NULL",
        (record.due_on.isoformat(), record.is_confirmed, to_ms(record.at), to_ms(record.at), record.why, record.id),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("request was extended already, or is over")


def share(connection: sqlite3.Connection, record: ShareRequest) -> None:
    """Raises sqlite3.IntegrityError for a request that is over."""
    before.keep(connection, record.operation_id, "privacy_request", record.id)
    changed = connection.execute(
        "UPDATE privacy_request SET shared_with = ?, due_on = ?, is_confirmed = ? WHERE id = ? AND outcome IS NULL",
        (record.shared_with, record.due_on.isoformat(), record.is_confirmed, record.id),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("request is over")


def answer(connection: sqlite3.Connection, record: AnswerRequest) -> None:
    """Raises sqlite3.IntegrityError for a request that is over."""
    at = to_ms(record.at)
    outcome = ("declined" if record.is_declined else "done") if record.is_over else None
    changed = connection.execute(
        "UPDATE privacy_request SET answered_at = coalesce(answered_at, ?), outcome = ?, done_at = ?, done_by = ?,"
        " closed_why = ?, answered_on = coalesce(?, answered_on) WHERE id = ? AND outcome IS NULL",
        (
            *(at, outcome, at if record.is_over else None, record.by if record.is_over else None),
            *(record.why, iso(record.on), record.id),
        ),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("request is over already")


def stop(connection: sqlite3.Connection, record: StopProcessing) -> None:
    connection.execute("UPDATE candidate SET is_stopped = 1 WHERE id = ?", (record.candidate_id,))


def resume(connection: sqlite3.Connection, record: ResumeProcessing) -> None:
    connection.execute(
        "UPDATE candidate SET is_stopped = 0, consent_on = ? WHERE id = ? AND is_erased = 0",
        (record.consent_on.isoformat(), record.candidate_id),
    )


def expiring(connection: sqlite3.Connection, ended: Ended, within: Iterable[UnitId]) -> Expiring:
    units = json.dumps(sorted(within))
    old = connection.execute(OLD_CANDIDATES, {"before": _ms(ended.candidates), "units": units}).fetchall()
    gone = connection.execute(OLD_PEOPLE, {"before": ended.people.isoformat(), "units": units}).fetchall()
    values = connection.execute(OLD_VALUES, {"before": _ms(ended.audit_values)}).fetchone()[0]
    return Expiring(
        [(CandidateId(ident), name, UnitId(unit)) for ident, name, unit in old],
        [(PersonId(ident), name) for ident, name in gone],
        int(values),
    )


def _ms(day: date) -> int:
    """The beginning of the day in UTC: some hours after it began here, which counts for nothing over months."""
    return to_ms(datetime.combine(day, time(0), tzinfo=UTC))
