"""Candidates, their steps as events, and votes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from domain.admission import AdmissionStep, Candidate, Intake, StepEvent, Vote
from domain.ids import CandidateId, MeetingId, PersonId, UnitId
from domain.periods import BirthDate
from domain.records import AddCandidate, AddEvent, AddVote, ChangeCandidate, SetIntake
from storage import before
from storage.instants import from_ms, iso, to_day, to_ms

FIELDS = (
    "id, name, birth, unit_id, introduced_unit_id, firm, intake, consent_on, introduced_by, sex, job, is_manager, education,"
    " is_union_member, is_union_officer, is_youth_union_member, achievements, needs_matching, added_on"
)
VISIBLE = (
    "is_undone = 0 AND is_stopped = 0 AND (unit_id IN (SELECT value FROM json_each(:units))"
    " OR introduced_unit_id IN (SELECT value FROM json_each(:unions)))"
)
ONE = f"SELECT {FIELDS} FROM candidate WHERE id = :id AND {VISIBLE}"
BY_NAME = f"""
SELECT {FIELDS} FROM candidate WHERE {VISIBLE}
AND ' ' || folded LIKE :part ESCAPE '\\' ORDER BY sort_key, id LIMIT :most OFFSET :skip
"""
FOLLOWED = f"""
SELECT {FIELDS} FROM candidate c WHERE c.unit_id = :unit AND c.is_undone = 0 AND c.is_stopped = 0 AND c.intake = 'received'
AND NOT EXISTS (SELECT 1 FROM candidate_event e WHERE e.candidate_id = c.id AND e.is_live = 1
                AND e.step IN ('cell_resolution', 'decision', 'ceremony'))
