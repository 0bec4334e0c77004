"""How many came, and why the others did not: counts only, never who and never an illness (domain.md §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.numbers import format_count, quote, read_count
from language.reading import Misread
from language.text import clean, fold

MOST_PEOPLE = 5_000
PEOPLE = r"(?:d/c|dc|dong chi|dv|dang vien|nguoi|ng)"


@dataclass(frozen=True, slots=True)
class Attendance:
    """`due` counts everybody who had to come. "đủ" alone has no numbers, only `is_full`."""

    present: int | None
    due: int | None
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Counts per kind; None = not said. Exempt members are no absentees."""

    excused: int | None
    unexcused: int | None
    exempt: int | None


_BEFORE = re.compile(r"^(?:(?:co mat|du hop|tham du|tham gia|hop|si so|quan so|day du|du|co|duoc|dat)\b[ :]*)+")
_AFTER = re.compile(rf"[ .,!]+$|(?: (?:a|nhe|nha|thoi|r|roi|co mat|tham du|du hop|{PEOPLE}))+$|(?<=[0-9]){PEOPLE}$")
_RATIO = re.compile(rf"(.{{1,30}}?) ?(?:{PEOPLE} ?)?(?:/|\b(?:tren|trong)(?: tong so)?\b|\btong so\b) ?(.{{1,30}})")
_FULL = re.compile(
    r"du|day du|du (?:ca|het|quan so|so luong)|full|100 ?%|co mat (?:du|day du|100 ?%)|(?:khong|ko|k) (?:co )?ai vang"
)


def read_attendance(text: str) -> Attendance | Misread:
    """Present and due: "18/20 đ/c", "đủ 9/9", "18 trên 20"; "18" leaves `due` open. No more can come than are due."""
    folded = _AFTER.sub("", _AFTER.sub("", fold(text[:200]).replace("\n", " ")))
    if len(text) > 200:
        return _attendance_misread(text, "tin quá dài")
    if _FULL.fullmatch(folded):
        return Attendance(None, None, is_full=True)
    says_full = "đủ" in clean(text[:200]).lower() or folded.startswith("day du")
    bare = _BEFORE.sub("", folded)
    match = _RATIO.fullmatch(bare)
    numbers = [read_count(part) for part in (match.groups() if match else (bare,))]
    present, due = numbers[0], numbers[-1]
    if isinstance(present, Misread) or isinstance(due, Misread):
        return _attendance_misread(text, "cần số có mặt trên số phải dự")
    return attendance_of(present, due if match else present if says_full else None, says_full, text)


def attendance_of(present: int, due: int | None, says_full: bool, text: str) -> Attendance | Misread:
    """The counts after the checks that they can stand together. `text` is quoted in a Misread."""
    if max(present, due or 0) > MOST_PEOPLE:
        return _attendance_misread(text, f"nhiều nhất là {format_count(MOST_PEOPLE)} người")
    if due == 0:
        return _attendance_misread(text, "số phải dự không thể là 0")
    if due is not None and present > due:
        return _attendance_misread(text, f"có mặt {present}, nhiều hơn số phải dự {due}")
    if says_full and due is not None and present < due:
        return _attendance_misread(text, f"ghi đủ nhưng có mặt {present} trên {due}")
    return Attendance(present, due, is_full=due is not None and present == due)


def _attendance_misread(text: str, reason: str) -> Misread:
    return Misread(f"Chưa đọc được số dự “{quote(text)}”: {reason}.", "18/20")


_NOT = r"(?:khong|ko|k|hok)"
_UNEXCUSED = (
    rf"{_NOT}(?: co)? (?:ly do|li do|ld|phep|xin phep|bao)|vo ly do|kclp|kcld|kld|klp|kp"
    rf"|{_NOT}(?=[ ]*(?:[,.;)]|$|[0-9]))"
)
_EXEMPT = r"(?:duoc )?mien(?: (?:sh|sinh hoat)(?: dang)?)?"
_EXCUSED = (
    r"(?:vang )?(?:co )?(?:ly do|li do|phep)|co ld|xin phep|nghi phep|clp|cld|cp|om(?: dau)?|nghi om|benh"
    r"|bi (?:om|benh|sot)|sot|(?:nam )?vien"
    r"|di (?:ct|cong tac|hoc|lam|vang|vien|kham(?: benh)?)|cong tac|viec (?:rieng|nha|gia dinh)|ca kip"
    r"|truc(?: ca)?|tang ca"
    r"|(?:nghi )?thai san|ve que"
)
_LABEL = rf"(?:(?P<unexcused>{_UNEXCUSED})|(?P<exempt>{_EXEMPT})|(?P<excused>{_EXCUSED}))(?![0-9a-z])"
ABSENCE_ITEM = re.compile(rf"(?<![\w/.,-])(?P<count>[0-9]{{1,4}}) ?(?:{PEOPLE} )?(?:vang )?(?:la )?{_LABEL}")
"""One count with its kind inside a folded text: "2 co ly do", "1 mien sh"."""

