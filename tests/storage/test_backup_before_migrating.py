"""A database is backed up before it is migrated."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot import prepare
from storage import migrate
from tests.stage import fresh
from tests.storage.test_migrations import one_more, schema, settings


def test_backup_is_made_before_migrating(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = fresh(tmp_path)
    old = schema(database)
    monkeypatch.setattr(migrate, "migrations", one_more)
    prepare.open_database(settings(tmp_path)).close()

    (backup,) = (tmp_path / "backups").iterdir()
    assert schema(backup) == old
    assert schema(database) != old


def test_failed_migration_leaves_backup_and_database_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = fresh(tmp_path)
    old = schema(database)
    monkeypatch.setattr(migrate, "migrations", lambda: one_more("nonsense"))
    with pytest.raises(sqlite3.Error):
        prepare.open_database(settings(tmp_path))

    assert schema(database) == old
    assert [schema(path) for path in (tmp_path / "backups").glob("*.db")] == [old]


def test_new_database_needs_no_backup(tmp_path: Path) -> None:
    prepare.open_database(settings(tmp_path)).close()
    assert not (tmp_path / "backups").exists()
