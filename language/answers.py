"""Short answers: yes or no, sex, education; and which of several phrases a text is nearest to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from language.numbers import quote
from language.reading import Misread
from language.text import clean, cut, fold

_ENDING = re.compile(r"(?: (?:a|ah|nhe|nha|em|anh|chi|oi|ban|cam on|thoi)|[ .,!?])+$")
_YES = re.compile(
    r"(?:da|vang|u)|(?:(?:da|vang|u|ok),? )?(?:co|dung|phai|ok|oke|okie|okay|vang|u|uh|um|uhm|duoc|dc|dk|yes|y|chuan|x"
    r"|dong y|chinh xac|xac nhan|nhat tri|(?:dung |chinh )?la (?:toi|em|minh)|(?:toi|em|minh) day)(?: (?:roi|r|chu|ma|vay|the|la|dung))*"
)
_NO = re.compile(
    r"(?:(?:da|a),? )?(?:(?:khong|ko|k|kg|khg|hok|hong|chua)(?: (?:phai|dung|co|dong y|duoc|dc|he|nhat tri|chinh xac))?"
    r"|sai|nham|no|n)(?: (?:roi|r|dau|ma|vay|the))*"
)
_FALSE_FRIENDS = frozenset({"đừng", "dừng", "vắng"})
"""Without their marks they would be "đúng" and "vâng"."""


def read_yes_no(text: str) -> bool | Misread:
    """True for có, đúng, ok, vâng, dc …; False for không, ko, chưa, sai, "không đúng" …"""
    bare = _ENDING.sub("", fold(text[:100]))
    if len(text) <= 100 and not set(clean(text).lower().split()) & _FALSE_FRIENDS:
        if _NO.fullmatch(bare):
            return False
        if _YES.fullmatch(bare):
            return True
    return Misread(f"Chưa rõ “{quote(text)}” là có hay không.", "có")


def read_sex(text: str) -> str | Misread:
    """ "male" or "female"."""
    folded = _ENDING.sub("", fold(text[:100])).removeprefix("gioi tinh").strip(" :")
    if len(text) <= 100 and folded in ("nam", "trai", "nam gioi", "dan ong", "male", "m"):
        return "male"
    if len(text) <= 100 and folded in ("nu", "gai", "nu gioi", "phu nu", "dan ba", "female", "f"):
        return "female"
    return Misread(f"Chưa rõ “{quote(text)}” là nam hay nữ.", "nữ")


_EDUCATION = (
    ("postgraduate", r"(?:tren dai hoc|sau dai hoc|thac s[iy]|ths|tien s[iy]|ts|cao hoc|master|mba)"),
    ("university", r"(?:dai hoc|dh|cu nhan|ky su|ki su|bac s[iy]|university)"),
    ("college", r"(?:cao dang|cd)"),
    ("vocational", r"(?:trung cap(?: nghe| chuyen nghiep)?|tc|tccn|so cap(?: nghe)?|(?:hoc )?nghe|thcn)"),
    (
        "upper_secondary",
        r"(?:thpt|ptth|cap (?:3|ba|iii)|trung hoc pho thong|pho thong trung hoc|bo tuc thpt|(?:lop )?1[0-2]"
        r"|1[0-2]/12|10/10)",
    ),
    ("lower_secondary", r"(?:thcs|ptcs|cap (?:2|hai|ii)|trung hoc co so|lop [6-9]|[6-9]/12)"),
    ("primary", r"(?:tieu hoc|cap (?:1|mot|i)|th|lop [1-5]|[1-5]/12)"),
)
_EDUCATION_BEFORE = re.compile(
    r"^(?:(?:trinh do|hoc van|van hoa|hoc|da|tot nghiep|tn|bang|het|xong|la|hoc xong)\b[ :]*)+(?=.)"
)


def read_education(text: str) -> str | Misread:
    """primary, lower_secondary, upper_secondary ("12/12"), vocational, college, university or postgraduate."""
    folded = _EDUCATION_BEFORE.sub("", _ENDING.sub("", fold(text[:100])))
    for key, pattern in _EDUCATION:
        if len(text) <= 100 and re.fullmatch(
            rf"{pattern}(?: (?:chinh quy|tai chuc|nganh|chuyen nganh|khoa)\b.*)?", folded
        ):
            return key
    return Misread(f"Chưa rõ trình độ “{quote(text)}”: cần bậc học cao nhất.", "THPT")


def read_line(text: str, most: int, question: str, example: str) -> str | Misread:
    """One line of free text, cut to `most` units. What is empty, or what a table would take for a formula, is misread."""
    line = cut(" ".join(clean(text).split()), most)
    return Misread(question, example) if not line or line[0] in "=+@-" else line


_LEAST_SCORE = 55.0


def nearest(text: str, options: Sequence[tuple[str, str]], most: int = 2) -> list[str]:
    """Ids of the phrases (id, phrase) nearest to `text`, nearest first, each id once; none when nothing is near.

    Phrases that share a word with the text are looked at first; only when none does are all compared letter by letter.
    """
    folded = fold(clean(text[:200]))
    if not folded or most <= 0:
        return []
    words = set(folded.split())
    phrases = [(identity, fold(phrase[:200])) for identity, phrase in options]
    sharing = [(identity, phrase) for identity, phrase in phrases if words & set(phrase.split())]
    scores: dict[str, float] = {}
    for identity, phrase in sharing or phrases:
        score = max(fuzz.token_set_ratio(folded, phrase) * 0.9, fuzz.ratio(folded, phrase))
        scores[identity] = max(scores.get(identity, 0.0), score)
    near = [identity for identity, score in scores.items() if score >= _LEAST_SCORE]
    return sorted(near, key=lambda identity: -scores[identity])[:most]
