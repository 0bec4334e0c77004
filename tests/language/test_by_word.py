"""By whose word, and how it came."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from domain.ids import PersonId
from domain.on_behalf import Way
from domain.people import Person
from domain.units import Unit, UnitKind
from language.by_word import ByWord, meant_by, read_by_word, take_by_word, take_unit
from language.reading import Misread
from storage import units
from tests.stage import template


@pytest.mark.parametrize(
    ("text", "who", "way"),
    [
        ("đồng chí Mai, qua điện thoại", "Mai", Way.PHONE),
        ("dc mai qua dien thoai", "Mai", Way.PHONE),
        ("theo lời đồng chí Trần Thị Mai", "Trần Thị Mai", None),
        ("theo loi bi thu Mai bang giay", "Mai", Way.PAPER),
        ("Phó bí thư Hường báo trực tiếp", "Hường", Way.IN_PERSON),
        ("anh Tiệp nhắn tin", "Tiệp", Way.MESSAGE),
        ("chị Mai qua Zalo", "Mai", Way.MESSAGE),
        ("Hoàng Văn Tiệp", "Hoàng Văn Tiệp", None),
        ("Huy", "Huy", None),
    ],
)
def test_name_and_way(text: str, who: str, way: Way | None) -> None:
    assert read_by_word(text) == ByWord(who, way)


@pytest.mark.parametrize(
    "text", ["", "qua điện thoại", "12345", "0912345678", "x", "=cmd", "một hai ba bốn năm sáu bảy tám"]
)
def test_what_is_no_name_is_said(text: str) -> None:
    assert isinstance(read_by_word(text), Misread)


@pytest.mark.parametrize(
    ("line", "rest", "who", "way"),
    [
        ("cb konya 5/11 18/20 theo loi dc Mai qua dien thoai", "cb konya 5/11 18/20", "Mai", Way.PHONE),
        ("cb konya theo lời đồng chí Mai, 5/11 18/20", "cb konya 5/11 18/20", "Mai", None),
        ("theo loi dc Mai qua dien thoai 5/11 18/20", "5/11 18/20", "Mai", Way.PHONE),
        ("theo loi chi Mai bang giay, cb konya 5/11", "cb konya 5/11", "Mai", Way.PAPER),
        (
            "Nguyễn A 1/1998\\nNguyễn B 2/1998\\ntheo lời đồng chí Mai trực tiếp",
            "Nguyễn A 1/1998\\nNguyễn B 2/1998",
            "Mai",
            Way.IN_PERSON,
        ),
    ],
)
def test_clause_is_taken_out_of_a_line(line: str, rest: str, who: str, way: Way | None) -> None:
    left, word = take_by_word(line.replace("\\n", "\n"))
    assert " ".join(left.replace("\n", " | ").replace(",", "").split()) == rest.replace("\\n", " | ")
    assert word == ByWord(who, way)


@pytest.mark.parametrize(
    "line", ["", "5/11 18/20 vang 2 co ly do", "theo doi 5 qc", "hoc theo Bac 5/11", "theo loi 5/11"]
)
def test_line_without_a_word_stays_as_it_is(line: str) -> None:
    assert take_by_word(line) == (line, None)


@pytest.mark.parametrize(
    ("line", "rest", "name"),
    [
        ("Nguyễn Thị Thảo 12/3/1998, cho cb konya", "Nguyễn Thị Thảo 12/3/1998", "Chi bộ Konya"),
        ("cho chi bộ Maple: Nguyễn Thị Thảo 12/3/1998", "Nguyễn Thị Thảo 12/3/1998", "Chi bộ Maple"),
        ("cb konya Nguyễn Thị Thảo 12/3/1998", "Nguyễn Thị Thảo 12/3/1998", "Chi bộ Konya"),
        ("Nguyễn Thị Thảo 12/3/1998", "Nguyễn Thị Thảo 12/3/1998", None),
        ("Nguyễn Thị Thảo cb bách hóa", "Nguyễn Thị Thảo cb bách hóa", None),
    ],
)
def test_cell_is_taken_out_of_a_line(line: str, rest: str, name: str | None) -> None:
    connection = sqlite3.connect(template())
    tree = units.tree(connection, date(2026, 11, 5))
    connection.close()
    left, unit = take_unit(line, tree.of_kind(UnitKind.CELL), ())
    assert (left, unit.short_name if isinstance(unit, Unit) else None) == (rest, name)


def test_given_name_means_the_one_officer_who_has_it() -> None:
    mai, hai = Person(PersonId(1), "Trần Thị Mai"), Person(PersonId(2), "Lê Thị Mai")
    assert meant_by("mai", [mai]) == "Trần Thị Mai"
    assert meant_by("Mai", [mai, hai]) == "Mai"
    assert meant_by("Huệ", [mai]) == "Huệ"
