"""The zone on the day that the documents tell of, loaded once into a database in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from domain.zone import Zone
from sample_data.zone import sample_zone
from tests.sample.loaded import TODAY, loaded


@pytest.fixture(scope="session")
def zone() -> Zone:
    return sample_zone(TODAY)


@pytest.fixture(scope="session")
def database(zone: Zone) -> Iterator[sqlite3.Connection]:
    """Read only, please: it is shared by all tests of this folder."""
    connection = loaded(zone)
    connection.execute("PRAGMA query_only = ON")
    yield connection
    connection.close()
