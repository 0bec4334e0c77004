"""What can go wrong on the way to a vendor: a closed list. The retry policy lives in the dispatcher only (design.md §2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class FailureKind(StrEnum):
    """Each member says what it means for the message."""

    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNCERTAIN = "uncertain"
    REJECTED = "rejected"
    RECIPIENT_GONE = "recipient_gone"
    TOO_OLD = "too_old"
    QUOTA_OUT = "quota_out"
    NOT_SUPPORTED = "not_supported"
    MISCONFIGURED = "misconfigured"

    @property
    def is_retryable(self) -> bool:
        """Whether the same message may be tried again by itself. Uncertain is decided by the channel's capabilities."""
        return self in {FailureKind.THROTTLED, FailureKind.UNREACHABLE, FailureKind.QUOTA_OUT}

    @property
    def is_ours(self) -> bool:
        """Whether an operator has to mend something here."""
        return self in {FailureKind.REJECTED, FailureKind.NOT_SUPPORTED, FailureKind.MISCONFIGURED}


class Misconfigured(Exception):
    """A channel cannot work until a person acts: `channel` names it, `code` says what was refused. Neither holds a token."""

    def __init__(self, channel: str, code: str) -> None:
        super().__init__(f"{channel}: {code}")
        self.channel, self.code = channel, code


@dataclass(frozen=True, slots=True)
class Failure:
    """`code` is the vendor's, never its message (which may hold a token). `is_global` holds the whole channel, else one chat.

    `parts_sent`: how many parts of a long text surely arrived before; the next try goes on after them.
    """

    kind: FailureKind
    code: str = ""
    retry_after_seconds: float | None = None
    is_global: bool = False
    parts_sent: int = 0

    def after(self, parts_sent: int) -> Failure:
        return replace(self, parts_sent=parts_sent)
