"""Every dialogue of this folder plays on every real channel: the same lines are answered, and the same records are left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.talk import Sent
from language.say.operator import SILENCE
from tests.dialogs.drivers.console import OnConsole
from tests.dialogs.drivers.differences import CALLED, NO_FILES, NOT_THERE, SENT_AS, label_on
from tests.dialogs.drivers.served import Served
from tests.dialogs.drivers.telegram import OnTelegram
from tests.dialogs.drivers.typing import typed
from tests.dialogs.drivers.web import OnWeb
from tests.dialogs.drivers.zalo import OnZalo
from tests.dialogs.player import played, played_on
from tests.dialogs.test_dialogs import DIALOGUES, records
from tests.stage import looking

MESSENGERS: tuple[type[Served], ...] = (OnWeb, OnConsole, OnTelegram, OnZalo)


class Left(NamedTuple):
    """What a dialogue leaves: `silent` are the numbers of the lines that nobody answered."""

    records: dict[str, list[tuple[object, ...]]]
    silent: Sequence[int]


EXPECTED: dict[Path, Left] = {}
"""Filled as the dialogues are played with buttons: once each."""


async def with_buttons(path: Path, folder: Path) -> Left:
    if path not in EXPECTED:
        folder.mkdir()
        said, database = await played(path.read_text("utf-8"), folder)
        EXPECTED[path] = Left(records(database), silent(said))
    return EXPECTED[path]


def silent(transcript: str, messenger: str = "") -> Sequence[int]:
    """Without the lines that cannot be said on that messenger."""
    lines = [line for line in transcript.splitlines() if line.startswith((">", "~", "< " + SILENCE))]
    found = [nth for nth, line in enumerate(lines) if line.startswith("<")]
    numbered = {nth: nth - before for before, nth in enumerate(found)}
    return [number for nth, number in numbered.items() if not _is_not_there(messenger, lines[nth - 1])]


def _is_not_there(messenger: str, line: str) -> bool:
    return (messenger, line.removeprefix("> ").strip("()")) in NOT_THERE


def plays(messenger: type[Served], path: Path) -> bool:
    """Whether it can be played there at all: a workbook is sent only where the messenger has files."""
    return messenger.name not in NO_FILES or "\n> (file " not in path.read_text("utf-8")


PLAYED = [(messenger, path) for messenger in MESSENGERS for path in DIALOGUES if plays(messenger, path)]


@pytest.mark.slow
@pytest.mark.parametrize(("messenger", "path"), PLAYED, ids=lambda one: one.stem if isinstance(one, Path) else one.name)
async def test_dialogue_leaves_the_same(messenger: type[Served], path: Path, tmp_path: Path) -> None:
    driver = messenger(tmp_path)
    said = await played_on(driver, path.read_text("utf-8"))

    expected = await with_buttons(path, tmp_path / "buttons")
    assert records(driver.database) == expected.records
    assert set(silent(said, driver.name)) <= set(expected.silent), "a line was not answered"
    with looking(driver.database) as connection:
        assert connection.execute("SELECT kind, error FROM inbox WHERE error IS NOT NULL").fetchall() == []


async def test_a_choice_that_is_not_offered_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="offered nowhere"):
        await played_on(OnZalo(tmp_path), "@ secretary\n> menu\n> [Cấp mã]\n")


async def test_another_answer_leaves_something_else(tmp_path: Path) -> None:
    path = next(one for one in DIALOGUES if one.stem == "hop-mot-dong")
    driver = OnTelegram(tmp_path)
    await played_on(driver, path.read_text("utf-8").replace("> 15/18", "> 14/18"))
    assert records(driver.database) != (await with_buttons(path, tmp_path / "buttons")).records


def test_lines_without_an_answer_are_counted_without_those_that_cannot_be_said() -> None:
    transcript = f"> a\n< b\n> (edited)\n< {SILENCE}\n~ 2026-11-09 07:30\n< {SILENCE}\n"
    assert silent(transcript) == [2, 3]
    assert silent(transcript, "zalo") == [3]


def test_choices_are_typed_as_they_stand_on_the_screen() -> None:
    form, view = "Họp ngày nào?\na) Hôm nay\nb) Hôm qua", "Xong.\nĐể trả lời, xin nhắn: “Làm tiếp: Báo cáo”."
    assert typed("Hôm q", [form]) == "b"
    assert typed("Hôm q", [form, view]) == "Hôm qua"
    assert typed("Làm tiếp", [form, view]) == "Làm tiếp: Báo cáo"
    assert label_on("zalo", "Gỡ Trang trên máy") == "Gỡ Zalo"


def test_differences_are_of_messengers_and_marks_that_there_are() -> None:
    named = {*NOT_THERE, *SENT_AS}
    assert {*CALLED, *NO_FILES, *(name for name, _ in named)} <= {one.name for one in MESSENGERS}
    assert {sent for _, sent in named} <= set(Sent)
    assert all(NOT_THERE.values())
    assert all(reason for _, reason in SENT_AS.values())
