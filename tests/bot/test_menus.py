"""The list of commands beside the input: by what a person may do, sent when that changes, and once only."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.channel import OutgoingAction
from domain.failures import Failure, FailureKind
from domain.people import Role
from domain.rights import GRANTS
from handlers.menu import TILES
from language.say.commands import DESCRIPTIONS, FOR_STRANGERS
from language.vocabulary import SLASH, words_of
from tests.fakes.channel import WITH_BUTTONS
from tests.stage import Stage, open_stage

CAN = replace(WITH_BUTTONS, has_menus=True)
DAY = timedelta(days=1)
SECRETARY = ["hop", "gioithieu", "tiendo", "tracuu", "tiepnhan", "viec", "caidat", "xuattep", "trogiup"]
ROWS = "SELECT chat_id, action, is_bulk, is_personal, state FROM outbox WHERE action = 'menu'"
LAST_CODE = "SELECT digest FROM code"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path, capabilities=CAN) as opened:
        yield opened


def menus(stage: Stage, chat: str) -> list[list[str]]:
    """The commands of each list that the chat was sent, in order."""
    return [
        [name for name, _ in json.loads(one.text)]
        for one in stage.channel.sent
        if one.action is OutgoingAction.MENU and one.address.chat_id == chat
    ]


async def night(stage: Stage) -> None:
    stage.clock.advance(DAY)
    await stage.program.tick()
    await stage.program.settle()


async def invite(stage: Stage, chat: str) -> None:
    """Somebody new joins as the union's officer."""
    await stage.say("admin", "/capma")
    await stage.say("admin", "CĐCS Maple")
    await stage.press("admin", "Cán bộ công đoàn")
    for text in ("Bí thư", "Phạm Văn Tốt", "không"):
        await stage.say("admin", text)
    digits = (await stage.press("admin", "Cấp mã")).partition("): ")[2][:9]
    await stage.say(chat, digits)
    await stage.press(chat, "Đúng, bắt đầu")
    assert "đã tham gia" in await stage.press(chat, "Tôi đồng ý")


async def test_who_joins_gets_the_commands_of_their_post(stage: Stage) -> None:
    await invite(stage, "phone")
    assert menus(stage, "phone") == [["gioithieu", "tiendo", "tracuu", "viec", "caidat", "xuattep", "trogiup"]]
    assert menus(stage, "admin") == []
    assert stage.query(ROWS) == [("phone", "menu", 1, 0, "sent")]


async def test_every_night_everybody_whose_list_differs_gets_it_and_nobody_twice(stage: Stage) -> None:
    await stage.say("secretary", "menu")
    await night(stage)
    assert menus(stage, "secretary") == [SECRETARY]
    before = len(stage.query(ROWS))
    assert before > 5
    await night(stage)
    assert len(stage.query(ROWS)) == before


async def test_post_that_ends_by_date_takes_its_commands_away(stage: Stage) -> None:
    await night(stage)
    ends = (stage.clock.now() + DAY).date().isoformat()
    who = "(SELECT person_id FROM account WHERE chat_id = 'secretary')"
    await stage.program.writer.transact(
        lambda db: db.execute(f"UPDATE post SET until = '{ends}' WHERE person_id = {who}").rowcount
    )
    await night(stage)
    assert menus(stage, "secretary") == [SECRETARY, []]


async def test_revoked_account_gets_the_list_for_everybody(stage: Stage) -> None:
    await invite(stage, "phone")
    await stage.press("admin", "Thu hồi")
    assert menus(stage, "phone")[1:] == [[]]
    await night(stage)
    assert len(menus(stage, "phone")) == 2


async def test_account_that_cannot_be_reached_gets_its_list_when_it_writes_again(stage: Stage) -> None:
    await night(stage)
    stage.channel.failures.append(Failure(FailureKind.RECIPIENT_GONE, "403"))
    await stage.say("secretary", "menu")
    await night(stage)
    assert menus(stage, "secretary") == [SECRETARY]
    await stage.say("secretary", "menu")
    await night(stage)
    assert menus(stage, "secretary") == [SECRETARY, SECRETARY]


async def test_list_that_may_not_have_arrived_is_sent_again(stage: Stage) -> None:
    """It is bulk, but setting it twice harms nobody."""
    await night(stage)
    await invite_again(stage)
    assert menus(stage, "secretary") == [SECRETARY]
    stage.clock.advance(timedelta(minutes=6))
    await stage.program.settle()
    assert menus(stage, "secretary") == [SECRETARY, SECRETARY]


async def invite_again(stage: Stage) -> None:
    """The secretary's list is forgotten, sent again, and nobody answers."""
    await stage.program.writer.transact(
        lambda db: db.execute("UPDATE account SET menu = NULL WHERE chat_id = 'secretary'").rowcount
    )
    stage.channel.failures.append(Failure(FailureKind.UNCERTAIN, "timeout"))
    await night(stage)


async def test_messenger_without_lists_is_sent_none(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        await invite(stage, "phone")
        await night(stage)
        assert stage.query(ROWS) == []


async def test_list_is_no_part_of_the_conversation(stage: Stage) -> None:
    await invite(stage, "phone")
    receipt = stage.last("phone")
    assert "đã tham gia" in receipt
    await stage.press("phone", "6 giờ 45")
    assert all("trogiup" not in one.text for one in stage.channel.screen["phone"].values())


def test_every_tile_has_a_command_with_a_short_description() -> None:
    assert {flow for flow, _ in TILES} == set(DESCRIPTIONS)
    assert all(len(text) <= 60 for text in DESCRIPTIONS.values())
    assert all(words_of(flow).slash[0] in SLASH for flow in DESCRIPTIONS)
    assert [name for name, _ in FOR_STRANGERS] == ["start", "trogiup"]


def test_every_role_may_do_something_that_is_listed() -> None:
    actions = {action for _, action in TILES}
    assert all(GRANTS[role] & actions for role in Role)


async def test_whose_post_another_changes_gets_the_new_list_at_once_and_again_when_it_is_taken_back(
    stage: Stage,
) -> None:
    await stage.say("deputy", "menu")
    await stage.say("admin", "phanquyen giao quan tri dang uy cho Bui Thi Huong tu hom nay")
    await stage.press("admin", "Giao chức danh")
    assert "phanquyen" in menus(stage, "deputy")[-1]
    await stage.press("admin", "Thu hồi")
    assert menus(stage, "deputy")[-1] == SECRETARY


async def test_both_sides_of_a_handover_get_their_lists_at_once(stage: Stage) -> None:
    await stage.say("admin", "phanquyen ban giao bi thu cb konya cho Pham Thi Nhan")
    await stage.press("admin", "Bàn giao")
    assert "hop" in menus(stage, "office")[-1]
    assert menus(stage, "secretary") in ([], [[]])


async def test_nothing_is_sent_to_a_locked_account_not_even_a_list(stage: Stage) -> None:
    person = stage.query("SELECT person_id FROM account WHERE chat_id = 'deputy'")[0][0]
    await stage.press_token("admin", f"codes.locknow.0.{person}")
    await night(stage)
    assert menus(stage, "deputy") == []
    assert menus(stage, "secretary") == [SECRETARY]
