"""The process ends between the vendor's ok and our mark, or at any statement of the claim or the mark."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from domain.channel import Capabilities, Delivered, Outgoing
from domain.failures import Failure
from domain.people import Address
from storage import outbox
from storage.claiming import Allowance, claim
from storage.outbox import Mark
from tests.durability.dying import How, breaking, copy_of, in_one_group
from tests.durability.test_dispatch import STATE, can
from tests.fakes.channel import BOT, FakeChannel
from tests.stage import EVENING, fresh, looking, open_stage


class DiesAfterSending(FakeChannel):
    """The vendor took it; then the process is gone before it could be marked."""

    def __init__(self, capabilities: Capabilities) -> None:
        super().__init__("web", capabilities)
        self.took = asyncio.Event()

    async def send(self, outgoing: Outgoing) -> Delivered | Failure:
        await super().send(outgoing)
        self.took.set()
        await asyncio.Event().wait()
        raise AssertionError


@pytest.mark.parametrize(("repeats", "state", "times"), [(True, "sent", 2), (False, "uncertain", 1)])
async def test_killed_between_the_vendors_ok_and_our_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repeats: bool, state: str, times: int
) -> None:
    monkeypatch.setattr("bot.program.DRAIN_SECONDS", 0.05)
    async with open_stage(tmp_path, capabilities=can(repeats=repeats)) as stage:
        dying = DiesAfterSending(can(repeats=repeats))
        stage.program.channels["web"] = dying
        await stage.receive([(BOT, dying.raw("secretary", EVENING, None, text="menu"))])
        await dying.took.wait()
    async with open_stage(tmp_path, database=stage.database, capabilities=can(repeats=repeats)) as again:
        await again.program.settle()
        assert [row[0] for row in again.query(STATE)] == [state]
        assert len(dying.sent) + len(again.channel.sent) == times


def test_what_was_given_up_as_uncertain_is_not_sent_again_by_a_restart(tmp_path: Path) -> None:
    """It would come after newer answers, and a secret one has lost its text."""
    database = fresh(tmp_path)
    with breaking(database, 0, How.STUMBLES) as db:
        outbox.add(db, outbox.NewMessage(Address("web", BOT, "secretary"), None, "x"), EVENING)
        (claimed,) = claim(db, EVENING, Allowance(8, 8, {"web": 8}))
        outbox.ended(db, claimed.outgoing.id, "uncertain", "uncertain:http_502")
        assert outbox.settle_left_over(db, ["web"]) == 0
    assert states(database) == {"uncertain": 1}


@pytest.mark.parametrize("how", How)
def test_claim_is_whole_or_not_at_all_and_none_is_lost(tmp_path: Path, how: How) -> None:
    database = fresh(tmp_path)
    with breaking(database, 0, how) as db:
        for who in ("secretary", "union", "deputy"):
            outbox.add(db, outbox.NewMessage(Address("web", BOT, who), None, "x"), EVENING)
    for n in range(1, 8):
        copy = copy_of(database, f"n{n}.db")
        before = states(copy)
        with breaking(copy, n, how) as db:
            in_one_group(db, lambda db: claim(db, EVENING, Allowance(8, 8, {"web": 8})))
        assert states(copy) in (before, {"sending": 3})
        with breaking(copy, 0, how) as db:
            outbox.settle_left_over(db, ["web"])
        assert states(copy) == {"waiting": 3}


def states(database: Path) -> dict[str, int]:
    with looking(database) as db:
        return outbox.counts(db)


@pytest.mark.parametrize("how", [How.DIES_BEFORE, How.DIES_AFTER])
def test_mark_is_there_or_the_message_is_uncertain(tmp_path: Path, how: How) -> None:
    database = fresh(tmp_path)
    with breaking(database, 0, how) as db:
        outbox.add(db, outbox.NewMessage(Address("web", BOT, "secretary"), None, "x"), EVENING)
        (claimed,) = claim(db, EVENING, Allowance(8, 8, {"web": 8}))
    for n in range(1, 4):
        copy = copy_of(database, f"n{n}.db")
        with breaking(copy, n, how) as db:
            in_one_group(db, lambda db: outbox.sent(db, [Mark(claimed.outgoing.id, "m1", EVENING)]))
        is_marked = how is How.DIES_AFTER and n == 3
        assert states(copy) == {"sent" if is_marked else "sending": 1}
        with breaking(copy, 0, how) as db:
            outbox.settle_left_over(db, [])
        assert states(copy) == {"sent" if is_marked else "uncertain": 1}