ORDER BY c.sort_key, c.id
"""
WAITING = f"SELECT {FIELDS} FROM candidate WHERE {VISIBLE} AND intake IN ('waiting', 'not_now') ORDER BY intake DESC, added_at, id"
NAMED = f"SELECT {FIELDS} FROM candidate WHERE folded = ? AND substr(birth, 1, 7) = ? AND is_undone = 0 AND is_erased = 0 ORDER BY id"
LIVE = "SELECT id FROM candidate_event WHERE candidate_id = ? AND step = ? AND is_live = 1"
GUIDED = "SELECT count(DISTINCT candidate_id) FROM candidate_event WHERE step = 'guide_assigned' AND guide = ? AND is_live = 1"
INSERT = f"""
INSERT INTO candidate ({FIELDS}, folded, sort_key, added_at, added_by, operation_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
UPDATE = """
UPDATE candidate SET name = ?, birth = ?, unit_id = ?, introduced_unit_id = ?, firm = ?, intake = ?, consent_on = ?, introduced_by = ?,
 sex = ?, job = ?, is_manager = ?, education = ?, is_union_member = ?, is_union_officer = ?, is_youth_union_member = ?,
 achievements = ?, needs_matching = ?, added_on = ?, folded = ?, sort_key = ? WHERE id = ?
"""


class Reach:
    """Whose candidates may be seen: of these units, and those that these unions introduced. As JSON for the queries."""

    __slots__ = ("unions", "units")

    def __init__(self, units: Iterable[UnitId], unions: Iterable[UnitId]) -> None:
        self.units = json.dumps(sorted(units))
        self.unions = json.dumps(sorted(unions))

    def bind(self, **more: object) -> dict[str, object]:
        return {"units": self.units, "unions": self.unions, **more}


def row_of(one: Candidate) -> tuple[object, ...]:
    """The values of FIELDS, in their order."""
    return (
        one.id,
        one.name,
        str(one.birth),
        one.unit_id,
        one.introduced_unit_id,
        one.firm,
        one.intake,
        one.consent_on.isoformat(),
        one.introduced_by,
        one.sex,
        one.job,
        one.is_manager,
        one.education,
        one.is_union_member,
        one.is_union_officer,
        one.is_youth_union_member,
        json.dumps(one.achievements, ensure_ascii=False),
        one.needs_matching,
        iso(one.added_on),
    )


def of_row(row: Sequence[object]) -> Candidate:
    """The reverse of `row_of`."""
    return Candidate(
        id=CandidateId(int(str(row[0]))),
        name=str(row[1]),
        birth=BirthDate.parse(str(row[2])),
        unit_id=UnitId(int(str(row[3]))),
        introduced_unit_id=UnitId(int(str(row[4]))),
        firm=str(row[5]),
        intake=Intake(str(row[6])),
        consent_on=date.fromisoformat(str(row[7])),
        introduced_by=_text(row[8]),
        sex=_text(row[9]),
        job=_text(row[10]),
        is_manager=_flag(row[11]),
        education=_text(row[12]),
        is_union_member=_flag(row[13]),
        is_union_officer=_flag(row[14]),
        is_youth_union_member=_flag(row[15]),
        achievements=tuple(json.loads(str(row[16]))),
        needs_matching=bool(row[17]),
        added_on=to_day(_text(row[18])),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def candidate(connection: sqlite3.Connection, candidate_id: CandidateId, reach: Reach) -> Candidate | None:
    row = connection.execute(ONE, reach.bind(id=candidate_id)).fetchone()
    return None if row is None else of_row(row)


def candidates(connection: sqlite3.Connection, folded: str, most: int, skip: int, reach: Reach) -> Sequence[Candidate]:
    """Those in whose folded name a word begins with the folded part, sorted by given name; at most `most` after the first `skip`."""
    part = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = connection.execute(BY_NAME, reach.bind(part=f"% {part}%", most=most, skip=skip)).fetchall()
    return [of_row(row) for row in rows]


def followed(connection: sqlite3.Connection, unit_id: UnitId) -> Sequence[Candidate]:
    """Received candidates of a cell whom it has not yet resolved to propose, sorted by given name."""
    return [of_row(row) for row in connection.execute(FOLLOWED, {"unit": unit_id}).fetchall()]


def waiting_entries(connection: sqlite3.Connection, reach: Reach) -> Sequence[Candidate]:
    """Introductions that no cell has answered yet, oldest first; then those that it has put off."""
    return [of_row(row) for row in connection.execute(WAITING, reach.bind()).fetchall()]


def named(connection: sqlite3.Connection, folded: str, birth: BirthDate) -> Sequence[Candidate]:
    """All candidates with that folded name, born in that month, in every unit: only for the duplicate guard."""
    return [of_row(row) for row in connection.execute(NAMED, (folded, str(birth)[:7])).fetchall()]


def events(connection: sqlite3.Connection, candidate_id: CandidateId) -> Sequence[StepEvent]:
    rows = connection.execute(
        "SELECT step, unit_id, happened_on, document, recorded_by, recorded_at, guide FROM candidate_event"
        " WHERE candidate_id = ? AND is_live = 1 ORDER BY happened_on, id",
        (candidate_id,),
    ).fetchall()
    return [
        StepEvent(
            candidate_id,
            AdmissionStep(step),
            UnitId(unit),
            to_day(day),
            document,
            None if by is None else PersonId(by),
            from_ms(at),
            guide or None,
        )
        for step, unit, day, document, by, at, guide in rows
    ]


def guided_by(connection: sqlite3.Connection, name: str) -> int:
    """How many candidates have that name, spelled so, noted as their guide."""
    return int(connection.execute(GUIDED, (name,)).fetchone()[0])


def votes(connection: sqlite3.Connection, candidate_id: CandidateId) -> Sequence[tuple[MeetingId, Vote]]:
    rows = connection.execute(
        "SELECT meeting_id, votes_for, eligible FROM vote WHERE candidate_id = ? AND is_undone = 0 ORDER BY id",
        (candidate_id,),
    ).fetchall()
    return [(MeetingId(meeting), Vote(votes_for, eligible)) for meeting, votes_for, eligible in rows]


def votes_at(connection: sqlite3.Connection, meeting_id: MeetingId) -> int:
    """How many candidates a meeting has voted on, passed or not."""
    row = connection.execute(
        "SELECT count(*) FROM vote WHERE meeting_id = ? AND is_undone = 0", (meeting_id,)
    ).fetchone()
    return int(row[0])


def add_candidate(connection: sqlite3.Connection, record: AddCandidate) -> None:
    """Raises sqlite3.IntegrityError when the same spelling, birth date and cell stands already."""
    extra = (record.folded, record.sort_key, to_ms(record.at), record.by, record.operation_id)
    connection.execute(INSERT, (*row_of(record.candidate), *extra))


def change_candidate(connection: sqlite3.Connection, record: ChangeCandidate) -> None:
    before.keep(connection, record.operation_id, "candidate", record.candidate.id)
    one = record.candidate
    connection.execute(UPDATE, (*row_of(one)[1:], record.folded, record.sort_key, one.id))


def set_intake(connection: sqlite3.Connection, record: SetIntake) -> None:
    before.keep(connection, record.operation_id, "candidate", record.candidate_id)
    connection.execute(
        "UPDATE candidate SET intake = ?, unit_id = ? WHERE id = ?",
        (record.intake, record.unit_id, record.candidate_id),
    )


def add_event(connection: sqlite3.Connection, record: AddEvent) -> None:
    event = record.event
    if record.is_amending:
        _leave(connection, record)
    connection.execute(
        "INSERT INTO candidate_event"
        " (candidate_id, step, unit_id, happened_on, document, recorded_by, recorded_at, operation_id, guide)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.candidate_id,
            event.step,
            event.unit_id,
            iso(event.happened_on),
            event.document,
            record.by,
            to_ms(record.at),
            record.operation_id,
            event.guide,
        ),
    )


def _leave(connection: sqlite3.Connection, record: AddEvent) -> None:
    of_step = (record.event.candidate_id, record.event.step)
    for (ident,) in connection.execute(LIVE, of_step).fetchall():
        before.keep(connection, record.operation_id, "candidate_event", ident)
        connection.execute("UPDATE candidate_event SET is_live = 0 WHERE id = ?", (ident,))


def add_vote(connection: sqlite3.Connection, record: AddVote) -> None:
    vote = record.vote
    connection.execute(
        "INSERT INTO vote (candidate_id, meeting_id, votes_for, eligible, is_passed, operation_id) VALUES (?, ?, ?, ?, ?, ?)",
        (record.candidate_id, record.meeting_id, vote.votes_for, vote.eligible, vote.is_passed, record.operation_id),
    )
