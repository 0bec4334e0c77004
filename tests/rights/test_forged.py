"""Whatever anybody is shown, says or sends in any dialogue: who has no right to it learns nothing from it and changes nothing by it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from domain.people import Role
from domain.rights import GRANTS
from domain.talk import FlowName
from handlers.flow import Flow
from handlers.registry import FLOWS
from storage.candidates import Reach
from storage.reading import TurnRead
from tests.badinput.stations import LISTED, OF_NOMURA, do
from tests.dialogs.drivers.fake import OnFake
from tests.dialogs.player import Player
from tests.dialogs.test_dialogs import DIALOGUES
from tests.fakes.channel import WITH_BUTTONS
from tests.flows.desk import Desk
from tests.rights.forging import FORGERS, NOWHERE, OPEN_TO_MANY, Fault, Forging
from tests.rights.steps import steps
from tests.stage import EVENING, template

CODE = re.compile(r"\b(\d{4}) ?(\d{4})\b", re.ASCII)
ASKED = """
SELECT c.open_flow FROM conversation c JOIN account a ON c.owner = coalesce('p' || a.person_id, 'a' || a.id) WHERE a.chat_id = ?
"""
DIGITS = re.compile(r"\d+", re.ASCII)
LIFE = {
    "secretary": (
        "hop cb 5/11 18/20 vang 2 co ly do, 90p, khong xet",
        "nộp",
        "@privacy.tosay.0.me",
        "tên đúng là Trần Thị Mái",
        "gửi yêu cầu",
    ),
    "office": ("thong bao bi thu cac chi bo: hop 14h thu Sau", "gửi"),
    "admin": (
        "phanquyen giao cong tac vien maple cho Bui Thi Huong tu hom nay",
        "giao chức danh",
        "capma pho bi thu cb maple Nguyen Van An",
        "cấp mã",
    ),
}
"""What happens before the numbers are tried."""
FORMS = ("{}", "{}:0:", "{}:2026-10", "w:{}", "0-{}-2026")
"""How the flows that a secretary may open write an id into a button."""
SAID_AGAIN = {
    ("accounts", "link"): "makes a new code each time",
    ("lookup", "name"): "the value is a name, which is quoted",
    ("lookup", "more"): "part of the value is a name, which is quoted",
}
"""Steps whose answer differs from value to value, each with its reason."""


class Watched(OnFake):
    """Before each line of a dialogue the forgers try it, and each button that somebody was shown since the line before."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, WITH_BUTTONS, "web")
        self.forging = Forging()
        self._seen: set[str] = set()

    async def say(self, person: str, text: str) -> str:
        self.forge(person, text="" if CODE.search(text) else text)
        return await super().say(person, text)

    async def press(self, person: str, label: str) -> str:
        self.forge(person)
        return await super().press(person, label)

    async def send(self, person: str, sent: str) -> str:
        self.forge(person, file=sent.removeprefix("file ") if sent.startswith("file ") else "")
        return await super().send(person, sent)

    async def unasked(self, person: str, until: datetime) -> str:
        self.forge(person)
        return await super().unasked(person, until)

    def forge(self, person: str, text: str = "", file: str = "") -> None:
        shown = self._new_buttons()
        text = text if self._is_for_others(person) else ""
        if not shown and not text and not file:
            return
        screen = self._stage.channel.screen
        codes = [a + b for chat in screen.values() for one in chat.values() for a, b in CODE.findall(one.text)]
        self.forging.copy(self.database, self._stage.clock.now(), codes)
        for chat, tokens in shown.items():
            self.forging.try_buttons(chat, tokens)
        if text:
            self.forging.try_text(person, text)
        if file:
            self.forging.try_file(file)

    def _is_for_others(self, person: str) -> bool:
        """Whether anybody else may be asked the same: no form is open, or one that is open to many."""
        asked = self._stage.query(ASKED, person)
        return not asked or asked[0][0] in (None, *OPEN_TO_MANY)

    def _new_buttons(self) -> dict[str, list[str]]:
        """By whom they were shown to: each sort of button once."""
        found: dict[str, list[str]] = {}
        for chat, messages in self._stage.channel.screen.items():
            for button in (button for one in messages.values() for row in one.rows for button in row):
                flow, step, _, value = button.token.split(".", 3)
                if step == "open" and not DIGITS.search(value):
                    continue  # the tiles of a menu, which every dialogue shows: among the steps below
                sort = f"{flow}.{step}.{DIGITS.sub('#', value)}"
                if sort not in self._seen:
                    self._seen.add(sort)
                    found.setdefault(chat, []).append(button.token)
        return found


async def faults_in(path: Path, folder: Path) -> list[Fault]:
    driver = Watched(folder)
    await Player(driver).play(path.read_text("utf-8"))
    driver.forging.close()
    assert driver.forging.tried > 0
    return driver.forging.faults


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
async def test_nobody_else_learns_or_changes_anything(path: Path, tmp_path: Path) -> None:
    assert await faults_in(path, tmp_path) == []


async def test_door_that_is_open_to_everybody_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walls behind it have to fall, too: `decide` asks again for every unit."""
    monkeypatch.setattr(Flow, "is_open_to", lambda *_: True)
    monkeypatch.setattr(TurnRead, "reach", lambda read, _action: frozenset(read.here.tree.units))
    found = await faults_in(named("chi-tieu"), tmp_path)
    assert {one.came.partition(" ")[0] for one in found} == {"said"}


async def test_scope_that_is_wider_than_the_posts_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TurnRead, "_seen", property(lambda read: Reach(frozenset(read.here.tree.units), frozenset())))
    found = await faults_in(named("cong-doan"), tmp_path)
    assert {one.who for one in found if one.came.startswith("said")} >= {"other_secretary", "other_collaborator"}


def named(stem: str) -> Path:
    return next(one for one in DIALOGUES if one.stem == stem)


def lived_in(desk: Desk) -> None:
    """Of everything that has a number there is one, and none of it is a forger's."""
    for who, lines in LIFE.items():
        for line in lines:
            do(desk, who, line)
    desk.turn("admin", file="chi-tieu.xlsx")


def numbers(desk: Desk) -> list[str]:
    """Ids of units, people, posts, candidates and targets out of the forgers' reach; 1 is one of everything else, too."""
    cell = desk.number("SELECT unit_id FROM unit_alias WHERE folded = 'konya'")
    listed, target = (desk.number(sql) for sql in (LISTED, OF_NOMURA))
    return [str(one) for one in sorted({1, cell, listed, target})]


def test_number_of_anything_elsewhere_is_like_one_that_nothing_has() -> None:
    forging = Forging()
    forging.copy(template(), EVENING, [])
    lived_in(forging.desk)
    forging.look()
    for step in steps():
        for form in FORMS if may_open(forging.desk, step[0]) else FORMS[:1]:
            values = [form.format(one) for one in numbers(forging.desk)]
            told = {one: forging.try_number(FORGERS[0], step, one) for one in (form.format(NOWHERE), *values)}
            nothing = told[form.format(NOWHERE)]
            differing = {one: text for one, text in told.items() if text != nothing}
            assert step in SAID_AGAIN or differing == {}, step
    forging.close()
    assert forging.faults == []


def may_open(desk: Desk, flow: str) -> bool:
    """Whether that flow is the secretary's at all; the others end at one gate, whatever the value is."""
    return FLOWS[FlowName(flow)].action in {None, *GRANTS[Role.SECRETARY]}
