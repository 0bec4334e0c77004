"""`chibot understand`: what a text means, on which day, to whom; it writes nothing."""

from __future__ import annotations

import json

import pytest

from tests.bot.cli import CommandLine, Ran

NOW = "2026-11-05T19:42:00+07:00"


def told(ran: Ran) -> dict[str, object]:
    assert ran.status == 0, ran
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def house(cli: CommandLine) -> CommandLine:
    cli.put_zone(cli.practice, is_practice=True)
    cli.set("NOW", NOW)
    return cli


def test_line_is_read_as_on_that_day(cli: CommandLine) -> None:
    found = told(cli("understand", "--json", "--now", NOW, "hop", "cb", "6/11", "18/20"))
    assert (found["kind"], found["flow"], found["rest"]) == ("Start", "meeting", "cb 6/11 18/20")
    assert found["read"] == {"held_on": "2025-11-06", "present": 18, "due": 20, "is_held": True}
    later = told(cli("understand", "--json", "--now", "2026-11-06T00:00:00+07:00", "hop cb 6/11 18/20"))
    assert isinstance(later["read"], dict)
    assert later["read"]["held_on"] == "2026-11-06"
    assert not (cli.folder / "data").exists()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("tien do ket nap", {"indicator": "admitted"}),
        ("tim thao", None),
        ("gioi thieu Hoàng Thị Lan 4/1999", {"people": [{"name": "Hoàng Thị Lan"}]}),
    ],
)
def test_each_line_is_read_by_its_own_reader(cli: CommandLine, text: str, read: object) -> None:
    found = told(cli("understand", "--json", "--now", NOW, text)).get("read")
    if isinstance(found, dict) and "people" in found:
        found = {"people": [{"name": one["name"]} for one in found["people"]]}
    assert found == read


def test_without_json_it_is_said_in_lines(cli: CommandLine) -> None:
    lines = cli("understand", "--now", NOW, "hop 5/11 18/20").out.splitlines()
    assert {"kind: Start", "flow: meeting", "rest: 5/11 18/20", "held_on: 2026-11-05", "present: 18"} <= set(lines)


def test_what_is_refused_at_the_door_is_not_repeated(cli: CommandLine) -> None:
    ran = cli("understand", "--json", "mật khẩu của tôi abc123")
    assert told(ran) == {"kind": "Refused", "what": "password"}
    assert "abc123" not in ran.out


def test_person_is_heard_in_the_open_conversation_with_their_rights(house: CommandLine) -> None:
    assert told(house("understand", "--json", "--as", "leader", "hop"))["is_allowed"] is False
    assert told(house("understand", "--json", "--as", "secretary", "hop"))["is_allowed"] is True
    assert told(house("understand", "--json", "--as", "stranger", "hop"))["is_allowed"] is False
    assert told(house("understand", "--json", "--as", "secretary", "18h-19h30"))["kind"] == "Unclear"
    house("chat", "--as", "secretary", stdin="hop cb 5/11 18/20\n")
    before = house.tables(house.practice)
    found = told(house("understand", "--json", "--as", "secretary", "18h-19h30"))
    assert (found["kind"], found["text"]) == ("Answer", "18h-19h30")
    assert told(house("understand", "--json", "--as", "secretary", "b"))["kind"] == "Press"
    assert house.tables(house.practice) == before


def test_person_needs_a_practice_database(cli: CommandLine) -> None:
    assert "practice.db" in cli("understand", "--as", "secretary", "hop").one_line()
    cli.put_zone(cli.real)
    cli.set("DATABASE_URL", f"sqlite:///{cli.real}")
    assert "practice" in cli("understand", "--as", "secretary", "hop").one_line()


@pytest.mark.parametrize("argv", [("--as", "nobody", "hop"), ("--now", "5/11", "hop"), ("--now", "2026-11-05", "hop")])
def test_unusable_arguments_are_status_2(cli: CommandLine, argv: tuple[str, ...]) -> None:
    ran = cli("understand", *argv)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err
