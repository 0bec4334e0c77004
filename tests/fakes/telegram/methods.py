"""The methods that the fake knows and everything that they take, after https://core.telegram.org/bots/api (Bot API 10.x)."""

from __future__ import annotations

from tests.fakes.telegram.parameters import Field, Fields, Kind

INTEGER, STRING, BOOLEAN = Field(Kind.INTEGER), Field(Kind.STRING), Field(Kind.BOOLEAN)
STRINGS = Field(Kind.STRINGS)
NEEDED_STRING, NEEDED_INTEGER = Field(Kind.STRING, True), Field(Kind.INTEGER, True)
NEEDED_CHAT = Field(Kind.CHAT, True)

ENTITY: Fields = {
    "type": NEEDED_STRING,
    "offset": NEEDED_INTEGER,
    "length": NEEDED_INTEGER,
    "url": STRING,
    "user": Field(Kind.OBJECT),
    "language": STRING,
    "custom_emoji_id": STRING,
}
ENTITIES = Field(Kind.OBJECTS, of=ENTITY)
LINK_PREVIEW = Field(
    Kind.OBJECT,
    of={
        "is_disabled": BOOLEAN,
        "url": STRING,
        "prefer_small_media": BOOLEAN,
        "prefer_large_media": BOOLEAN,
        "show_above_text": BOOLEAN,
    },
)
REPLY = Field(
    Kind.OBJECT,
    of={
        "message_id": NEEDED_INTEGER,
        "chat_id": Field(Kind.CHAT),
        "allow_sending_without_reply": BOOLEAN,
        "quote": STRING,
        "quote_parse_mode": STRING,
        "quote_entities": ENTITIES,
        "quote_position": INTEGER,
        "checklist_task_id": INTEGER,
        "poll_option_id": STRING,
    },
)
# The keyboards have their own reader: what is wrong with them is said in Telegram's words.
MARKUP = Field(Kind.OBJECT)

SENDING: Fields = {
    "business_connection_id": STRING,
    "chat_id": NEEDED_CHAT,
    "message_thread_id": INTEGER,
    "direct_messages_topic_id": INTEGER,
    "disable_notification": BOOLEAN,
    "protect_content": BOOLEAN,
    "allow_paid_broadcast": BOOLEAN,
    "message_effect_id": STRING,
    "suggested_post_parameters": Field(Kind.OBJECT),
    "reply_parameters": REPLY,
    "reply_markup": MARKUP,
}
CAPTION: Fields = {"caption": STRING, "parse_mode": STRING, "caption_entities": ENTITIES}
EDITING: Fields = {
    "business_connection_id": STRING,
    "chat_id": Field(Kind.CHAT),
    "message_id": INTEGER,
    "inline_message_id": STRING,
    "reply_markup": MARKUP,
}
SCOPE = Field(Kind.OBJECT, of={"type": NEEDED_STRING, "chat_id": Field(Kind.CHAT), "user_id": INTEGER})
COMMANDS = Field(Kind.OBJECTS, True, of={"command": NEEDED_STRING, "description": NEEDED_STRING})

METHODS: dict[str, Fields] = {
    "getMe": {},
    "getUpdates": {"offset": INTEGER, "limit": INTEGER, "timeout": INTEGER, "allowed_updates": STRINGS},
    "setWebhook": {
        "url": NEEDED_STRING,
        "certificate": Field(Kind.FILE),
        "ip_address": STRING,
        "max_connections": INTEGER,
        "allowed_updates": STRINGS,
        "drop_pending_updates": BOOLEAN,
        "secret_token": STRING,
    },
    "deleteWebhook": {"drop_pending_updates": BOOLEAN},
    "getWebhookInfo": {},
    "sendMessage": {
        **SENDING,
        "text": NEEDED_STRING,
        "parse_mode": STRING,
        "entities": ENTITIES,
        "link_preview_options": LINK_PREVIEW,
    },
    "sendDocument": {
        **SENDING,
        **CAPTION,
        "document": Field(Kind.FILE, True),
        "thumbnail": Field(Kind.FILE),
        "disable_content_type_detection": BOOLEAN,
    },
    "sendPhoto": {
        **SENDING,
        **CAPTION,
        "photo": Field(Kind.FILE, True),
        "show_caption_above_media": BOOLEAN,
        "has_spoiler": BOOLEAN,
    },
    "sendChatAction": {
        "business_connection_id": STRING,
        "chat_id": NEEDED_CHAT,
        "message_thread_id": INTEGER,
        "action": NEEDED_STRING,
    },
    "editMessageText": {
        **EDITING,
        "text": NEEDED_STRING,
        "parse_mode": STRING,
        "entities": ENTITIES,
        "link_preview_options": LINK_PREVIEW,
    },
    "editMessageReplyMarkup": EDITING,
    "deleteMessage": {"chat_id": NEEDED_CHAT, "message_id": NEEDED_INTEGER},
    "answerCallbackQuery": {
        "callback_query_id": NEEDED_STRING,
        "text": STRING,
        "show_alert": BOOLEAN,
        "url": STRING,
        "cache_time": INTEGER,
    },
    "getFile": {"file_id": NEEDED_STRING},
    "setMyCommands": {"commands": COMMANDS, "scope": SCOPE, "language_code": STRING},
    "getMyCommands": {"scope": SCOPE, "language_code": STRING},
    "deleteMyCommands": {"scope": SCOPE, "language_code": STRING},
}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}
"""Telegram does not mind the case of a method's name."""

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
UPDATE_KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
}
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
