"""What the methods do: each takes what the call brought, checked against its parameters, and returns `result`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.fakes.telegram import keyboards
from tests.fakes.telegram.chats import Chat, Message
from tests.fakes.telegram.command_menus import OF_A_CHAT, Scope, scope_of
from tests.fakes.telegram.methods import ACTIONS
from tests.fakes.telegram.parameters import Json
from tests.fakes.telegram.refusals import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from tests.fakes.telegram.texts import Entity, Formatted, formatted, utf16_length
from tests.fakes.telegram.world import World

Method = Callable[[Json], object]

TEXT_LIMIT, CAPTION_LIMIT, ANSWER_LIMIT = 4096, 1024, 200
DELETABLE = timedelta(hours=48)


class Answering:
    """Sending, editing, deleting, answering presses, files and commands. `press_seconds`: how long a press waits."""

    def __init__(self, world: World, press_seconds: float, allow_message: Callable[[int], None]) -> None:
        self._world, self._press_seconds, self._allow_message = world, press_seconds, allow_message
        self.methods: dict[str, Method] = {
            "getMe": self.get_me,
            "sendMessage": self.send_message,
            "sendDocument": lambda given: self.send_file(given, "document"),
            "sendPhoto": lambda given: self.send_file(given, "photo"),
            "sendChatAction": self.send_chat_action,
            "editMessageText": self.edit_message_text,
            "editMessageReplyMarkup": self.edit_message_reply_markup,
            "deleteMessage": self.delete_message,
            "answerCallbackQuery": self.answer_callback_query,
            "getFile": lambda given: world.files.get(str(given["file_id"])),
            "setMyCommands": self.set_my_commands,
            "getMyCommands": self.get_my_commands,
            "deleteMyCommands": self.delete_my_commands,
        }

    def get_me(self, given: Json) -> Json:
        return {
            **self._world.bot(),
            "can_join_groups": True,
            "can_read_all_group_messages": not self._world.is_private_mode,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def send_message(self, given: Json) -> Json:
        said = _text(given)
        chat = self._world.known_chat(given["chat_id"])
        markup = _object(given, "reply_markup")
        keyboards.check(markup, chat.is_private)
        self._check_reply(chat, given)
        self._allow_message(chat.chat_id)
        more = {"link_preview": _object(given, "link_preview_options"), "html": str(given["text"])}
        return self._sent(chat, said, given, markup, **more)

    def send_file(self, given: Json, kind: str) -> Json:
        said = _caption(given)
        chat = self._world.known_chat(given["chat_id"])
        markup = _object(given, "reply_markup")
        keyboards.check(markup, chat.is_private)
        self._check_reply(chat, given)
        file_id = self._world.files.taken(given[kind], kind == "photo")
        self._allow_message(chat.chat_id)
        file = self._world.files.json(file_id)
        if kind == "photo":
            content: Json = {"photo": [{**file, "width": 90, "height": 90}]}
        else:
            upload = self._world.files.upload(file_id)
            content = {"document": {**file, "file_name": upload.name, "mime_type": upload.content_type}}
        return self._sent(chat, said, given, markup, kind=kind, content=content, html=str(given.get("caption", "")))

    def _sent(self, chat: Chat, said: Formatted, given: Json, markup: Json | None, **more: object) -> Json:
        if markup is not None and ("keyboard" in markup or "remove_keyboard" in markup):
            chat.keyboard = markup if "keyboard" in markup else None
        is_protected = given.get("protect_content") is True
        message = self._world.add(chat, True, self._world.now(), said, markup=markup, is_protected=is_protected, **more)
        return self._world.message_json(message)

    def _check_reply(self, chat: Chat, given: Json) -> None:
        reply = _object(given, "reply_parameters")
        if reply is None or reply.get("allow_sending_without_reply") is True:
            return
        if reply["message_id"] not in chat.messages:
            raise bad_request("message to be replied not found")

    def send_chat_action(self, given: Json) -> bool:
        if given["action"] not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat = self._world.known_chat(given["chat_id"])
        chat.actions.append((self._world.now(), str(given["action"])))
        self._world.changes.happened()
        return True

    def edit_message_text(self, given: Json) -> Json:
        said = _text(given)
        message = self._editable(given)
        if message.kind != "text":
            raise bad_request("there is no text in the message to edit")
        markup, preview = _object(given, "reply_markup"), _object(given, "link_preview_options")
        keyboards.check(markup, message.chat_id > 0, is_edit=True)
        before = message.text, message.entities, _shown(message.markup), message.link_preview
        if before == (said.text, said.entities, _shown(markup), preview):
            raise bad_request(NOT_MODIFIED)
        message.text, message.entities, message.html = said.text, said.entities, str(given["text"])
        message.link_preview = preview
        return self._edited(message, markup)

    def edit_message_reply_markup(self, given: Json) -> Json:
        message = self._editable(given)
        markup = _object(given, "reply_markup")
        keyboards.check(markup, message.chat_id > 0, is_edit=True)
        if _shown(message.markup) == _shown(markup):
            raise bad_request(NOT_MODIFIED)
        return self._edited(message, markup)

    def _edited(self, message: Message, markup: Json | None) -> Json:
        message.markup, message.edited_at = _shown(markup), self._world.now()
        self._world.tell("edited", message)
        return self._world.message_json(message)

    def _editable(self, given: Json) -> Message:
        if "inline_message_id" in given:
            raise bad_request("MESSAGE_ID_INVALID")
        chat = self._world.known_chat(given.get("chat_id", ""))
        message = chat.messages.get(_integer(given, "message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if not message.is_from_bot or message.is_too_old:
            raise bad_request("message can't be edited")
        return message

    def delete_message(self, given: Json) -> bool:
        chat = self._world.known_chat(given["chat_id"])
        message = chat.messages.get(_integer(given, "message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if message.is_too_old or self._world.now() - message.at >= DELETABLE:
            raise bad_request("message can't be deleted for everyone")
        if not message.is_from_bot and not chat.is_private:
            raise bad_request("message can't be deleted")
        del chat.messages[message.message_id]
        self._world.tell("deleted", message)
        return True

    def answer_callback_query(self, given: Json) -> bool:
        text = given.get("text", "")
        if utf16_length(str(text)) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        query_id = str(given["callback_query_id"])
        if not self._world.press_is_open(query_id, self._press_seconds):
            raise bad_request(QUERY_TOO_OLD)
        if given.get("url"):
            raise bad_request("URL_INVALID")
        del self._world.presses[query_id]
        self._world.answers.append((query_id, given))
        self._world.changes.happened()
        return True

    def set_my_commands(self, given: Json) -> bool:
        commands = given["commands"]
        assert isinstance(commands, list)
        self._world.menus.set(self._scope(given), str(given.get("language_code", "")), commands)
        self._world.changes.happened()
        return True

    def get_my_commands(self, given: Json) -> list[Json]:
        return self._world.menus.get(self._scope(given), str(given.get("language_code", "")))

    def delete_my_commands(self, given: Json) -> bool:
        self._world.menus.delete(self._scope(given), str(given.get("language_code", "")))
        self._world.changes.happened()
        return True

    def _scope(self, given: Json) -> Scope:
        scope = scope_of(_object(given, "scope"))
        if scope[0] in OF_A_CHAT:
            self._world.known_chat(scope[1], is_write=False)
        return scope


def _text(given: Json) -> Formatted:
    if not given.get("text"):
        raise bad_request("message text is empty")
    said = formatted(str(given["text"]), str(given.get("parse_mode", "")), _entities(given, "entities"))
    if not said.text:
        raise bad_request("text must be non-empty")
    if said.length_utf16 > TEXT_LIMIT:
        raise bad_request("message is too long")
    return said


def _caption(given: Json) -> Formatted:
    said = formatted(
        str(given.get("caption", "")), str(given.get("parse_mode", "")), _entities(given, "caption_entities")
    )
    if said.length_utf16 > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return said


def _entities(given: Json, name: str) -> list[Entity]:
    found = given.get(name)
    return found if isinstance(found, list) else []


def _object(given: Json, name: str) -> Json | None:
    found = given.get(name)
    return found if isinstance(found, dict) else None


def _integer(given: Json, name: str) -> int:
    found = given.get(name)
    if not isinstance(found, int):
        raise bad_request("message identifier is not specified")
    return found


def _shown(markup: Json | None) -> Json | None:
    """An inline keyboard without buttons is none."""
    if markup is None or not any(_rows(markup)):
        return None
    return markup


def _rows(markup: Json) -> list[object]:
    rows = markup.get("inline_keyboard")
    return rows if isinstance(rows, list) else []
