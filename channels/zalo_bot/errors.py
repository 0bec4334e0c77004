"""Zalo's errors as what to do about them. There is no key that makes a repeat harmless: what may have arrived is not sent again."""

from __future__ import annotations

from enum import StrEnum

from channels.http.client import NoAnswer
from channels.zalo_bot.api import Garbled, Ok, Outcome, Refused
from domain.failures import Failure, FailureKind

RATE_LIMIT = -32
CONFLICT = 409
"""In no documentation: what a second program that polls with the same token may cause."""


class Trouble(StrEnum):
    """What a read, or a call about the webhook, that did not succeed asks for."""

    AGAIN = "again"
    RETRY = "retry"
    DEFER = "defer"
    PERMANENT = "permanent"
    STOP = "stop"
    DOUBT = "doubt"


def trouble(outcome: Refused | Garbled | NoAnswer) -> Trouble:
    """DOUBT: an answer that is not Zalo's; `getMe` tells whether the token is bad."""
    match outcome:
        case NoAnswer():
            return Trouble.RETRY
        case Garbled():
            return Trouble.DOUBT
        case Refused(401):
            return Trouble.STOP
        case Refused(408):
            return Trouble.AGAIN
        case Refused(429) | Refused(-32):
            return Trouble.DEFER
        case Refused(code) if code in (403, CONFLICT) or code >= 500:
            return Trouble.RETRY
        case Refused():
            return Trouble.PERMANENT


def failure(outcome: Refused | Garbled | NoAnswer) -> Failure:
    """Of a message. 403 is an internal error there, and 408 a timeout: both may have sent it."""
    match outcome:
        case NoAnswer(is_written, code):
            return Failure(FailureKind.UNCERTAIN if is_written else FailureKind.UNREACHABLE, code)
        case Garbled(status):
            return Failure(FailureKind.UNCERTAIN, f"garbled_{status}")
        case Refused(401):
            return Failure(FailureKind.MISCONFIGURED, "token_refused")
        case Refused(404):
            return Failure(FailureKind.RECIPIENT_GONE, "404")
        case Refused(429) | Refused(-32):
            return Failure(FailureKind.THROTTLED, "429")
        case Refused(code) if code in (403, 408) or code >= 500:
            return Failure(FailureKind.UNCERTAIN, str(code))
        case Refused(code):
            return Failure(FailureKind.REJECTED, str(code))


def told(outcome: Outcome) -> str:
    """The outcome as a word for the log: codes only."""
    match outcome:
        case Ok():
            return "ok"
        case NoAnswer(_, code):
            return code
        case Garbled(status):
            return f"not an answer of Zalo, HTTP {status}"
        case Refused(code):
            return str(code)
