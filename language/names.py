"""Names of people: read from what was typed, and told apart from control words."""

from __future__ import annotations

import re
import unicodedata

from language.numbers import quote
from language.reading import Misread
from language.text import clean, fold, spell

NAME_WORDS = {"huy": "hủy", "tiep": "tiếp", "thoi": "thôi"}
"""Control words typed without diacritics which are also given names (Huy, Tiệp, Thời) → the control word meant."""

MOST_CHARACTERS = 60
EXAMPLE = "Nguyễn Thị Hiền Thảo"

_TITLE = re.compile(
    r"(?:đ/c|đc|d/c|dc|đồng chí|dong chi|qcưt|qcut|qc|quần chúng(?: ưu tú)?|quan chung(?: uu tu)?"
    r"|đảng viên|đv|ông|bà|anh|chị|chi|em|cô|chú"
    r"|bác|a\.|c\.|e\.|a|c|e|họ tên|họ và tên|ho ten|tên)(?: ?[:.] ?| +)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^(?:[0-9]{1,3} ?[.)] ?|[-•+*] ?)")
_SEGMENT = re.compile(r"[^ '’-]+")


def is_given_name_control(text: str) -> bool:
    """True for exactly "huy", "tiep", "thoi" in any case: "hủy" with its mark is the control word and no name."""
    return clean(text[:20]).lower() in NAME_WORDS and len(text) <= 20


def read_name(text: str) -> str | Misread:
    """Family, middle and given name: 2 to 8 words, at most 60 characters, no titles, one spelling, capitals."""
    if len(text) > 200:
        return _misread(text, "quá dài")
    bare = without_titles(_LISTED.sub("", spell(text).replace("\n", " "))).rstrip(" ,;:.").replace("’", "'")
    words = bare.split()
    reason = _why_no_name(bare, words)
    if reason is not None:
        return _misread(text, reason)
    return spell(_SEGMENT.sub(_capital, " ".join(words)))


def may_be_one_name(one: str, other: str) -> bool:
    """Whether the names differ only where one was typed without marks: "hung" may be Hùng, but Hùng is not Hưng."""
    pairs = list(zip(one.lower().split(), other.lower().split(), strict=False))
    return fold(one) == fold(other) and all(a == b or a == fold(a) or b == fold(b) for a, b in pairs)


def without_titles(text: str) -> str:
    """Without the forms of address in front ("đ/c anh Hùng" → "Hùng"); what is left is never empty unless `text` is."""
    for _ in range(4):
        match = _TITLE.match(text)
        if match is None:
            break
        text = text[match.end() :]
    return text


def _why_no_name(bare: str, words: list[str]) -> str | None:
    if len(bare) > MOST_CHARACTERS or len(words) > 8:
        return "quá dài cho một họ tên"
    if not all(_is_letter(character) or character in " -'" for character in bare):
        return "họ tên chỉ gồm chữ cái"
    if any(not any(map(_is_letter, word)) for word in words) or bare[:1] in ("-", "'"):
        return "họ tên chỉ gồm chữ cái"
    if not {"ko", "khong"}.isdisjoint(fold(bare).split()):
        return "không giống một họ tên"
    return "cần cả họ và tên" if len(words) < 2 else None


def _is_letter(character: str) -> bool:
    if character.isascii():
        return character.isalpha()
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN") and character not in "ªº"


def _capital(match: re.Match[str]) -> str:
    word = match[0]
    return word[0].upper() + word[1:].lower()


def _misread(text: str, reason: str) -> Misread:
    return Misread(f"Chưa đọc được họ tên “{quote(text)}”: {reason}.", EXAMPLE)
