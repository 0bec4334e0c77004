"""Posts as administrators see them: who has joined, who is locked, what a change of post writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from domain.decision import Operation
from domain.ids import CodeId, PersonId, PostId, UnitId
from domain.people import Person, Post, Role
from domain.ports_posts import Burden, Invitation, Member, MovedDraft
from domain.records import DRAFT_KIND, LockPerson, MoveDraft, WritePost
from domain.talk import FlowName
from storage import accounts, before, conversations, digests, outbox, people
from storage.instants import from_ms, from_ms_or_none, to_day, to_ms

MEMBERS = """
SELECT p.id, p.name, p.is_party_member, p.message_hour, p.locked_at IS NOT NULL,
 (SELECT min(a.linked_at) FROM account a WHERE a.person_id = p.id),
 EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id AND a.is_gone = 0),
 o.id, o.role, o.unit_id, o.title, o.since, o.until, c.id, c.expires_at, c.used_at IS NOT NULL, c.cancelled_why
FROM post o JOIN person p ON p.id = o.person_id
LEFT JOIN code c ON c.id = (SELECT max(k.id) FROM code k WHERE k.post_id = o.id)
WHERE (o.until IS NULL OR (o.until > :day AND o.until > o.since)) AND (:person IS NULL OR p.id = :person) ORDER BY p.id, o.id
"""
ADMINS = "SELECT post_id, person_id FROM lasting_admin ORDER BY post_id"
HANDED_OVER = """
SELECT o.id, o.role, o.unit_id, o.title, o.since, o.until FROM post o JOIN handover h ON h.post_id = o.id
WHERE o.person_id = ? AND o.until IS NOT NULL ORDER BY o.until DESC, o.id DESC LIMIT 1
"""
ADD_EMPTY = "INSERT INTO post (id, person_id, role, unit_id, title, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)"
CHANGE = "UPDATE post SET since = ?, until = ? WHERE id = ?"
HAND_OVER = "INSERT OR REPLACE INTO handover (post_id, to_post_id) VALUES (?, ?)"
WAITING = "SELECT count(*) FROM candidate WHERE unit_id = ? AND is_undone = 0 AND is_stopped = 0 AND intake = 'waiting'"
CANCEL = "UPDATE code SET cancelled_at = ?, cancelled_why = 'locked' WHERE person_id = ? AND used_at IS NULL AND cancelled_at IS NULL"
MOVED = "SELECT kind, subject_id FROM operation_subject WHERE operation_id = ? AND kind LIKE 'draft\\_%' ESCAPE '\\' ORDER BY kind"
CONCERNED = "SELECT subject_id FROM operation_subject WHERE operation_id = ? AND kind = 'person'"


def members(
    connection: sqlite3.Connection, today: date, within: frozenset[UnitId], person_id: PersonId | None = None
) -> Iterator[Member]:
    """Everybody with a post in these units that is not over, by id; or only that person."""
    rows = connection.execute(MEMBERS, {"day": today.isoformat(), "person": person_id}).fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        held = list(group)
        ident, name, is_member, hour, is_locked, joined_at, is_reachable, *_ = held[0]
        person = Person(PersonId(ident), name, bool(is_member), hour)
        posts = [(_post(person.id, row[7:13]), row[13:]) for row in held]
        seen = [(post, code) for post, code in posts if post.unit_id in within]
        if seen:
            codes = {post.id: _invitation(code) for post, code in seen if code[0] is not None}
            yield Member(
                person,
                tuple(post for post, _ in seen),
                len(seen) == len(posts),
                from_ms_or_none(joined_at),
                bool(is_reachable),
                bool(is_locked),
                codes,
            )


def _post(person_id: PersonId, row: Sequence[str]) -> Post:
    ident, role, unit, title, since, until = row
    return Post(
        PostId(int(ident)), person_id, Role(role), UnitId(int(unit)), title, date.fromisoformat(since), to_day(until)
    )


def _invitation(row: Sequence[int]) -> Invitation:
    ident, expires_at, is_used, why = row
    return Invitation(CodeId(ident), from_ms(expires_at), bool(is_used), None if why is None else str(why))


def lasting_admins(connection: sqlite3.Connection) -> dict[PostId, PersonId]:
    return {PostId(post): PersonId(person) for post, person in connection.execute(ADMINS).fetchall()}


def handed_over(connection: sqlite3.Connection, person_id: PersonId) -> Post | None:
    row = connection.execute(HANDED_OVER, (person_id,)).fetchone()
    return None if row is None else _post(person_id, row)


def burden(connection: sqlite3.Connection, unit_id: UnitId) -> Burden:
    return Burden(digests.followed(connection, [unit_id]), connection.execute(WAITING, (unit_id,)).fetchone()[0])


def write(connection: sqlite3.Connection, record: WritePost) -> None:
    """The dates of a post, new or not. Raises sqlite3.IntegrityError for the last administrator's.

    A new one that is taken back stays as one that never held: a code may name it meanwhile.
    """
    one, since = record.post, record.post.since.isoformat()
    if connection.execute("SELECT 1 FROM post WHERE id = ?", (one.id,)).fetchone() is None:
        empty = (one.id, one.person_id, one.role, one.unit_id, one.title, since, since)
        connection.execute(ADD_EMPTY, empty)
    before.keep(connection, record.operation_id, "post", one.id)
    until = None if one.until is None else one.until.isoformat()
    connection.execute(CHANGE, (since, until, one.id))
    connection.execute("DELETE FROM handover WHERE post_id = ?", (one.id,))
    if record.handed_to is not None:
        connection.execute(HAND_OVER, (one.id, record.handed_to))


def lock(connection: sqlite3.Connection, record: LockPerson) -> None:
    """`at` None opens again. Locking takes back the codes that were not used, and what waits to be sent."""
    if record.at is None:
        connection.execute("UPDATE person SET locked_at = NULL WHERE id = ?", (record.person_id,))
        return
    at = to_ms(record.at)
    connection.execute("UPDATE person SET locked_at = coalesce(locked_at, ?) WHERE id = ?", (at, record.person_id))
    connection.execute(CANCEL, (at, record.person_id))
    for one in accounts.linked(connection, record.person_id):
        outbox.forget(connection, one.address)


def move_draft(connection: sqlite3.Connection, record: MoveDraft) -> None:
    """Closes the form of whoever had it; whoever gets it finds it put aside, unless they have one of that kind."""
    conversations.close(connection, f"p{record.of}", record.draft.flow)
    if record.to is not None:
        conversations.put_aside(connection, f"p{record.to}", record.draft)


def moved_drafts(connection: sqlite3.Connection, operation: Operation) -> Iterator[MovedDraft]:
    """What the operation's subjects name: a kind `draft_` and the flow, with whose it was; the other person got it."""
    for kind, former in connection.execute(MOVED, (operation.id,)).fetchall():
        flow, of = FlowName(kind.removeprefix(DRAFT_KIND)), PersonId(former)
        to = next(iter(concerned(connection, operation.id) - {of}), of)
        kept = conversations.get(connection, f"p{to}").drafts.get(flow)
        is_as_moved = kept is not None and kept.updated_at is not None and to_ms(kept.updated_at) <= operation.at_epoch
        has_another = flow in conversations.get(connection, f"p{of}").drafts
        two = people.person(connection, of), people.person(connection, to)
        if two[0] is not None and two[1] is not None:
            yield MovedDraft(flow, two[0], two[1], kept if is_as_moved and not has_another else None)


def concerned(connection: sqlite3.Connection, operation_id: int) -> set[PersonId]:
    """Whose posts an operation changed."""
    return {PersonId(row[0]) for row in connection.execute(CONCERNED, (operation_id,)).fetchall()}
