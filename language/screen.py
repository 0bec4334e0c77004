"""What must never be stored: recognised on the whole raw text, before anything is written down (domain.md §6).

Numbers are judged by shape: 12 digits (citizen card, party card) and 9 digits (old identity card), glued or in groups.
Phones, unit codes, dates, receipts and thousands of money have other shapes. It prefers a needless refusal to a
stored secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from language.text import clean


class Sensitive(StrEnum):
    """Why a text may not be stored. The text itself is not kept."""

    SECRET_STAMP = "secret_stamp"
    ID_NUMBER = "id_number"
    PASSWORD = "password"


_STAMP = re.compile(
    r"\b(?:MẬT(?! (?:ONG|KHẨU|ĐỘ|MÃ|THIẾT|MÍA)\b)|M[ .]Ậ[ .]T|TOI MAT|TUYET MAT)\b"
    r"|(?i:\b(?:tối|tuyệt) mật\b|\btuyet mat\b|[\[(] ?mật ?[\])])"
)
_SECRET_PAPER = re.compile(
    r"\b(?:độ|dấu|(?:tài liệu|văn bản|công văn|hồ sơ|báo cáo|nghị quyết|kế hoạch)(?: bí)?) mật\b(?! (?:ong|khẩu))"
    r"|\b(?:dong dau|(?:tai lieu|van ban|cong van)(?: bi)?) mat\b(?! khau)"
    r"|\bbí mật nhà nước\b|\bbi mat nha nuoc\b",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:mật khẩu|mat khau|password|passwd|pass|mk|(?:mã )?otp)(?: [^\s:=]{1,20}){0,3} ?(?:[:=]|\blà\b"
    r"|\bla\b) ?(?!gì\b|gi\b|sao\b)\S"
    r"|\botp ?[0-9]{4,8}\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\+ ?84|(?<![0-9])0084)(?:[ .-]?\(?[0-9]\)?){8,10}(?![0-9])|(?<![0-9])84[ .-]?(?:[35789][0-9]"
    r"|2[0-9]{2})(?:[ .-]?[0-9]){7}(?![0-9])"
)
_NUMBER = re.compile(r"[0-9]+(?:[ .-]{1,3}[0-9]+)*")
_WEAK = re.compile(r"[ .-]+")
_ID_WORD = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|căn cước|can cuoc|chứng minh|chung minh|định danh|dinh danh|thẻ đảng"
    r"|the dang|số thẻ|so the)\b[^0-9\n]{0,40}"
    r"(?P<number>[0-9](?:[ .-]{0,3}[0-9]){8,13})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TECHNICAL = re.compile(r'"(?:[a-z_]{0,40}_)?(?:id|date)"\s{0,5}:\s{0,5}"?-?[0-9]{1,25}')


def screen(text: str) -> Sensitive | None:
    """What forbids storing `text`, or None. Reads all of it, however long; NFC, NFD, wide and foreign digits alike."""
    visible = clean(text)
    if _STAMP.search(visible) or _SECRET_PAPER.search(visible):
        return Sensitive.SECRET_STAMP
    if _PASSWORD.search(visible):
        return Sensitive.PASSWORD
    digits = _plain_digits(visible)
    if _ID_WORD.search(digits):
        return Sensitive.ID_NUMBER
    numbers = _NUMBER.finditer(_PHONE.sub(" # ", digits))
    return Sensitive.ID_NUMBER if any(_holds_id(match[0]) for match in numbers) else None


def screen_raw(data: bytes | str) -> Sensitive | None:
    """The same for a payload that nobody could parse.

    JSON escapes are undone; numeric "…id" and "…date" fields are passed over (they have 9 digits).
    """
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    unescaped = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return screen(_TECHNICAL.sub(" ", unescaped).replace("\\n", "\n").replace("\\t", " "))


def _plain_digits(text: str) -> str:
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
        text = re.sub("[‐‑‒–—―−－．]", "-", text)
    return text


def _holds_id(number: str) -> bool:
    """Whether a chain of digit groups is, or holds, an identity number."""
    if any(len(group) in (9, 12) for group in _WEAK.split(number)):
        return True
    return _is_grouped_id(number) or any(_is_grouped_id(part) for part in _inner_chains(number.split(" ")))


def _inner_chains(tokens: list[str]) -> Iterator[str]:
    """Parts of a list of numbers that could be one card: 12 digits from a 0 on, or a dotted or dashed token."""
    for at, token in enumerate(tokens):
        if "." in token or "-" in token:
            yield token
        elif token[:1] == "0" and len(token) >= 3:
            for end in range(at + 2, min(at + 4, len(tokens)) + 1):
                if sum(map(len, tokens[at:end])) == 12:
                    yield " ".join(tokens[at:end])


def _is_grouped_id(number: str) -> bool:
    groups = _WEAK.split(number)
    digits = "".join(groups)
    if len(groups) < 2 or all(_YEAR.fullmatch(group) for group in groups):
        return False
    if len(digits) == 12 and digits[0] == "0":
        return all(len(group) >= 3 for group in groups) or len(groups) == 12
    if len(digits) == 9 and all(len(group) == 3 for group in groups):
        return "." not in number or digits[0] == "0"
    return False
