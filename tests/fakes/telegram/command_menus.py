"""The commands beside the input: per scope and language, and which of them a phone shows."""

from __future__ import annotations

import re

from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.refusals import bad_request

MOST_COMMANDS = 100
NAME = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}|")
WIDE = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
OF_A_CHAT = ("chat", "chat_administrators", "chat_member")

Commands = tuple[tuple[str, str], ...]
Scope = tuple[str, object, object]


class CommandMenus:
    """Set, read and deleted by the bot; `shown` is what a person finds."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], Commands] = {}

    def set(self, scope: Scope, language: str, commands: list[Json]) -> None:
        """An empty list is as good as none."""
        _check_language(language)
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        menu = tuple(_checked(str(one["command"]), str(one["description"])) for one in commands)
        self._menus[scope, language] = menu
        if not menu:
            del self._menus[scope, language]

    def get(self, scope: Scope, language: str) -> list[Json]:
        _check_language(language)
        menu = self._menus.get((scope, language), ())
        return [{"command": command, "description": description} for command, description in menu]

    def delete(self, scope: Scope, language: str) -> None:
        _check_language(language)
        self._menus.pop((scope, language), None)

    def shown(self, chat_id: int, language: str) -> Commands:
        """The first that is set: narrowest scope first, in each the phone's language before the empty one."""
        wide = "all_private_chats" if chat_id > 0 else "all_group_chats"
        scopes: list[Scope] = [("chat", chat_id, None), (wide, None, None), ("default", None, None)]
        for scope in scopes:
            for spoken in dict.fromkeys((language, "")):
                if (menu := self._menus.get((scope, spoken))) is not None:
                    return menu
        return ()


def scope_of(given: Json | None) -> Scope:
    """The scope of a call. Raises Refusal for one that is none."""
    if given is None:
        return "default", None, None
    kind, chat_id, user_id = str(given["type"]), given.get("chat_id"), given.get("user_id")
    if kind in WIDE:
        return kind, None, None
    if kind not in OF_A_CHAT:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if chat_id in (None, ""):
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    if kind != "chat_member":
        return kind, _number(chat_id), None
    if not isinstance(user_id, int) or user_id <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return kind, _number(chat_id), user_id


def _number(chat_id: object) -> object:
    return int(chat_id) if isinstance(chat_id, str) and chat_id.lstrip("-").isdigit() else chat_id


def _check_language(language: str) -> None:
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")


def _checked(command: str, description: str) -> tuple[str, str]:
    command, description = command.strip().removeprefix("/"), description.strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > 32:
        raise bad_request("command length must not exceed 32")
    if not NAME.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    return command, description
