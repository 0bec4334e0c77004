"""A target in one line ("ket nap 2027 konya 3 theo NQ 12-NQ/DU ngay 5/1/2027"), its value, its period, and the shares of units below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.ids import UnitId
from domain.periods import Period
from domain.targets import Indicator
from domain.units import Unit
from language.dates import read_date
from language.progress_line import INDICATOR_WORDS
from language.reading import Misread
from language.text import clean, cut, fold
from language.unit_names import one_unit

_DOCUMENT = (
    r"(?:nq|qd|kh|ctr|cv|ct|kl|tb|hd|nghi quyet|quyet dinh|ke hoach|chuong trinh|cong van|chi thi|ket luan|thong bao"
    r"|huong dan|van ban)"
)
_BY = re.compile(rf",? theo (.+)\Z|,? (?=({_DOCUMENT} (?:so )?\d.*)\Z)", re.ASCII)
_IS_SET = re.compile(rf"\btheo {_DOCUMENT}\b", re.ASCII)
_OTHER_NUMBER = re.compile(r"\b(?:thang|t|ngay|quy|q|den|toi|bao nhieu|may) ?\d|\d/\d|bao nhieu|so voi|\?", re.ASCII)
_SIGNED = re.compile(r",? (?:ky |ban hanh )?ngay (\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?)\Z", re.ASCII)
_TERM = re.compile(r"\b(?:nhiem ky|nk) ?((?:19|20)\d{2}) ?- ?((?:19|20)\d{2})\b", re.ASCII)
_QUARTER = re.compile(r"\b(?:quy|q) ?([1-4]|iv|i{1,3})(?: ?/ ?| nam | )((?:19|20)\d{2})\b", re.ASCII)
_HALF = re.compile(r"\b(?:6|sau) thang (dau|cuoi) nam ?((?:19|20)\d{2})?\b", re.ASCII)
_SPAN = re.compile(
    r"\b(?:tu )?(?:ngay )?(\d{1,2}/\d{1,2}/\d{4}) ?(?:-|den|toi) ?(?:ngay )?(\d{1,2}/\d{1,2}/\d{4})\b", re.ASCII
)
_YEAR = re.compile(r"\b(?:ca nam |nam )?((?:19|20)\d{2})\b", re.ASCII)
_NOUNS = r"(?: (?:nguoi|dang vien|dv|quan chung|qc|to chuc|chi bo|bao cao))?"
_VALUE = re.compile(
    rf"(?:\b(?:la|giao|dat|chi tieu) )?(?P<about>(?:khoang|chung|~) ?)?\b(?P<least>\d{{1,5}})"
    rf"(?: ?(?:-|–|den|toi) ?(?P<most>\d{{1,5}}))?{_NOUNS}(?= |\Z)",
    re.ASCII,
)
_INFERRED = re.compile(r"\b(?:suy ra|tinh nguoc)(?: tu ty le)?\b", re.ASCII)
ISSUERS = {"thanh uy": "Thành ủy giao", "tinh uy": "Tỉnh ủy giao", "dang uy": "Đảng ủy giao"}
_ISSUER = re.compile(r"\b((?:thanh uy|tinh uy|trung uong|dang uy(?: khu kinh te)?) giao)\b", re.ASCII)
_FILLERS = re.compile(r"\b(?:chi tieu|cho|cua|nam|la|giao)\b|[,.;]", re.ASCII)
_SHARE = re.compile(r"(?P<unit>.+?)[ :=]+(?P<number>\d{1,5})(?: (?:nguoi|dang vien|dv))?\Z", re.ASCII)
_REST = re.compile(
    r"(?:moi )?(?:con lai|cac don vi con lai|don vi khac|cac chi bo con lai)(?: moi (?:don vi|chi bo|noi))?(?: deu)?",
    re.ASCII,
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ANOTHER = re.compile(r"\b(?:sua|dat|giao|chi tieu|thanh|nam|(?:19|20)\d{2})\b", re.ASCII)
"""What a share does not say: words of another command."""
VALUE_EXAMPLE, PERIOD_EXAMPLE = "8-10", "năm 2027"


@dataclass(frozen=True, slots=True)
class Span:
    """Both days inclusive. `term` is how a term of several years is called."""

    starts_on: date
    ends_on: date
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    least: int
    most: int
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """None and "" where the line does not say it. `unit` is what was left over, folded."""

    indicator: Indicator | None = None
    unit: str = ""
    span: Span | None = None
    amount: Amount | None = None
    document: Document | None = None
    issuer: str = ""
    is_inferred: bool = False


def sets_target(text: str) -> bool:
    """Whether the line sets a target rather than asks how far one is: it names the document by which it is set."""
    return _IS_SET.search(fold(text[:300])) is not None


def names_number(text: str, today: date) -> bool:
    """Whether a question about progress ends in a number as an order to set it would: "ket nap 2026 konya 4"."""
    if _OTHER_NUMBER.search(fold(text[:300])) is not None:
        return False
    line = read_target_line(text, today)
    return None not in (line.indicator, line.span, line.amount) and line.unit != ""


def read_document(text: str, today: date) -> Document:
    said = " ".join(clean(text[:200]).split())
    folded = fold(said)
    found = _SIGNED.search(folded)
    day = read_date(found.group(1), today) if found is not None else None
    if found is None or isinstance(day, Misread):
        return Document(cut(said, 120))
    return Document(cut(said[: found.start()] if len(said) == len(folded) else folded[: found.start()], 120), day)


def read_amount(text: str) -> Amount | Misread:
    found = _VALUE.fullmatch(fold(text[:60]).strip(" ."))
    amount = None if found is None else _amount(found)
    if amount is None:
        return Misread("Chưa đọc được chỉ tiêu: cần một số, hoặc một khoảng từ nhỏ đến lớn.", VALUE_EXAMPLE)
    return amount


def _amount(found: re.Match[str]) -> Amount | None:
    least, most = int(found["least"]), int(found["most"] or found["least"])
    return Amount(least, most, bool(found["about"])) if 0 < least <= most else None


def read_span(text: str, today: date) -> Span | Misread:
    span, _ = _span(fold(text[:80]), today)
    return Misread("Chưa rõ chỉ tiêu cho thời gian nào.", PERIOD_EXAMPLE) if span is None else span


def _span(folded: str, today: date) -> tuple[Span | None, str]:
    """And the text without it."""
    for pattern in (_TERM, _QUARTER, _HALF, _SPAN, _YEAR):
        found = pattern.search(folded)
        span = None if found is None else _span_of(pattern, found, today)
        if found is not None and span is not None:
            return span, f"{folded[: found.start()]} {folded[found.end() :]}"
    return None, folded


def _span_of(pattern: re.Pattern[str], found: re.Match[str], today: date) -> Span | None:
    if pattern is _TERM:
        first, last = int(found[1]), int(found[2])
        return Span(date(first, 1, 1), date(last, 12, 31), f"nhiệm kỳ {first}–{last}") if first < last else None
    if pattern is _QUARTER:
        quarter = _QUARTERS.get(found[1]) or int(found[1])
        return Span(date(int(found[2]), 3 * quarter - 2, 1), Period(int(found[2]), 3 * quarter).last_on)
    if pattern is _HALF:
        year, is_first = int(found[2] or today.year), found[1] == "dau"
        return Span(date(year, 1 if is_first else 7, 1), date(year, 6, 30) if is_first else date(year, 12, 31))
    if pattern is _SPAN:
        first_on, last_on = read_date(found[1], today), read_date(found[2], today)
        if isinstance(first_on, Misread) or isinstance(last_on, Misread) or last_on < first_on:
            return None
        return Span(first_on, last_on)
    return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def read_target_line(text: str, today: date) -> TargetLine:
    """Never refuses: what it cannot read stays in `unit`, where the flow asks about it."""
    said = " ".join(clean(text[:300]).split())
    folded = fold(said)
    document = None
    by = _BY.search(folded)
    if by is not None:
        at = by.start(1) if by.group(1) else by.start(2)
        document = read_document(said[at:] if len(said) == len(folded) else folded[at:], today)
        folded = folded[: by.start()]
    indicator = next((one for words, one in INDICATOR_WORDS if re.search(rf"\b{words}\b", folded)), None)
    words = next((words for words, _ in INDICATOR_WORDS if re.search(rf"\b{words}\b", folded)), "")
    folded = re.sub(rf"\b{words}\b", " ", folded, count=1) if words else folded
    issuer = _ISSUER.search(folded)
    folded = _ISSUER.sub(" ", folded)
    is_inferred = _INFERRED.search(folded) is not None
    span, folded = _span(_INFERRED.sub(" ", folded), today)
    folded = " ".join(folded.split())
    values = list(_VALUE.finditer(folded))
    amount = _amount(values[-1]) if values and values[-1].end() == len(folded) else None
    rest = folded[: values[-1].start()] if amount is not None else folded
    unit = " ".join(_FILLERS.sub(" ", rest).split())
    name = "" if issuer is None else ISSUERS.get(issuer_key(issuer[1]), ISSUERS["dang uy"])
    return TargetLine(indicator, unit, span, amount, document, name, is_inferred)


def shares_example(children: Sequence[Unit]) -> str:
    """With the units that there are."""
    names = [one.short_name.removeprefix("Chi bộ ").removeprefix("Đảng bộ ") for one in children]
    named = ", ".join(f"{name} {number}" for name, number in zip(names, (3, 2), strict=False))
    return f"{named}, còn lại 1" if len(names) > 2 else named


def issuer_key(text: str) -> str:
    """The same for "Thành ủy" and "Thành ủy giao"."""
    return fold(text).removesuffix(" giao")


def issuer_told(text: str) -> str:
    """As the chat writes it, where it knows who is meant."""
    return ISSUERS.get(issuer_key(text), text)


def read_shares(
    text: str, children: Sequence[Unit], aliases: Sequence[tuple[str, UnitId]]
) -> dict[UnitId, int] | Misread:
    """How much each unit gets; "còn lại 1": each one that was not named. A unit that gets nothing is left out."""
    example = shares_example(children)
    shares: dict[UnitId, int] = {}
    rest: int | None = None
    for piece in (piece.strip() for piece in re.split(r"[,;\n]", fold(text[:2000]))):
        found = _SHARE.fullmatch(piece)
        if found is None:
            if piece:
                return Misread(f"Chưa đọc được “{piece[:40]}”: mỗi đơn vị cần tên và một số.", example)
            continue
        if _REST.fullmatch(found["unit"].strip()):
            rest = int(found["number"])
            continue
        if (other := _ANOTHER.search(found["unit"])) and not any(other[0] in fold(one.name) for one in children):
            return Misread(f"Đang chia chỉ tiêu, chưa đọc được “{piece[:40]}”: chỉ cần tên đơn vị và một số.", example)
        unit = one_unit(found["unit"], children, aliases)
        if isinstance(unit, Misread):
            return unit
        if unit.id in shares:
            return Misread(f"{unit.short_name} được ghi hai lần.", example)
        shares[unit.id] = int(found["number"])
    if rest is not None:
        shares.update({unit.id: rest for unit in children if unit.id not in shares})
    shares = {unit: number for unit, number in shares.items() if number}
    return shares or Misread("Chưa có đơn vị nào được chia.", example)
