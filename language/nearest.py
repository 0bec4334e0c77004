"""The nearest meanings of a text that means no command: by words that hint at a flow, then by likeness to its phrases."""

from __future__ import annotations

import re

from domain.talk import Control, FlowName
from language.answers import nearest
from language.vocabulary import COMMANDS, FOLDED_CONTROLS

LONGEST = 300
_PEOPLE = r"(?:quan chung|qc|qcut|doan vien|dv|ung vien|doi tuong|dang vien|nguoi)"
_HINTS = (
    (r"\b(?:du lieu|rieng tu|(?:rut|huy|bo|thoi) .{0,16}dong y|dong y (?:tro )?lai|so dien thoai|sdt|ai da xem)\b",
     FlowName.PRIVACY, FlowName.SETTINGS),
    (r"\bsua\b.*\bbao cao\b", FlowName.MEETING, FlowName.UNDO),
    (r"\b(?:rut|huy|xoa|hoan tac|nham)\b", FlowName.UNDO, FlowName.MEETING),
    (r"\b(?:nop|hop|bao c[ao]{1,2}|bc|sinh hoat|shc?b|dang phi|nghi quyet|bien ban|vang mat|co mat)\b", FlowName.MEETING,
     FlowName.PROGRESS),
    (rf"\b(?:ds|danh sach|xem|cac|nhung) {_PEOPLE}\b", FlowName.LOOKUP, FlowName.INTRODUCE),
    (r"%|\b(?:ket nap|chi tie[ut]|tien (?:do|bo)|bao nhieu|may|so lieu|thong ke|ket qua|phan tram)\b", FlowName.PROGRESS,
     FlowName.LOOKUP),
    (rf"\b(?:gioi thieu|gt|them {_PEOPLE}|quan chung|qc|qcut|doan vien|ung vien|lop nhan thuc|cam tinh dang)\b",
     FlowName.INTRODUCE, FlowName.LOOKUP),
    (r"\b(?:tiep nhan|cho duyet|duyet)\b", FlowName.INTAKE, FlowName.LOOKUP),
    (r"\b(?:tai khoan|zalo|telegram|tele|doi may|may moi)\b", FlowName.ACCOUNTS, FlowName.SETTINGS),
    (r"\b(?:ma|moi|nguoi dung|kich hoat|dang nhap)\b", FlowName.CODES, FlowName.SETTINGS),
    (r"\b(?:phan quyen|chuc danh|ban giao|mien nhiem|bo nhiem)\b", FlowName.POSTS, FlowName.SETTINGS),
    (r"\b(?:den han|qua han|con no|viec|can lam)\b", FlowName.TASKS, FlowName.MEETING),
    (r"\b(?:gio|nhac|thong bao|ban tin|tam dung|vai tro|chuc vu|chuc danh)\b", FlowName.SETTINGS, FlowName.PROGRESS),
    (r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b", FlowName.INTRODUCE, FlowName.LOOKUP),
    (r"\b(?:xuat|excel|word|file|tep|trich ngang|in ra)\b", FlowName.EXPORT, FlowName.LOOKUP),
    (r"\b(?:danh sach|ds|tra cuu|tim)\b", FlowName.LOOKUP, FlowName.INTAKE),
    (r"^(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|dao|mai|luong|trinh|doan|luu|cao)"
     r"(?: [a-z]{1,7}){1,4}(?:,.*)?$", FlowName.LOOKUP, FlowName.INTRODUCE),
)  # fmt: skip
"""In this order: the first that is found decides. Names come last; half of them are words, too."""
_COMPILED = tuple((re.compile(pattern, re.ASCII), flows) for pattern, *flows in _HINTS)
_BESIDE = {
    FlowName.MEETING: FlowName.PROGRESS,
    FlowName.INTRODUCE: FlowName.LOOKUP,
    FlowName.PROGRESS: FlowName.LOOKUP,
    FlowName.LOOKUP: FlowName.INTRODUCE,
    FlowName.INTAKE: FlowName.LOOKUP,
    FlowName.CODES: FlowName.SETTINGS,
    FlowName.POSTS: FlowName.CODES,
    FlowName.SETTINGS: FlowName.PROGRESS,
    FlowName.UNDO: FlowName.MEETING,
    FlowName.TASKS: FlowName.MEETING,
    FlowName.IMPORT: FlowName.LOOKUP,
    FlowName.BULLETIN: FlowName.SETTINGS,
    FlowName.ACCOUNTS: FlowName.SETTINGS,
    FlowName.PRIVACY: FlowName.SETTINGS,
    FlowName.EXPORT: FlowName.LOOKUP,
    FlowName.BROADCAST: FlowName.BULLETIN,
    FlowName.TRAIL: FlowName.BULLETIN,
    FlowName.UNITS: FlowName.CODES,
    FlowName.TARGETS: FlowName.PROGRESS,
}
_MEANINGS = [(words.flow.value, phrase) for words in COMMANDS for phrase in words.phrases]


def nearest_flows(folded: str) -> tuple[FlowName, ...]:
    """The nearest meanings, nearest first: two or more, since not everybody may do each of them; none for nonsense,

    nor for "thôi" with nothing open: what would be taken back then is not meant.
    """
    text = folded[:LONGEST]
    if FOLDED_CONTROLS.get(folded) is Control.LATER:
        return ()
    hinted = next((flows for pattern, flows in _COMPILED if pattern.search(text)), [])
    alike = [FlowName(name) for name in nearest(text, _MEANINGS)]
    found = [*hinted, *map(_BESIDE.__getitem__, hinted), *alike, *map(_BESIDE.__getitem__, alike)]
    return tuple(dict.fromkeys(found))[:4]
