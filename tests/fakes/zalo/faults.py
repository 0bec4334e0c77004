"""Trouble on demand: what the next calls meet instead of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from tests.fakes.zalo.refusals import WORDS, Refusal

PAGE = "<html>\r\n<head><title>{0} {1}</title></head>\r\n<body><h1>{0} {1}</h1></body>\r\n</html>\r\n"
GATEWAY_WORDS = {502: "Bad Gateway", 504: "Gateway Time-out"}


class Trouble(Enum):
    """What stands in place of the answer."""

    REFUSED = auto()
    SDK_ERROR = auto()
    PAGE = auto()
    NOT_JSON = auto()
    HANGS = auto()
    RESET = auto()


@dataclass(slots=True, eq=False)
class Fault:
    """Met by the next `times` calls (None: by all) that fit. `is_taken`: what the call asks for is done all the same. Of one
    that hangs or is reset without being taken nothing is read, and no call is recorded. `met` is set at the first;
    `release()` lets those go that hang: what was taken is answered then, what was not read is cut off.
    """

    trouble: Trouble
    code: int = 0
    is_taken: bool = False
    times: int | None = 1
    method: str | None = None
    chat: str | None = None
    bot: int | None = None
    met: asyncio.Event = field(default_factory=asyncio.Event)
    met_count: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Those that hang go on, and nobody meets the fault any more."""
        self.times = self.met_count
        self.released.set()

    @property
    def is_unread(self) -> bool:
        return not self.is_taken and self.trouble in (Trouble.HANGS, Trouble.RESET)

    @property
    def is_over(self) -> bool:
        return self.times is not None and self.met_count >= self.times

    def fits(self, method: str, bot: int, chat: object) -> bool:
        is_meant = self.method in (None, method) and self.bot in (None, bot) and self.chat in (None, chat)
        return is_meant and not self.is_over

    def meet(self) -> None:
        self.met_count += 1
        self.met.set()

    def refusal(self) -> Refusal:
        return Refusal(self.code)


def refused(code: int, is_taken: bool = False) -> Fault:
    """An envelope with that code."""
    return Fault(Trouble.REFUSED, code, is_taken)


def sdk_error(code: int = -32, is_taken: bool = False) -> Fault:
    """`{"error": code, "message": ...}`, which only the SDKs know of; -32 is a rate limit."""
    return Fault(Trouble.SDK_ERROR, code, is_taken)


def html_502(is_taken: bool = False) -> Fault:
    return Fault(Trouble.PAGE, 502, is_taken)


def html_504(is_taken: bool = False) -> Fault:
    return Fault(Trouble.PAGE, 504, is_taken)


def not_json(is_taken: bool = False) -> Fault:
    """200, and a page."""
    return Fault(Trouble.NOT_JSON, 200, is_taken)


def hang(is_taken: bool = True) -> Fault:
    """Never answers until `release()`."""
    return Fault(Trouble.HANGS, is_taken=is_taken)


def reset_after_accept() -> Fault:
    """Recorded and done; then the connection is cut."""
    return Fault(Trouble.RESET, is_taken=True)


def reset_before_reading() -> Fault:
    """The connection is cut, and nothing is done."""
    return Fault(Trouble.RESET)


def page(status: int) -> str:
    """What a proxy before the servers answers."""
    return PAGE.format(status, GATEWAY_WORDS.get(status) or WORDS.get(status, "OK"))


class Faults:
    """Those that are planned; the first that fits is met."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def plan(self, fault: Fault) -> Fault:
        if fault.is_unread and fault.chat is not None:
            raise ValueError("what is not read names no chat")
        self._planned.append(fault)
        return fault

    def next(self, method: str, bot: int) -> Fault | None:
        """The fault of a call that was not read yet."""
        return self._first(lambda one: one.is_unread and one.fits(method, bot, None))

    def next_read(self, method: str, bot: int, chat: object) -> Fault | None:
        """The fault of a call that was read."""
        return self._first(lambda one: not one.is_unread and one.fits(method, bot, chat))

    def _first(self, fits: Callable[[Fault], bool]) -> Fault | None:
        found = next((one for one in self._planned if fits(one)), None)
        if found is not None:
            found.meet()
        return found

    def clear(self) -> None:
        """All is well again; what hangs goes on."""
        for fault in self._planned:
            fault.release()
        self._planned.clear()
