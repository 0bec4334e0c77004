"""What is said of other people's accounts in one line: "khoa dien thoai dong chi Mai", "gui lai ma cho An", "ai chua vao konya"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.names import without_titles
from language.text import cut, fold

LOCK, UNLOCK, AGAIN = "lock", "unlock", "again"
JOINED, MISSING, LOCKED, GONE = "joined", "missing", "locked", "gone"
LISTS = (JOINED, MISSING, LOCKED, GONE)
LONGEST = 80
_THING = r"(?: (?:tai khoan|dien thoai|tk|dt|may))?(?: (?:cua|cho))?"
_BOT = r"(?: (?:bot|tro ly|may))?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (UNLOCK, rf"(?:mo khoa|mo lai){_THING} (?P<who>.+)"),
    (LOCK, rf"khoa(?: ngay| gap)?{_THING} (?P<who>.+)"),
    (AGAIN, r"(?:gui|cap|tao) lai ma(?: moi)?(?: (?:cua|cho))? (?P<who>.+)"),
    (AGAIN, r"(?:gui|cap) ma lai (?:cho )?(?P<who>.+)"),
    (LOCKED, r"(?:nhung )?ai (?:da |dang )?bi khoa(?: tai khoan)?(?: o)?(?: (?P<who>.+))?"),
    (GONE, rf"(?:nhung )?ai (?:da |dang )?(?:chan|xoa){_BOT}(?: o)?(?: (?P<who>.+))?"),
    (MISSING, rf"(?:nhung )?ai (?:con )?chua (?:vao|tham gia|nhap ma){_BOT}(?: o| cua)?(?: (?P<who>.+))?"),
    (JOINED, rf"(?:nhung )?ai (?:da )?(?:vao|tham gia|nhap ma)(?: roi)?{_BOT}(?: o| cua)?(?: (?P<who>.+))?"),
)
_READ = [(do, re.compile(pattern, re.ASCII)) for do, pattern in _PATTERNS]
_WHO = re.compile(r"[a-z][a-z –-]*", re.ASCII)
"""A name, or a unit: with a digit or a stop it is another sentence."""
_SELF = ("toi", "em", "minh", "chung toi")
"""Whoever asks for themselves does not name anybody."""
_TAIL = re.compile(r"(?:(?:^| )(?:ngay|gap|voi|nhe|nha|a|di|giup|duoc khong|chua|roi))+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`do` is what is asked for; `who` is folded: a person, or, for the lists, a person or a unit; "" for everybody."""

    do: str
    who: str

    @property
    def is_list(self) -> bool:
        return self.do in LISTS


def read_account_line(text: str) -> AccountLine | None:
    """Never raises. None for every other sentence."""
    folded = fold(text).rstrip(" ?.!") if len(text) <= LONGEST else ""
    for do, pattern in _READ:
        if (found := pattern.fullmatch(folded)) is not None:
            who = _TAIL.sub("", fold(without_titles(found["who"] or "")))
            if (not who and do in LISTS) or (_WHO.fullmatch(who) and who not in _SELF):
                return AccountLine(do, cut(who, 60))
    return None
