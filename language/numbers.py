"""Whole numbers as people type and say them, and numbers and percentages as we write them."""

from __future__ import annotations

import re

from domain.targets import half_up_tenths
from language.reading import Misread
from language.text import clean, cut, fold

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]{1,12}")
_UNIT_WORDS = re.compile(
    r"^ ?(?:d/c|dc|dong chi|dv|dang vien|ct|chinh thuc|db|du bi|nguoi|ng|ban|qc|qcut|quan chung(?: uu tu)?|doan vien|"
    r"to|phieu|lan|buoi|ho so|truong hop|th)\b"
)
_ENDING = re.compile(r"(?: (?:a|nhe|nha|thoi|oi))+$|[ .,!]+$")
_ZERO = frozenset(
    {"khong", "ko", "k", "hok", "hong", "khong co", "ko co", "k co", "khong ai", "ko ai", "chua co", "khong co ai"}
)
_ONES = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
EXAMPLE = "18"


def read_count(text: str, most: int = 100_000) -> int | Misread:
    """A whole number 0..`most`: "20", "1.100", "12 đ/c", "hai mươi mốt", "không" = 0. "12,5" and "-3" are misread."""
    folded = fold(text[:200])
    number = _digits(folded) if folded[:1].isdigit() else spelled_number(_without_unit(folded))
    if number is None or len(text) > 200:
        return Misread(f"Chưa đọc được số “{quote(text)}”: cần một số nguyên, không âm.", EXAMPLE)
    if number > most:
        return Misread(f"Số “{quote(text)}” quá lớn: nhiều nhất là {format_count(most)}.", EXAMPLE)
    return number


def _digits(folded: str) -> int | None:
    match = _GROUPED.match(folded)
    if match is None:
        return None
    rest = _ENDING.sub("", _UNIT_WORDS.sub("", folded[match.end() :]))
    return None if rest else int(match[0].replace(".", ""))


def _without_unit(folded: str) -> str:
    bare = _ENDING.sub("", folded)
    cut_at = next((m.start() for m in re.finditer(" ", bare) if _UNIT_WORDS.fullmatch(bare[m.start() :])), len(bare))
    return bare[:cut_at]


def spelled_number(folded: str) -> int | None:
    """A folded number in words, 0..99 ("hai muoi mot" = 21, "muoi" = 10, "khong" = 0), else None."""
    if folded in _ZERO:
        return 0
    words = folded.split()
    if not 1 <= len(words) <= 3 or any(word not in _ONES and word != "muoi" for word in words):
        return None
    if "muoi" not in words:
        return _ONES[words[0]] if len(words) == 1 else _short_tens(words)
    tens, ones = words[: words.index("muoi")], words[words.index("muoi") + 1 :]
    if len(tens) > 1 or len(ones) > 1 or ones == ["muoi"]:
        return None
    return 10 * (_ONES[tens[0]] if tens else 1) + (_ONES[ones[0]] if ones else 0)


def _short_tens(words: list[str]) -> int | None:
    """ "hai lam" is said for 25; other pairs ("hai ba") may be two numbers and are not read."""
    if len(words) == 2 and words[0] != "mot" and words[1] in ("lam", "nham"):
        return 10 * _ONES[words[0]] + 5
    return None


def quote(text: str) -> str:
    """What a sentence may quote of an input: one line, at most 40 units."""
    return cut(" ".join(clean(text[:200]).split()), 40)


def format_count(number: int) -> str:
    """1100 → "1.100"."""
    return f"{number:,}".replace(",", ".")


def percent(numerator: int, denominator: int) -> str:
    """Exact, half up, one decimal, decimal comma: 88 of 43 → "204,7%". "–" when the denominator is not positive."""
    if denominator <= 0:
        return "–"
    tenths = half_up_tenths(numerator, denominator)
    sign, tenths = ("-", -tenths) if tenths < 0 else ("", tenths)
    return f"{sign}{format_count(tenths // 10)},{tenths % 10}%"
