"""`chibot chat`: the conversation from standard input; as a transcript; for a known person; alone on its database."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.cli import CommandLine, Ran
from tests.dialogs.player import flows_of, played
from tests.stage import SECRET

HOLD = """
import sys
from pathlib import Path
from storage.upkeep import Lock

with Lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
NOW = "2026-11-05T12:42:00+00:00"


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    """A practice database at the moment of the tests."""
    cli.put_zone(cli.practice, is_practice=True)
    cli.set("NOW", NOW)
    return cli


def test_transcript_has_what_was_said_and_what_was_answered(house: CommandLine) -> None:
    ran = house("chat", "--as", "secretary", "--transcript", stdin="menu\n\ntim hien thao\n")
    lines = ran.out.splitlines()
    assert ran.status == 0
    assert ran.err == ""
    assert lines[:3] == ["# flows: menu, lookup", "@ secretary", "> menu"]
    assert lines[3].startswith("< ")
    assert [line for line in lines if line.startswith(">")] == ["> menu", "> tim hien thao"]
    assert all(line[:2] in ("> ", "< ", "  ") for line in lines[2:])
    assert any("Nguyễn Thị Hiền Thảo" in line for line in lines[lines.index("> tim hien thao") :])


TALKS = {
    "meeting": [
        "hop cb 5/11 18/20 vang 2 co ly do",
        "18h-19h30",
        "a",
        "a",
        "tien do ket nap",
        "b",
        "cam on",
        "thu hoi",
    ],
    "introduce": [
        "gioi thieu Hoàng Thị Lan sinh 4/1999",
        "A",
        "nữ",
        "bỏ qua",
        "bỏ qua",
        "bỏ qua",
        "a",
        "(photo)",
        "sửa 1",
    ],
    "unclear": [
        "chi bộ nào chưa nộp",
        "a",
        "mật khẩu của tôi abc123",
        "  tim  huy ",
        "a",
        "z",
        "trợ giúp",
        "(voice)",
        "b",
    ],
    "settings": ["cai dat", "c", "menu", "c", "xin chao"],
    "export": ["xuat tep", "a", "tien do", "excel"],
}


@pytest.mark.parametrize("name", TALKS)
async def test_transcript_is_a_dialogue_that_is_played_unchanged(house: CommandLine, tmp_path: Path, name: str) -> None:
    """In a thread, as the command has an event loop of its own."""
    typed = "\n".join(TALKS[name]) + "\n"
    ran = await asyncio.to_thread(house, "chat", "--as", "secretary", "--transcript", stdin=typed)
    assert ran.status == 0
    (tmp_path / "played").mkdir()

    said, _ = await played(ran.out, tmp_path / "played")

    assert said == ran.out
    assert name == "unclear" or name in flows_of(said)
    assert "\n> [" in said


def test_without_it_only_the_answers_are_printed(house: CommandLine) -> None:
    ran = house("chat", "--as", "secretary", stdin="menu\n")
    assert ran.status == 0
    assert "> menu" not in ran.out
    assert "Đồng chí cần làm gì?" in ran.out


def test_attachment_is_saved_beside_the_database_and_told_where(house: CommandLine) -> None:
    ran = house("chat", "--as", "secretary", stdin="trich ngang konya excel\n")
    (saved,) = (house.practice.parent / "files").iterdir()
    assert saved.name == "trich-ngang-quan-chung-uu-tu-chi-bo-konya-2026-11-05.xlsx"
    assert saved.read_bytes()[:2] == b"PK"
    assert saved.stat().st_mode & 0o077 == 0
    assert f"({saved.relative_to(house.folder)})" in ran.out or f"({saved})" in ran.out


def test_line_with_a_path_sends_that_file(house: CommandLine) -> None:
    book = house.folder / "a.xlsx"
    book.write_bytes(b"PK")
    house("chat", "--as", "secretary", stdin=f"(file {book})\n(file b.pdf)\n")
    found = house.rows(house.practice, "SELECT kind, body FROM inbox WHERE kind <> 'occurrence' ORDER BY id")
    assert found == [("file", json.dumps(["a.xlsx", 0, str(book)])), ("media", "file")]


def test_conversation_goes_on_where_it_was(house: CommandLine) -> None:
    house("chat", "--as", "secretary", stdin="/gioithieu\nĐỗ Văn Khánh\n")
    ran = house("chat", "--as", "secretary", stdin="7/1990\n")
    assert "✓ Sinh: 07/1990" in ran.out


def test_each_person_is_somebody_else(house: CommandLine) -> None:
    assert "Chi bộ Konya" in house("chat", "--as", "secretary", stdin="menu\n").out
    assert "Chi bộ Konya" not in house("chat", "--as", "secretary_maple", stdin="menu\n").out
    assert "chỉ phục vụ người được mời" in house("chat", "--as", "stranger", stdin="menu\n").out


def test_unknown_person_is_told_who_there_is_and_nothing_is_made(cli: CommandLine) -> None:
    ran = cli("chat", "--as", "nobody", stdin="menu\n")
    assert ran.status == 2
    assert ran.out == ""
    assert "nobody" in ran.err
    assert "secretary_maple" in ran.err
    assert not cli.practice.exists()


def held(cli: CommandLine, database: Path, *argv: str) -> tuple[Ran, int]:
    """The command while another process holds the database, and that process's id."""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        ran = cli(*argv, stdin="menu\n")
        holder.kill()
        return ran, holder.pid


@pytest.mark.parametrize("argv", [("chat",), ("sample",), ("run", "--practice")])
def test_second_process_is_one_line_with_the_pid_of_the_first(house: CommandLine, argv: tuple[str, ...]) -> None:
    ran, pid = held(house, house.practice, *argv)
    assert f"pid {pid}" in ran.one_line()
    assert house.rows(house.practice, "SELECT count(*) FROM inbox") == [(0,)]


def test_init_beside_a_running_program_is_refused_too(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", SECRET)
    cli.real.parent.mkdir()
    ran, pid = held(cli, cli.real, "init", "--admin", "Nguyễn Thị Ngọc Ánh")
    assert f"pid {pid}" in ran.one_line()
    assert not cli.real.exists()
