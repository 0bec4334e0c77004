"""A zone in a database in memory."""

from __future__ import annotations

import sqlite3
from datetime import date

from domain.zone import Zone
from storage import loading, migrate
from storage.connection import connect

TODAY = date(2026, 11, 5)
"""The Thursday of the examples in the documents."""


def empty() -> sqlite3.Connection:
    connection = connect(":memory:")
    migrate.apply(connection)
    return connection


def loaded(zone: Zone) -> sqlite3.Connection:
    connection = empty()
    connection.execute("BEGIN IMMEDIATE")
    loading.load(connection, zone)
    connection.execute("COMMIT")
    return connection
