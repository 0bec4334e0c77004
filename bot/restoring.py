"""`chibot restore FILE` and `chibot restore --drill`: a copy becomes the database again, or is tried out whether it would."""

from __future__ import annotations

import argparse
import glob
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot import nightly
from bot.clock import Clock
from bot.prepare import NotReady
from bot.settings import Settings, revealed
from language.say import upkeep as say
from storage import backups, restoring, sealing, upkeep
from storage.backups import NotSound, Recorded
from storage.connection import DatabaseError
from storage.migrate import DatabaseTooNew

DRILL = "drill.json"
REPLACED = "-replaced-"
SIDES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Drill:
    """What became of the last drill; `why` is empty when all was well."""

    at: str
    file: str
    why: str


def restore(args: argparse.Namespace, settings: Settings) -> int:
    """Status 2 without a file. Raises NotReady, DatabaseTooNew, DatabaseInUse; the database is then as it was."""
    if args.drill:
        return drill(settings)
    if args.file is None:
        print(f"chibot: {say.name_a_file()}", file=sys.stderr)
        return 2
    source, now = Path(args.file), Clock(settings.now).now()
    if not source.is_file():
        raise NotReady(f"{source} is not there")
    with upkeep.Lock(settings.database), _taken_out(source, settings) as copy:
        _keep_ledger(settings)
        told = _ready(copy, settings, now)
        aside = _put_aside(settings.database, now.astimezone(settings.zone))
        _put(copy, settings.database)
    made_at = "?" if told.at is None else f"{told.at.astimezone(settings.zone):%d/%m/%Y %H:%M}"
    print(say.restored(source.name, made_at, None if aside is None else str(aside)))
    return 0


def drill(settings: Settings) -> int:
    """Restores the newest copy aside, and throws it away. The database is not touched, so the program may run meanwhile."""
    newest, now = backups.newest(settings.backup_dir, settings.database.stem), Clock(settings.now).now()
    if newest is None:
        raise NotReady(say.nothing_to_drill(str(settings.backup_dir)))
    try:
        with _taken_out(newest, settings) as copy:
            told = _ready(copy, settings, now)
    except (NotReady, DatabaseTooNew) as error:
        _note(settings, Drill(now.isoformat(), newest.name, str(error)))
        raise NotReady(say.drill_failed(newest.name, str(error))) from error
    _note(settings, Drill(now.isoformat(), newest.name, ""))
    print(say.drilled(newest.name, sum(told.rows.values()), len(told.rows)))
    return 0


def last_drill(settings: Settings) -> Drill | None:
    """None when there was none, or when nobody can read what became of it."""
    try:
        return Drill(**json.loads((settings.backup_dir / DRILL).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _note(settings: Settings, one: Drill) -> None:
    part = settings.backup_dir / f"{DRILL}.part"
    part.write_text(json.dumps(asdict(one), ensure_ascii=False) + "\n", "utf-8")
    part.replace(settings.backup_dir / DRILL)


@contextmanager
def _taken_out(source: Path, settings: Settings) -> Iterator[Path]:
    """The plain file of a copy, beside the database; nothing of it is left afterwards. Raises NotReady without the right key."""
    settings.database.parent.mkdir(parents=True, exist_ok=True)
    copy, secret = backups.beside(settings.database), revealed(settings.backup_key)
    try:
        backups.take_out(source, copy, [secret] if secret else [])
        yield copy
    except sealing.WrongKey as error:
        raise NotReady(say.wrong_key(error.key_id) if secret else say.no_key(error.key_id)) from error
    except NotSound as error:
        raise NotReady(say.not_sound(str(error))) from error
    finally:
        for end in ("", *SIDES):
            copy.with_name(copy.name + end).unlink(missing_ok=True)


def _ready(copy: Path, settings: Settings, now: datetime) -> Recorded:
    return restoring.make_ready(copy, settings.backup_dir, now)


def _keep_ledger(settings: Settings) -> None:
    """Who was erased in the present database, as long as it can be asked; what its ledger said before stays either way.

    A reader alone leaves the files of the log behind that it made: they go, those of a dead program stay.
    """
    sides = [settings.database.with_name(settings.database.name + end) for end in SIDES]
    made = [path for path in sides if not path.exists()]
    with suppress(OSError, DatabaseError):
        if settings.database.exists():
            nightly.write_ledger(settings)
    for path in made:
        path.unlink(missing_ok=True)


def put_aside_before(database: Path) -> list[Path]:
    """Files that earlier restores have put aside, oldest first: nothing is erased in them any more."""
    return sorted(database.parent.glob(f"{glob.escape(database.stem)}{REPLACED}*.db"))


def _put_aside(database: Path, local: datetime) -> Path | None:
    """The present file, whatever its state, under a name with the day and hour; its log goes with it. None when there is none."""
    aside = database.with_name(f"{database.stem}{REPLACED}{local:%Y%m%d-%H%M%S}.db")
    found = [end for end in ("", *SIDES) if database.with_name(database.name + end).exists()]
    for end in found:
        database.with_name(database.name + end).replace(aside.with_name(aside.name + end))
    return aside if "" in found else None


def _put(copy: Path, database: Path) -> None:
    """Under its name, and on the disk."""
    for path in (copy, copy.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            if path == copy:
                copy.replace(database)
        finally:
            os.close(handle)
