"""Members of a cell as people count them: "18 chính thức, 2 dự bị", "17ct 3db 1 miễn" (domain.md §1)."""

from __future__ import annotations

import re

from domain.meetings import HeadCount
from language.reading import Misread
from language.text import fold

MOST = 5_000
EXAMPLE = "18 chính thức, 2 dự bị"
_KINDS = (
    ("full", r"(?:dang vien )?chinh thuc|dvct|ct"),
    ("probationary", r"(?:dang vien )?du bi|dvdb|db"),
    ("away", r"(?:dang )?(?:sinh hoat )?tam (?:o )?noi khac|di noi khac"),
    ("temporary", r"(?:sinh hoat )?tam(?: thoi)?|sh tam"),
    ("exempt", r"(?:duoc )?mien(?: sinh hoat| sh)?"),
)
_ITEM = re.compile(r"(\d{1,4}) ?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _KINDS) + r")\b", re.ASCII)


def read_head_count(text: str, before: HeadCount | None = None) -> HeadCount | Misread:
    """Full and probationary members; what is not said about temporary, away and exempt ones stays as it was before.

    Misread when the number of full members is missing, or when more are away than there are.
    """
    found: dict[str, int] = {}
    for match in _ITEM.finditer(fold(text[:200])):
        found.setdefault(match.lastgroup or "", int(match.group(1)))
    if "full" not in found:
        return Misread("Chưa rõ số đảng viên chính thức.", EXAMPLE)
    old = before or HeadCount(0, 0)
    count = HeadCount(
        found["full"],
        found.get("probationary", 0),
        found.get("temporary", old.temporary),
        found.get("away", old.away),
        found.get("exempt", old.exempt),
    )
    if count.total > MOST or count.full == 0:
        return Misread("Số đảng viên chính thức phải từ 1 trở lên.", EXAMPLE)
    if count.away + count.exempt > count.full:
        return Misread("Số đi nơi khác và được miễn nhiều hơn số chính thức.", EXAMPLE)
    return count
