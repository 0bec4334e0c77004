"""SQL lives in storage/, and nothing that a person wrote ever becomes part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import sql
from tests.architecture.tree import PRODUCT, ROOT, plant


def test_sql_has_one_home_and_takes_values_as_parameters() -> None:
    assert sql.breaches(ROOT) == []


def test_every_exception_is_still_needed() -> None:
    assert sql.stale_exceptions(ROOT) == []


@pytest.mark.parametrize("folder", [package for package in PRODUCT if package != "storage"])
@pytest.mark.parametrize(
    "source",
    [
        'Q = "SELECT id FROM candidate"\n',
        'Q = """\n    INSERT INTO unit (id)\n    VALUES (1)"""\n',
        'Q = f"UPDATE {1} SET x = 1"\n',
        'Q = "DELETE FROM inbox"\n',
    ],
)
def test_planted_sql_outside_storage_is_caught(tmp_path: Path, folder: str, source: str) -> None:
    plant(tmp_path, f"{folder}/planted.py", source)

    assert len(sql.breaches(tmp_path)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "def ask(name: str) -> str:\n    return f\"SELECT id FROM unit WHERE name = '{name}'\"\n",
        'def ask(name: str) -> str:\n    return "SELECT id FROM unit WHERE name = " + name\n',
        'def ask(name: str) -> str:\n    return "SELECT id FROM unit WHERE name = %s" % name\n',
        'def ask(name: str) -> str:\n    return "SELECT id FROM unit WHERE name = {}".format(name)\n',
        'def ask(row: object) -> str:\n    return f"SELECT {FIELDS} FROM unit WHERE id = {row.id}"\n',
    ],
)
def test_planted_value_in_sql_is_caught(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "storage/planted.py", source)

    assert len(sql.breaches(tmp_path)) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("storage/planted.py", 'Q = f"SELECT {FIELDS} FROM unit WHERE id = ? AND {VISIBLE}"\n'),
        (
            "storage/planted.py",
            "def f(ids: list) -> str:\n    return f\"SELECT id FROM u WHERE id IN ({','.join('?' * len(ids))})\"\n",
        ),
        ("bot/planted.py", 'TEXT = "select one of these, or update the list"\n'),
        ("domain/planted.py", '"""SELECT id FROM unit: said in a docstring."""\n'),
    ],
)
def test_constants_counts_and_plain_words_are_fine(tmp_path: Path, name: str, source: str) -> None:
    plant(tmp_path, name, source)

    assert sql.breaches(tmp_path) == []
