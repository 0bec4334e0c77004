"""An FSM storage for aiogram on SQLite, as durable as SQLite gets: aiogram ships none that survives a power cut.

One connection, WAL, `synchronous=FULL`, one row a conversation. Each call is one statement in autocommit mode, so it is
one hop to aiosqlite's thread and, for a write, one commit: the least that aiogram's storage interface allows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiosqlite
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, DefaultKeyBuilder, StateType, StorageKey

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS fsm (key TEXT PRIMARY KEY, state TEXT, data TEXT NOT NULL DEFAULT '{}') WITHOUT ROWID"
)
SET_STATE = "INSERT INTO fsm (key, state) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET state = excluded.state"
SET_DATA = "INSERT INTO fsm (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data"


class SqliteStorage(BaseStorage):
    """Made with `open`; what `set_state` and `set_data` were given is on the disk when they return."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self.keys = DefaultKeyBuilder()

    @classmethod
    async def open(cls, path: Path) -> SqliteStorage:
        connection = await aiosqlite.connect(path, isolation_level=None)
        await connection.execute_fetchall("PRAGMA journal_mode=WAL")
        await connection.execute_fetchall("PRAGMA synchronous=FULL")
        await connection.execute_fetchall(SCHEMA)
        return cls(connection)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        await self.connection.execute_fetchall(SET_STATE, (self.keys.build(key), name))

    async def get_state(self, key: StorageKey) -> str | None:
        rows = await self.connection.execute_fetchall("SELECT state FROM fsm WHERE key = ?", (self.keys.build(key),))
        return next((row[0] for row in rows), None)

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False)
        await self.connection.execute_fetchall(SET_DATA, (self.keys.build(key), text))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        rows = await self.connection.execute_fetchall("SELECT data FROM fsm WHERE key = ?", (self.keys.build(key),))
        return next((json.loads(row[0]) for row in rows), {})

    async def close(self) -> None:
        await self.connection.close()
