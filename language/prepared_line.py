"""One line about how a candidate is prepared: the class with its certificate, the member who helps; each with its day or without."""

from __future__ import annotations

import re
from datetime import date

from language.dates import Leaning, read_date
from language.formatting import format_date
from language.names import read_name
from language.numbers import quote
from language.reading import Misread
from language.text import clean, fold

CLASS_EXAMPLE = "12/4/2026 số 45/GCN"
GUIDE_EXAMPLE = "Nguyễn Văn An, 5/3/2026"
MOST_PAPER = 60
_DAY = re.compile(r"\(?(?<!\d)(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)\)?")
_LINKED = re.compile(r"(?:[\s,;:]*\b(?:từ|tu|vào|vao|ngày|ngay|cấp|cap|phân công|phan cong))+\s*$", re.IGNORECASE)
_PAPER = re.compile(r"^[\s,;:]*(?:(?:giấy )?chứng nhận|(?:giay )?chung nhan|gcn)?[\s:]*(?:số|so)?[\s:]+", re.IGNORECASE)
_NO_DAY = re.compile(r"[\s,;(]*\b(?:chưa|chua|không|khong|ko) (?:rõ|ro) (?:ngày|ngay)\)?$", re.IGNORECASE)
_UNDATED = re.compile(r"^(?:da co|da hoc(?: xong)?|co|roi)?[ ,;]*(?:chua ro ngay|khong ro ngay|ko ro ngay)?$")


def read_class(text: str, today: date) -> tuple[date | None, str] | Misread:
    """The day of the certificate, None where it is there and nobody knows since when; and its number, "" where none is told."""
    found = _split(text, today)
    if isinstance(found, Misread):
        return found
    day, rest = found
    paper = _PAPER.sub("", f" {rest}").strip(" ,;:.")
    if day is None:
        head, _, number = rest.partition(" số ") if " số " in rest else rest.partition(" so ")
        said = fold(head).strip(" ,;")
        if not said or not _UNDATED.match(said):
            return Misread(f"Chưa đọc được ngày trong “{quote(text)}”; chưa rõ ngày thì nhắn “đã có”.", CLASS_EXAMPLE)
        paper = number.strip(" ,;:.")
    if len(paper) > MOST_PAPER:
        return Misread(f"Số chứng nhận “{quote(paper)}” dài quá.", CLASS_EXAMPLE)
    return day, paper


def read_guide(text: str, today: date) -> tuple[str, date | None] | Misread:
    """The name of the member who helps, and since when; None where no day is told."""
    found = _split(text, today)
    if isinstance(found, Misread):
        return found
    name = read_name(_NO_DAY.sub("", found[1]))
    return Misread(name.sentence, GUIDE_EXAMPLE) if isinstance(name, Misread) else (name, found[0])


def _split(text: str, today: date) -> tuple[date | None, str] | Misread:
    """The only day in it, not in the future, and what stands around it."""
    bare = clean(text[:300]).strip()
    match = _DAY.search(bare)
    if match is None:
        return None, bare
    day = read_date(match[1], today, Leaning.PAST)
    if isinstance(day, Misread):
        return day
    if day > today:
        return Misread(f"Ngày {format_date(day)} chưa tới.", format_date(today))
    before = _LINKED.sub("", bare[: match.start()]).rstrip(" ,;")
    return day, f"{before} {bare[match.end() :].strip()}".strip()
