"""A pasted list of people, one a line: out of a spreadsheet, a note, or a paper that was typed again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.periods import BirthDate
from language.dates import read_birth
from language.names import read_name
from language.reading import Misread
from language.text import clean, fold

MOST_LINES = 300
MOST_LINE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line, counted from 1. `sex`: "female", "male" or None. `note`: what the birth date lacks. `job`: "" when not said."""

    name: str
    birth: BirthDate | None
    firm_text: str
    line: int
    sex: str | None = None
    note: Misread | None = None
    job: str = ""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The people in the order of the text, and the lines that were not understood (cut to 80 characters)."""

    people: tuple[ListedPerson, ...]
    unread: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Two names or more: one name is an ordinary answer."""
        return len(self.people) >= 2


_NUMBERING = re.compile(r"^(?:(?:[0-9]{1,3} ?[.)/:](?![0-9])|[0-9]{1,3}(?= |\t)|[-•+*–●▪])\s*)")
_BIRTH = re.compile(
    r"(?:\b(?:sinh(?: (?:ngày|năm|ngay|nam))?|sn|ns|ngày sinh|ngay sinh)[ .:]*)?"
    r"(?<![\d/.-])(?:[0-9]{1,2}[ ]?[/.-][ ]?[0-9]{1,2}[ ]?[/.-][ ]?(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[/.-](?:19|20)[0-9]{2}"
    r"|tháng [0-9]{1,2} năm (?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}|[0-9]{8})(?![\d/-])",
    re.IGNORECASE,
)
_SEX = re.compile(r"(?:^|[\t,;|(]|\s[–-]\s)\s?\(?(?P<sex>nữ|nu|nam)\s?\)?(?=\s*(?:$|[\t,;|)–-]))", re.IGNORECASE)
_SEX_AFTER_NAME = re.compile(r"^[A-ZĐÀ-Ỹ]\S*(?: \S+){1,7} (?P<sex>nữ|nam)(?=\s*(?:\t|$))")
_SEX_LAST = re.compile(r"\t.{0,300} (?P<sex>nữ)$", re.IGNORECASE)
_COLUMN = re.compile(r"\s*[\t,|()]\s*|\s+[-–—]+\s+")
_FIRM = re.compile(
    r"\b(?:cty|công ty|cong ty|ct|cn|chi nhánh|tnhh|cp|doanh nghiệp|nhà máy|nha may|xưởng|xuong|chi bộ|cb|kcn)\b",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:(?:là|la|làm|lam) )?(?P<job>(?:công nhân|cong nhan|nhân viên|nhan vien|tổ trưởng|to truong|tổ phó|to pho"
    r"|chuyền trưởng|chuyen truong|trưởng (?:chuyền|ca|phòng|nhóm|bộ phận)|truong (?:chuyen|ca|phong|nhom|bo phan)"
    r"|phó (?:phòng|quản đốc)|pho (?:phong|quan doc)|quản đốc|quan doc|kỹ sư|ky su|kỹ thuật viên|ky thuat vien|thợ"
    r"|kế toán|ke toan|thủ kho|thu kho|lái xe|lai xe|bảo vệ|giám sát|giam sat|quản lý|quan ly"
    r"|phó giám đốc|giám đốc|giam doc)\b(?:(?! +[-–—]+ )[^\t,|()])*)",
    re.IGNORECASE,
)
"""What begins like a job: it is never the name of a firm."""
_HEADING = re.compile(
    r"^(?:stt|tt|ho (?:va )?ten|danh sach|ds|gioi thieu|kinh gui|em gui|gui|bao cao|don vi|chi bo"
    r"|cong doan|cty|cong ty)\b"
)


def read_people(text: str, today: date) -> PeopleList:
    """Reads lines (or parts between ";"): numbering, name, birth date, sex, and the rest as firm."""
    lines = re.split(r"[\n;]", text[: MOST_LINES * MOST_LINE_CHARACTERS].replace("\r", "\n"))
    people: list[ListedPerson] = []
    unread: list[str] = []
    for number, line in enumerate(lines[:MOST_LINES], start=1):
        person = _read_line(line, number, today)
        if person is not None:
            people.append(person)
        elif clean(line):
            unread.append(_short(line))
    unread.extend(_short(line) for line in lines[MOST_LINES:] if clean(line[:MOST_LINE_CHARACTERS]))
    if len(text) > MOST_LINES * MOST_LINE_CHARACTERS:
        unread.append(_short(text[MOST_LINES * MOST_LINE_CHARACTERS :]))
    return PeopleList(tuple(people), tuple(piece for piece in unread if piece))


def _short(line: str) -> str:
    cleaned = clean(line[:400])
    return cleaned if len(cleaned) <= 80 else cleaned[:79] + "…"


def _read_line(line: str, number: int, today: date) -> ListedPerson | None:
    if len(line) > MOST_LINE_CHARACTERS:
        return None
    columns = "\t".join(filter(None, map(clean, line.split("\t"))))
    bare = _NUMBERING.sub("", _NUMBERING.sub("", columns))
    if _HEADING.match(fold(bare)):
        return None
    birth_match = _BIRTH.search(bare)
    birth, note = _birth(birth_match, today)
    rest = bare if birth_match is None else f"{bare[: birth_match.start()].rstrip(' ,-–')}\t{bare[birth_match.end() :]}"
    sex, rest = _sex(rest)
    job, rest = _job(rest)
    name_text, firm_text = _name_and_firm(rest)
    name = read_name(name_text)
    return None if isinstance(name, Misread) else ListedPerson(name, birth, firm_text, number, sex, note, job)


def _job(rest: str) -> tuple[str, str]:
    """The job behind the name, up to the next column or the firm: "tổ trưởng chuyền 2 cty Konya"."""
    match = _JOB.search(rest)
    if match is None or not rest[: match.start()].strip(" \t,-–"):
        return "", rest
    firm = _FIRM.search(match["job"])
    job = match["job"] if firm is None else match["job"][: firm.start()]
    after = match.start("job") + len(job)
    return job.strip(" .-–"), f"{rest[: match.start()].rstrip(' ,-–')}\t{rest[after:]}"


def _sex(rest: str) -> tuple[str | None, str]:
    """The sex as a column, or in lower case after a capitalised name ("Lê Nam", "Đỗ Thị Nữ" are names)."""
    match = _SEX.search(rest) or _SEX_AFTER_NAME.search(rest) or _SEX_LAST.search(rest)
    if match is None:
        return None, rest
    return (
        "male" if match["sex"].lower() == "nam" else "female"
    ), f"{rest[: match.start('sex')].rstrip(' (')}\t{rest[match.end() :]}"


def _birth(match: re.Match[str] | None, today: date) -> tuple[BirthDate | None, Misread | None]:
    if match is None:
        return None, None
    found = read_birth(match[0], today)
    return (None, found) if isinstance(found, Misread) else (found, None)


def _name_and_firm(rest: str) -> tuple[str, str]:
    columns = [column for column in _COLUMN.split(rest) if column.strip(" .-–")]
    if not columns:
        return "", ""
    first, others = columns[0], columns[1:]
    firm = _FIRM.search(first)
    if firm is not None and firm.start() > 0:
        others = [first[firm.start() :], *others]
        first = first[: firm.start()]
    return first, ", ".join(other.strip(" .-–") for other in others)
