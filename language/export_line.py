"""What stands behind "xuất tệp" or "trích ngang" on the line: the kind of file, and the unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.text import fold

_WORD = re.compile(r"\b(?:word|docx?|van ban)\b", re.ASCII)
_EXCEL = re.compile(r"\b(?:excel|xlsx?|bang tinh)\b", re.ASCII)
_FILLERS = re.compile(
    r"\b(?:danh sach|trich ngang|quan chung uu tu|quan chung|doan vien uu tu|doan vien|uu tu|qcut|qc|ra|cua|tat ca|toan bo"
    r"|bang|tep|file|cho|xuat|in|giup|nhe|a)\b",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ExportLine:
    """`unit_text` is folded; "" for everything within reach."""

    is_word: bool
    is_excel: bool
    unit_text: str


def read_export(text: str) -> ExportLine:
    """Never raises: what is neither a kind nor courtesy is the unit."""
    folded = fold(text)
    rest = _FILLERS.sub(" ", _EXCEL.sub(" ", _WORD.sub(" ", folded)))
    return ExportLine(bool(_WORD.search(folded)), bool(_EXCEL.search(folded)), " ".join(rest.split()).strip(" ,.-"))
