"""One's own number: asked for once, after joining, where there is a button for it; kept only if it is one's own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.channel import OutgoingAction
from language.phones import format_phone, read_phone
from language.say.join import PHONE_WORDING
from storage import history
from tests.bot.test_menus import invite
from tests.fakes.channel import WITH_BUTTONS
from tests.stage import Stage, looking, open_stage

CAN = replace(WITH_BUTTONS, asks_contact=True)
PHONE = "SELECT phone FROM person WHERE phone IS NOT NULL"
CARD = "+84 912 345 678"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, capabilities=CAN) as opened:
        yield opened


async def test_after_joining_the_number_is_asked_for_in_a_message_of_its_own(stage: Stage) -> None:
    await invite(stage, "phone")
    said = [one for one in stage.channel.sent if one.action is OutgoingAction.SEND]
    *_, receipt, question = [one for one in said if one.address.chat_id == "phone"]
    assert "6 giờ 45" in [button.label for row in receipt.rows for button in row]
    assert (receipt.asks_contact, question.asks_contact) == (False, True)
    assert [button.label for row in question.rows for button in row] == ["Để sau"]
    assert "Không bắt buộc" in question.text


async def test_question_holds_nothing_up(stage: Stage) -> None:
    """The hour can be answered in words, the question put off in words, and everything else goes on."""
    await invite(stage, "phone")
    assert "Vâng" in await stage.say("phone", "Để sau")
    assert "6 giờ 45" in await stage.say("phone", "6h45")
    assert "Tiến độ" in await stage.say("phone", "menu")
    assert stage.query(PHONE) == []


async def test_own_card_is_kept_with_consent_and_audited_by_field_name(stage: Stage) -> None:
    await invite(stage, "phone")
    assert "Đã lưu số điện thoại" in await stage.send_card("phone", CARD, is_own=True)
    assert stage.query(PHONE) == [("0912345678",)]
    assert stage.query("SELECT wording FROM consent ORDER BY id DESC LIMIT 1") == [(PHONE_WORDING,)]
    assert stage.query("SELECT action, subject, fields FROM audit ORDER BY id DESC LIMIT 1") == [
        ("set", "person", "phone")
    ]


async def test_number_stands_with_the_person_and_nowhere_else(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    await invite(stage, "phone")
    await stage.send_card("phone", CARD, is_own=True)
    tables = [str(row[0]) for row in stage.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        said = repr(stage.query(f'SELECT * FROM "{table}"'))
        assert ("912345678" in said.replace(" ", "")) == (table == "person"), table
    assert "912" not in caplog.text
    with looking(stage.database) as db:
        exported = history.dump(db)["person"]
    assert [one["phone"] for one in exported if one["phone"]] == ["0912345678"]


async def test_inviter_is_told_the_number_in_a_message_that_cannot_be_forwarded(stage: Stage) -> None:
    await invite(stage, "phone")
    await stage.send_card("phone", CARD, is_own=True)
    (told,) = [one for one in stage.channel.sent if "0912 345 678" in one.text]
    assert (told.address.chat_id, told.is_personal) == ("admin", True)

    await stage.send_card("phone", "0912345678", is_own=True)
    assert len([one for one in stage.channel.sent if "0912 345 678" in one.text]) == 1


async def test_inviter_who_invites_no_more_is_told_nothing(stage: Stage) -> None:
    await invite(stage, "phone")
    await stage.program.writer.transact(
        lambda db: db.execute("UPDATE post SET since = '2026-11-06' WHERE role = 'admin'").rowcount
    )
    await stage.send_card("phone", CARD, is_own=True)
    assert not [one for one in stage.channel.sent if "0912 345 678" in one.text]


async def test_card_of_somebody_else_is_refused_and_not_kept(stage: Stage) -> None:
    await invite(stage, "phone")
    assert "số của chính" in await stage.send_card("phone", CARD, is_own=False)
    assert stage.query(PHONE) == []
    assert stage.query("SELECT body FROM inbox WHERE kind = 'contact'") == [(None,)]


async def test_card_of_a_stranger_is_answered_like_any_word_of_theirs_and_not_kept(stage: Stage) -> None:
    assert "chỉ phục vụ người được mời" in await stage.send_card("nobody", CARD, is_own=True)
    assert stage.query(PHONE) == []
    assert stage.query("SELECT body FROM inbox WHERE kind = 'contact'") == [(None,)]


async def test_number_from_abroad_is_not_kept(stage: Stage) -> None:
    assert "số điện thoại Việt Nam" in await stage.send_card("secretary", "+1 202 555 0123", is_own=True)
    assert stage.query(PHONE) == []


async def test_who_gave_a_number_is_not_asked_again_and_the_next_inviter_reads_it(stage: Stage) -> None:
    await invite(stage, "phone")
    await stage.send_card("phone", CARD, is_own=True)
    await stage.say("admin", "/capma")
    await stage.say("admin", "CĐCS Horn")
    await stage.press("admin", "Cán bộ công đoàn")
    for text in ("Phó chủ tịch", "Phạm Văn Tốt"):
        await stage.say("admin", text)
    await stage.press("admin", "Đúng, cùng một người")
    digits = (await stage.press("admin", "Cấp mã")).partition("): ")[2][:9]
    before = len(stage.channel.sent)
    await stage.say("phone", digits)
    await stage.press("phone", "Đúng, bắt đầu")
    await stage.press("phone", "Tôi đồng ý")

    since = stage.channel.sent[before:]
    assert not [one for one in since if one.asks_contact]
    (told,) = [one for one in since if one.address.chat_id == "admin"]
    assert "Số điện thoại: 0912 345 678" in told.text
    assert told.is_personal


async def test_messenger_without_the_button_is_not_asked(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await invite(stage, "phone")
        assert "số điện thoại" not in json.dumps([one.text for one in stage.channel.sent], ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        *[
            (text, "0912345678")
            for text in ("84912345678", "+84912345678", "0912345678", "+84 912 345 678", "0912.345.678")
        ],
        *[(text, "02253123456") for text in ("+842253123456", "0225 3123 456")],
        *[
            (text, None)
            for text in ("", "+12025550123", "113", "0112345678", "091234567", "09123456789", "x", "0" * 20)
        ],
    ],
)
def test_numbers_are_read_as_dialled_within_the_country(text: str, phone: str | None) -> None:
    assert read_phone(text) == phone


def test_number_is_shown_in_groups() -> None:
    assert format_phone("0912345678") == "0912 345 678"