_SHORT = re.compile(
    rf"(?:vang )?(?P<excused>[0-9]{{1,4}}) (?:co|cld)[ ,]+(?:va )?(?P<unexcused>[0-9]{{1,4}}) {_NOT}"
    r"(?:(?: co)? (?:ly do|phep))?[ .]*"
)
"""As people say it when both kinds are named: "1 có 1 không", "1 có, 1 không lý do"."""
_LABEL_FIRST = re.compile(rf"\b{_LABEL} ?:? ?(?P<count>[0-9]{{1,4}})(?: {PEOPLE})?(?![0-9a-z/])")
ABSENT_TOTAL = re.compile(rf"\bvang(?: mat)? ?:? ?(?P<count>[0-9]{{1,4}})(?: ?{PEOPLE})?(?![0-9a-z/])")
NOBODY_ABSENT = re.compile(
    rf"\b{_NOT}(?: co)?(?: ai| dc| dv| dong chi nao)? vang(?: mat| ai)?(?![0-9a-z])"
    rf"|\bvang(?: mat)? ?:? ?(?:0|{_NOT} ai)(?![0-9a-z/])"
)
_ONLY_ABSENT = re.compile(rf"(?:co )?(?:vang mat|vang|nghi|thieu) ?:? ?(?P<count>[0-9]{{1,4}})(?: ?{PEOPLE})?")
_NOTHING_LEFT = re.compile(r"(?:vang mat|vang|va|con|trong do|gom|dc|d/c|a|nhe|nha|r|roi|la|co|[ ,.;:()+&-])*")
_SPOKEN = re.compile(r"\b(mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)(?= )")


def read_absence(text: str) -> Absence | Misread:
    """Absent with reason, without, exempt: "2 có lý do", "1 phép 1 ko", "vắng 2: 1 ốm, 1 miễn SH".

    Reasons become a kind at once. A Misread quotes nothing of the text, which may hold a name or an illness.
    """
    folded = fold(text[:200]).replace("\n", " ")
    if len(text) > 200:
        return _absence_misread("tin quá dài")
    bare = folded.strip(" .,!")
    if NOBODY_ABSENT.fullmatch(bare) or _FULL.fullmatch(bare) or read_count(bare) == 0:
        return Absence(0, 0, None)
    spoken = _SPOKEN.sub(lambda m: str(read_count(m[1])), folded)
    short = _SHORT.fullmatch(spoken)
    if short is not None:
        return Absence(int(short["excused"]), int(short["unexcused"]), None)
    for form in (ABSENCE_ITEM, _LABEL_FIRST):
        items = list(form.finditer(spoken))
        total, rest = _leading_total(form.sub(" ", spoken))
        if items and _NOTHING_LEFT.fullmatch(rest):
            return absence_of(items, total)
    return _absence_misread("cần biết mấy người có lý do, mấy người không")


def read_absent_total(text: str) -> int | None:
    """ "vắng 2", "nghỉ 2 đ/c": how many are missing where that is all that is said."""
    match = _ONLY_ABSENT.fullmatch(_AFTER.sub("", fold(text[:60])))
    return None if match is None or len(text) > 60 else int(match["count"])


def _leading_total(rest: str) -> tuple[int | None, str]:
    match = ABSENT_TOTAL.search(rest) or re.match(rf"\s*(?P<count>[0-9]{{1,4}})(?: {PEOPLE})?(?![0-9a-z/])", rest)
    return (None, rest) if match is None else (int(match["count"]), rest[: match.start()] + rest[match.end() :])


def absence_of(items: list[re.Match[str]], total: int | None) -> Absence | Misread:
    """Adds matches of ABSENCE_ITEM per kind; a stated total must be their sum, with or without the exempt."""
    sums: dict[str, int] = {}
    for item in items:
        kind = next(kind for kind in ("unexcused", "exempt", "excused") if item[kind])
        sums[kind] = sums.get(kind, 0) + int(item["count"])
    everybody = sum(sums.values())
    if total is not None and total not in (everybody, everybody - sums.get("exempt", 0)):
        return _absence_misread(f"tổng ghi {total} nhưng cộng lại là {everybody}")
    return Absence(sums.get("excused"), sums.get("unexcused"), sums.get("exempt"))


def _absence_misread(reason: str) -> Misread:
    return Misread(f"Chưa rõ số vắng: {reason}. Chỉ cần số lượng, không ghi tên hay bệnh.", "2 có lý do, 0 không lý do")


def unclear_absence(total: int) -> Misread:
    """What is asked when only a total was given."""
    return _absence_misread(f"vắng {total} là có lý do hay không lý do")
