"""⑤ Send: claims outbox rows and calls the channels. The retry policy for every kind of failure stands here and nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, TypeVar, assert_never

from bot import attachments, metering
from bot.elsewhere import readdress
from bot.pacing import Pacing
from domain.channel import Capabilities, Channel, Delivered, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.people import Address
from reports.registry import made
from storage import claiming, outbox, people
from storage.claiming import Allowance
from storage.connection import Database, DatabaseError
from storage.outbox import Claimed, Mark, Outlet
from storage.writer import Job, Writer

log = logging.getLogger("chibot.dispatch")
NO_LINKS = attachments.Links("", "")
IN_FLIGHT = 32
BULK_IN_FLIGHT = 24
MOST_UNCERTAIN = 3
FIRST_PAUSE = timedelta(seconds=0.5)
LONGEST_PAUSE = timedelta(seconds=30)
IDLE_SECONDS = 1.0
LEAST_SECONDS = 0.001
T = TypeVar("T")
Opened = Callable[[Database], Outlet]
"""Opens the outlet of one batch, inside its transaction."""


class Hold(NamedTuple):
    """From when until when nothing may be sent. A clock that went back before its beginning ends it."""

    since: datetime
    until: datetime

    def holds_at(self, now: datetime) -> bool:
        return self.since <= now < self.until


class Dispatcher:
    """One loop. `changed` is called whenever a message left the waiting state; `may_push` says when people may be written to unasked."""

    def __init__(
        self,
        writer: Writer,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        changed: Callable[[], None],
        may_push: Callable[[datetime], bool] = lambda _now: True,
        links: attachments.Links = NO_LINKS,
    ) -> None:
        self._may_push, self._links = may_push, links
        self._writer, self._channels, self._now, self._changed = writer, channels, now, changed
        self._wake = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._delivered: list[Mark] = []
        self._marking: asyncio.Task[None] | None = None
        self._claiming: asyncio.Task[bool] | None = None
        self._stripping: set[Address] = set()
        self._held: dict[Address, Hold] = {}
        self._held_whole: dict[str, Hold] = {}
        self._halted: set[str] = set()
        self._in_trouble: dict[str, int] = {}
        self._pacing = Pacing(channels)
        self._next_at: datetime | None = None

    def wake(self) -> None:
        self._wake.set()

    @property
    def halted(self) -> frozenset[str]:
        """Channels on which nothing is sent until a person has seen to their settings and started the program anew."""
        return frozenset(self._halted)

    async def run(self) -> None:
        """Until cancelled. What is being sent is waited for by `drain`."""
        while True:
            if not await self._send_some():
                await self._rest()

    async def drain(self, seconds: float) -> None:
        """Waits for what was claimed and is being sent; what takes longer is given up, and is uncertain at the next start."""
        if self._claiming is not None:
            await asyncio.wait({self._claiming}, timeout=seconds)
        if self._sending:
            _, hanging = await asyncio.wait(self._sending, timeout=seconds)
            for task in hanging:
                task.cancel()
            await asyncio.gather(*hanging, return_exceptions=True)
        if self._marking is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._marking, seconds)

    @contextmanager
    def opening(self, now: datetime) -> Iterator[Opened]:
        """How a batch of turns may send with its commit: on channels that can be called now and repeat what is uncertain.

        What the channels' pace allows is the batch's own until the end of the `with`: call `send` within.
        """
        may = self.allowance(now)
        repeating = {name: may.channels[name] for name in may.channels if self._repeats(name)}
        try:
            with self._pacing.lending(repeating):
                yield partial(claiming.open_outlet, allowance=may._replace(channels=repeating))
        finally:
            self._wake.set()

    def _repeats(self, name: str) -> bool:
        return self._channels[name].capabilities.repeats_uncertain

    def send(self, claimed: Iterable[Claimed]) -> None:
        """Sends what was committed as being sent."""
        now = self._now()
        for one in claimed:
            self._pacing.began(one, now)
            task = asyncio.create_task(self._send(self._plain(one, now)))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    def allowance(self, now: datetime, *, once_over: bool = False) -> Allowance:
        """What may be called now, without the channels and chats that a 429 holds.

        `once_over`: what may be called as soon as the calls and transactions that are under way have ended.
        """
        self._held = {chat: hold for chat, hold in self._held.items() if hold.holds_at(now)}
        self._held_whole = {name: hold for name, hold in self._held_whole.items() if hold.holds_at(now)}
        served = self._channels.keys() - self._halted - self._held_whole.keys()
        rooms = {name: self._room_of(name, now, with_lent=once_over) for name in sorted(served)}
        in_flight, stripping = (0, frozenset[Address]()) if once_over else (len(self._sending), self._stripping)
        most, bulk, held = IN_FLIGHT - in_flight, BULK_IN_FLIGHT - in_flight, frozenset(self._held) | stripping
        return Allowance(most, bulk, rooms, held, self._pacing.resting(now), self._may_push(now))

    def _room_of(self, name: str, now: datetime, *, with_lent: bool) -> int:
        """One message at a time, the next one once that has ended, for a channel from which no answer came."""
        room = self._pacing.room(name, now, IN_FLIGHT, with_lent=with_lent)
        if name in self._in_trouble:
            return min(room, 1 if with_lent or not self._sending else 0)
        return room

    async def _rest(self) -> None:
        """Until it is woken, or the pace allows more. Not by `wait_for`: in Python 3.11 it swallows a cancellation that comes

        together with the waking.
        """
        seconds = IDLE_SECONDS
        if self._next_at is not None:
            seconds = min(IDLE_SECONDS, max(LEAST_SECONDS, (self._next_at - self._now()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _send_some(self) -> bool:
        """A loop that is cancelled here still sends what it claimed: nothing stays marked as being sent by nobody."""
        self._claiming = asyncio.create_task(self._claim())
        return await asyncio.shield(self._claiming)

    async def _claim(self) -> bool:
        now = self._now()
        may = self.allowance(now)
        self._next_at = self._pacing.next_at(now)
        if may.most <= 0 or not any(may.channels.values()):
            return False
        with self._pacing.lending(may.channels):
            try:
                claimed = await self._writer.transact(lambda db: self._counted(db, now, may))
            except DatabaseError as error:
                log.error("outbox cannot be claimed: %s", type(error).__name__)
                return False
            self.send(claimed)
        return bool(claimed)

    def _counted(self, db: Database, now: datetime, may: Allowance) -> Sequence[Claimed]:
        claimed = [self._plain(one, now) for one in claiming.claim(db, now, may)]
        metering.spend(db, claimed, self._capabilities(), now)
        return claimed

    def _plain(self, claimed: Claimed, now: datetime) -> Claimed:
        """What goes with it as that messenger can take it: it counts like the rest."""
        outgoing = claimed.outgoing
        can = self._channels[outgoing.address.channel].capabilities
        return claimed._replace(outgoing=attachments.plain(outgoing, can, self._links, now))

    def _capabilities(self) -> Mapping[str, Capabilities]:
        return {name: channel.capabilities for name, channel in self._channels.items()}

    def _ended(self) -> None:
        """A call is over, and what became of it is written: the next message of its chat may go."""
        self._wake.set()
        self._changed()

    async def _send(self, claimed: Claimed) -> None:
        outgoing = claimed.outgoing
        if outgoing.action in (OutgoingAction.EDIT, OutgoingAction.STRIP) and outgoing.message_id is None:
            outcome: Delivered | Failure = Delivered("")
        else:
            outcome = await self._call(outgoing)
        if isinstance(outcome, Delivered):
            self._in_trouble.pop(outgoing.address.channel, None)
            self._note(Mark(outgoing.id, outcome.message_id, self._now()))
            if claimed.strip is not None:
                await self._strip(claimed.strip)
        else:
            try:
                await self._failed(claimed, outcome, self._now())
            finally:
                self._ended()

    async def _strip(self, outgoing: Outgoing) -> None:
        """Until it ends the chat waits: the next message may give that one new buttons."""
        self._stripping.add(outgoing.address)
        try:
            await self._call(outgoing)
        finally:
            self._stripping.discard(outgoing.address)
            self._ended()

    def _note(self, mark: Mark) -> None:
        """What was delivered in the same moment is marked in one transaction; until then the chat waits."""
        self._delivered.append(mark)
        if self._marking is None:
            self._marking = asyncio.create_task(self._mark_delivered())

    async def _mark_delivered(self) -> None:
        try:
            while self._delivered:
                marks, self._delivered = self._delivered, []
                await self._mark_sent(marks)
        finally:
            self._marking = None

    async def _mark_sent(self, marks: Sequence[Mark]) -> None:
        await self._mark(lambda db: outbox.sent(db, marks))
        self._ended()

    async def _mark(self, job: Job[None]) -> None:
        await self._marked(job)

    async def _marked(self, job: Job[T]) -> T:
        """Until it is written: while the disk is full the chat waits, rather than getting the message twice or no more at all."""
        while True:
            try:
                return await self._writer.transact(job)
            except DatabaseError as error:
                log.error("the fate of a message cannot be written: %s", type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)

    async def _call(self, outgoing: Outgoing) -> Delivered | Failure:
        channel = self._channels[outgoing.address.channel]
        try:
            if outgoing.attachment is not None:
                outgoing = outgoing._replace(file=await asyncio.to_thread(made, outgoing.attachment))
        except Exception as error:
            log.exception("the file of message %s cannot be made: %s", outgoing.id, type(error).__name__)
            return Failure(FailureKind.REJECTED, "not_made")
        try:
            return await channel.send(outgoing)
        except Exception as error:
            log.exception("channel %s broke its promise: %s", channel.name, type(error).__name__)
            return Failure(FailureKind.UNCERTAIN, type(error).__name__)

    async def _failed(self, claimed: Claimed, failure: Failure, now: datetime) -> None:
        outgoing, code = claimed.outgoing, f"{failure.kind}:{failure.code}"[:100]
        log.warning("message %s on %s: %s", outgoing.id, outgoing.address.channel, code)
        if failure.kind is not FailureKind.UNCERTAIN and outgoing.action is OutgoingAction.SEND:
            left = outgoing._replace(parts_sent=max(outgoing.parts_sent, failure.parts_sent))
            await self._mark(lambda db: metering.give_back(db, left, self._capabilities(), now))
        match failure.kind:
            case FailureKind.THROTTLED | FailureKind.UNREACHABLE:
                await self._again(claimed, failure, now, code)
            case FailureKind.QUOTA_OUT:
                if not await self._elsewhere(claimed, code, now):
                    await self._again(claimed, failure, now, code)
            case FailureKind.UNCERTAIN:
                await self._uncertain(claimed, failure, now, code)
            case FailureKind.RECIPIENT_GONE:
                await self._mark(lambda db: self._gone(db, claimed, code, now))
            case FailureKind.TOO_OLD if outgoing.action is OutgoingAction.EDIT:
                await self._mark(lambda db: outbox.send_anew(db, outgoing.id))
            case FailureKind.TOO_OLD if await self._elsewhere(claimed, code, now):
                return
            case FailureKind.REJECTED | FailureKind.TOO_OLD | FailureKind.NOT_SUPPORTED:
                await self._mark(lambda db: outbox.ended(db, outgoing.id, "failed", code))
            case FailureKind.MISCONFIGURED:
                self._halted.add(outgoing.address.channel)
                await self._mark(lambda db: outbox.again(db, outgoing.id, now, code))
            case _:
                assert_never(failure.kind)

    async def _again(self, claimed: Claimed, failure: Failure, now: datetime, code: str) -> None:
        """As often as it takes: who gives up is the clock (`storage.outbox.drop_late`), for what is sent to many."""
        wait = min(timedelta(seconds=2 ** min(claimed.tries, 9) / 2), claiming.LONGEST_HOLD)
        if failure.kind is FailureKind.UNREACHABLE:
            wait = self._hold(claimed.outgoing.address.channel, now)
        if failure.retry_after_seconds is not None:
            wait = timedelta(seconds=failure.retry_after_seconds)
        if failure.is_global:
            self._held_whole[claimed.outgoing.address.channel] = Hold(now, now + wait)
        elif failure.retry_after_seconds is not None:
            self._held[claimed.outgoing.address] = Hold(now, now + wait)
        await self._mark(lambda db: outbox.again(db, claimed.outgoing.id, now + wait, code, failure.parts_sent))

    def _hold(self, name: str, now: datetime) -> timedelta:
        """No answer comes from the vendor at all: the channel rests, longer each time, and then tries one message until one arrives.

        Otherwise an outage of minutes would make thousands of messages uncertain, none of which may be sent again.
        """
        count = self._in_trouble[name] = self._in_trouble.get(name, 0) + 1
        wait: timedelta = min(FIRST_PAUSE * 2 ** min(count, 9), LONGEST_PAUSE)
        before = self._held_whole.get(name)
        until = now + wait if before is None or not before.holds_at(now) else max(now + wait, before.until)
        self._held_whole[name] = Hold(now, until)
        return wait

    async def _uncertain(self, claimed: Claimed, failure: Failure, now: datetime, code: str) -> None:
        channel = self._channels[claimed.outgoing.address.channel]
        is_once = claimed.outgoing.is_bulk and claimed.outgoing.action is not OutgoingAction.MENU
        may_repeat = not is_once and claimed.tries < MOST_UNCERTAIN
        self._hold(channel.name, now)
        if channel.capabilities.repeats_uncertain and may_repeat:
            await self._again(claimed, failure, now, code)
        else:
            await self._mark(lambda db: outbox.ended(db, claimed.outgoing.id, "uncertain", code))

    async def _elsewhere(self, claimed: Claimed, code: str, now: datetime) -> bool:
        """Whether another account of the person gets it."""
        outgoing = claimed.outgoing
        return await self._marked(
            lambda db: readdress(db, outgoing.id, outgoing.address, code, self._capabilities(), now)
        )

    def _gone(self, db: Database, claimed: Claimed, code: str, now: datetime) -> None:
        """What was said to the person, and has not arrived, goes to another account of theirs."""
        where = claimed.outgoing.address
        people.mark_gone(db, where)
        for ident in (claimed.outgoing.id, *outbox.waiting_for(db, where)):
            readdress(db, ident, where, code, self._capabilities(), now)
        outbox.ended(db, claimed.outgoing.id, "failed", code)
        outbox.end_waiting(db, where, code)
