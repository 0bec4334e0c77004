"""Copies of the database: made beside a live writer, checked, sealed when there is a key, rotated; and opened again.

A copy carries in its `meta` when it was made, of which schema, and how many rows each table had; what comes back is held against that.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from storage import migrate, sealing
from storage.connection import connect_to_read, meta, set_meta
from storage.instants import from_ms, to_ms

RECORD = "backup"
KINDS = ("before", "nightly")
SEALED = ".enc"
SALT_BYTES = sealing.SALT_BYTES
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


class NotSound(sqlite3.DatabaseError):
    """The copy is damaged, cut short, or does not hold what it held when it was made: use another one."""


@dataclass(frozen=True, slots=True)
class Key:
    """The secret under which copies are sealed, with sixteen fresh random bytes for this one."""

    secret: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a copy knows of itself; `at` None for one that an older program made."""

    at: datetime | None
    rows: Mapping[str, int]


def nightly(folder: Path, stem: str, day: date, key: Key | None) -> Path:
    """Where the copy of that night stands."""
    return folder / f"{stem}-nightly-{day.isoformat()}.db{SEALED if key else ''}"


def before(folder: Path, stem: str, number: int, key: Key | None) -> Path:
    """Where the copy stands that is made before that migration."""
    return folder / f"{stem}-before-{number:04d}.db{SEALED if key else ''}"


def back_up(database: Path, target: Path, now: datetime, key: Key | None = None) -> None:
    """A whole copy in one step, beside a live writer too: checked, on the disk, then under its name.

    Raises NotSound when the copy is not sound; OSError when there is no room.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    plain = beside(database) if key else _part(target)
    with _gone_afterwards(plain, _part(target)):
        _copy(database, plain, now)
        if key is not None:
            sealing.seal_file(plain, _part(target), key.secret, key.salt)
            prove(_part(target), [key.secret])
        _put(_part(target), target)


def beside(database: Path) -> Path:
    """A name for a plain copy of this process, next to the database. What processes left there that are gone goes first."""
    for left in database.parent.glob(f"{database.name}.*.part*"):
        pid = left.name.removeprefix(f"{database.name}.").partition(".")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            left.unlink(missing_ok=True)
    return database.with_name(f"{database.name}.{os.getpid()}.part")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


@contextmanager
def _gone_afterwards(*paths: Path) -> Iterator[None]:
    """What an interrupted run left goes first, too."""
    every = [path.with_name(path.name + end) for path in paths for end in ("", "-journal", "-wal", "-shm")]
    for path in every:
        path.unlink(missing_ok=True)
    try:
        yield
    finally:
        for path in every:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _copy(database: Path, target: Path, now: datetime) -> None:
    with closing(connect_to_read(database)) as source, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        check(copy)
        rows = counts(copy)
        if "meta" in rows:
            set_meta(copy, RECORD, json.dumps({"at": to_ms(now), "rows": rows}))


def _put(part: Path, target: Path) -> None:
    """Under its name only once it is on the disk; the folder, too, so that a power cut leaves the old one or the new one."""
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check(connection: sqlite3.Connection) -> None:
    """Raises NotSound with the first fault that SQLite finds, in pages, constraints or references."""
    try:
        verdict = " ".join(str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0]).split())
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotSound(f"the backup is not sound: {error}") from error
    if verdict != "ok":
        raise NotSound(f"the backup is not sound: {verdict}")
    if orphan is not None:
        raise NotSound(f"the backup is not sound: table {orphan[0]} refers to a row that is gone")


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; `meta` as it was before the copy's own record."""
    names = [name for (name,) in connection.execute(TABLES).fetchall()]
    found = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    if "meta" in found and meta(connection, RECORD) is not None:
        found["meta"] -= 1
    return found


def recorded(connection: sqlite3.Connection) -> Recorded:
    """Raises NotSound when the record cannot be read."""
    text = meta(connection, RECORD)
    if text is None:
        return Recorded(None, {})
    try:
        told = json.loads(text)
        return Recorded(from_ms(told["at"]), dict(told["rows"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NotSound("the backup does not say what it holds") from error


def check_whole(connection: sqlite3.Connection) -> Recorded:
    """Sound, of a schema that this program knows, with every row that it had when it was made.

    Raises NotSound, or DatabaseTooNew for one that a newer program made.
    """
    check(connection)
    migrate.pending(connection, migrate.migrations())
    if migrate.version(connection) == 0:
        raise NotSound("this is no database of chibot")
    told = recorded(connection)
    found = counts(connection)
    for name, count in told.rows.items():
        if found.get(name) != count:
            raise NotSound(f"the backup is not whole: table {name} had {count} rows and has {found.get(name, 0)}")
    return told


def take_out(source: Path, target: Path, secrets: Sequence[str]) -> None:
    """The plain database file of a copy, sealed or not, at a new path, on the disk. Raises WrongKey or NotSound."""
    with target.open("xb") as plain:
        if not sealing.is_sealed(source):
            with source.open("rb") as file:
                shutil.copyfileobj(file, plain)
        else:
            try:
                for chunk in sealing.opened(source, secrets):
                    plain.write(chunk)
            except sealing.Broken as error:
                raise NotSound(f"the backup is not sound: {error}") from error
        plain.flush()
        os.fsync(plain.fileno())


def prove(source: Path, secrets: Sequence[str]) -> None:
    """Raises NotSound or WrongKey, as far as it can be told without making a plain file of it."""
    if sealing.is_sealed(source):
        try:
            for _chunk in sealing.opened(source, secrets):
                pass
        except sealing.Broken as error:
            raise NotSound(f"the backup is not sound: {error}") from error
        return
    with closing(connect_to_read(source)) as connection:
        check(connection)


def newest(folder: Path, stem: str) -> Path | None:
    """The copy of that database that was made last, of any kind; None when there is none, or no folder."""
    found = [path for kind in KINDS for path in _made(folder, stem, kind)]
    return max(found, key=_age, default=None)


def rotate(folder: Path, stem: str, keep: int) -> None:
    """Of each kind deletes the oldest copies of the database of that name until `keep` are left. What others put there stays."""
    for kind in KINDS:
        for old in sorted(_made(folder, stem, kind), key=_age)[:-keep]:
            old.unlink()


def _made(folder: Path, stem: str, kind: str) -> Sequence[Path]:
    return [path for end in ("", SEALED) for path in folder.glob(f"{stem}-{kind}-*.db{end}")]


def _age(path: Path) -> tuple[int, str]:
    return path.stat().st_mtime_ns, path.name
