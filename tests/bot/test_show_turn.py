"""`chibot show turn ID` tells what became of a message: never what it said, nor what was answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli import CommandLine
from tests.stage import SECRET, open_stage


async def talked(folder: Path) -> None:
    """Two turns: a look-up in words, and a press on what it found."""
    async with open_stage(folder) as stage:
        assert "Nguyễn Thị Hiền Thảo" in await stage.say("secretary", "tim hien thao")
        assert "Nhân viên kế hoạch" in await stage.press("secretary", "Nguyễn Thị Hiền Thảo")


@pytest.fixture
async def two_turns(cli: CommandLine) -> CommandLine:
    await talked(cli.folder)
    cli.set("DATABASE_URL", f"sqlite:///{cli.folder / 'practice.db'}")
    cli.set("SECRET_KEY", SECRET)
    return cli


def test_story_has_kind_command_audit_and_what_was_sent(two_turns: CommandLine) -> None:
    ran = two_turns("show", "turn", "1")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert (told["channel"], told["kind"], told["state"], told["tries"]) == ("web", "text", "done", 0)
    assert told["command"].startswith("lookup")
    assert {(one["action"], one["subject"]) for one in told["audit"]} == {("listed", "candidate")}
    assert all(one["subject_id"] > 0 for one in told["audit"])
    assert [(one["action"], one["state"]) for one in told["sent"]] == [("send", "sent")]


def test_story_of_a_press_has_its_own_audit(two_turns: CommandLine) -> None:
    told = json.loads(two_turns("show", "turn", "2").out)
    assert told["kind"] == "press"
    assert [one["action"] for one in told["audit"]] == ["looked"]


@pytest.mark.parametrize("turn", ["1", "2"])
def test_neither_the_message_nor_the_answer_is_told(two_turns: CommandLine, turn: str) -> None:
    ran = two_turns("show", "turn", turn)
    for text in ("hien thao", "Thảo", "Tha\\u1ea3o", "1998", "Nhân viên", "lookup.card", "body", "buttons", '"text":'):
        assert text not in ran.out + ran.err, text


def test_unknown_turn_is_one_line(two_turns: CommandLine) -> None:
    assert "999" in two_turns("show", "turn", "999").one_line()


def test_without_a_database_it_is_one_line(cli: CommandLine) -> None:
    assert "no database" in cli("show", "turn", "1").one_line()
    assert not cli.real.exists()
