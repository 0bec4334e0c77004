"""What administrators do stands behind one tile; nobody else learns that there is such a page."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk


@pytest.mark.parametrize("said", ["quan tri", "Quản trị", "viec quan tri"])
def test_the_page_is_reached_by_words(desk: Desk, said: str) -> None:
    shown = desk.say("admin", said)
    assert shown.startswith("Việc quản trị.")
    assert "[Cấp mã mời]" in shown
    assert "[Bản tin]" in shown


def test_the_page_is_reached_by_its_tile_and_leads_on(desk: Desk) -> None:
    assert "[Cấp mã mời]" not in desk.say("admin", "menu")
    assert "[Cấp mã mời]" in desk.press("admin", "Quản trị")
    assert "đơn vị nào" in desk.press("admin", "Cấp mã mời").lower()


def test_a_secretary_gets_their_own_menu(desk: Desk) -> None:
    menu = desk.say("secretary", "menu")
    assert "Quản trị" not in menu
    assert desk.say("secretary", "quan tri") == menu
    assert desk.press_token("secretary", "menu.manage.0.1") == menu
