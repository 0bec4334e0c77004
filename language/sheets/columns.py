"""What a column of a workbook is, how headings are matched, and which columns must never come in (domain.md §6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.imports import Subject
from language.sheets.cells import Kind
from language.text import clean, fold

IGNORED = "-"
"""In a mapping: a column that is not used."""
ERROR_TITLE = "Lỗi"


@dataclass(frozen=True, slots=True)
class Column:
    """`labels` are the words of a choice, by value; `words` what else people write for one, folded, with the value.

    `default` is what an empty cell of a new row means. `is_cell`: the unit is always a cell.
    """

    name: str
    title: str
    kind: Kind
    example: str = ""
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    default: str = ""
    most: int = 100_000
    note: str = ""
    is_cell: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """One subject: its sheet's name, its columns, and which of them say which record a row is about."""

    subject: Subject
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)

    @property
    def example(self) -> tuple[str, ...]:
        return tuple(one.example for one in self.columns)


_UNUSED = frozenset({"stt", "so tt", "tt", "so thu tu", "ghi chu", "loi", "chu thich", "no"})
_STARS = re.compile(r"\(.*?\)|[*:]")


def heading(text: str) -> str:
    """A heading as it is compared: folded, without stars and what stands in brackets."""
    return " ".join(fold(_STARS.sub(" ", clean(text))).replace("/", " ").split())


def matched(headings: Sequence[str], layout: Layout) -> tuple[str, ...]:
    """The field of each column: "" for one that nobody knows, "-" for one that is not used. A field is given once."""
    names: dict[str, str] = {}
    for one in layout.columns:
        for word in (one.title, one.name, *one.synonyms):
            names.setdefault(heading(word), one.name)
    taken: set[str] = set()
    found: list[str] = []
    for text in headings:
        bare = heading(text)
        name = names.get(bare, "")
        if not bare or bare in _UNUSED or (name and name in taken):
            name = IGNORED
        taken.add(name)
        found.append(name)
    return tuple(found)


_FORBIDDEN = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|chung minh (?:nhan dan|thu|tho)|dinh danh|ho chieu|passport|bhxh|bao hiem xa hoi"
    r"|(?:so )?the dang(?: vien)?|ly lich|lich su chinh tri|gia dinh|than nhan|cha me|ho ten (?:cha|bo|me|vo|chong)"
    r"|vo chong|bo me|con cai|suc khoe|benh(?! vien)|tien su|ky luat|to cao|khieu nai|don thu|ton giao|dan toc"
    r"|tien an|mat khau|password|tai khoan ngan hang|so tai khoan|tham tra|thanh phan)\b"
)


def forbidden(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings of what the program must not hold, as they are written."""
    return tuple(clean(one)[:60] for one in headings if _FORBIDDEN.search(heading(one)) or _FORBIDDEN.search(fold(one)))
