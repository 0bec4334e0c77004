"""People, posts, accounts, invitations and consents."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.ids import AccountId, CodeId, PersonId, PostId, UnitId
from domain.people import Actor, Address, Person, Post, Role
from domain.ports import StoredCode
from domain.records import (
    AddCode,
    AddConsent,
    AddPerson,
    AddPost,
    CancelCode,
    EndPost,
    SetMessageHour,
    SetName,
    SetPhone,
    StartPost,
    UseCode,
)
from storage.instants import from_ms, to_day, to_ms

PERSON = "SELECT id, name, is_party_member, message_hour FROM person WHERE id = ?"
PEOPLE_NAMED = "SELECT id, name, is_party_member, message_hour FROM person WHERE name = ? AND is_erased = 0 ORDER BY id"
POSTS = "SELECT id, person_id, role, unit_id, title, since, until FROM post WHERE person_id = ? ORDER BY id"
POST = "SELECT id, person_id, role, unit_id, title, since, until FROM post WHERE id = ?"
ACCOUNT = """
SELECT a.id,
 a.is_gone OR a.last_seen_at NOT BETWEEN ? AND ? OR EXISTS (
  SELECT 1 FROM account b WHERE b.person_id = a.person_id AND b.id <> a.id AND b.last_seen_at >= a.last_seen_at),
 p.id, p.locked_at IS NOT NULL, p.name, p.is_party_member, p.message_hour, o.id, o.person_id, o.role, o.unit_id, o.title, o.since, o.until
FROM account a LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN post o ON o.person_id = p.id AND o.since <= ? AND (o.until IS NULL OR o.until > ?)
WHERE a.channel = ? AND a.bot_id = ? AND a.chat_id = ? ORDER BY o.id
"""
SEEN = "UPDATE account SET last_seen_at = ?, is_gone = 0 WHERE id = ?"
FRESH_MS = 60_000
"""Within a minute an account is not noted as seen again, unless the person wrote from another one meanwhile."""
ADD_ACCOUNT = "INSERT INTO account (channel, bot_id, chat_id, last_seen_at) VALUES (?, ?, ?, ?) RETURNING id"
HOLDERS = """
SELECT DISTINCT p.id, p.name, p.is_party_member, p.message_hour FROM post o JOIN person p ON p.id = o.person_id
WHERE o.role = :role AND o.since <= :day AND (o.until IS NULL OR o.until > :day) ORDER BY p.id
"""
HOLDERS_IN = """
SELECT DISTINCT p.id, p.name, p.is_party_member, p.message_hour FROM post o JOIN person p ON p.id = o.person_id
WHERE o.unit_id = :unit AND o.role = :role AND o.since <= :day AND (o.until IS NULL OR o.until > :day) ORDER BY p.id
"""
CODE = """
SELECT c.id, c.person_id, c.post_id, c.made_by, c.made_at, c.expires_at, c.used_at, c.cancelled_at, c.used_by_account,
 CASE WHEN a.linked_at >= c.used_at THEN a.id END, c.is_account, p.locked_at IS NOT NULL
FROM code c JOIN person p ON p.id = c.person_id LEFT JOIN account a ON a.id = c.used_by_account
"""
PRIMARY_ACCOUNT = """
SELECT channel, bot_id, chat_id FROM account WHERE person_id = ? AND is_gone = 0
 AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = account.person_id AND p.locked_at IS NOT NULL)
