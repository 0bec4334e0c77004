"""Which of several labels a few typed words mean: nobody types a whole button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from language.numbers import quote
from language.reading import Misread
from language.text import clean, fold

_NEGATIONS = frozenset({"khong", "chua", "ko", "k"})
_ENDING = re.compile(r"(?: (?:a|ah|nhe|nha|em|di|thoi|roi|r))+$|[ .,!?]+$")
_WORD = re.compile(r"[^\W_]+")
_EDIT = re.compile(r"^(?:(?:sua|doi)(?: (?:lai|dong|muc|phan))* )?")
_ROW_WORDS = {"gio": "thoi gian", "gio hop": "thoi gian", "so du": "co mat", "so nguoi": "co mat", "ten": "ho ten"}
"""What people call a row that is labelled otherwise."""
_LONGEST = 60
_LONGEST_SLIP = 200
_SLIP = re.compile(
    r"(?:(?:à|ah?|ơ|ờ|ôi|ối|em|tôi|toi|mình|minh|dạ|da|xin lỗi|xin loi)[ ,]+){0,2}"
    r"(?:(?:gõ|go|ghi|viết|viet|nhập|nhap|bấm|bam|bị|bi) )?(?P<word>nhầm|nham)(?: (?:rồi|roi|r|ạ|a|mất|mat))*"
    r"(?:(?P<between>[\s,.:;-]+)(?:(?:phải là|phai la|là|la|sửa là|sua la|sửa lại|sua lai|thành|thanh)[ ,:]+)?(?P<rest>.*))?",
    re.IGNORECASE | re.DOTALL,
)


def label_meant(text: str, labels: Sequence[str], *, is_answer: bool) -> int | None:
    """The position of the one label in which the words stand side by side; None when in none or in several.

    An answer that leaves out a label's "không" or "chưa" never means it. A number or a "không" alone names nothing.
    """
    said = _ENDING.sub("", fold(text[: _LONGEST + 1]))
    words = _WORD.findall(said)
    is_bare = all(word.isdigit() or word in _NEGATIONS for word in words)
    if len(text) > _LONGEST or len("".join(words)) < 3 or is_bare:
        return None
    found = [index for index, label in enumerate(labels) if _names(words, _WORD.findall(fold(label)), is_answer)]
    return found[0] if len(found) == 1 else None


def _names(words: Sequence[str], label: Sequence[str], is_answer: bool) -> bool:
    is_part = any(label[at : at + len(words)] == words for at in range(len(label) - len(words) + 1))
    return is_part and not (is_answer and (set(label) & _NEGATIONS) - set(words))


def begins_label(text: str, label: str) -> bool:
    """Whether the text is how the label begins, in whole words: "ghi nhé" for "Ghi: giao báo cáo định kỳ"."""
    words = _WORD.findall(_ENDING.sub("", fold(text[: _LONGEST + 1])))
    return bool(words) and words == _WORD.findall(fold(label))[: len(words)]


def without_edit(text: str) -> str:
    """ "sửa giờ", "đổi ngày họp": what is to be changed."""
    bare = _EDIT.sub("", fold(text[: _LONGEST + 20]))
    return _ROW_WORDS.get(bare, bare)


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands behind "nhầm" ("" for nothing). Without its mark the word may also begin a sentence ("nhằm …") or be a name."""

    rest: str
    may_be_sentence: bool


def read_slip(text: str) -> Slip | None:
    """ "à nhầm rồi, 4/1998", "nham 4/1998"; None for a text that does not begin by taking something back."""
    found = _SLIP.fullmatch(clean(text[:_LONGEST_SLIP]))
    if found is None or len(text) > _LONGEST_SLIP:
        return None
    rest = (found["rest"] or "").strip(" ,.:;-")
    is_bare = found["word"].isascii() and not re.search(r"[,.:;]", found["between"] or "")
    is_words = not any(map(str.isdigit, rest)) and (rest.istitle() or rest.count(" ") > 1)
    return Slip(rest, is_bare and is_words)


def none_of_these(text: str, example: str) -> Misread:
    """Words that name none of the choices, or more than one."""
    return Misread(f"“{quote(text)}” chưa khớp với một lựa chọn nào.", example)
