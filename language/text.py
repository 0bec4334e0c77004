"""Vietnamese text as it arrives, and as it is cut to fit a messenger. No function raises on any text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PARSED_CHARACTERS = 2_000
"""Parsers look at no more than this many characters: nobody answers a question with more."""

_MARK_RUN = 8
_LINE_ENDS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " "}
)
_SPACES = re.compile(r"[^\S\n]+")
_PLAIN = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}
_PLAIN |= (
    {ord(dash): "-" for dash in "‐‑‒–—―−﹣"} | {ord(quote): "'" for quote in "‘’ʼ`´"} | {ord("ð"): "d", ord("ɖ"): "d"}
)
_PLAIN |= {ord("Ð"): "d", ord("Ɖ"): "d", ord("đ"): "d", ord("Đ"): "d", ord("⁄"): "/", ord("∕"): "/"}

_BARE = {code: str(_PLAIN.get(ord(mark), mark)) for code, mark in _PLAIN.items() if mark == mark.lower()}
_BARE |= {
    ord(letter): unicodedata.normalize("NFD", letter)[0]
    for letter in map(chr, (*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA), 0x1A1, 0x1B0))
    if letter == letter.lower() and unicodedata.normalize("NFD", letter)[0].isascii()
}
"""Vietnamese letters and signs in lower case → ASCII, in one pass."""

_LATE_TONE = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def clean(text: str) -> str:
    """NFC without what cannot be seen: no controls but \\n, no bidi or zero-width signs, single spaces, stripped.

    Halves of surrogate pairs become U+FFFD. More than eight marks on one letter are dropped. Idempotent.
    """
    if _is_plain(text):
        return _tidy(text)
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines = joined.replace("\r\n", "\n").translate(_LINE_ENDS)
    if not lines.isascii() or not lines.replace("\n", "").isprintable():
        lines = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
        # Sorting a long run of marks is quadratic inside NFC, so the run is shortened before and after.
        lines = _shorten_marks(unicodedata.normalize("NFC", _shorten_marks(lines, 4 * _MARK_RUN)), _MARK_RUN)
    return _tidy(lines)


def _is_plain(text: str) -> bool:
    """Nearly every message: visible letters in NFC without a loose mark, so that only its spaces are left to tidy."""
    if not (text.isprintable() or text.replace("\n", "").isprintable()):
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not any(map(unicodedata.combining, text)))


def _tidy(text: str) -> str:
    if "\n" not in text and "  " not in text and text.isprintable():
        return text.strip(" ")
    folded = _SPACES.sub(" ", text)
    return folded.replace(" \n", "\n").replace("\n ", "\n").strip(" \n")


def _shorten_marks(text: str, most: int) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= most:
            kept.append(character)
    return "".join(kept)


def fold(text: str) -> str:
    """The form for matching: cleaned, lower case, no marks, đ→d, plain dashes, quotes and digits. Idempotent."""
    cleaned = clean(text)
    if cleaned.isascii():
        return cleaned.lower().replace("`", "'")
    bare = cleaned.lower().translate(_BARE)
    if bare.isascii():
        return bare
    lowered = cleaned.translate(_PLAIN).lower().translate(_PLAIN)
    if not lowered.isascii():
        apart = unicodedata.normalize("NFD", lowered)
        bare = "".join(c for c in apart if unicodedata.category(c)[0] != "M")
        lowered = unicodedata.normalize("NFC", bare)
    return _tidy(lowered)


def has_no_marks(text: str) -> bool:
    """Whether a text has letters but not one Vietnamese mark: a name that was typed without diacritics, most likely."""
    return fold(text) == clean(text).lower() and any(one.isalpha() for one in text)


def spell(text: str) -> str:
    """Cleaned, with the tone in one place: hoà→hòa, thuỷ→thủy, uý→úy; quý and hoàn stay. Idempotent."""
    return _LATE_TONE.sub(_move_tone, clean(text))


def _move_tone(match: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFD", match[0][1])
    return unicodedata.normalize("NFC", match[0][0] + apart[1]) + apart[0]


def sort_key(name: str) -> str:
    """ASCII key for Vietnamese order: given name, then family, then middle; letters before tones."""
    words = clean(name[:PARSED_CHARACTERS]).lower().split()
    ordered = words[-1:] + words[:-1]
    return "!".join(_word_key(word) for word in ordered)


@lru_cache(maxsize=4_096)
def _word_key(word: str) -> str:
    letters: list[str] = []
    tone = "0"
    for character in unicodedata.normalize("NFC", word.translate({0xF0: "đ", 0x256: "đ"})):
        apart = unicodedata.normalize("NFD", character)
        tone = next((_TONES[mark] for mark in apart if mark in _TONES), tone)
        letter = unicodedata.normalize("NFC", "".join(c for c in apart if c not in _TONES))
        letters.append(_letter_key(letter))
    return "".join(letters) + "!" + tone


def _letter_key(letter: str) -> str:
    at = _ALPHABET.find(letter) if len(letter) == 1 else -1
    if at >= 0:
        return chr(ord("A") + at)
    if letter.isascii() and letter.isdigit():
        return letter
    return "" if letter in ("", "-", "'", "’", ".") else "~"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit in which messengers count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` UTF-16 units; joined they are `text` exactly; no part for an empty text.

    Each cut is at a paragraph, else a line, else a space in the second half of the window, the first of these that
    costs
    no additional part, else the latest of them; without any, anywhere but inside a surrogate pair.
    Raises ValueError when `limit` is below 2 (a pair would not fit).
    """
    if limit < 2:
        raise ValueError(f"a part needs at least 2 units, not {limit}")
    parts: list[str] = []
    start, left = 0, utf16_length(text)
    while left > limit:
        end = start + _cut_at(text[start : start + limit + 1], left, limit)
        parts.append(text[start:end])
        left -= utf16_length(parts[-1])
        start = end
    return [*parts, text[start:]] if left else parts


def _fitting(window: str, limit: int) -> int:
    """How many leading code points of `window` fit in `limit` units, without halving a pair."""
    units = 0
    for at, character in enumerate(window):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            halved = at > 1 and "\ud800" <= window[at - 1] <= "\udbff" and "\udc00" <= character <= "\udfff"
            return at - 1 if halved else at
    return len(window)


def _cut_at(window: str, left: int, limit: int) -> int:
    hard = _fitting(window, limit)
    fewest = -(-left // limit)
    nice: list[int] = []
    for separator in ("\n\n", "\n", " "):
        found = window.rfind(separator, 0, hard)
        end = found + len(separator)
        if found >= 0 and end <= hard and end > hard // 2:
            rest = left - utf16_length(window[:end])
            if 1 + -(-rest // limit) <= fewest:
                return end
            nice.append(end)
    return max(nice, default=hard)


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units (1 or more); a longer text ends with "…"."""
    if utf16_length(text[: limit + 1]) <= limit:
        return text
    return text[: _fitting(text[: limit + 1], limit - 1)].rstrip() + "…"
