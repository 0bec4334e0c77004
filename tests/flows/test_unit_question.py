"""Whoever acts for more units than fit a page reaches each of them, by turning pages or by name."""

from __future__ import annotations

import pytest

from tests.fakes.channel import LETTERS_ONLY
from tests.flows.desk import Desk

CELLS = "SELECT unit_id, short_name FROM unit_version WHERE short_name LIKE 'Chi bộ %' AND valid_to IS NULL ORDER BY unit_id LIMIT 19"
POST = "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'secretary', ?, 'Bí thư', '2026-01-01')"
OWN = "SELECT person_id FROM account WHERE chat_id = 'secretary' LIMIT 1"
MORE, FIRST = "Xem thêm", "Về đầu danh sách"
STEERS = {MORE, FIRST, "Quay lại", "Để sau", "Xóa nháp"}


def of_many_cells(desk: Desk) -> set[str]:
    """The secretary holds a post in the first cells of the zone; returns their names."""
    person = desk.number(OWN)
    desk.db.execute("DELETE FROM post WHERE person_id = ?", (person,))
    found = desk.query(CELLS)
    desk.db.executemany(POST, [(person, unit) for unit, _ in found])
    return {str(name) for _, name in found}


def units(desk: Desk) -> list[str]:
    return [one.label for one in desk.screen["secretary"][-1].buttons if one.label not in STEERS]


@pytest.mark.parametrize("command", ["/hop", "/gioithieu"])
def test_every_unit_is_on_one_of_the_pages(desk: Desk, command: str) -> None:
    everybody = of_many_cells(desk)
    first = desk.say("secretary", command)
    found = [units(desk)]
    for _ in range(2):
        answer = desk.press("secretary", MORE)
        assert answer.splitlines()[0] == first.splitlines()[1]
        found.append(units(desk))

    assert [len(page) for page in found] == [8, 8, 3]
    assert {name for page in found for name in page} == everybody
    desk.press("secretary", FIRST)
    assert units(desk) == found[0]


def test_question_about_progress_offers_every_unit(desk: Desk) -> None:
    everybody = of_many_cells(desk)
    desk.say("secretary", "/tiendo")
    found = set(units(desk))
    for _ in range(2):
        desk.press("secretary", MORE)
        found |= set(units(desk))
    assert found == everybody

    last = units(desk)[-1]
    assert "📊" in desk.press("secretary", last)
    for value in ("x", "99", "", "9" * 5000):
        desk.press_token("secretary", f"progress.which.0.{value}")
        assert len(units(desk)) == 8


def test_unit_of_a_later_page_is_chosen(desk: Desk) -> None:
    of_many_cells(desk)
    desk.say("secretary", "/hop")
    desk.press("secretary", MORE)
    name = units(desk)[-1]
    assert f"✓ {name}" in desk.press("secretary", name)
    draft = desk.draft("secretary")
    assert draft is not None
    assert draft.trail == ("unit",)
    assert "_page" not in draft.values


def test_unit_beyond_the_page_is_typed(desk: Desk) -> None:
    name = sorted(of_many_cells(desk))[0]
    desk.say("secretary", "/hop")
    beyond = next(one for one in desk.query(CELLS)[8:])[1]
    assert beyond not in units(desk)
    assert f"✓ {beyond}" in desk.say("secretary", str(beyond))
    desk.say("secretary", "lùi")
    assert f"✓ {name}" in desk.say("secretary", name)


def test_page_stays_turned_until_there_is_an_answer(desk: Desk) -> None:
    of_many_cells(desk)
    desk.say("secretary", "/hop")
    desk.press("secretary", MORE)
    second = units(desk)
    desk.say("secretary", "không có đơn vị này")
    assert units(desk) == second
    desk.press("secretary", second[0])
    desk.say("secretary", "lùi")
    assert units(desk) != second


def test_letters_turn_the_page_of_units() -> None:
    desk = Desk(capabilities=LETTERS_ONLY)
    of_many_cells(desk)
    desk.say("secretary", "/hop")
    desk.say("secretary", "i")
    second = units(desk)
    assert f"✓ {second[2]}" in desk.say("secretary", "c")
    desk.close()


@pytest.mark.parametrize("value", ["from", "from99", "from-1", "fromx", "99999"])
def test_forged_page_opens_the_question_again(desk: Desk, value: str) -> None:
    of_many_cells(desk)
    desk.say("secretary", "/hop")
    draft = desk.draft("secretary")
    assert draft is not None
    assert "đơn vị nào" in desk.press_token("secretary", f"meeting.unit.{draft.version}.{value}")
