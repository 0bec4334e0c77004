"""What is said about rights over data in one line: one's own by a word, somebody's by name, a request by its number."""

from __future__ import annotations

import re

from language.names import without_titles
from language.text import fold
from language.vocabulary import FOLDED_RIGHTS

OWN = "ask"
_OF = r"(?: (?:cua|cho|ve))?"
_NAME = r"(?P<name>[a-z]{2,}(?: [a-z]+){0,6})"
_CHANNEL = r"(?: (?:bang |qua )?(?:giay|van ban|dien thoai|tin nhan|truc tiep|nhan ngoai tro ly))?"
_AGAIN = re.compile(rf"(?:(?:da|cho|ghi) )?dong y (?:tro )?lai{_OF} {_NAME}")
_CAME = re.compile(rf"(?:ghi|nhap|vao so) (?:yeu cau|don(?! vi)){_CHANNEL}{_OF}(?: {_NAME})?")
_REQUEST = re.compile(r"(?:xem |mo )?yeu cau (?:so )?(?P<number>[0-9]{1,6})")


def right_meant(folded: str, *, is_free: bool) -> tuple[str, str] | None:
    """The step and its value: "out" and "ask", "again" and a name, "req" and a number; a name is folded, without forms of address.

    `is_free`: no question is open to which the line might be the answer.
    """
    if folded in FOLDED_RIGHTS:
        return FOLDED_RIGHTS[folded], OWN
    if not is_free:
        return None
    for step, pattern in (("again", _AGAIN), ("came", _CAME)):
        found = pattern.fullmatch(folded)
        if found is not None:
            return step, fold(without_titles(found["name"] or ""))
    request = _REQUEST.fullmatch(folded)
    return None if request is None else ("req", request["number"])