ORDER BY last_seen_at DESC, id DESC LIMIT 1
"""
INVITER = """
SELECT made_by FROM code WHERE person_id = ? AND used_at IS NOT NULL AND made_by IS NOT NULL AND is_account = 0
ORDER BY used_at DESC, id DESC LIMIT 1
"""
ANYBODY = """
SELECT 1 FROM person WHERE id <> 1 UNION ALL SELECT 1 FROM account WHERE person_id IS NOT NULL
UNION ALL SELECT 1 FROM code WHERE used_at IS NOT NULL LIMIT 1
"""
OPEN_BY_KEY = """
SELECT key_id, count(*) FROM code WHERE used_at IS NULL AND cancelled_at IS NULL AND expires_at > ? GROUP BY key_id
"""
TRIES = "SELECT count(*), count(*) FILTER (WHERE account_id = ?) FROM code_try WHERE at >= ?"


def person(connection: sqlite3.Connection, person_id: PersonId) -> Person | None:
    row = connection.execute(PERSON, (person_id,)).fetchone()
    return None if row is None else _person(row)


def people_named(connection: sqlite3.Connection, name: str) -> Sequence[Person]:
    return [_person(row) for row in connection.execute(PEOPLE_NAMED, (name,)).fetchall()]


def _person(row: tuple[int, str, int, str]) -> Person:
    return Person(PersonId(row[0]), row[1], bool(row[2]), row[3])


def posts_of(connection: sqlite3.Connection, person_id: PersonId, today: date) -> tuple[Post, ...]:
    """Posts that the person holds today, in the order in which they were given."""
    return tuple(post for post in posts_ever(connection, person_id) if post.holds_on(today))


def posts_ever(connection: sqlite3.Connection, person_id: PersonId) -> Sequence[Post]:
    """Over, held, or not begun."""
    return [_post(row) for row in connection.execute(POSTS, (person_id,)).fetchall()]


def post(connection: sqlite3.Connection, post_id: PostId) -> Post | None:
    row = connection.execute(POST, (post_id,)).fetchone()
    return None if row is None else _post(row)


def _post(row: tuple[int, int, str, int, str, str, str | None]) -> Post:
    ident, who, role, unit, title, since, until = row
    return Post(PostId(ident), PersonId(who), Role(role), UnitId(unit), title, date.fromisoformat(since), to_day(until))


def holders(connection: sqlite3.Connection, unit_id: UnitId | None, role: Role, today: date) -> Sequence[Person]:
    """Who holds the role in that unit today (anywhere when the unit is None)."""
    bound = {"unit": unit_id, "role": role, "day": today.isoformat()}
    found = connection.execute(HOLDERS if unit_id is None else HOLDERS_IN, bound)
    return [_person(row) for row in found.fetchall()]


def actor(connection: sqlite3.Connection, address: Address, today: date, now: datetime) -> Actor:
    """Who writes from this address; a new address gets an account that no person is linked to."""
    where, at = (address.channel, address.bot_id, address.chat_id), to_ms(now)
    day = today.isoformat()
    rows = connection.execute(ACCOUNT, (at - FRESH_MS, at, day, day, *where)).fetchall()
    if not rows:
        return Actor(AccountId(connection.execute(ADD_ACCOUNT, (*where, at)).fetchone()[0]), address)
    ident, is_unseen, who, is_locked, *about = rows[0][:7]
    if is_unseen:
        connection.execute(SEEN, (at, ident))
    if who is None:
        return Actor(AccountId(ident), address)
    posts = tuple(_post(row[7:]) for row in rows if row[7] is not None and not is_locked)
    return Actor(AccountId(ident), address, _person((who, *about)), posts, bool(is_locked))


def primary_address(connection: sqlite3.Connection, person_id: PersonId) -> Address | None:
    """Where the person wrote last and can be reached; None when nowhere."""
    row = connection.execute(PRIMARY_ACCOUNT, (person_id,)).fetchone()
    return None if row is None else Address(*row)


def mark_gone(connection: sqlite3.Connection, address: Address) -> None:
    """The vendor said that this recipient cannot be reached; until they write again nothing is sent there.

    Nobody knows what their messenger shows by then: the list of commands is sent anew.
    """
    connection.execute(
        "UPDATE account SET is_gone = 1, menu = NULL WHERE channel = ? AND bot_id = ? AND chat_id = ?",
        (address.channel, address.bot_id, address.chat_id),
    )


def code(connection: sqlite3.Connection, digest: str) -> StoredCode | None:
    """By its digest with the id of its key before it. Before keys had ids, a digest stood alone."""
    row = connection.execute(f"{CODE} WHERE c.digest IN (?, ?)", (digest, digest.partition(":")[2])).fetchone()
    return _code(connection, row)


def code_by_id(connection: sqlite3.Connection, code_id: CodeId) -> StoredCode | None:
    return _code(connection, connection.execute(f"{CODE} WHERE c.id = ?", (code_id,)).fetchone())


def code_used(connection: sqlite3.Connection, account_id: AccountId) -> StoredCode | None:
    """The code that the account used last, unless it was cancelled since."""
    row = connection.execute(
        f"{CODE} WHERE c.used_by_account = ? AND c.cancelled_at IS NULL ORDER BY c.used_at DESC LIMIT 1", (account_id,)
    ).fetchone()
    return _code(connection, row)


def _code(connection: sqlite3.Connection, row: tuple[int, ...] | None) -> StoredCode | None:
    if row is None:
        return None
    ident, who, post_id, made_by, made_at, expires_at, used_at, cancelled_at, used_by, linked, is_account, locked = row
    invited, given = person(connection, PersonId(who)), post(connection, PostId(post_id))
    if invited is None or given is None:
        return None
    maker = None if made_by is None else PersonId(made_by)
    return StoredCode(
        CodeId(ident),
        invited,
        given,
        maker,
        from_ms(made_at),
        from_ms(expires_at),
        used_at is not None,
        cancelled_at is not None,
        None if used_by is None else AccountId(used_by),
        None if linked is None else AccountId(linked),
        bool(is_account),
        bool(locked),
    )


def phone(connection: sqlite3.Connection, person_id: PersonId) -> str | None:
    """The number that the person gave, as dialled within the country."""
    row = connection.execute("SELECT phone FROM person WHERE id = ?", (person_id,)).fetchone()
    return None if row is None else row[0]


def inviter(connection: sqlite3.Connection, person_id: PersonId) -> PersonId | None:
    """Who made the code with which the person joined last; None for the first administrator."""
    row = connection.execute(INVITER, (person_id,)).fetchone()
    return None if row is None else PersonId(row[0])


def code_tries(connection: sqlite3.Connection, account_id: AccountId, since: datetime) -> tuple[int, int]:
    """Wrong tries since then: (by this account, by everybody)."""
    everybody, own = connection.execute(TRIES, (account_id, to_ms(since))).fetchone()
    return own, everybody


def add_person(connection: sqlite3.Connection, record: AddPerson) -> None:
    one = record.person
    connection.execute(
        "INSERT INTO person (id, name, is_party_member, message_hour) VALUES (?, ?, ?, ?)",
        (one.id, one.name, one.is_party_member, one.message_hour),
    )


def set_up(connection: sqlite3.Connection, record: SetPhone | SetName | SetMessageHour) -> None:
    match record:
        case SetPhone(person_id, phone):
            connection.execute("UPDATE person SET phone = ? WHERE id = ?", (phone, person_id))
        case SetName(person_id, name):
            connection.execute("UPDATE person SET name = ? WHERE id = ?", (name, person_id))
        case SetMessageHour(person_id, hour):
            connection.execute("UPDATE person SET message_hour = ? WHERE id = ?", (hour, person_id))


def move_post(connection: sqlite3.Connection, record: StartPost | EndPost) -> None:
    match record:
        case StartPost(post_id, on):
            connection.execute("UPDATE post SET since = ? WHERE id = ?", (on.isoformat(), post_id))
        case EndPost(post_id, on):
            connection.execute("UPDATE post SET until = ? WHERE id = ?", (on.isoformat(), post_id))


def add_post(connection: sqlite3.Connection, record: AddPost) -> None:
    one = record.post
    until = None if one.until is None else one.until.isoformat()
    connection.execute(
        "INSERT INTO post (id, person_id, role, unit_id, title, since, until) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.person_id, one.role, one.unit_id, one.title, one.since.isoformat(), until),
    )


def add_code(connection: sqlite3.Connection, record: AddCode) -> None:
    connection.execute(
        "INSERT INTO code (id, digest, person_id, post_id, made_by, made_at, expires_at, is_account, bot_id, key_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.id,
            record.digest,
            record.person_id,
            record.post_id,
            record.made_by,
            to_ms(record.made_at),
            to_ms(record.expires_at),
            record.is_account,
            record.bot_id,
            _key_of(record.digest),
        ),
    )


def use_code(connection: sqlite3.Connection, record: UseCode) -> None:
    """Single use: a second use changes no row. Raises sqlite3.IntegrityError then."""
    changed = connection.execute(
        "UPDATE code SET used_at = ?, used_by_account = ? WHERE id = ? AND used_at IS NULL AND cancelled_at IS NULL",
        (to_ms(record.at), record.account_id, record.id),
    ).rowcount
    if changed != 1:
        raise sqlite3.IntegrityError("code was used already")


def cancel_code(connection: sqlite3.Connection, record: CancelCode) -> None:
    connection.execute(
        "UPDATE code SET cancelled_at = ?, cancelled_why = ? WHERE id = ? AND cancelled_at IS NULL",
        (to_ms(record.at), record.why, record.id),
    )


def add_consent(connection: sqlite3.Connection, record: AddConsent) -> None:
    connection.execute(
        "INSERT INTO consent (person_id, candidate_id, wording, given_on, at, version, noted_by, how, is_withdrawal)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(record.person_id, record.candidate_id, record.wording, record.given_on.isoformat(), to_ms(record.at)),
            *(record.version, record.noted_by, record.how, record.is_withdrawal),
        ),
    )


def has_anybody(connection: sqlite3.Connection) -> bool:
    """Whether somebody has joined, at any time, or is known besides the first administrator."""
    return connection.execute(ANYBODY).fetchone() is not None


def invite_first_again(
    connection: sqlite3.Connection, name: str, digest: str, now: datetime, expires_at: datetime
) -> None:
    """A new code for the first administrator, under the name now given; the codes before it are cancelled."""
    connection.execute("UPDATE person SET name = ? WHERE id = 1", (name,))
    cancelled = "UPDATE code SET cancelled_at = ?, cancelled_why = 'replaced' WHERE cancelled_at IS NULL"
    connection.execute(cancelled, (to_ms(now),))
    connection.execute(
        "INSERT INTO code (digest, person_id, post_id, made_at, expires_at, key_id) VALUES (?, 1, 1, ?, ?, ?)",
        (digest, to_ms(now), to_ms(expires_at), _key_of(digest)),
    )


def _key_of(digest: str) -> str | None:
    """The id of the key under which it was made; None where keys have none."""
    return digest.partition(":")[0] if ":" in digest else None


def open_codes_by_key(connection: sqlite3.Connection, now: datetime) -> Mapping[str | None, int]:
    """How many invitations are open, by the key of their digests; None: from before keys had ids."""
    return dict(connection.execute(OPEN_BY_KEY, (to_ms(now),)).fetchall())
