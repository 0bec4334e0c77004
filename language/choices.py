"""Which of several labels a few typed words mean: nobody types a whole button."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.numbers import quote
from language.reading import Misread
from language.text import fold

_NEGATIONS = frozenset({"khong", "chua", "ko", "k"})
_ENDING = re.compile(r"(?: (?:a|ah|nhe|nha|em|di|thoi|roi|r))+$|[ .,!?]+$")
_WORD = re.compile(r"[^\W_]+")
_EDIT = re.compile(r"^(?:(?:sua|doi)(?: (?:lai|dong|muc|phan))* )?")
_ROW_WORDS = {"gio": "thoi gian", "gio hop": "thoi gian", "so du": "co mat", "so nguoi": "co mat", "ten": "ho ten"}
"""What people call a row that is labelled otherwise."""
_LONGEST = 60


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


def without_edit(text: str) -> str:
    """ "sửa giờ", "đổi ngày họp": what is to be changed."""
    bare = _EDIT.sub("", fold(text[: _LONGEST + 20]))
    return _ROW_WORDS.get(bare, bare)


def none_of_these(text: str, example: str) -> Misread:
    """Words that name none of the choices, or more than one."""
    return Misread(f"“{quote(text)}” chưa khớp với một lựa chọn nào.", example)
