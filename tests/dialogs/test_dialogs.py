"""Every dialogue in this folder is what the program really says, and gives the same records without buttons.

`python -m tests.dialogs.update` writes the transcripts anew; read the difference before you commit it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.dialogs.player import played
from tests.fakes.channel import LETTERS_ONLY
from tests.stage import looking

FOLDER = Path(__file__).parent
LETTERS_AND_FILES = replace(LETTERS_ONLY, takes_files=True)
"""A messenger without buttons may still take files, as the terminal does."""
DIALOGUES = sorted(FOLDER.glob("*.txt"))
RECORDS = {
    "meeting": "SELECT unit_id, period, kind, held_on, present, absent_excused, considered, is_on_time, state, receipt FROM meeting",
    "candidate": "SELECT name, birth, unit_id, firm, intake, consent_on, sex, needs_matching, is_undone FROM candidate",
    "candidate_event": "SELECT candidate_id, step, unit_id, happened_on, is_live FROM candidate_event",
    "vote": "SELECT candidate_id, meeting_id, votes_for, eligible, is_passed, is_undone FROM vote",
    "post": "SELECT person_id, role, unit_id, title, since, until FROM post",
    "operation": "SELECT flow, person_id, unit_id, label, undone_at IS NULL FROM operation",
    "draft": "SELECT owner, json_extract(value, '$.flow', '$.step'), json_remove(json_extract(value, '$.answers'), '$._line')"
    " FROM conversation, json_each(drafts)",
    "code": "SELECT person_id, post_id, used_at IS NULL, cancelled_at IS NULL FROM code",
}


def records(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with looking(database) as connection:
        return {name: _sorted(connection, sql) for name, sql in RECORDS.items()}


def _sorted(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    return sorted(connection.execute(sql).fetchall(), key=repr)


def test_there_are_dialogues() -> None:
    assert len(DIALOGUES) >= 10


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
async def test_dialogue_is_what_is_said(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    said, _ = await played(text, tmp_path)
    assert said == text, "run `python -m tests.dialogs.update`, then read the difference"


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
async def test_dialogue_gives_the_same_records_by_letters(path: Path, tmp_path: Path) -> None:
    text = path.read_text("utf-8")
    (tmp_path / "buttons").mkdir()
    (tmp_path / "letters").mkdir()
    _, with_buttons = await played(text, tmp_path / "buttons")
    _, by_letters = await played(text, tmp_path / "letters", LETTERS_AND_FILES, "console")
    assert records(by_letters) == records(with_buttons)


async def test_a_changed_sentence_is_noticed(tmp_path: Path) -> None:
    text = "# flows: menu\n@ secretary\n> menu\n< Câu này Trợ lý không bao giờ nói\n"
    said, _ = await played(text, tmp_path)
    assert said != text
