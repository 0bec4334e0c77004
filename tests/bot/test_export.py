"""`chibot export`: every record that holds meaning; no message, no account, no secret."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage.upkeep import Lock
from tests.bot.cli import CommandLine
from tests.stage import SECRET, Stage, open_stage

DIGEST = "d1" * 32
CODE = """
INSERT INTO code (id, digest, person_id, post_id, made_at, expires_at) VALUES (1, ?, 1, 1, 1, 2)
"""


async def talked(folder: Path) -> None:
    async with open_stage(folder) as stage:
        await stage.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung")
        await stage.press("secretary", "Nộp")
        await stage.say("secretary", "canhdongbatngat")


@pytest.fixture
async def house(cli: CommandLine) -> CommandLine:
    await talked(cli.folder)
    database = cli.folder / "practice.db"
    cli.change(database, CODE, DIGEST)
    cli.change(database, "INSERT INTO meta VALUES ('practice_secret_key', ?)", SECRET)
    cli.set("DATABASE_URL", f"sqlite:///{database}")
    return cli


def test_all_records_are_written(house: CommandLine) -> None:
    counts = house.tables(house.folder / "practice.db")
    ran = house("export", "--output", "all.json")
    assert ran.status == 0
    written = json.loads((house.folder / "all.json").read_text("utf-8"))
    for table in ("unit", "person", "post", "candidate", "candidate_event", "meeting", "target", "consent", "audit"):
        assert len(written[table]) == counts[table] > 0, table
    assert any(one["name"] == "Nguyễn Thị Hiền Thảo" for one in written["candidate"])
    assert any(one["receipt"] == "2611-0001" for one in written["meeting"])
    assert [path.name for path in house.folder.glob("all.json*")] == ["all.json"]


def test_messages_accounts_and_secrets_are_not(house: CommandLine) -> None:
    house("export", "--output", "all.json")
    text = (house.folder / "all.json").read_text("utf-8")
    left_out = {"inbox", "outbox", "account", "code", "code_try", "conversation", "meta", "audit_value"}
    assert not left_out & set(json.loads(text))
    for secret in (DIGEST, "digest", SECRET, "canhdongbatngat", "chat_id"):
        assert secret not in text, secret


def test_same_records_give_the_same_file_but_for_the_line_of_the_first_export(house: CommandLine) -> None:
    for name in ("one.json", "two.json"):
        assert house("export", "--output", name).status == 0
    one, two = ((house.folder / name).read_text("utf-8") for name in ("one.json", "two.json"))
    first, second = json.loads(one), json.loads(two)
    exported = second["audit"].pop()
    assert (exported["action"], exported["fields"]) == ("exported", "operator,everything")
    assert json.dumps(first, ensure_ascii=False, indent=1) == json.dumps(second, ensure_ascii=False, indent=1)
    assert one == json.dumps(first, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("arguments", [(), ("--subject", "candidates")])
def test_export_stands_in_the_trail_with_the_operator(house: CommandLine, arguments: tuple[str, ...]) -> None:
    database = house.folder / "practice.db"
    assert house("export", *arguments, "--output", "all.xlsx").status == 0
    (row,) = house.rows(database, TRAIL)
    assert row == (None, None, "exported", "database", f"operator,{arguments[-1] if arguments else 'everything'}")


TRAIL = "SELECT person_id, turn_id, action, subject, fields FROM audit WHERE action = 'exported' AND fields LIKE 'operator%'"


@pytest.mark.parametrize("arguments", [(), ("--subject", "candidates")])
def test_without_its_line_in_the_trail_there_is_no_file(house: CommandLine, arguments: tuple[str, ...]) -> None:
    database = house.folder / "practice.db"
    house.change(database, "CREATE TRIGGER no_trail BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no trail'); END")
    assert "no trail" in house("export", *arguments, "--output", "all.xlsx").one_line()
    assert list(house.folder.glob("all.xlsx*")) == []


async def test_export_beside_the_running_program_stands_in_its_trail(cli: CommandLine) -> None:
    """The program goes on meanwhile, holds its lock, and shows the line."""
    async with open_stage(cli.folder) as stage:
        cli.set("DATABASE_URL", f"sqlite:///{stage.database}")
        cli.set("NOW", "2026-11-05T19:42:00+07:00")
        with Lock(stage.database):
            talking = asyncio.create_task(_talk(stage))
            for arguments in ((), ("--subject", "candidates")):
                ran = await asyncio.to_thread(cli, "export", *arguments, "--output", "all.xlsx")
                assert (ran.status, ran.err) == (0, "")
            assert "chibot đang chạy" in (await asyncio.to_thread(cli, "migrate")).one_line()
            assert "Đồng chí cần làm gì?" in await talking
        said = await stage.say("office", "nhat ky hom nay")
    assert "19:42 05/11: Người vận hành (cửa sổ lệnh) xuất ra tệp cơ sở dữ liệu (toàn bộ)." in said
    assert "19:42 05/11: Người vận hành (cửa sổ lệnh) xuất ra tệp cơ sở dữ liệu (quần chúng)." in said


async def _talk(stage: Stage) -> str:
    for _ in range(20):
        await stage.say("secretary", "tien do")
    return await stage.say("secretary", "menu")


def test_missing_folder_is_one_line_about_the_file(house: CommandLine) -> None:
    line = house("export", "--output", "nowhere/all.json").one_line(status=2)
    assert "folder" in line
    assert "CHIBOT_WEB_PORT" not in line


def test_other_suffix_is_one_line_and_writes_nothing(house: CommandLine) -> None:
    assert ".xlsx" in house("export", "--output", "all.xls").one_line(status=2)
    assert not (house.folder / "all.xls").exists()


def test_workbook_holds_the_same_records_a_sheet_for_each_table(house: CommandLine) -> None:
    assert house("export", "--output", "all.xlsx").status == 0
    house("export", "--output", "all.json")
    written = json.loads((house.folder / "all.json").read_text("utf-8"))
    assert written["audit"].pop()["fields"] == "operator,everything"
    book = load_workbook(house.folder / "all.xlsx")

    assert book.sheetnames == list(written)
    for table, records in written.items():
        names, *rows = [[cell.value for cell in row] for row in book[table].rows] if records else [[]]
        assert len(rows) == len(records), table
        assert not records or names == list(records[0])
    (first, *_), one = book["candidate"].iter_rows(min_row=2, values_only=True), written["candidate"][0]
    assert first[:2] == (one["id"], one["name"])
    assert [path.name for path in house.folder.glob("all.xlsx*")] == ["all.xlsx"]


def test_without_a_database_it_is_one_line(cli: CommandLine) -> None:
    assert "no database" in cli("export", "--output", "all.json").one_line()
    assert list(cli.folder.iterdir()) == []
