"""Texts as Telegram reads them: HTML tags to entities, lengths in UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.fakes.telegram.refusals import Refusal, bad_request

Entity = dict[str, object]

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?")
TAG = re.compile(r"<(/?)([^\s>]*)([^>]*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?""")
MOST_BYTES = 1 << 15


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is shown. Offsets and lengths of entities are UTF-16 units."""

    text: str
    entities: tuple[Entity, ...] = ()

    @property
    def length_utf16(self) -> int:
        return utf16_length(self.text)


def formatted(text: str, parse_mode: str, entities: list[Entity]) -> Formatted:
    """The text without its tags and outer blanks. Raises Refusal as Telegram words it."""
    if len(text.encode()) > MOST_BYTES:
        raise bad_request("text is too long")
    if parse_mode.lower() == "html":
        return _stripped(_Html(text).parsed())
    if parse_mode:
        raise bad_request("unsupported parse_mode")
    for entity in entities:
        start, length = entity.get("offset"), entity.get("length")
        if not (isinstance(start, int) and isinstance(length, int) and 0 <= start < start + length):
            raise bad_request("can't parse MessageEntity: wrong offset or length")
        if start + length > utf16_length(text):
            raise bad_request("entity is out of the text")
    return _stripped(Formatted(text, tuple(entities)))


def _stripped(whole: Formatted) -> Formatted:
    """Outer blanks go, and entities move with the text; what is left of one when it is empty goes too."""
    text = whole.text.strip()
    lead = utf16_length(whole.text) - utf16_length(whole.text.lstrip())
    end = utf16_length(text)
    kept: list[Entity] = []
    for entity in whole.entities:
        offset, length = entity["offset"], entity["length"]
        assert isinstance(offset, int)
        assert isinstance(length, int)
        first, last = max(offset - lead, 0), min(offset - lead + length, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return Formatted(text, tuple(sorted(kept, key=_order)))


def _order(entity: Entity) -> tuple[int, int]:
    offset, length = entity["offset"], entity["length"]
    assert isinstance(offset, int)
    assert isinstance(length, int)
    return offset, -length


@dataclass(slots=True)
class _Html:
    """One pass over a text. `open` are the tags that wait for their end: name, attributes, where they began."""

    source: str
    out: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, dict[str, str], int]] = field(default_factory=list)

    def parsed(self) -> Formatted:
        at = 0
        while at < len(self.source):
            if self.source[at] == "<":
                at = self._tag(at)
            elif self.source[at] == "&" and (found := REFERENCE.match(self.source, at)):
                self._say(_character(found))
                at = found.end()
            else:
                self._say(self.source[at])
                at += 1
        if self.open:
            raise _cannot_parse(f"Can't find end tag corresponding to start tag {self.open[-1][0]}")
        return Formatted("".join(self.out), tuple(self.entities))

    def _say(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def _tag(self, at: int) -> int:
        where = len(self.source[:at].encode())
        tag = TAG.match(self.source, at)
        if tag is None:
            is_end = self.source.startswith("</", at)
            raise _cannot_parse(f"Unclosed {'end' if is_end else 'start'} tag at byte offset {where}")
        if tag[1]:
            self._end(tag[2].lower(), where)
        else:
            self._start(tag[2].lower(), tag[3], where)
        return tag.end()

    def _start(self, name: str, rest: str, where: int) -> None:
        if name not in KINDS:
            raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {where}')
        attributes = _attributes(name, rest, where)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append((name, attributes, self.length))

    def _end(self, name: str, where: int) -> None:
        if not self.open:
            raise _cannot_parse(f"Unexpected end tag at byte offset {where}")
        opened, attributes, start = self.open.pop()
        if name and name != opened:
            raise _cannot_parse(f'Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{name}>"')
        if self.length > start:
            self._keep({"type": KINDS[opened], "offset": start, "length": self.length - start}, opened, attributes)

    def _keep(self, entity: Entity, name: str, attributes: dict[str, str]) -> None:
        if name == "a":
            shown = "".join(self.out).encode("utf-16-le")
            start = entity["offset"]
            assert isinstance(start, int)
            url = attributes.get("href") or shown[start * 2 :].decode("utf-16-le")
            if not re.match(r"(?:https?|tg|mailto|tel):|[\w.-]+\.\w{2,}", url):
                return  # Telegram shows the words alone
            entity["url"] = url
        elif name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        elif name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def _attributes(name: str, rest: str, where: int) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while rest[at:].strip():
        one = ATTRIBUTE.match(rest, at)
        if one is None:
            raise _cannot_parse(f'Empty attribute name in the tag "{name}" at byte offset {where}')
        value = one[2] or one[3] or (one[4] or "").lower()
        found[one[1].lower()] = REFERENCE.sub(_character, value)
        at = one.end()
    return found


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return NAMED[found[3]]
    code = int(found[1], 16) if found[1] else int(found[2])
    if code == 0 or code >= 0x10FFFF:
        return found[0]
    if 0xD800 <= code <= 0xDFFF:
        raise _cannot_parse("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code)


def _cannot_parse(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")
