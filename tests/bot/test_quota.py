"""A messenger that counts: what is counted, who is told, what becomes of digests and views when a month runs out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.channel import Capabilities, Door
from domain.failures import Failure, FailureKind
from domain.quota import Quota, month_of
from storage import quota
from storage.connection import connect
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS, FakeChannel
from tests.stage import ZONE, Stage, open_stage

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
LIMIT = 100
COUNTING = replace(LETTERS_ONLY, quota=Quota(LIMIT, 20))
USED = "SELECT received, sent FROM quota_use WHERE month = ?"
DIGEST = "SELECT channel, state FROM outbox WHERE once_key LIKE 'digest:2026-W45:1%' ORDER BY id"


@asynccontextmanager
async def counting(folder: Path, can: Capabilities = COUNTING) -> AsyncIterator[Stage]:
    """On "web" each message counts; the same people have accounts on "console", where nobody counts and nothing is served yet."""
    async with open_stage(folder, capabilities=can) as stage:
        await stage.program.tick()
        await stage.program.settle()
        use(stage, 0)
        yield stage


def use(stage: Stage, messages: int) -> None:
    """So many have been sent this month, and none received."""
    connection = connect(stage.database)
    connection.execute("DELETE FROM quota_use")
    quota.add(connection, "web", BOT, month_of(stage.clock.now()), sent=messages)
    connection.close()


def used(stage: Stage, month: str = "2026-11") -> tuple[object, ...]:
    return (*stage.query(USED, month), (0, 0))[0]


async def test_what_comes_in_and_every_part_that_goes_out_counts(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        await stage.say("secretary", "menu")
        assert used(stage) == (1, 1)
        again = stage.channel.raw("secretary", stage.clock.now(), "same", text="menu")
        await stage.receive([(BOT, again), (BOT, again)])
        await stage.program.settle()
        await stage.receive([(BOT, again)])
        await stage.program.settle()
        assert used(stage) == (2, 2), "what came twice counts once"


async def test_long_answer_counts_as_its_parts(tmp_path: Path) -> None:
    async with counting(tmp_path, replace(COUNTING, text_limit=60)) as stage:
        answer = await stage.say("secretary", "menu")
        assert used(stage) == (1, -(-len(answer) // 60))


@pytest.mark.parametrize(("kind", "sent"), [(FailureKind.UNCERTAIN, 1), (FailureKind.REJECTED, 0)])
async def test_what_surely_was_not_sent_is_given_back(tmp_path: Path, kind: FailureKind, sent: int) -> None:
    async with counting(tmp_path) as stage:
        stage.channel.failures.append(Failure(kind, "x"))
        await stage.say("secretary", "menu")
        assert used(stage) == (1, sent)


async def test_month_is_that_of_viet_nam(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        stage.clock.set(datetime(2026, 11, 30, 17, 5, tzinfo=UTC))
        await stage.say("secretary", "menu")
        assert used(stage) == (0, 0)
        assert used(stage, "2026-12") == (1, 1)


async def test_administrators_are_told_once_at_80_and_once_at_95_per_cent(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        use(stage, 79)
        assert await stage.tick("admin") == ""
        use(stage, 80)
        assert "đã dùng 80/100 tin tháng 11/2026" in await stage.tick("admin")
        assert await stage.tick("admin") == ""
        use(stage, 95)
        assert "sắp hết. Phần còn lại chỉ dành cho phiếu nhận" in await stage.tick("admin")


async def test_administrators_are_told_when_people_become_many(tmp_path: Path) -> None:
    async with counting(tmp_path, replace(COUNTING, quota=Quota(LIMIT, 11))) as stage:
        assert await stage.tick("admin") == ""
        await stage.say("somebody new", "chào")
        assert "người. Sắp đủ người" in await stage.tick("admin")
        assert await stage.tick("admin") == ""


async def test_on_a_tight_month_the_digest_is_one_line_and_1_gets_it(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        use(stage, 60)
        stage.clock.set(MONDAY)
        whole = await stage.tick("secretary_maple")
        assert whole.startswith("Tuần từ 02/11 đến 08/11, Chi bộ Maple\n")
    (tmp_path / "tight").mkdir()
    async with counting(tmp_path / "tight") as stage:
        use(stage, 80)
        stage.clock.set(MONDAY)
        assert await stage.tick("secretary_maple") == "Tuần từ 02/11 đến 08/11: bản tin đã có. Nhắn 1 để nhận."
        assert await stage.say("secretary_maple", "1") == whole


async def test_where_a_number_is_asked_for_1_is_that_number(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        for text in ("hop 5/11 18h-19h30", "khong doi"):
            await stage.say("secretary_maple", text)
        use(stage, 80)
        stage.clock.set(MONDAY)
        assert "Nhắn “nhận bản tin” để nhận." in await stage.tick("secretary_maple")
        assert "Tuần từ" not in await stage.say("secretary_maple", "1")
        assert "Tuần từ" in await stage.say("secretary_maple", "nhan ban tin")


async def test_what_is_left_of_the_month_is_for_receipts_and_what_leads_to_them(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        use(stage, 95)
        told = await stage.say("secretary_maple", "tien do")
        assert told.startswith("Tin nhắn Zalo tháng này của bot sắp hết.")
        assert told.endswith("hoặc ở đây từ ngày 01/12.")
        assert "Bước" in await stage.say("secretary_maple", "hop")


@pytest.mark.parametrize(
    ("who", "text", "part"),
    [
        ("secretary_maple", "can cuoc 001098012345", "căn cước"),
        ("secretary_maple", "tai khoan", "Nối thêm tài khoản"),
        ("secretary_maple", "thu hoi", "thu hồi"),
        ("somebody new", "chao", "trợ lý tự động"),
    ],
)
async def test_what_has_to_be_said_is_said_whatever_is_left(tmp_path: Path, who: str, text: str, part: str) -> None:
    async with counting(tmp_path) as stage:
        use(stage, 96)
        assert part in await stage.say(who, text)


async def test_parts_that_arrived_are_counted_once_and_not_sent_again(tmp_path: Path) -> None:
    async with counting(tmp_path, replace(COUNTING, text_limit=60)) as stage:
        stage.channel.failures.append(Failure(FailureKind.THROTTLED, "429", 1.0, parts_sent=2))
        answer = await stage.say("secretary", "menu")
        assert (answer, used(stage)) == ("", (1, 2))
        stage.clock.advance(timedelta(seconds=2))
        stage.program.dispatcher.wake()
        await stage.program.settle()
        whole = stage.shown(stage.channel.sent[-1])
        assert stage.channel.sent[-1].parts_sent == 2
        assert used(stage) == (1, -(-len(whole) // 60))


async def test_digest_leaves_a_month_that_is_used_up_for_another_account_and_says_so(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        other = FakeChannel("console", WITH_BUTTONS)
        stage.program.add(other)
        use(stage, 95)
        stage.clock.set(MONDAY)
        await stage.tick("secretary")
        assert stage.query(DIGEST) == [("console", "sent")]
        told = next(one.text for one in other.sent if one.address.chat_id == "secretary")
        assert told.startswith(
            "(Gửi qua đây vì Trang trên máy của đồng chí lúc này không nhận được tin.)\nTuần từ 02/11"
        )


async def test_digest_for_whom_there_is_no_other_account_is_counted_as_such(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        connection = connect(stage.database)
        connection.execute("UPDATE account SET is_gone = 1 WHERE channel = 'console'")
        connection.close()
        use(stage, 95)
        stage.clock.set(MONDAY)
        await stage.tick("secretary")
        assert stage.query("SELECT DISTINCT outcome FROM digest WHERE week = '2026-W45'") == [("quota",)]
        assert stage.query(DIGEST) == []


async def test_invitations_go_to_the_bot_with_the_fewest_people_and_open_invitations(tmp_path: Path) -> None:
    doors = [Door("web", BOT, "Bot Một"), Door("web", "second", "Bot Hai")]
    async with open_stage(tmp_path, capabilities=replace(COUNTING, quota=Quota(LIMIT, 2)), doors=doors) as stage:
        found = [await invited(stage, name) for name in ("Đỗ Văn Ba", "Đỗ Văn Tư", "Đỗ Văn Năm")]
    assert ["Trên Zalo: tìm “Bot Hai”" in text for text in found] == [True, True, False]
    assert "Các bot Zalo đã đủ người" in found[2]


async def invited(stage: Stage, name: str) -> str:
    for text in ("cap ma", "Chi bộ Maple", "a", "Phó bí thư", name):
        await stage.say("admin", text)
    return await stage.say("admin", "a")


async def test_preview_of_a_broadcast_says_what_it_costs_and_who_has_no_messages_left(tmp_path: Path) -> None:
    async with counting(tmp_path) as stage:
        shown = await stage.say("office", "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban")
        assert "Gửi được cho 4/30 người (Trang trên máy 4); 26 chưa vào." in shown
        assert "Trang trên máy: tốn 4 tin; bot đã dùng 1/100 tin của tháng 11/2026." in shown
        await stage.say("office", "xóa nháp")
        use(stage, 96)
        shown = await stage.say("office", "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban")
        assert "Gửi được cho 4/30 người (Cửa sổ lệnh 4); 26 chưa vào." in shown
        await stage.say("office", "xóa nháp")
        connection = connect(stage.database)
        connection.execute("DELETE FROM account WHERE channel = 'console' AND chat_id = 'deputy'")
        connection.close()
        shown = await stage.say("office", "thong bao bi thu cac chi bo: 14h thứ Sáu giao ban")
        assert "26 chưa vào, 1 chỉ có Zalo mà tháng này bot hết lượt tin." in shown
