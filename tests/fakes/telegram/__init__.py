"""A Bot API server that is as strict as Telegram's own: the judge of the Telegram channel.

It imports nothing of the product. `python -m tests.fakes.telegram` starts it as a program of its own, with a phone in the
terminal. Where the documentation is silent it follows the published server (tdlib/telegram-bot-api); in one thing it is stricter:
a call with a parameter that is not documented, or of another type, is refused and kept in `violations`.
"""

from tests.fakes.telegram.chats import Button, ChatView, Message
from tests.fakes.telegram.faults import (
    Fault,
    Limits,
    bad_gateway,
    cannot_edit,
    cannot_parse,
    hang,
    refused,
    reset,
    server_error,
    throttled,
)
from tests.fakes.telegram.server import Call, FakeTelegram, Violation

__all__ = [
    "Button",
    "Call",
    "ChatView",
    "FakeTelegram",
    "Fault",
    "Limits",
    "Message",
    "Violation",
    "bad_gateway",
    "cannot_edit",
    "cannot_parse",
    "hang",
    "refused",
    "reset",
    "server_error",
    "throttled",
]
