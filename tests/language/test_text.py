from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.text import clean, cut, fold, sort_key, spell, split, utf16_length
from tests.language.texts import ANY_TEXT, PATIENTLY


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  họp\u00a0 chi\tbộ ", "họp chi bộ"),
        (unicodedata.normalize("NFD", "Đảng ủy"), "Đảng ủy"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\u202eabc\u202c\u200b\ufeff\u00ad", "abc"),
        ("a\0b\x07c\x9fd", "abcd"),
        ("x\ud800y", "x\ufffdy"),
        ("\ud83d\ude00", "😀"),
        ("dòng 1 \n  dòng 2", "dòng 1\ndòng 2"),
        ("a" + "\u0316" * 1_000, "a" + "\u0316" * 8),
    ],
)
def test_clean_keeps_only_what_can_be_seen(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Đảng ủy", "dang uy"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("ÐÐ ðɖĐđ", "dd dddd"),
        ("１８／２０", "18/20"),
        ("18h–19h30", "18h-19h30"),
        ("\u0301 a \u0301 b", "a b"),
    ],
)
def test_fold_leaves_bare_lower_case_letters(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("huỷ", "hủy"),
        ("uý", "úy"),
        ("khoẻ", "khỏe"),
        ("HOÀ Bình", "HÒA Bình"),
        ("Đảng uỷ", "Đảng ủy"),
        ("quý", "quý"),
        ("Quỳ", "Quỳ"),
        ("giá", "giá"),
        ("hoàn", "hoàn"),
        ("thuyền", "thuyền"),
        ("ngoài", "ngoài"),
        ("hòa", "hòa"),
    ],
)
def test_tone_stands_in_one_place(typed: str, spelled: str) -> None:
    assert spell(typed) == spelled
    assert spell(unicodedata.normalize("NFD", typed)) == spelled


@pytest.mark.parametrize("rewrite", [clean, fold, spell])
@PATIENTLY
@given(text=ANY_TEXT)
def test_rewriting_twice_changes_nothing_more(rewrite: Callable[[str], str], text: str) -> None:
    assert rewrite(rewrite(text)) == rewrite(text)


@PATIENTLY
@given(text=ANY_TEXT)
def test_nfc_and_nfd_become_the_same(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert clean(composed) == clean(apart)
    assert fold(composed) == fold(apart)
    assert spell(composed) == spell(apart)


def test_names_sort_by_given_then_family_then_middle_name() -> None:
    names = [
        "Trần Văn An",
        "Nguyễn Văn Ân",
        "Lê Thị Bình",
        "Lê Văn Bình",
        "Nguyễn An Bình",
        "Trần Dũng",
        "Đinh Đạt",
        "Lê Hoa",
        "Lê Hòa",
        "Lê Hoà Ngọc",
        "Phạm Thị Oanh",
        "Phạm Ô",
        "Phạm Ơ",
        "Lê Tú",
        "Lê Tư",
    ]
    assert sorted(set(names), key=sort_key) == names


def test_tones_sort_as_in_the_dictionary() -> None:
    syllables = ["ma", "mà", "mả", "mã", "má", "mạ", "man", "mă", "mâ"]
    assert sorted(set(syllables), key=sort_key) == syllables
    assert sort_key("Đỗ Hoà") == sort_key(unicodedata.normalize("NFD", "đỗ hòa"))


@PATIENTLY
@given(text=ANY_TEXT)
def test_sort_key_is_ascii(text: str) -> None:
    assert sort_key(text).isascii()


def test_length_is_counted_in_utf16_units() -> None:
    assert utf16_length("a🎉ộ\ud800") == 5


@PATIENTLY
@given(text=st.one_of(ANY_TEXT, st.text("ab \n🎉\ud83d\ude00", max_size=120)), limit=st.integers(2, 40))
def test_parts_fit_and_join_to_the_text(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(1 <= utf16_length(part) <= limit for part in parts)
    for left, right in pairwise(parts):
        assert not ("\ud800" <= left[-1] <= "\udbff" and "\udc00" <= right[0] <= "\udfff")


@PATIENTLY
@given(text=st.text("ab🎉", max_size=200), limit=st.integers(3, 40))
def test_text_without_breaks_is_split_into_as_few_parts_as_can_be(text: str, limit: int) -> None:
    assert len(split(text, limit)) <= -(-utf16_length(text) // (limit - 1))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("abc", ["abc"]),
        ("aaaa bb\n\nccc", ["aaaa bb\n\n", "ccc"]),
        ("aaaa bb\ncc dd", ["aaaa bb\n", "cc dd"]),
        ("aaaaa bbb cc", ["aaaaa bbb ", "cc"]),
        ("aaaaaaaaaabbb", ["aaaaaaaaaa", "bbb"]),
        ("a bbbbbbbbbbbb", ["a bbbbbbbb", "bbbb"]),
    ],
)
def test_cuts_lie_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert split(text, 10) == parts


def test_a_paragraph_break_gives_way_when_it_would_cost_a_part() -> None:
    assert split("aaaaa\n\nb\nccccccccc", 10) == ["aaaaa\n\nb\n", "ccccccccc"]


def test_splitting_below_a_pair_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        split("🎉🎉", 1)


@PATIENTLY
@given(text=ANY_TEXT, limit=st.integers(1, 30))
def test_cut_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert utf16_length(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
