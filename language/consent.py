"""The answer to "has this person agreed, and on which day?": people answer both halves at once."""

from __future__ import annotations

import re
from datetime import date

from language.dates import read_date
from language.reading import Misread
from language.text import fold

_AGREED = re.compile(
    r"(?:(?:da|vang|u|ca \w{1,6}|tat ca|moi nguoi|ho|nguoi do|deu)[ ,]+)*"
    r"(?:(?:da |deu )*(?:dong y|hoi)|da co|co|roi|r|ok|dung|duoc)(?: (?:roi|r|het|ca|a))*(?:[ ,:]+(?:vao|hoi|luc|tu))?[ ,.:]*"
)
_NOT_YET = re.compile(r"(?:da )?(?:chua|khong|ko|k)(?: (?:hoi|co|dong y|xin))*(?: \w{1,5})?[ .]*")


def read_consent_day(text: str, today: date) -> date | Misread | None:
    """The day in "rồi, hôm qua" or "đã đồng ý 3/11"; None for a bare "rồi", "có": the day is still to be asked."""
    day = read_date(text, today)
    folded = fold(text[:100])
    agreed = _AGREED.match(folded)
    if not isinstance(day, Misread) or agreed is None:
        return day
    rest = folded[agreed.end() :]
    if not rest:
        return None
    later = read_date(rest, today)
    return day if isinstance(later, Misread) else later


def is_not_yet(text: str) -> bool:
    """ "chưa", "chưa hỏi ạ": nobody was asked."""
    return _NOT_YET.fullmatch(fold(text[:100])) is not None
