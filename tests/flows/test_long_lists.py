"""Lists that are longer than a page: everybody is reached by turning pages or by part of a name, nobody is passed over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.channel import LETTERS_ONLY
from tests.flows.desk import Desk

GIVEN = ("An", "Cường", "Đào", "Gấm", "Hiền", "Khuê", "Lành", "Mận", "Nhài", "Oanh", "Quyên", "Sen", "Tâm", "Uyên")
NAMES = [f"Ngô Thị {given}" for given in GIVEN]
PASTED = "\n".join(["/gioithieu", *(f"{name}, 4/1999, Konya" for name in NAMES)])
REPORT = "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 3 quan chung"
MORE, FIRST = "Xem thêm", "Về đầu danh sách"
FOLLOWED = "SELECT name FROM candidate WHERE intake = 'received' AND unit_id = ? AND is_undone = 0 AND id NOT IN ("
FOLLOWED += (
    "SELECT candidate_id FROM candidate_event WHERE is_live AND step IN ('cell_resolution', 'decision', 'ceremony'))"
)
KONYA = "SELECT unit_id FROM unit_version WHERE short_name = 'Chi bộ Konya' AND valid_to IS NULL"
LISTED = "SELECT count(*) FROM audit WHERE action = 'listed'"


def introduced(desk: Desk, who: str) -> Desk:
    desk.say(who, PASTED)
    desk.say(who, "hôm nay")
    desk.press(who, "Gửi giới thiệu")
    return desk


def reported(desk: Desk) -> Desk:
    """The cell follows more than fit a page, and has reported a meeting."""
    introduced(desk, "secretary").say("secretary", REPORT)
    desk.press("secretary", "Nộp")
    return desk


def waiting(desk: Desk) -> Desk:
    """More entries than fit a page wait for the cell."""
    introduced(desk, "union").say("secretary", "/tiepnhan")
    return desk


def people(desk: Desk) -> list[str]:
    """The candidates on the buttons of the newest message."""
    steps = ("consider.of.", "intake.entry.")
    return [one.label for one in desk.screen["secretary"][-1].buttons if one.token.startswith(steps)]


def labels(desk: Desk) -> list[str]:
    return [one.label for one in desk.screen["secretary"][-1].buttons]


def pages(desk: Desk) -> list[list[str]]:
    """Turns to the last page."""
    found = [people(desk)]
    while MORE in labels(desk):
        desk.press("secretary", MORE)
        found.append(people(desk))
    return found


def names(desk: Desk, sql: str) -> set[str]:
    unit = desk.number(KONYA)
    return {str(row[0]) for row in (desk.query(sql, unit) if "?" in sql else desk.query(sql))}


@pytest.mark.parametrize("opened", [reported, waiting])
def test_everybody_is_on_one_of_the_pages(desk: Desk, opened: Callable[[Desk], Desk]) -> None:
    opened(desk)
    found = pages(desk)
    everybody = [name for page in found for name in page]

    assert len(found) > 1
    assert max(len(page) for page in found) == 8
    assert len(set(everybody)) == len(everybody)
    expected = names(desk, FOLLOWED) if opened is reported else {*NAMES, "Phan Thị Ngoan"}
    assert set(everybody) == expected
    assert FIRST in labels(desk)
    desk.press("secretary", FIRST)
    assert people(desk) == found[0]


def test_somebody_of_the_second_page_is_voted_on(desk: Desk) -> None:
    reported(desk)
    desk.press("secretary", MORE)
    name = people(desk)[-1]
    desk.press("secretary", name)
    desk.say("secretary", "15/18")
    assert name in desk.press("secretary", "Ghi")
    assert desk.query("SELECT name FROM candidate JOIN vote ON candidate_id = candidate.id") == [(name,)]


def test_receipt_of_a_vote_offers_the_rest_page_by_page(desk: Desk) -> None:
    reported(desk)
    first = people(desk)[0]
    desk.press("secretary", first)
    desk.say("secretary", "15/18")
    assert "một phần của tên" in desk.press("secretary", "Ghi")
    everybody = {name for page in pages(desk) for name in page}
    assert everybody == names(desk, FOLLOWED) - {first}


@pytest.mark.parametrize("given", ["Huy", "Thời"])
def test_name_that_is_written_like_a_control_word_is_found_on_a_long_list(desk: Desk, given: str) -> None:
    desk.say("union", PASTED.replace("Uyên", given))
    desk.say("union", "hôm nay")
    desk.press("union", "Gửi giới thiệu")
    desk.say("secretary", "/tiepnhan")
    desk.say("secretary", given)
    assert people(desk) == [f"Ngô Thị {given}"]


@pytest.mark.parametrize("word", ["hủy", "thôi", "dừng"])
def test_control_word_is_no_part_of_a_name(desk: Desk, word: str) -> None:
    assert "không có ai tên" not in waiting(desk).say("secretary", word)


@pytest.mark.parametrize("voted_on", [0, 7])
def test_nobody_is_passed_over_when_others_were_voted_on_meanwhile(desk: Desk, voted_on: int) -> None:
    """The button was shown when the first page was still whole; even whoever stood last on it may be voted on."""
    reported(desk)
    first, button = people(desk), desk.token("secretary", MORE)
    desk.press_token("deputy", desk.token("secretary", first[voted_on]))
    desk.say("deputy", "15/18")
    desk.press("deputy", "Ghi")

    desk.press_token("secretary", button)
    rest = {name for page in pages(desk) for name in page}
    assert rest == names(desk, FOLLOWED) - set(first)


@pytest.mark.parametrize("answer", ["Tiếp nhận", "Chưa xét"])
def test_nobody_is_passed_over_when_others_were_answered_meanwhile(desk: Desk, answer: str) -> None:
    waiting(desk)
    first, button = people(desk), desk.token("secretary", MORE)
    for name in (first[0], first[-1]):
        desk.say("deputy", "/tiepnhan")
        desk.press("deputy", name)
        desk.press("deputy", answer)

    desk.press_token("secretary", button)
    rest = {name.removesuffix(" (chưa xét)") for page in pages(desk) for name in page}
    assert rest >= {*NAMES, "Phan Thị Ngoan"} - set(first)


def test_whoever_was_put_off_comes_last(desk: Desk) -> None:
    desk.say("secretary", "/tiepnhan")
    desk.press("secretary", "Phan Thị Ngoan")
    desk.press("secretary", "Chưa xét")
    assert pages(waiting(desk))[-1][-1] == "Phan Thị Ngoan (chưa xét)"


def test_list_begins_anew_when_nobody_is_left_behind_the_button(desk: Desk) -> None:
    waiting(desk)
    button = desk.token("secretary", MORE)
    desk.db.execute("UPDATE candidate SET intake = 'received' WHERE name IN ('Ngô Thị Tâm', 'Ngô Thị Uyên')")
    desk.db.execute(
        "UPDATE candidate SET intake = 'received' WHERE name LIKE 'Ngô Thị %' AND id > (SELECT max(id) FROM candidate) - 8"
    )
    desk.press_token("secretary", button)
    assert "Phan Thị Ngoan" in people(desk)


@pytest.mark.parametrize("opened", [reported, waiting])
@pytest.mark.parametrize("text", ["Ngô Thị Uyên", "uyen", "thi uyên", "chị Uyên", "UYÊN"])
def test_part_of_a_name_finds_somebody_beyond_the_page(desk: Desk, opened: Callable[[Desk], Desk], text: str) -> None:
    opened(desk)
    assert "Ngô Thị Uyên" not in people(desk)
    desk.say("secretary", text)
    assert people(desk) == ["Ngô Thị Uyên"]
    desk.say("secretary", "tâm")
    assert people(desk) == ["Ngô Thị Tâm"]


def test_name_may_follow_the_command(desk: Desk) -> None:
    waiting(desk).say("secretary", "menu")
    desk.say("secretary", "tiếp nhận chị Uyên")
    assert people(desk) == ["Ngô Thị Uyên"]


def test_many_of_one_name_are_turned_over_too(desk: Desk) -> None:
    waiting(desk)
    answer = desk.say("secretary", "ngo thi")
    assert "nhiều người, đây là 8 người đầu" in answer
    assert {name for page in pages(desk) for name in page} == set(NAMES)


@pytest.mark.parametrize("opened", [reported, waiting])
def test_name_that_nobody_has_is_told_with_the_way_back(desk: Desk, opened: Callable[[Desk], Desk]) -> None:
    opened(desk)
    first = people(desk)
    assert "không có ai tên như vậy" in desk.say("secretary", "Zoe")
    desk.press("secretary", FIRST)
    assert people(desk) == first


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("menu", "cần làm gì"),
        ("cảm ơn", "Vâng"),
        ("xóa nháp", "bản nháp"),
        ("tiến độ", "📊"),
        ("nộp", "là đã nhận"),
        ("quay lại", "chưa hiểu"),
        ("123 abc", "chưa hiểu"),
    ],
)
def test_words_that_mean_something_are_no_names(desk: Desk, text: str, answer: str) -> None:
    assert answer in reported(desk).say("secretary", text)


def test_list_of_one_page_is_not_searched(desk: Desk) -> None:
    desk.say("secretary", REPORT)
    desk.press("secretary", "Nộp")
    assert MORE not in labels(desk)
    assert "chưa hiểu" in desk.say("secretary", "qwe")


def test_whoever_is_shown_was_looked_at(desk: Desk) -> None:
    reported(desk)
    before = desk.number(LISTED)
    desk.press("secretary", MORE)
    assert desk.number(LISTED) - before == len(people(desk))


def test_letters_turn_the_page_and_choose_on_it() -> None:
    desk = Desk(capabilities=LETTERS_ONLY)
    for text in (PASTED, "hôm nay", "gửi", REPORT, "nộp"):
        desk.say("secretary", text)
    assert "i) Xem thêm" in desk.shown(desk.screen["secretary"][-1:], "secretary")
    desk.say("secretary", "i")
    second = people(desk)
    assert second
    assert second[1] in desk.say("secretary", "b")
    desk.close()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "0",
        "::",
        "1:",
        "x:y:z",
        "0:w:",
        "0:n²:",
        "0:wab:",
        "0:w-1:",
        "0:w" + "9" * 5000,
        "9" * 5000,
        "0:é:a",
        "9:9:9",
    ],
)
@pytest.mark.parametrize("flow", ["consider", "intake"])
def test_page_that_nobody_wrote_is_answered(desk: Desk, flow: str, value: str) -> None:
    reported(desk)
    assert desk.press_token("secretary", f"{flow}.page.0.{value}")


def test_page_of_another_cells_meeting_shows_nobody(desk: Desk) -> None:
    button = reported(desk).token("secretary", MORE)
    answer = desk.press_token("secretary_maple", button)
    assert "Ngô Thị" not in answer
    assert "Ngô Thị" not in desk.press_token("secretary_maple", "intake.page.0.0::ngo thi")
