"""What hangs below a message: inline buttons, reply keyboards, their removal; refused as Telegram refuses them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.fakes.telegram.methods import BOOLEAN, STRING
from tests.fakes.telegram.parameters import Field, Fields, Json, Kind, WrongType, check_object
from tests.fakes.telegram.refusals import bad_request
from tests.fakes.telegram.texts import utf16_length

MOST_BUTTONS = 100
URL = re.compile(r"(?:https?://[^\s/]+\.[^\s]+|https?://localhost\S*|tg://\S+)")

INLINE_BUTTON: Fields = {
    "text": STRING,
    "icon_custom_emoji_id": STRING,
    "style": STRING,
    "url": STRING,
    "callback_data": STRING,
    "web_app": Field(Kind.OBJECT, of={"url": Field(Kind.STRING, True)}),
    "login_url": Field(Kind.OBJECT),
    "switch_inline_query": STRING,
    "switch_inline_query_current_chat": STRING,
    "switch_inline_query_chosen_chat": Field(Kind.OBJECT),
    "copy_text": Field(Kind.OBJECT, of={"text": Field(Kind.STRING, True)}),
    "callback_game": Field(Kind.OBJECT),
    "pay": BOOLEAN,
}
REPLY_BUTTON: Fields = {
    "text": STRING,
    "icon_custom_emoji_id": STRING,
    "style": STRING,
    "request_users": Field(Kind.OBJECT),
    "request_chat": Field(Kind.OBJECT),
    "request_contact": BOOLEAN,
    "request_location": BOOLEAN,
    "request_poll": Field(Kind.OBJECT),
    "web_app": Field(Kind.OBJECT, of={"url": Field(Kind.STRING, True)}),
}
SHAPES: Mapping[str, Fields] = {
    "inline_keyboard": {},
    "keyboard": {
        "is_persistent": BOOLEAN,
        "resize_keyboard": BOOLEAN,
        "one_time_keyboard": BOOLEAN,
        "input_field_placeholder": STRING,
        "selective": BOOLEAN,
    },
    "remove_keyboard": {"selective": BOOLEAN},
    "force_reply": {"input_field_placeholder": STRING, "selective": BOOLEAN},
}
PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_poll": "poll can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}
ACTS = set(INLINE_BUTTON) - {"text", "icon_custom_emoji_id", "style"}


def breaches(markup: Json) -> list[str]:
    """What no documentation knows: two keyboards in one, unknown fields, wrong types."""
    kinds = [kind for kind in SHAPES if kind in markup]
    if len(kinds) != 1:
        return [f"parameter 'reply_markup': one of {', '.join(SHAPES)}, not {kinds or sorted(markup)}"]
    kind = kinds[0]
    rest = {name: value for name, value in markup.items() if name != kind}
    try:
        check_object(SHAPES[kind], rest)
        if kind in ("inline_keyboard", "keyboard"):
            _check_buttons(markup[kind], INLINE_BUTTON if kind == "inline_keyboard" else REPLY_BUTTON, kind)
        elif markup[kind] is not True:
            raise WrongType(f"field {kind!r} is always true")
    except WrongType as error:
        return [f"parameter 'reply_markup': {error}"]
    return []


def _check_buttons(rows: object, fields: Fields, kind: str) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise WrongType(f"{kind} is no array of arrays")
    for button in (button for row in rows for button in row):
        if isinstance(button, str) and kind == "keyboard":
            continue
        if not isinstance(button, dict):
            raise WrongType(f"button {button!r} is no object")
        check_object(fields, button)
        if kind == "inline_keyboard" and len(ACTS & set(button)) != 1:
            raise WrongType(f"button {button.get('text')!r} does not do exactly one thing")


def check(markup: Json | None, is_private: bool, is_edit: bool = False) -> None:
    """Raises Refusal for what is documented but not allowed: too long, too many, not here."""
    if markup is None:
        return
    if is_edit and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    if "inline_keyboard" in markup:
        for button in _all(markup["inline_keyboard"]):
            _check_inline(button)
        if sum(1 for _ in _all(markup["inline_keyboard"])) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
    for button in _all(markup.get("keyboard")):
        _check_reply(button, is_private)
    placeholder = markup.get("input_field_placeholder")
    if isinstance(placeholder, str) and not 1 <= utf16_length(placeholder) <= 64:
        raise bad_request("input field placeholder must be 1-64 characters long")


def _all(rows: object) -> list[Json]:
    """Every button; one that is only a text, as an object."""
    if not isinstance(rows, list):
        return []
    return [button if isinstance(button, dict) else {"text": button} for row in rows for button in row]


def _check_inline(button: Json) -> None:
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data == "":
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if isinstance(data, str) and len(data.encode()) > 64:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if isinstance(url, str) and not URL.fullmatch(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copied = button.get("copy_text")
    if isinstance(copied, dict) and not 1 <= utf16_length(str(copied.get("text"))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_reply(button: Json, is_private: bool) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("keyboard button text must be non-empty")
    if not is_private:
        for asked, reason in PRIVATE_ONLY.items():
            if button.get(asked):
                raise bad_request(reason)
