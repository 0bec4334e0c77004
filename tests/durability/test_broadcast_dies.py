"""A broadcast whose connection breaks at each statement, and whose process dies between call and mark: nobody gets it twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import claiming
from storage.claiming import Allowance
from storage.connection import connect
from tests.durability.dying import (
    How,
    batch_job,
    breaking,
    contents,
    copy_of,
    in_one_group,
    run_whole,
    statement_numbers,
)
from tests.durability.prepared import around
from tests.fakes.channel import BOT
from tests.stage import EVENING, ZONE, fresh, open_stage

NIGHT = datetime(2026, 11, 5, 21, 30, tzinfo=ZONE).astimezone(UTC)
MORNING = datetime(2026, 11, 6, 6, 31, tzinfo=ZONE).astimezone(UTC)
KEYS = "SELECT once_key, state FROM outbox WHERE once_key LIKE 'broadcast:%' ORDER BY id"


async def ready(folder: Path) -> tuple[Path, str]:
    """The database with a broadcast that only has to be confirmed, and the token that confirms it."""
    database = fresh(folder)
    async with open_stage(folder, database=database) as stage:
        await stage.say("office", "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban")
        return database, stage.button("office", "Gửi cho")[1]


@pytest.mark.slow
@pytest.mark.parametrize("how", [How.DIES_BEFORE, How.DIES_AFTER])
async def test_sending_is_whole_or_not_at_all_and_once_after_a_restart(tmp_path: Path, how: How) -> None:
    database, token = await ready(tmp_path)
    connection = connect(database)
    connection.execute(
        "INSERT INTO inbox (channel, bot_id, external_id, chat_id, sort_order, kind, body, received_at)"
        " VALUES ('web', ?, 'press', 'office', 99, 'press', ?, 1793882520000)",
        (BOT, json.dumps([token, None])),
    )
    connection.close()
    whole = copy_of(database, "whole.db")
    with breaking(whole, 0, how) as breakable:
        in_one_group(breakable, batch_job(EVENING, around()))
        statements = breakable.seen
    before, after = contents(database), contents(whole)
    assert len(after["broadcast"]) == 1
    assert len(after["outbox"]) - len(before["outbox"]) == 5
    for n in statement_numbers(statements):
        dying = copy_of(database, f"n{n}.db")
        with breaking(dying, n, how) as breakable:
            in_one_group(breakable, batch_job(EVENING, around()))
        assert contents(dying) in (before, after), f"half a broadcast after statement {n}"
        run_whole(dying, lambda: EVENING, around())
        assert contents(dying) == after, f"not exactly once after statement {n}"
        dying.unlink()


async def test_message_whose_sender_died_between_call_and_mark_is_never_sent_again(tmp_path: Path) -> None:
    database = fresh(tmp_path)
    async with open_stage(tmp_path, database=database, at=NIGHT) as stage:
        await stage.say("office", "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban")
        await stage.press("office", "Gửi cho")
    connection = connect(database)
    assert {row[1] for row in connection.execute(KEYS)} == {"waiting"}
    assert len(claiming.claim(connection, MORNING, Allowance(32, 3, {"web": 32}))) == 3
    connection.close()

    async with open_stage(tmp_path, database=database, at=MORNING) as stage:
        await stage.program.settle()
        assert sorted(str(row[1]) for row in stage.query(KEYS)) == ["sent", "uncertain", "uncertain", "uncertain"]
        assert len([one for one in stage.channel.sent if one.text.endswith("cần trả lời.)")]) == 1
        told = await stage.tick("office")

    assert "1/4 người nhận" in told
    assert "• 3 tin chưa rõ có tới không (không gửi lại)" in told
