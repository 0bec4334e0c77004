"""Zalo's Bot Platform, as strict as its documentation: the judge of the channel of Zalo bots.

It imports nothing of the product. `python -m tests.fakes.zalo` starts it as a program of its own, with a phone in the terminal.
Where the documentation is silent, or what was seen live differs from it, `Switches` says which way it goes; a call with a
parameter that is not documented, or of another type, is refused and kept in `violations`.
"""

from tests.fakes.zalo.answering import Call, Violation
from tests.fakes.zalo.bots import Bot
from tests.fakes.zalo.chats import ChatView, Message
from tests.fakes.zalo.faults import (
    Fault,
    hang,
    html_502,
    html_504,
    not_json,
    refused,
    reset_after_accept,
    reset_before_reading,
    sdk_error,
)
from tests.fakes.zalo.server import TOKENS, FakeZalo
from tests.fakes.zalo.switches import EMPTY_PROBE, ODD_PROBE, PROBE, Limits, Switches
from tests.fakes.zalo.updates import Lost, Update
from tests.fakes.zalo.webhook import Delivery, Hook
from tests.fakes.zalo.world import message_ids

__all__ = [
    "EMPTY_PROBE",
    "ODD_PROBE",
    "PROBE",
    "TOKENS",
    "Bot",
    "Call",
    "ChatView",
    "Delivery",
    "FakeZalo",
    "Fault",
    "Hook",
    "Limits",
    "Lost",
    "Message",
    "Switches",
    "Update",
    "Violation",
    "hang",
    "html_502",
    "html_504",
    "message_ids",
    "not_json",
    "refused",
    "reset_after_accept",
    "reset_before_reading",
    "sdk_error",
]
