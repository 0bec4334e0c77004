"""⑤ A messenger is never called faster than it allows: in all and per chat, replies before bulk, each chat in its order."""

from __future__ import annotations

import asyncio
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot import dispatch, turns
from bot.clock import Clock
from bot.pacing import Pacing
from domain.channel import Capabilities, Delivered, Outgoing, OutgoingAction, Pace
from domain.failures import Failure
from domain.ids import OutboxId
from domain.people import Address
from storage import claiming, outbox
from storage.claiming import Allowance, claim, open_outlet
from storage.connection import connect
from storage.outbox import Claimed, Mark, NewMessage
from tests.fakes.channel import BOT, WITH_BUTTONS, FakeChannel
from tests.stage import EVENING, Stage, fresh, open_stage

PACE = Pace(25, 1)
MOST_IN_A_SECOND = 30
PACED = replace(WITH_BUTTONS, pace=PACE)
SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Street:
    """One paced channel on a database, and everything that was given to it, at which moment. No call takes any time."""

    db: sqlite3.Connection
    capabilities: Capabilities = PACED
    now: datetime = EVENING
    given: list[tuple[datetime, Claimed]] = field(default_factory=list)
    pacing: Pacing = field(init=False)

    def __post_init__(self) -> None:
        self.pacing = Pacing({"web": FakeChannel("web", self.capabilities)})

    def allowance(self) -> Allowance:
        room = self.pacing.room("web", self.now, 32)
        return Allowance(32, 24, {"web": room}, resting=self.pacing.resting(self.now))

    def give(self, claimed: Sequence[Claimed]) -> None:
        for one in claimed:
            self.pacing.began(one, self.now)
            self.given.append((self.now, one))
        outbox.sent(self.db, [Mark(one.outgoing.id, f"m{one.outgoing.id}", self.now) for one in claimed])

    def run_dry(self) -> None:
        """As the dispatcher does it, until nothing waits: claims, gives, and sleeps until the pace allows more."""
        while self.db.execute("SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").fetchone():
            claimed = claim(self.db, self.now, self.allowance())
            self.give(claimed)
            if not claimed:
                later = self.pacing.next_at(self.now)
                assert later is not None
                assert later > self.now
                self.now = later

    def calls(self) -> list[datetime]:
        """The moment of every call; a message that takes the buttons off another one makes two."""
        return [at for at, one in self.given for _ in range(1 if one.strip is None else 2)]


def most_in_a_second(calls: Sequence[datetime]) -> int:
    """The most calls in any second, whichever moment it begins at."""
    return max(bisect_left(calls, at + SECOND) - index for index, at in enumerate(calls))


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with closing(connect(fresh(tmp_path))) as db:
        db.execute("BEGIN")
        yield Street(db)
        db.execute("ROLLBACK")


def put(street: Street, chat: str, text: str, *, is_bulk: bool = False, strips: OutboxId | None = None) -> OutboxId:
    message = NewMessage(Address("web", BOT, chat), None, text, is_bulk=is_bulk, strips_id=strips)
    ident = outbox.add(street.db, message, street.now)
    assert ident is not None
    return ident


def test_digest_and_replies_together_stay_within_the_pace(street: Street) -> None:
    """200 people are answered twice each while 5,000 get their digest: 5,400 messages, none of them early, none of them late."""
    for number in range(5_000):
        put(street, f"p{number}", "digest", is_bulk=True)
    for turn in ("first", "second"):
        for number in range(200):
            put(street, f"p{number}", turn)
    street.run_dry()

    seconds = (street.now - EVENING).total_seconds()
    assert most_in_a_second(street.calls()) <= MOST_IN_A_SECOND
    assert 5_400 / 25 - 2 <= seconds <= 5_400 / 25 + 2
    order = [one.outgoing.text for _, one in street.given]
    assert order[:400] == ["first"] * 200 + ["second"] * 200
    per_chat: dict[str, list[datetime]] = {}
    for at, one in street.given:
        per_chat.setdefault(one.outgoing.address.chat_id, []).append(at)
    assert all(b - a >= SECOND for own in per_chat.values() for a, b in pairwise(own))


def test_messages_of_one_chat_keep_their_order_and_their_distance(street: Street) -> None:
    texts = [str(number) for number in range(5)]
    for text in texts:
        put(street, "secretary", text)
    street.run_dry()
    assert [(one.outgoing.text, (at - EVENING).total_seconds()) for at, one in street.given] == [
        (text, float(text)) for text in texts
    ]


def test_taking_off_buttons_counts_for_the_whole(street: Street) -> None:
    carriers = [put(street, f"p{number}", "question") for number in range(100)]
    street.run_dry()
    street.given.clear()
    for number, carrier in enumerate(carriers):
        put(street, f"p{number}", "next", strips=carrier)
    street.run_dry()
    assert len(street.calls()) == 200
    assert most_in_a_second(street.calls()) <= MOST_IN_A_SECOND + 1


def test_edit_waits_for_no_rest_of_its_chat(street: Street) -> None:
    carrier = put(street, "secretary", "question")
    street.run_dry()
    edit = NewMessage(Address("web", BOT, "secretary"), None, "view", action=OutgoingAction.EDIT, target_id=carrier)
    outbox.add(street.db, edit, street.now)
    put(street, "secretary", "receipt")
    street.run_dry()
    assert [(at - EVENING).total_seconds() for at, _ in street.given] == [0, 0, 1]


