from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.names import NAME_WORDS, is_given_name_control, read_name
from language.reading import Misread
from tests.language.texts import ANY_TEXT, PATIENTLY


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nguyễn thị hiền thảo", "Nguyễn Thị Hiền Thảo"),
        ("NGUYỄN VĂN HOÀ", "Nguyễn Văn Hòa"),
        ("đ/c Nguyễn Văn An", "Nguyễn Văn An"),
        ("đồng chí anh Nguyễn Văn An", "Nguyễn Văn An"),
        ("QCƯT Trần Thị Hà", "Trần Thị Hà"),
        ("a. Trần Hùng", "Trần Hùng"),
        ("e Lê Văn Bình", "Lê Văn Bình"),
        ("  1. trần   thị hà, ", "Trần Thị Hà"),
        ("họ tên: Lê Văn Bình", "Lê Văn Bình"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("y-bhiă kbuôr", "Y-Bhiă Kbuôr"),
        ("Anh Thơ Nguyễn", "Thơ Nguyễn"),
        ("Nguyễn Thế Anh", "Nguyễn Thế Anh"),
    ],
)
def test_names_are_written_properly(text: str, name: str) -> None:
    assert read_name(text) == name
    assert read_name(unicodedata.normalize("NFD", text)) == name


@pytest.mark.parametrize(
    "text",
    [
        "Lan",
        "anh Tuấn",
        "=cmd|calc",
        "http://a.vn b",
        "Nguyễn 3",
        "<b>An Lê</b>",
        "Lê @An",
        "Привет Мир",
        "x" * 61,
        "a b c d e f g h i k",
        "- -",
        "Lê 🎉",
        "",
        "nguyen an khong",
    ],
)
def test_what_is_no_full_name_is_misread(text: str) -> None:
    assert isinstance(read_name(text), Misread)


def test_a_name_has_at_most_60_characters() -> None:
    assert read_name(f"Lê {'a' * 57}") == f"Lê A{'a' * 56}"
    assert isinstance(read_name(f"Lê {'a' * 58}"), Misread)


def test_a_given_name_alone_is_asked_for_the_family_name() -> None:
    found = read_name("anh Tuấn")
    assert isinstance(found, Misread)
    assert "cả họ và tên" in found.sentence


@PATIENTLY
@given(ANY_TEXT)
def test_a_name_reads_as_itself_again(text: str) -> None:
    name = read_name(text)
    if isinstance(name, str):
        assert 2 <= len(name.split()) <= 8
        assert len(name) <= 60
        assert not any(character.isdigit() for character in name)


@pytest.mark.parametrize("text", ["huy", "Huy", "HUY ", "tiep", "thoi"])
def test_control_words_without_marks_are_also_names(text: str) -> None:
    assert is_given_name_control(text)


@pytest.mark.parametrize("text", ["hủy", "huỷ", "tiếp", "Tiệp", "thôi", "Thời", "huy bỏ", "lan", ""])
def test_other_words_are_no_such_names(text: str) -> None:
    assert not is_given_name_control(text)


def test_each_name_word_says_which_control_word_is_meant() -> None:
    assert NAME_WORDS == {"huy": "hủy", "tiep": "tiếp", "thoi": "thôi"}


@PATIENTLY
@given(st.sampled_from(["Nguyễn Văn An", "Trần Thị Hà"]), st.sampled_from(["đ/c ", "anh ", "bà ", "QCƯT ", "c. "]))
def test_titles_are_no_part_of_a_name(name: str, title: str) -> None:
    assert read_name(title + name) == name
