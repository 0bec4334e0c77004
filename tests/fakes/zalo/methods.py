"""The methods of the Bot Platform, what each takes, and what it lets through."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.fakes.zalo.addresses import why_unreachable
from tests.fakes.zalo.parameters import Field, Fields, Json, Kind

REQUIRED, OPTIONAL = Field(), Field(is_required=False)
CHAT: Fields = {"chat_id": REQUIRED}

METHODS: Mapping[str, Fields] = MappingProxyType(
    {
        "getMe": {},
        "getUpdates": {"timeout": Field(Kind.SECONDS, is_required=False)},
        "setWebhook": {"url": REQUIRED, "secret_token": REQUIRED},
        "deleteWebhook": {},
        "getWebhookInfo": {},
        "testWebhook": {},
        "sendMessage": {
            **CHAT,
            "text": REQUIRED,
            "parse_mode": OPTIONAL,
            "text_styles": Field(Kind.STYLES, is_required=False),
        },
        "sendPhoto": {**CHAT, "photo": REQUIRED, "caption": OPTIONAL},
        "sendSticker": {**CHAT, "sticker": REQUIRED},
        "sendVoice": {**CHAT, "voice_url": REQUIRED},
        "sendChatAction": {**CHAT, "action": REQUIRED},
    }
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def breaches(method: str, given: Json, most_utf16: int, allows_loopback: bool) -> list[str]:
    """What is wrong with values that are of the right types."""
    found = [f"{name} is empty" for name in ("chat_id", "sticker") if given.get(name) == ""]
    found += [why for name in ("text", "caption") if (why := _text(name, given, most_utf16))]
    for name in ("photo", "voice_url", "url"):
        if name in given and (why := why_unreachable(str(given[name]), allows_loopback)):
            found.append(f"{name} {why}")
    if given.get("parse_mode", "html") not in ("markdown", "html"):
        found.append("parse_mode is neither markdown nor html")
    if given.get("action", "typing") != "typing":
        found.append("action is not typing")
    if "voice_url" in given and not str(given["voice_url"]).endswith(".aac"):
        found.append("voice_url does not end with .aac")
    if not 8 <= len(str(given.get("secret_token", "x" * 8))) <= 256:
        found.append("secret_token has not 8-256 characters")
    return found + _styles(given)


def _text(name: str, given: Json, most_utf16: int) -> str:
    text = given.get(name)
    if not isinstance(text, str):
        return ""
    if not text.strip():
        return f"{name} is empty"
    if utf16_length(text) > most_utf16:
        return f"{name} has {utf16_length(text)} UTF-16 units, at most {most_utf16}"
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return f"{name} has half of a character"
    return ""


def _styles(given: Json) -> list[str]:
    styles = given.get("text_styles")
    if not isinstance(styles, list):
        return []
    most = utf16_length(str(given.get("text", "")))
    return [
        f"text_styles: {one} is outside of the text"
        for one in styles
        if one["start"] < 0 or one["len"] < 1 or one["start"] + one["len"] > most
    ]