def test_what_leaves_with_its_commit_obeys_the_same_pace(street: Street) -> None:
    outlet = open_outlet(street.db, street.allowance())
    for number in range(40):
        outbox.add(street.db, NewMessage(Address("web", BOT, f"p{number}"), None, "x"), street.now, outlet)
    outlet.shut(street.db)
    street.give(outlet.left)
    assert len(outlet.left) == 5
    again = open_outlet(street.db, street.allowance())
    outbox.add(street.db, NewMessage(Address("web", BOT, "p0"), None, "x"), street.now, again)
    assert again.left == []

    street.now += SECOND - timedelta(milliseconds=1)
    resting = open_outlet(street.db, street.allowance())
    for chat in ("p0", "somebody new"):
        outbox.add(street.db, NewMessage(Address("web", BOT, chat), None, "x"), street.now, resting)
    assert [one.outgoing.address.chat_id for one in resting.left] == ["somebody new"]


def test_what_one_transaction_has_borrowed_is_not_lent_twice(street: Street) -> None:
    first = street.allowance()
    with street.pacing.lending(first.channels):
        assert street.allowance().channels == {"web": 0}
        assert street.pacing.room("web", street.now, 32, with_lent=True) == 5
    assert street.allowance().channels == first.channels == {"web": 5}


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-400)])
def test_clock_that_jumps_stops_nothing_and_floods_nobody(street: Street, jump: timedelta) -> None:
    for number in range(20):
        put(street, "secretary" if number < 2 else f"p{number}", "x")
    street.give(claim(street.db, street.now, street.allowance()))
    street.now += jump
    began = street.now
    street.run_dry()
    assert street.now - began <= timedelta(seconds=3)
    assert most_in_a_second([at for at in street.calls() if at >= began]) <= MOST_IN_A_SECOND


def test_messages_that_may_not_go_yet_are_not_read(street: Street) -> None:
    """5,000 wait; a claim reads the few that go, and none while nothing may. Counted in steps of SQLite's own machine."""
    steps = [0]

    def stepped() -> int:
        steps[0] += 1
        return 0

    def steps_of(allowance: Allowance) -> int:
        steps[0] = 0
        street.db.set_progress_handler(stepped, 10)
        claim(street.db, street.now, allowance)
        open_outlet(street.db, allowance)
        street.db.set_progress_handler(None, 0)
        return steps[0]

    few = Allowance(32, 24, {"web": 1})
    before = steps_of(few)
    for number in range(5_000):
        put(street, f"p{number}", "digest", is_bulk=True)
    assert steps_of(Allowance(32, 24, {"web": 0})) <= before + 1
    assert steps_of(few) <= before + 30


async def say(stage: Stage, *people: str) -> None:
    await stage.receive([(BOT, stage.channel.raw(who, stage.clock.now(), None, text="menu")) for who in people])
    await stage.program.settle()


async def test_program_gives_a_paced_channel_what_it_allows_and_keeps_the_rest(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=PACED) as stage:
        await say(stage, *(f"p{number}" for number in range(12)))
        assert len(stage.channel.sent) == 5
        for sent in (6, 7):
            stage.clock.advance(timedelta(milliseconds=40))
            await stage.program.settle()
            assert len(stage.channel.sent) == sent
        stage.clock.advance(SECOND)
        await stage.program.settle()
        stage.clock.advance(SECOND)
        await stage.program.settle()
        assert len(stage.channel.sent) == 12


async def test_second_answer_of_a_chat_comes_a_second_after_the_first(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=PACED) as stage:
        assert "cần làm gì" in await stage.say("secretary", "menu")
        assert await stage.say("secretary", "menu") == ""
        stage.clock.advance(SECOND)
        await stage.program.settle()
        assert len(stage.channel.sent) == 2


async def test_dispatcher_wakes_by_itself_when_the_pace_allows_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody writes any more: what is left of a burst goes out all the same, and the loop did not spin meanwhile."""
    async with open_stage(tmp_path, capabilities=replace(WITH_BUTTONS, pace=Pace(100, 0))) as stage:
        asked, everybody = 0, asyncio.Event()
        dispatcher, send = stage.program.dispatcher, stage.channel.send

        def counting(connection: sqlite3.Connection, now: datetime, allowance: Allowance) -> Sequence[Claimed]:
            nonlocal asked
            asked += 1
            return claim(connection, now, allowance)

        async def counted(outgoing: Outgoing) -> Delivered | Failure:
            outcome = await send(outgoing)
            if len(stage.channel.sent) == 50:
                everybody.set()
            return outcome

        for loop in (dispatch, turns):
            monkeypatch.setattr(loop, "IDLE_SECONDS", 3600)
        monkeypatch.setattr(dispatcher, "_now", Clock(EVENING).now)
        monkeypatch.setattr(claiming, "claim", counting)
        monkeypatch.setattr(stage.channel, "send", counted)
        await stage.receive([(BOT, stage.channel.raw(f"p{n}", EVENING, None, text="menu")) for n in range(50)])
        await asyncio.wait_for(everybody.wait(), 10)
        assert asked < 50 * 6


def test_calls_of_one_outgoing_are_counted(street: Street) -> None:
    """The yardstick itself: a message with a strip is two calls in the same moment."""
    outgoing = Outgoing(OutboxId(1), Address("web", BOT, "x"), OutgoingAction.SEND, "x")
    street.given = [(EVENING, Claimed(outgoing, 1, outgoing)), (EVENING + SECOND, Claimed(outgoing, 1))]
    assert (len(street.calls()), most_in_a_second(street.calls())) == (3, 2)
