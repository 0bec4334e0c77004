"""A change of a unit in one line: what is to be done, with which unit, from which day ("chuyen konya sang kcn dinh vu tu 1/12")."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from domain.meetings import MeetingKind
from domain.obligations import Span
from domain.units import UnitKind
from language.dates import Leaning, read_date, read_period
from language.owed_line import KIND, span_said
from language.owed_line import kind_said as report_said
from language.reading import Misread
from language.text import clean, fold

_WHOM = r"(?: (?:cho |cac |moi |tat ca )*(?:chi bo|cb))?(?: phai)?(?: nop)?"
OPS: tuple[tuple[str, str], ...] = (
    (
        "unask",
        rf"(?:bo|thoi|khong|ngung)(?: (?:giao|nop|phai nop))?(?: (?:bao cao|bc))?(?= (?:dinh ky\b|{KIND}))(?: dinh ky\b)?",
    ),
    ("ask", rf"(?:giao|yeu cau|them|phai nop){_WHOM}(?: (?:bao cao|bc))?(?= (?:dinh ky\b|{KIND}))(?: dinh ky\b)?"),
    ("unalias", r"(?:bo|xoa|go) ten (?:goi|khac)(?: khac)?"),
    ("alias", r"(?:them )?ten (?:goi|khac)(?: khac)?"),
    ("rename", r"(?:doi|sua) ten"),
    ("merge", r"(?:sap nhap|hop nhat|nhap|gop)"),
    ("move", r"(?:dieu chuyen|chuyen|doi cap tren)"),
    ("close", r"(?:giai the|cham dut|dong|ket thuc)"),
    ("golive", r"(?:ngay bat dau|bat dau dung|bat dau bao cao|bat dau)"),
    ("due", r"(?:doi )?(?:han bao cao|han nop|han)"),
    ("count", r"(?:so dang vien|so luong dang vien|dang vien)"),
    ("exempt", r"mien(?: bao cao)?"),
    ("postpone", r"(?:hoan|lui han|lui|gia han)(?: bao cao)?"),
    ("owed", r"(?:bo mien|bo hoan|bo lui)(?: han)?(?: bao cao)?"),
    ("add", r"(?:them|thanh lap|lap|tao)(?: don vi(?: moi)?)?"),
)
_OPS = tuple((op, re.compile(rf"{words}(?= |\Z)", re.ASCII)) for op, words in OPS)
_BETWEEN = {
    "add": r" (?:truc thuoc|thuoc|duoi) ",
    "rename": r" (?:thanh|la) ",
    "move": r" (?:sang|ve|vao|xuong duoi|xuong|len|toi|qua|truc thuoc|thuoc) ",
    "merge": r" (?:vao|voi|sang) ",
    "alias": r" (?:la|=) ",
    "unalias": r" (?:la|=) ",
}
_DAY = r"(?:hom nay|hom qua|ngay mai|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)"
_FROM = re.compile(rf",? (?:co hieu luc |hieu luc |ke )?(?:tu ngay|tu|vao ngay|ngay) ({_DAY})(?= |,|\Z)", re.ASCII)
_UNTIL = re.compile(rf",? (?:den het|den|toi|sang)(?: ngay)? ({_DAY})(?= |,|\Z)", re.ASCII)
_REASON = re.compile(r",? (?:vi|do|ly do|bvi)(?: la)?:? (.+)\Z", re.ASCII)
_MONTH = re.compile(r",? (?:thang|t) ?(\d{1,2}(?:/\d{4})?)(?= |,|\Z)", re.ASCII)
_NUMBER = re.compile(r" (?:la |ngay |thanh )?(?:ngay |mung )?(\d{1,2})\Z", re.ASCII)
_BARE_DAY = re.compile(rf" (?:la |vao )?(?:ngay )?({_DAY})\Z", re.ASCII)
_TREE = re.compile(r"\A( cay(?: don vi)?)(?= |\Z)", re.ASCII)
_YEAR = re.compile(r" (?:(?:cuoi|het) )?nam ((?:19|20)\d{2}|ngoai|truoc)\Z", re.ASCII)
_HEADS = re.compile(r" (?=\d{1,4} ?(?:dang vien |dv )?(?:chinh thuc|ct|dvct)\b)", re.ASCII)
_KINDS = (
    (re.compile(r"(?:chi bo|cb)\b"), UnitKind.CELL),
    (re.compile(r"(?:dang bo|dang uy|dbo)\b"), UnitKind.COMMITTEE),
    (re.compile(r"(?:cong doan|cdcs|cd)\b"), UnitKind.UNION),
    (re.compile(r"(?:cong ty|doanh nghiep|cty|nha may)\b"), UnitKind.ENTERPRISE),
)
_LEGAL = re.compile(
    r"(?i)\b(?:công ty|cong ty|cty|tnhh|cổ phần|co phan|cp|mtv|một thành viên|mot thanh vien|trách nhiệm hữu hạn|việt nam"
    r"|viet nam|vn|hải phòng|hai phong)\b"
)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """`op` "" when nothing is to be changed. Texts stand as they were typed; None and "" where the line does not say it."""

    op: str = ""
    unit: str = ""
    other: str = ""
    day: date | None = None
    until: date | None = None
    month: str = ""
    reason: str = ""
    number: int | None = None
    counts: str = ""
    report: MeetingKind | None = None
    since: Span | None = None
    unread: tuple[str, ...] = field(default=())


def kind_said(name: str) -> UnitKind | None:
    folded = fold(name)
    return next((kind for words, kind in _KINDS if words.match(folded)), None)


def short_of(name: str) -> str:
    """What people will say for the whole name: without the form of the company and the country."""
    bare = " ".join(_LEGAL.sub(" ", clean(name)).replace("“", "").replace("”", "").split())
    return bare[:40].strip(" ,-") or clean(name)[:40]


class _Line:
    """The text as it was typed, and folded beside it; what is understood is cut out of both."""

    def __init__(self, text: str) -> None:
        said = " ".join(clean(text[:400]).split())
        folded = fold(said)
        self.said, self.folded = (said, folded) if len(said) == len(folded) else (folded, folded)

    def cut(self, pattern: re.Pattern[str]) -> str:
        found = pattern.search(self.folded)
        if found is None:
            return ""
        taken = self.said[found.start(1) : found.end(1)]
        self.said = self.said[: found.start()] + self.said[found.end() :]
        self.folded = self.folded[: found.start()] + self.folded[found.end() :]
        return taken

    def apart(self, between: str) -> tuple[str, str]:
        found = re.search(between, f" {self.folded} ")
        if found is None:
            return self.said.strip(), ""
        said = f" {self.said} "
        return said[: found.start()].strip(), said[found.end() :].strip()


def read_unit_line(text: str, today: date) -> UnitLine:
    """Never refuses. Without a word that changes something: the unit and the day at which it is to be shown."""
    line = _Line(text)
    op = next(((op, found) for op, words in _OPS if (found := words.match(line.folded))), None)
    if op is None:
        line.said, line.folded = f" {line.said}", f" {line.folded}"
        line.cut(_TREE)
        if (year := line.cut(_YEAR)) and (end := _year_end(year, today)) is not None:
            return UnitLine(unit=line.said.strip(), day=end)
        said = line.cut(_BARE_DAY)
        day = near_day(said, today) if said else None
        if isinstance(day, Misread):
            return UnitLine(unit=line.said.strip(), unread=(said,))
        return UnitLine(unit=line.said.strip(), day=day)
    name, found = op
    line.said, line.folded = line.said[found.end() :], line.folded[found.end() :]
    if name in ("ask", "unask"):
        return _report_line(name, line.folded, today)
    reason = line.cut(_REASON) if name in ("exempt", "postpone") else ""
    month = line.cut(_MONTH) if name in ("exempt", "postpone", "owed") else ""
    until, bad = _day(line.cut(_UNTIL) if name == "postpone" else "", today)
    day, worse = _day(line.cut(_FROM) or (line.cut(_BARE_DAY) if name == "golive" else ""), today)
    number = line.cut(_NUMBER) if name == "due" else ""
    counts = ""
    if name == "count" and (at := _HEADS.search(line.folded)) is not None:
        counts, line.said, line.folded = line.said[at.end() :], line.said[: at.start()], line.folded[: at.start()]
    unit, other = line.apart(_BETWEEN[name]) if name in _BETWEEN else (line.said.strip(), "")
    many = int(number) if number else None
    unread = (*bad, *worse)
    return UnitLine(name, unit.strip(" ,"), other.strip(" ,"), day, until, month, reason, many, counts, unread=unread)


def _report_line(op: str, folded: str, today: date) -> UnitLine:
    """ "giao bao cao chuyen de cho konya tu quy 1/2027": which report, whose, from when on."""
    kind, rest = report_said(folded)
    span, rest = (None, rest) if kind is None else span_said(rest, kind, today, is_ahead=True)
    unit = re.sub(r"\A(?:cho|cua|doi voi)\b", "", rest.strip(" ,")).strip(" ,")
    return UnitLine(op, unit, report=kind, since=span)


def _year_end(said: str, today: date) -> date | None:
    """The last day of that year; None for a year that is not over: the tree of today is meant."""
    year = int(said) if said.isdigit() else today.year - 1
    return date(year, 12, 31) if year < today.year else None


def near_day(text: str, today: date) -> date | Misread:
    """The day that is meant; without a year the nearest one, before or after today: changes are planned, and entered late."""
    past, coming = read_date(text, today), read_date(text, today, Leaning.FUTURE)
    if isinstance(past, Misread) or isinstance(coming, Misread):
        return past if isinstance(past, Misread) else coming
    return coming if (coming - today) < (today - past) else past


def _day(text: str, today: date) -> tuple[date | None, tuple[str, ...]]:
    day = near_day(text, today) if text else None
    return (None, (text,)) if isinstance(day, Misread) else (day, ())


def month_said(text: str, today: date) -> str | None:
    """ "2026-11" of "11", "11/2026"; the nearest such month, at most half a year ahead."""
    found = read_period(f"tháng {text}" if text.isdigit() else text, today)
    if isinstance(found, Misread):
        return None
    ahead = found.shift(12)
    is_near = "/" not in text and (ahead.first_on - today).days < 183
    return str(ahead if is_near else found)
