"""One person on several messengers: what cannot arrive on one goes to another, once, and says so; unclear receipts are told again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.failures import Failure, FailureKind
from domain.ids import AccountId
from domain.quota import Quota
from domain.records import UnlinkAccount
from storage import accounts, quota
from storage.connection import connect
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS, FakeChannel
from tests.stage import ZONE, Stage, open_stage

MONDAY = datetime(2026, 11, 9, 7, 30, tzinfo=ZONE).astimezone(UTC)
DIGEST = "SELECT channel, state, failure FROM outbox WHERE once_key LIKE 'digest:2026-W45:1%' ORDER BY id"
NOTE = "(Gửi qua đây vì Trang trên máy của đồng chí lúc này không nhận được tin.)"
DIGITS = "48210937"


@dataclass
class Two:
    """The secretary has a chat on "web" and one on "console", both served."""

    stage: Stage
    other: FakeChannel

    def on_other(self) -> list[str]:
        return [one.text for one in self.other.sent if one.address.chat_id == "secretary"]


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    async with open_stage(tmp_path) as stage:
        other = FakeChannel("console", WITH_BUTTONS)
        stage.program.add(other)
        connection = connect(stage.database)
        connection.execute("UPDATE account SET last_seen_at = last_seen_at - 1000 WHERE channel = 'console'")
        connection.close()
        await stage.program.tick()
        await stage.program.settle()
        yield Two(stage, other)


async def strike(stage: Stage, at: datetime = MONDAY) -> None:
    stage.clock.set(at)
    await stage.program.tick()
    await stage.program.settle()


@pytest.mark.parametrize("kind", [FailureKind.RECIPIENT_GONE, FailureKind.TOO_OLD, FailureKind.QUOTA_OUT])
async def test_digest_that_cannot_arrive_goes_to_the_other_account_once(two: Two, kind: FailureKind) -> None:
    two.stage.channel.chat_failures["secretary"] = Failure(kind, "x")
    await strike(two.stage)

    assert [row[:2] for row in two.stage.query(DIGEST)] == [("web", "failed"), ("console", "sent")]
    assert two.on_other()[0].startswith(f"{NOTE}\nTuần từ 02/11 đến 08/11")


async def test_it_goes_no_further_than_that(two: Two) -> None:
    two.stage.channel.chat_failures["secretary"] = Failure(FailureKind.RECIPIENT_GONE, "x")
    two.other.chat_failures["secretary"] = Failure(FailureKind.RECIPIENT_GONE, "x")
    await strike(two.stage)

    assert [row[:2] for row in two.stage.query(DIGEST)] == [("web", "failed"), ("console", "failed")]


async def test_digest_of_which_nobody_knows_whether_it_arrived_goes_nowhere_else(two: Two) -> None:
    two.stage.channel.chat_failures["secretary"] = Failure(FailureKind.UNCERTAIN, "x")
    await strike(two.stage)

    assert [row[:2] for row in two.stage.query(DIGEST)] == [("web", "uncertain")]


async def test_who_got_it_elsewhere_counts_as_having_got_it(two: Two) -> None:
    two.stage.channel.chat_failures["secretary"] = Failure(FailureKind.RECIPIENT_GONE, "x")
    await strike(two.stage)
    await strike(two.stage, datetime(2026, 11, 10, 8, 0, tzinfo=ZONE).astimezone(UTC))

    assert two.stage.last("admin") == "Bản tin tuần từ 02/11 đến 08/11: đã gửi cho 9 người."


async def test_answer_stays_where_the_question_was_asked(two: Two) -> None:
    two.stage.channel.failures.append(Failure(FailureKind.RECIPIENT_GONE, "x"))
    await two.stage.say("secretary", "menu")

    assert two.on_other() == []


async def test_person_chooses_where_the_digest_goes(two: Two) -> None:
    await two.stage.say("secretary", "tai khoan")
    await two.stage.press("secretary", "Bản tin về Cửa sổ lệnh")
    await strike(two.stage)

    assert two.stage.query(DIGEST) == [("console", "sent", None)]
    assert two.on_other()[0].startswith("Tuần từ 02/11"), "what they chose needs no note"


async def test_chosen_account_that_is_gone_gives_way_and_it_is_said(two: Two) -> None:
    await two.stage.say("secretary", "tai khoan")
    await two.stage.press("secretary", "Bản tin về Cửa sổ lệnh")
    connection = connect(two.stage.database)
    connection.execute("UPDATE account SET is_gone = 1 WHERE channel = 'console'")
    connection.close()
    await strike(two.stage)

    assert two.stage.query(DIGEST) == [("web", "sent", None)]
    assert two.stage.last("secretary").startswith("(Gửi qua đây vì Cửa sổ lệnh")


async def test_accounts_that_were_there_hear_of_a_new_one_and_can_take_it_off(two: Two) -> None:
    await two.stage.say("secretary", "tai khoan")
    await two.stage.press("secretary", "Nối thêm tài khoản")
    await two.stage.say("newcomer", DIGITS)
    await two.stage.press("newcomer", "Đúng, nối")

    assert two.stage.last("secretary").startswith("Một tài khoản Trang trên máy vừa được nối với đồng chí.")
    assert len(two.on_other()) == 1
    await two.stage.press("secretary", "Gỡ ra")
    assert two.stage.last("newcomer").startswith("Tài khoản này vừa được gỡ khỏi Trợ lý, từ Trang trên máy")
    assert "chỉ phục vụ người được mời" in await two.stage.say("newcomer", "menu")


async def test_code_of_ones_own_lives_a_quarter_of_an_hour_and_works_once(two: Two) -> None:
    stage = two.stage
    for label in ("Nối thêm tài khoản", "Nối thêm tài khoản"):
        await stage.say("secretary", "tai khoan")
        await stage.press("secretary", label)
        stage.clock.advance(timedelta(seconds=5))
    second = str(int(DIGITS) + 1_111)
    stage.clock.advance(timedelta(minutes=15))
    assert "không dùng được" in await stage.say("newcomer", DIGITS)
    assert "không dùng được" in await stage.say("newcomer", second)


async def test_somebody_elses_account_is_not_taken_over(two: Two) -> None:
    await two.stage.say("secretary", "tai khoan")
    await two.stage.press("secretary", "Nối thêm tài khoản")

    assert "Mã này để nối tài khoản của một người khác" in await two.stage.say("secretary_maple", DIGITS)
    assert "đã là của đồng chí" in await two.stage.say("secretary", DIGITS)


async def test_ones_only_account_is_not_taken_off(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        connection = connect(stage.database)
        connection.execute("UPDATE account SET person_id = NULL WHERE channel = 'console'")
        ((own,),) = connection.execute(
            "SELECT id FROM account WHERE channel = 'web' AND chat_id = 'secretary'"
        ).fetchall()
        connection.close()
        assert "tài khoản duy nhất" in await stage.press_token("secretary", f"accounts.unlink.0.{own}")
        assert "không còn nối" in await stage.press_token("secretary", "accounts.unlink.0.999999")


async def test_receipt_that_may_not_have_arrived_opens_the_next_answer_once(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        await stage.say("secretary", "cai dat")
        stage.channel.failures.append(Failure(FailureKind.UNCERTAIN, "reset"))
        await stage.say("secretary", "a")
        stage.clock.advance(timedelta(minutes=1))
        first, _, second = (await stage.say("secretary", "menu")).partition("\n\n")

        assert first.startswith("Tin trước của Trợ lý có thể chưa tới đồng chí:\n✅")
        assert second.startswith("Đồng chí cần làm gì?")
        assert "có thể chưa tới" not in await stage.say("secretary", "menu")


async def test_question_that_may_not_have_arrived_is_not_told_again(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        stage.channel.failures.append(Failure(FailureKind.UNCERTAIN, "reset"))
        await stage.say("secretary", "hop")
        stage.clock.advance(timedelta(minutes=1))
        assert "có thể chưa tới" not in await stage.say("secretary", "menu")


async def test_where_an_uncertain_message_is_sent_again_nothing_is_told_again(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=WITH_BUTTONS) as stage:
        connection = connect(stage.database)
        connection.execute(
            "INSERT INTO outbox (channel, bot_id, chat_id, action, text, is_receipt, created_at, due_at, state)"
            " VALUES ('web', ?, 'secretary', 'send', 'phiếu', 1, 0, 0, 'uncertain')",
            (BOT,),
        )
        connection.close()
        assert "phiếu" not in await stage.say("secretary", "menu")


async def test_receipt_is_not_told_to_whoever_has_the_chat_now(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        await stage.say("secretary", "cai dat")
        stage.channel.failures.append(Failure(FailureKind.UNCERTAIN, "reset"))
        await stage.say("secretary", "a")
        ((account,),) = stage.query("SELECT id FROM account WHERE channel = 'web' AND chat_id = 'secretary'")
        connection = connect(stage.database)
        accounts.change(connection, UnlinkAccount(AccountId(int(str(account))), stage.clock.now()))
        connection.close()
        stage.clock.advance(timedelta(minutes=1))
        assert "có thể chưa tới" not in await stage.say("secretary", "chao")
        assert "chỉ phục vụ người được mời" in stage.last("secretary")


async def test_code_that_may_not_have_arrived_is_told_of_and_not_repeated(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        await stage.say("secretary", "tai khoan")
        stage.channel.failures.append(Failure(FailureKind.UNCERTAIN, "reset"))
        await stage.say("secretary", "a")
        stage.clock.advance(timedelta(minutes=1))
        told = await stage.say("secretary", "menu")
        assert "có thể chưa tới đồng chí:\nTin có mã 8 chữ số (không giữ lại)" in told
        assert "4821" not in told
        assert stage.query("SELECT count(*) FROM outbox WHERE text LIKE '%4821 0937%'") == [(0,)]


async def test_digest_that_goes_elsewhere_leaves_the_letters_to_an_open_question(two: Two) -> None:
    two.other.capabilities = LETTERS_ONLY
    two.stage.clock.set(MONDAY - timedelta(hours=10))
    await two.stage.say("secretary", "hop")
    two.stage.channel.chat_failures["secretary"] = Failure(FailureKind.RECIPIENT_GONE, "x")
    await strike(two.stage)
    moved = next(one for one in two.other.sent if "Tuần từ 02/11" in one.text)
    assert not moved.is_lettered


async def test_used_up_bot_is_no_other_place(two: Two) -> None:
    two.other.capabilities = replace(WITH_BUTTONS, quota=Quota(10, 10))
    two.stage.program.add(two.other)
    connection = connect(two.stage.database)
    quota.add(connection, "console", BOT, "2026-11", sent=10)
    connection.close()
    two.stage.channel.chat_failures["secretary"] = Failure(FailureKind.RECIPIENT_GONE, "x")
    await strike(two.stage)
    assert [row[:2] for row in two.stage.query(DIGEST)] == [("web", "failed")]


async def test_form_that_is_open_keeps_its_letters_when_an_account_is_linked(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        await stage.say("secretary", "tai khoan")
        await stage.say("secretary", "a")
        await stage.say("secretary", "hop")
        await stage.say("newcomer", DIGITS)
        await stage.say("newcomer", "a")
        assert "Ngày 05/11/2026" in await stage.say("secretary", "a")


async def test_way_to_take_an_account_off_outlives_what_was_written_meanwhile(two: Two) -> None:
    await two.stage.say("secretary", "tai khoan")
    await two.stage.press("secretary", "Nối thêm tài khoản")
    await two.stage.say("newcomer", DIGITS)
    await two.stage.press("newcomer", "Đúng, nối")
    await two.stage.say("newcomer", "menu")
    assert "[Gỡ Trang trên máy (thứ 2)]" in await two.stage.say("secretary", "go ra")


async def test_account_of_today_takes_off_none_that_was_there_before(two: Two) -> None:
    stage = two.stage
    await stage.say("secretary", "tai khoan")
    await stage.press("secretary", "Nối thêm tài khoản")
    await stage.say("newcomer", DIGITS)
    await stage.press("newcomer", "Đúng, nối")
    await stage.say("newcomer", "tai khoan")
    assert "trong 24 giờ đầu chưa gỡ được" in await stage.press("newcomer", "Gỡ Trang trên máy")
    assert "Đồng chí cần làm gì" in await stage.say("secretary", "menu")
    stage.clock.advance(timedelta(days=1))
    await stage.say("newcomer", "tai khoan")
    assert "✅ Đã gỡ" in await stage.press("newcomer", "Gỡ Trang trên máy")
