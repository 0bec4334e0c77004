"""Making a database ready: migrations after a backup, the practice mark, the sample zone, the first administrator."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.ids import digester, fresh_bytes, fresh_digits, new_key
from bot.settings import Settings, revealed, split_tokens
from domain.ids import CodeId, PersonId, PostId, UnitId
from domain.people import Person, Post, Role
from domain.records import AddCode, AddPerson, AddPost
from language.say import operator as say
from sample_data.zone import sample_zone
from storage import apply, backups, loading, migrate, people, units
from storage.connection import Database, connect, connect_to_read, in_transaction, meta, set_meta
from storage.history import newest_instant
from storage.instants import from_ms

log = logging.getLogger("chibot.prepare")
PRACTICE = "is_practice"
SECRET = "practice_secret_key"
PAGE_KEY = "page_key"
FIRST_CODE_DAYS = 7


class NotReady(Exception):
    """One clear line on why the program cannot run on this database, and what to do."""


def open_database(settings: Settings) -> Database:
    """The migrated database; it is made when it does not exist, and backed up before a migration. Raises DatabaseTooNew."""
    path = settings.database
    path.parent.mkdir(parents=True, exist_ok=True)
    existed = path.exists() and path.stat().st_size > 0
    connection = connect(path)
    todo = migrate.pending(connection, migrate.migrations())
    if existed and todo:
        key = backup_key(settings)
        target = backups.before(settings.backup_dir, path.stem, migrate.version(connection) + 1, key)
        backups.back_up(path, target, Clock(settings.now).now(), key)
        backups.rotate(settings.backup_dir, path.stem, settings.backup_keep)
    migrate.apply(connection)
    return connection


def backup_key(settings: Settings) -> backups.Key | None:
    """For one copy: what seals it is fresh at each call. None when copies are not sealed."""
    secret = revealed(settings.backup_key)
    return backups.Key(secret, fresh_bytes(backups.SALT_BYTES)) if secret else None


def is_practice(connection: Database) -> bool:
    return meta(connection, PRACTICE) == "1"


def make_practice(connection: Database, settings: Settings, now: datetime) -> None:
    """Marks an empty database as practice and loads the sample zone; does nothing to one that has it. Raises NotReady."""
    if is_practice(connection):
        return
    if not units.is_empty(connection):
        raise NotReady("this database holds real data; practice needs one of its own (CHIBOT_DATABASE_URL)")

    def write(db: Database) -> None:
        set_meta(db, PRACTICE, "1")
        set_meta(db, SECRET, new_key())
        set_meta(db, PAGE_KEY, new_key())
        loading.load(db, sample_zone(now.astimezone(settings.zone).date()))

    in_transaction(connection, write)
    log.info("the sample zone is loaded into %s", settings.database.name)


def check_real(connection: Database) -> None:
    """Raises NotReady when the database is a practice one, or has nobody yet."""
    if is_practice(connection):
        raise NotReady("this is a practice database: run `chibot run --practice`, or set CHIBOT_DATABASE_URL")
    if units.is_empty(connection):
        raise NotReady(say.empty())


def secret_key(connection: Database, settings: Settings) -> str:
    """The key under which codes are hashed: the setting, or a practice database's own. Raises NotReady."""
    if settings.secret_key is not None:
        value = settings.secret_key.get_secret_value()
        if len(value) < 32:
            raise NotReady("CHIBOT_SECRET_KEY must have at least 32 characters")
        return value
    own = meta(connection, SECRET) if is_practice(connection) else None
    if own is None:
        raise NotReady(
            'set CHIBOT_SECRET_KEY, for example to: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return own


def old_keys(settings: Settings) -> Sequence[str]:
    """The keys before it, whose open codes still work; practice has none."""
    return () if settings.secret_key is None else split_tokens(settings.secret_keys_old)


def start_instant(connection: Database, settings: Settings) -> datetime | None:
    """Where a practice clock starts: the later of CHIBOT_NOW and the newest instant in the database; None = the real time."""
    return None if settings.now is None else max(settings.now, from_ms(newest_instant(connection)))


def first_admin(connection: Database, settings: Settings, name: str, now: datetime) -> str:
    """Makes the root unit, the first administrator and their code, and returns its digits.

    As long as nobody has joined, another call makes another code in place of the first, which counts no more.
    Raises NotReady when somebody has.
    """
    if is_practice(connection) or (not units.is_empty(connection) and people.has_anybody(connection)):
        raise NotReady("this database has an administrator already; they invite others with /capma")
    digits = fresh_digits()
    digest = digester(secret_key(connection, settings))(digits)
    if not units.is_empty(connection):
        until = now + timedelta(days=FIRST_CODE_DAYS)
        in_transaction(connection, lambda db: people.invite_first_again(db, name, digest, now, until))
        return digits
    today = now.astimezone(settings.zone).date()
    post = Post(PostId(1), PersonId(1), Role.ADMIN, UnitId(1), say.ADMIN_TITLE, today)
    records = (
        AddPerson(Person(PersonId(1), name)),
        AddPost(post),
        AddCode(CodeId(1), digest, PersonId(1), PostId(1), None, now, now + timedelta(days=FIRST_CODE_DAYS)),
    )

    def write(db: Database) -> None:
        units.add_root(db, say.ROOT_NAME, today)
        apply.apply(db, records)

    in_transaction(connection, write)
    return digits


def open_to_read(settings: Settings) -> Database:
    """The database for a command that writes nothing.

    Raises NotReady when there is none, or when it is of an older chibot; DatabaseTooNew when it is of a newer one.
    """
    connection = connect_to_read(database_file(settings))
    at, known = migrate.version(connection), len(migrate.migrations())
    if at == known:
        return connection
    connection.close()
    raise migrate.DatabaseTooNew(at, known) if at > known else NotReady(say.old_schema())


def database_file(settings: Settings) -> Path:
    """Raises NotReady when there is no database yet."""
    if not settings.database.exists():
        raise NotReady(f"there is no database at {settings.database_url}")
    return settings.database
