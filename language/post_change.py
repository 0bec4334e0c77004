"""A line that changes a post: "giao pho bi thu cb konya cho Nguyen Van An tu 1/12", taken apart into what, which and from when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.say.posts import VERBS
from language.text import fold

_FROM = re.compile(
    r"\s+(?:từ|tu)(?: (?:ngày|ngay))? (?P<day>(?:hôm nay|hom nay|ngày mai|ngay mai|\d\S*))$", re.IGNORECASE
)
_LONGEST_FIRST = sorted(VERBS, key=len, reverse=True)
_AS = re.compile(
    r" (?:lam|giu(?: chuc)?) (?=(?:pho |chi uy|bi thu|chu tich|ctv|cong tac|can bo|chanh|chuyen vien|lanh dao|quan tri|p?bt\b|p?ct\b))"
)
"""Between the person and the post: "bổ nhiệm Hoàng Văn Lâm làm bí thư"."""
_AGAIN = re.compile(r" (?:lại|lai)(?= cho )", re.IGNORECASE)
"""To give a post back is to hand it over; before a name "Lại" is a family's name."""
_LINKS = ("cho", "cua")
"""Between the post and the person."""


@dataclass(frozen=True, slots=True)
class PostChange:
    """`do` is a value of `VERBS`, None where the line begins with none of them; `text` has its parts between ";"; `day` as it was typed."""

    do: str | None
    text: str
    day: str


def read_change(line: str) -> PostChange:
    """Never raises."""
    folded = fold(line)
    verb = next((words for words in _LONGEST_FIRST if f"{folded} ".startswith(f"{words} ")), None)
    text = line if verb is None else " ".join(line.split()[len(verb.split()) :])
    as_what = list(_AS.finditer(fold(text)))
    if as_what and len(fold(text)) == len(text):
        text = f"{text[: as_what[-1].start()]} cho {text[as_what[-1].end() :]}"
    found = _FROM.search(text)
    day = "" if found is None else found["day"]
    text = text if found is None else text[: found.start()]
    parts: list[list[str]] = [[]]
    for word in _AGAIN.sub("", text).split():
        if fold(word) in _LINKS:
            parts.append([])
        else:
            parts[-1].append(word)
    return PostChange(None if verb is None else VERBS[verb], " ; ".join(" ".join(part) for part in parts if part), day)
