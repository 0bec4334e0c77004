from __future__ import annotations

import unicodedata

import pytest

from language.answers import nearest, read_education, read_sex, read_yes_no
from language.reading import Misread
from tests.language.texts import Form

YES = [
    "có",
    "co",
    "đúng",
    "dung",
    "Đúng rồi",
    "phải",
    "ok",
    "OK em",
    "vâng",
    "vâng ạ",
    "dạ",
    "dạ có",
    "đồng ý",
    "dc",
    "được",
    "ừ",
    "có mà",
    "y",
    "là tôi",
    "dung la toi roi",
    "tôi đây",
]
NO = [
    "không",
    "ko",
    "k",
    "hok",
    "không ạ",
    "chưa",
    "chưa có",
    "sai",
    "sai rồi",
    "không đúng",
    "ko phải",
    "dạ không",
    "nhầm",
    "không đồng ý",
    "k dc",
]
NEITHER = ["", "có lẽ", "đừng", "dừng", "vắng", "không biết", "có không", "18/20", "có 2 người", "cơm"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("texts", "answer"), [(YES, True), (NO, False)])
def test_yes_and_no_are_told_apart(texts: list[str], answer: bool, form: Form) -> None:
    assert {text: read_yes_no(unicodedata.normalize(form, text)) for text in texts} == dict.fromkeys(texts, answer)


@pytest.mark.parametrize("text", NEITHER)
def test_neither_yes_nor_no_is_misread(text: str) -> None:
    assert isinstance(read_yes_no(text), Misread)


@pytest.mark.parametrize(
    ("text", "sex"), [("nữ", "female"), ("Nu", "female"), ("nam", "male"), ("giới tính: Nam", "male")]
)
def test_sex_is_read(text: str, sex: str) -> None:
    assert read_sex(text) == sex


@pytest.mark.parametrize("text", ["", "năm mươi", "khác", "nam nữ"])
def test_another_sex_is_misread(text: str) -> None:
    assert isinstance(read_sex(text), Misread)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tiểu học", "primary"),
        ("lớp 5", "primary"),
        ("THCS", "lower_secondary"),
        ("9/12", "lower_secondary"),
        ("cấp 2", "lower_secondary"),
        ("THPT", "upper_secondary"),
        ("12/12", "upper_secondary"),
        ("tốt nghiệp thpt", "upper_secondary"),
        ("trung cấp", "vocational"),
        ("CĐ", "college"),
        ("cao đẳng", "college"),
        ("đại học chính quy", "university"),
        ("ĐH", "university"),
        ("kỹ sư", "university"),
        ("thạc sĩ", "postgraduate"),
        ("tiến sỹ", "postgraduate"),
    ],
)
def test_education_is_read(text: str, key: str) -> None:
    assert read_education(text) == key
    assert read_education(unicodedata.normalize("NFD", text)) == key


@pytest.mark.parametrize("text", ["", "13/12", "3", "đang học", "abc"])
def test_unknown_education_is_misread(text: str) -> None:
    assert isinstance(read_education(text), Misread)


PHRASES = [
    ("progress", "xem tiến độ"),
    ("meeting", "báo cáo sinh hoạt chi bộ"),
    ("candidate", "giới thiệu quần chúng"),
    ("tasks", "việc của tôi"),
    ("tasks", "công việc"),
]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tien do ket nap", "progress"),
        ("tiendo", "progress"),
        ("bao cao hop", "meeting"),
        ("Giơi thiêu nguoi", "candidate"),
        ("viecc cua toi", "tasks"),
    ],
)
def test_the_nearest_meaning_comes_first(text: str, first: str) -> None:
    assert nearest(text, PHRASES)[0] == first


def test_each_meaning_comes_once_and_at_most_two() -> None:
    found = nearest("báo cáo công việc của tôi", PHRASES)
    assert len(found) == len(set(found)) <= 2
    assert nearest("báo cáo công việc của tôi", PHRASES, most=1) == found[:1]
    assert nearest("báo cáo", PHRASES, most=0) == []


def test_a_shared_word_counts_more_than_similar_letters() -> None:
    assert nearest("viec", [("letters", "viecc"), ("word", "cong viec")]) == ["word"]


@pytest.mark.parametrize("text", ["", "zzzz", "🎉"])
def test_nothing_is_near_to_nonsense(text: str) -> None:
    assert nearest(text, PHRASES) == []
