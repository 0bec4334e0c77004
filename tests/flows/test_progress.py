"""The published figures of domain.md §5, as a leader reads them: every share with its fraction, and what was inferred says so."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

INFERRED = "suy ra từ tỷ lệ đã công bố"


def line_of(answer: str, part: str) -> str:
    """The line that holds that part, with the one below it."""
    lines = answer.splitlines()
    at = next((nth for nth, line in enumerate(lines) if part in line), None)
    assert at is not None, answer
    return "\n".join(lines[at : at + 2])


@pytest.mark.parametrize(
    ("question", "part", "is_inferred"),
    [
        ("kết nạp 2022", "88/43 (204,7%)", True),
        ("kết nạp 2022", "88/47 (187,2%)", True),
        ("kết nạp 2022", "88/khoảng 300 (29,3%)", False),
        ("kết nạp 2023", "105/122 (86,1%)", True),
        ("kết nạp 2023", "105/59 (178%)", True),
        ("kết nạp đến 31/7/2023", "105/122 (86,1%)", True),
        ("kết nạp trong doanh nghiệp 2023", "98/105 (93,3%)", None),
        ("thành lập 2023", "7/8 (87,5%)", False),
        ("thành lập 2023", "7/10 (70%)", False),
        ("công đoàn đề nghị thành lập 2023", "6/7 (85,7%)", False),
    ],
)
@pytest.mark.parametrize("who", ["leader", "office"])
def test_published_figure_is_shown_with_its_fraction(
    desk: Desk, who: str, question: str, part: str, is_inferred: bool | None
) -> None:
    answer = desk.say(who, f"/tiendo {question}").replace("178,0%", "178%").replace("70,0%", "70%")
    assert is_inferred is None or (INFERRED in line_of(answer, part)) == is_inferred
    assert part in answer


def test_share_from_firms_says_that_it_was_inferred(desk: Desk) -> None:
    assert f"Số liệu: {INFERRED}" in desk.say("leader", "/tiendo kết nạp trong doanh nghiệp 2023")


@pytest.mark.parametrize("question", ["kết nạp 2022", "ket nap 2022", "KN 2022", "kết nạp đảng viên năm 2022"])
def test_question_is_understood_with_and_without_marks(desk: Desk, question: str) -> None:
    assert "88/47" in desk.say("leader", f"tien do {question}")


def test_previous_year_stands_beside(desk: Desk) -> None:
    assert "Năm 2022: 88" in desk.say("leader", "/tiendo kết nạp 2023")
    assert "88/43" in desk.press("leader", "Năm trước")


def test_children_add_up_to_the_whole(desk: Desk) -> None:
    desk.say("leader", "/tiendo kết nạp 2023")
    desk.press("leader", "Theo đơn vị")
    lines = desk.press("leader", "Xem thêm").splitlines()
    counts = [int(line.rsplit(": ", 1)[1].split("/")[0].split(" ")[0]) for line in lines if line.startswith("•")]
    assert sum(counts) == 105
    assert any(line.startswith("Cộng") and line.endswith(": 105") for line in lines)


def test_paragraph_has_every_fraction(desk: Desk) -> None:
    desk.say("leader", "/tiendo kết nạp 2023")
    answer = desk.press("leader", "Đoạn báo cáo").splitlines()[0]
    for part in ("105/122", "105/59", "2022: 88", "31/07/2023", "suy ra"):
        assert part in answer


def test_year_to_come_is_said_to_have_no_figures(desk: Desk) -> None:
    assert "Chưa có số liệu năm 2027" in desk.say("leader", "/tiendo kết nạp 2027")


def test_percentage_never_stands_without_its_fraction(desk: Desk) -> None:
    for year in range(2021, 2027):
        for what in ("kết nạp", "trong doanh nghiệp", "thành lập", "giới thiệu", "báo cáo đúng hạn"):
            for line in desk.say("leader", f"/tiendo {what} {year}").splitlines():
                before, found, _ = line.partition("%)")
                assert not found or "/" in before or "–" in before, line


@pytest.mark.parametrize(
    ("question", "as_of"),
    [
        ("ket nap thang 6", "30/06/2026"),
        ("ket nap t6/2023", "30/06/2023"),
        ("ket nap quy 2", "30/06/2026"),
        ("kết nạp quý III năm 2026", "30/09/2026"),
        ("ket nap thang truoc", "31/10/2026"),
        ("ket nap thang nay", "05/11/2026"),
        ("ket nap 6 thang dau nam", "30/06/2026"),
    ],
)
def test_month_or_quarter_means_until_its_end(desk: Desk, question: str, as_of: str) -> None:
    assert f"tính đến {as_of}" in desk.say("office", f"tien do {question}")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("tien do chi bo cong doan de nghi thanh lap 2023", "6/7 (85,7%)"),
        ("tien do gioi thieu quan chung uu tu", "84/160"),
        ("tien do ket nap so voi thanh pho 2022", "88/47"),
        ("bao nhieu dang vien moi nam nay", "95/120"),
        ("% ket nap", "95/120"),
        ("đoạn báo cáo kết nạp", "95/120"),
    ],
)
def test_words_about_the_target_are_no_unit(desk: Desk, question: str, part: str) -> None:
    assert part in desk.say("office", question)


def test_year_without_records_is_never_told_as_nothing_done(desk: Desk) -> None:
    overview = desk.say("office", "tien do 2019")
    assert "Kết nạp đảng viên: chưa có số liệu" in overview
    assert ": 0" not in overview
    assert "chưa đến hạn" not in overview

    desk.say("office", "tien do ket nap 2025")
    assert "Đoạn báo cáo" not in [button.label for button in desk.screen["office"][-1].buttons]


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("ket nap 2026", "chưa kết nạp thêm đảng viên"),
        ("ket nap 2026", "đạt 79,2% chỉ tiêu Thành ủy giao (95/120)"),
        ("ket nap 2023", "đạt 86,1% kế hoạch bổ sung (105/122, mẫu số suy ra)"),
        ("ket nap 2022", "bằng 204,7% cùng kỳ năm trước (88/43, mẫu số suy ra)"),
        ("ket nap 2022", "bằng 29,3% của 25 tỉnh, thành phố phía Bắc (88/khoảng 300)"),
        ("ket nap 2022", "; năm 2021: 43 (suy ra)."),
        ("thanh lap 2023", "đạt 87,5% mức thấp (7/8) và 70,0% mức cao (7/10) của kế hoạch năm"),
        ("ket nap trong doanh nghiep 2023", "98/105 đảng viên mới trong doanh nghiệp (93,3%), số liệu suy ra từ tỷ lệ"),
    ],
)
def test_paragraph_reads_as_an_office_writes(desk: Desk, question: str, clause: str) -> None:
    desk.say("office", f"tien do {question}")
    assert clause in desk.press("office", "Đoạn báo cáo")


def test_records_of_a_cell_are_told_by_their_day(desk: Desk) -> None:
    desk.say("secretary", "/tiendo ket nap")
    answer = desk.press("secretary", "Bản ghi")
    assert "Kết nạp đảng viên, Chi bộ Konya: đếm từ 2 lễ kết nạp" in answer
    days = desk.query(
        "SELECT happened_on FROM candidate_event e JOIN unit_version u ON u.unit_id = e.unit_id AND u.valid_to IS NULL"
        " WHERE u.short_name = 'Chi bộ Konya' AND step = 'ceremony' AND happened_on >= '2026' AND is_live = 1"
    )
    assert len(days) == 2
    for (day,) in days:
        assert f"{str(day)[8:]}/{str(day)[5:7]}" in answer


def test_records_of_many_units_are_told_with_their_unit(desk: Desk) -> None:
    desk.say("office", "/tiendo ket nap")
    lines = desk.press("office", "Bản ghi").splitlines()
    assert lines[0].endswith("đếm từ 95 lễ kết nạp")
    assert all(line.count("Chi bộ") in (1, 2) for line in lines if line.startswith("•"))
    assert not any("bước số" in line for line in lines)


def test_records_of_reports_are_told_by_their_receipts(desk: Desk) -> None:
    desk.say("secretary", "/tiendo báo cáo đúng hạn")
    answer = desk.press("secretary", "Bản ghi")
    assert "đếm từ 9 báo cáo" in answer
    assert "• tháng 2/2026: 1 (260" in answer


@pytest.mark.parametrize("button", ["", "Đoạn báo cáo", "Bản ghi", "Chỉ tiêu khác", "Năm trước"])
def test_union_officer_reads_of_union_members(desk: Desk, button: str) -> None:
    answer = desk.say("union", "/tiendo giới thiệu")
    answer = desk.press("union", button) if button else answer
    assert "oàn viên công đoàn ưu tú" in answer
    assert "quần chúng" not in answer


@pytest.mark.parametrize("words", ["giới thiệu đoàn viên công đoàn ưu tú", "gioi thieu doan vien", "doan vien uu tu"])
def test_indicator_is_asked_for_by_what_a_union_officer_reads(desk: Desk, words: str) -> None:
    assert desk.say("union", f"tien do {words}").startswith("📊 Giới thiệu đoàn viên công đoàn ưu tú, Công đoàn cơ sở")
