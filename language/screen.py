"""What must never be stored: recognised on the whole raw text, before anything is written down (domain.md §6).

Numbers are judged by shape: 12 digits (citizen card, party card) and 9 digits (old identity card), glued or in groups;
or by the word beside them (old party card, passport, insurance). Phones, unit codes, dates, receipts and money are no
cards. It prefers a needless refusal to a stored secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from language.passwords import holds_password
from language.text import clean


class Sensitive(StrEnum):
    """Why a text may not be stored. The text itself is not kept."""

    SECRET_STAMP = "secret_stamp"
    ID_NUMBER = "id_number"
    PASSWORD = "password"


_STAMP = re.compile(
    r"\b(?:(?<!BẢO )(?<!BẢO VỆ BÍ )MẬT(?! (?:ONG|KHẨU|ĐỘ|MÃ|THIẾT|MÍA)\b)|M[ .]Ậ[ .]T|TOI MAT(?! DIEN\b)|TUYET MAT)\b"
    r"|(?i:\b(?:tối|tuyệt) mật\b|\btuyet mat\b|[\[(] ?mật ?[\])])"
)
_SECRET_PAPER = re.compile(
    r"\b(?:độ|dấu|(?:tài liệu|văn bản|công văn|hồ sơ|báo cáo|nghị quyết|kế hoạch)(?: bí)?) mật\b(?! (?:ong|khẩu))"
    r"|\b(?:dong dau|(?:tai lieu|van ban|cong van)(?: bi)?) mat\b(?! (?:khau|roi|het|dau)\b)"
    r"|(?<!bảo vệ )\bbí mật nhà nước\b|(?<!bao ve )\bbi mat nha nuoc\b",
    re.IGNORECASE,
)
"""A lecture on the law that protects secrets is no secret; "tai lieu mat roi" is a paper that was lost."""
_PHONE = re.compile(
    r"(?:\+ ?84|(?<![0-9])0084)(?:[ .-]?\(?[0-9]\)?){8,10}(?![0-9])|(?<![0-9])84[ .-]?(?:[35789][0-9]"
    r"|2[0-9]{2})(?:[ .-]?[0-9]){7}(?![0-9])"
)
_NUMBER = re.compile(r"[0-9]+(?:[ .-]{1,3}[0-9]+)*")
_WEAK = re.compile(r"[ .-]+")
_ID_WORD = re.compile(
    r"\b(?:cccd|cmnd|cmt|cmtnd|căn cước|can cuoc|chứng minh|chung minh|định danh|dinh danh|thẻ đảng"
    r"|the dang|số thẻ|so the|bhxh)\b[^0-9\n]{0,40}"
    r"(?P<number>[0-9](?:[ .-]{0,3}[0-9]){8,13})",
    re.IGNORECASE,
)
_ODD_NUMBER = re.compile(r"0(?<![0-9]0)[0-9]{2}(?:(?:[,/_:·] ?[0-9]{3}){2,3}|[0-9](?:[,/_:·] ?[0-9]{4}){2})(?![0-9])")
"""Cards grouped by other signs, each from a 0 on, as no amount begins."""
_PASSPORT = re.compile(r"\b(?:hộ chiếu|ho chieu|passport)\b[^0-9\n]{0,20}[0-9]{7,8}(?![0-9])")
_OLD_PARTY_CARD = re.compile(
    r"\b(?:thẻ đảng|the dang)\b[^0-9\n]{0,40}"
    r"(?!(?:0[1-9]|[12][0-9]|3[01])[ .]?(?:0[1-9]|1[0-2])(?:19|20)[0-9]{2})"
    r"[0-9]{2}[ .]?[0-9]{6}(?![0-9]|[ .-][0-9])",
    re.IGNORECASE,
)
"""Eight digits, "03.123456"; eight digits that are a day ("trao ngày 03022026") are none."""
_LOCAL_PHONE = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{9})")
_MONEY = re.compile(r" ?(?:vnđ|vnd|đồng(?! chí)|đ(?!/))\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d(?:[ .\-‐‑‒–—―−－．]{0,3}\d){7}")
"""Without eight digits in a chain there is no identity number: most messages end here."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_TECHNICAL = re.compile(r'"(?:[a-z_]{0,40}_)?(?:id|date)"\s{0,5}:\s{0,5}"?-?[0-9]{1,25}')


def screen(text: str) -> Sensitive | None:
    """What forbids storing `text`, or None. Reads all of it, however long; NFC, NFD, wide and foreign digits alike.

    Each message passes here, so each search runs only when something plain in the text asks for it.
    """
    visible = clean(text)
    lowered = visible.casefold()
    if _may_be_stamped(lowered) and (_STAMP.search(visible) or _SECRET_PAPER.search(visible)):
        return Sensitive.SECRET_STAMP
    if holds_password(visible, lowered):
        return Sensitive.PASSWORD
    if _ODD_NUMBER.search(visible) or (_may_hold_passport(lowered) and _PASSPORT.search(lowered)):
        return Sensitive.ID_NUMBER
    if _LONG_NUMBER.search(visible) and _holds_number(_plain_digits(visible)):
        return Sensitive.ID_NUMBER
    return None


def _may_be_stamped(lowered: str) -> bool:
    return "mật" in lowered or "mat" in lowered or "m.ậ" in lowered or "m ậ" in lowered


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


def _may_hold_passport(lowered: str) -> bool:
    return "chiếu" in lowered or "chieu" in lowered or "passport" in lowered


def _holds_number(text: str) -> bool:
    """Whether a text with plain digits holds an identity number, by a word before it or by its shape."""
    if _OLD_PARTY_CARD.search(text) or any(not _is_phone(found["number"]) for found in _ID_WORD.finditer(text)):
        return True
    rest = _PHONE.sub(" # ", text)
    return any(not _is_money(found, rest) and _holds_id(found[0]) for found in _NUMBER.finditer(rest))


def _is_phone(number: str) -> bool:
    """Beside the word for a card, too, a phone number is only a phone number: "số CCCD thì gọi 0912345678"."""
    first, digits = _WEAK.split(number)[0], _WEAK.sub("", number)
    return _LOCAL_PHONE.fullmatch(first) is not None or _LOCAL_PHONE.fullmatch(digits) is not None


def _is_money(found: re.Match[str], text: str) -> bool:
    """Up to twelve digits without a 0 in front, glued or in threes, with the currency behind them."""
    first, *groups = found[0].replace(".", " ").split(" ")
    is_amount = first[0] != "0" and len(first) + 3 * len(groups) <= 12 and all(len(group) == 3 for group in groups)
    return is_amount and (len(first) <= 3 or not groups) and _MONEY.match(text, found.end()) is not None


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
