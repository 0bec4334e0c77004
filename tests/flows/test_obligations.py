"""Reports that are owed besides the monthly one: the office asks for them, the cell sends them, and each is on time by its own span."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.ids import UnitId
from domain.meetings import MeetingKind
from domain.periods import Period
from storage import units
from storage.agenda import StoredAgenda
from tests.flows.desk import Desk
from tests.flows.test_exports import table
from tests.flows.test_units import done, unit
from tests.stage import ZONE

QUARTER_OVER = datetime(2027, 1, 7, 2, tzinfo=UTC)
"""Three days before October's quarter is due."""
ASKED = "don vi giao bao cao chuyen de kcn nomura tu quy 4"


def send(desk: Desk, line: str, who: str = "secretary_maple") -> str:
    """The receipt of a report in one line; what is asked on the way is answered."""
    answer = desk.say(who, line)
    for _ in range(8):
        if "[Nộp báo cáo" in answer:
            break
        for question, said in (
            ("họp ngày nào", "5/1"),
            ("Từ mấy giờ", "18h-19h30"),
            ("Vẫn 9", "không đổi"),
            ("Có mặt bao nhiêu", "đủ"),
            ("xét đề nghị", "0"),
            ("Chuyên đề gì", "xây dựng chi bộ bốn tốt"),
        ):
            if question in answer:
                answer = desk.say(who, said)
                break
    return desk.press(who, "Nộp")


def owed_now(desk: Desk, last: str) -> set[tuple[str, str]]:
    """The short names of the cells that are reminded of a report that ends in that month, with its kind."""
    tree = desk.around.sources.trees.on(desk.db, desk.now.astimezone(ZONE).date())
    agenda = StoredAgenda(desk.db, tree, desk.around.sources.calendar.of(desk.db), ZONE)
    return {(tree.units[one.unit_id].short_name, str(one.kind)) for one in agenda.reports_owed(Period.parse(last))}


def test_cells_below_owe_it_and_no_other(desk: Desk) -> None:
    done(desk, ASKED)

    thematic = {name for name, kind in owed_now(desk, "2026-12") if kind == MeetingKind.THEMATIC}

    assert "Chi bộ Maple" in thematic
    assert "Chi bộ Fuming" not in thematic
    assert 0 < len(thematic) <= 5
    assert not [kind for _, kind in owed_now(desk, "2026-11") if kind != MeetingKind.REGULAR]


def test_taken_back_nobody_owes_it(desk: Desk) -> None:
    done(desk, ASKED)

    assert "✅ Đã thu hồi: giao báo cáo sinh hoạt chuyên đề quý IV/2026" in desk.say("admin", "thu hoi")
    assert not [kind for _, kind in owed_now(desk, "2026-12") if kind != MeetingKind.REGULAR]
    assert desk.number("SELECT count(*) FROM obligation") == 0


def test_second_time_is_refused_and_so_is_taking_off_what_was_never_asked(desk: Desk) -> None:
    done(desk, ASKED)

    assert "đã phải nộp báo cáo sinh hoạt chuyên đề quý IV/2026 rồi" in desk.say("admin", ASKED)
    desk.say("admin", "xoa nhap")
    answer = desk.say("admin", "don vi thoi bao cao kiem diem cuoi nam kcn nomura tu 2027")
    assert "không phải nộp báo cáo kiểm điểm cuối năm 2027 rồi" in answer


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("don vi giao bao cao chuyen de cdcs konya tu quy 4", "CĐCS Konya không báo cáo sinh hoạt; chọn một chi bộ"),
        ("don vi giao bao cao chuyen de konya tu quy 1/2026", "quý I/2026 đã qua"),
    ],
)
def test_union_and_a_time_that_is_over_are_refused(desk: Desk, line: str, expected: str) -> None:
    assert expected.lower() in desk.say("admin", line).lower()
    desk.say("admin", "nop")
    assert desk.number("SELECT count(*) FROM obligation") == 0


def test_time_that_is_not_read_is_asked_again_with_an_example(desk: Desk) -> None:
    desk.say("admin", "don vi giao bao cao chuyen de konya")

    assert "quý 1/2027" in desk.say("admin", "khi nào tiện")
    assert "quý II/2027" in desk.press("admin", "quý II/2027")


def test_kind_that_is_not_read_is_asked_again(desk: Desk) -> None:
    assert "[Kiểm điểm cuối năm, mỗi năm một lần]" in desk.say("admin", "don vi giao bao cao dinh ky konya")
    assert "[Sinh hoạt chuyên đề, mỗi quý]" in desk.say("admin", "hằng tháng")
    assert "Phải nộp từ kỳ nào" in desk.press("admin", "Sơ kết 6 tháng đầu năm")


@pytest.mark.parametrize("who", ["office", "leader", "secretary", "union", "collaborator"])
def test_nobody_but_who_manages_units_asks_for_it(desk: Desk, who: str) -> None:
    for line in (ASKED, "don vi giao bao cao chuyen de konya tu quy 4"):
        desk.say(who, line)
        desk.say(who, "nop")
    desk.press_token(who, f"units.do.0.ask-{unit(desk, 'Chi bộ Konya')}")
    desk.say(who, "nop")

    assert desk.number("SELECT count(*) FROM obligation") == 0


def test_one_cells_officers_hear_of_it_and_of_its_undo(desk: Desk) -> None:
    done(desk, "don vi giao bao cao chuyen de maple tu quy 4")
    heard = [said.text for said in desk.screen["secretary_maple"]]
    assert heard[-1] == (
        "⏰ Chi bộ Maple có thêm báo cáo sinh hoạt chuyên đề quý IV/2026, chậm nhất ngày 10/01/2027; các kỳ sau cũng vậy."
    )

    desk.say("admin", "thu hoi")

    assert "đã thu hồi việc vừa báo" in desk.screen["secretary_maple"][-1].text


@pytest.mark.parametrize(
    ("is_asked", "at", "expected"),
    [
        (True, "2027-01-10 23:50", "đúng hạn (chậm nhất ngày 10/01)"),
        (True, "2027-01-11 00:10", "sau hạn (chậm nhất ngày 10/01)"),
        (False, "2027-01-09 08:00", "sau hạn (chậm nhất ngày 10/11)"),
    ],
)
def test_thematic_meeting_of_october_is_on_time_by_its_quarter_where_that_is_owed(
    desk: Desk, is_asked: bool, at: str, expected: str
) -> None:
    if is_asked:
        done(desk, ASKED)
    desk.now = datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC)

    assert expected in send(desk, "hop chuyen de 20/10 18h-19h30 9/9")


def test_report_of_any_month_of_the_quarter_answers_for_it(desk: Desk) -> None:
    done(desk, ASKED)
    desk.now = QUARTER_OVER
    assert "sinh hoạt chuyên đề quý IV/2026" in desk.say("secretary_maple", "viec")
    answer = desk.press("secretary_maple", "Chuyên đề quý IV/2026")
    assert answer.startswith("Chuyên đề quý IV/2026.")
    desk.say("secretary_maple", "20/11")

    assert "đúng hạn" in send(desk, "18h-19h30")

    assert "chuyên đề" not in desk.say("secretary_maple", "viec")
    assert ("Chi bộ Maple", "thematic") not in owed_now(desk, "2026-12")


def test_thematic_report_is_no_monthly_one(desk: Desk) -> None:
    desk.now = datetime(2026, 12, 8, 2, tzinfo=UTC)

    assert "tháng." not in send(desk, "hop chuyen de 20/11 18h-19h30 9/9")
    assert "báo cáo sinh hoạt tháng 11/2026" in desk.say("secretary_maple", "viec")


def test_review_in_january_is_of_the_year_before_and_there_is_one(desk: Desk) -> None:
    done(desk, "don vi giao kiem diem cuoi nam kcn nomura tu 2026")
    desk.now = QUARTER_OVER
    desk.say("secretary_maple", "viec")
    desk.press("secretary_maple", "Kiểm điểm cuối năm 2026")
    assert "đúng hạn (chậm nhất ngày 10/01)" in send(desk, "5/1")
    assert desk.query("SELECT period FROM meeting WHERE kind = 'year_end_review'") == [("2026-12",)]

    again = desk.say("secretary_maple", "hop kiem diem cuoi nam 6/1 18h-19h30 9/9")

    assert "Kiểm điểm cuối năm 2026 đã có báo cáo" in again


def test_review_before_the_year_is_over_is_of_this_year(desk: Desk) -> None:
    assert "✅" in send(desk, "hop kiem diem cuoi nam 4/11 18h-19h30 9/9")
    assert desk.query("SELECT period FROM meeting WHERE kind = 'year_end_review'") == [("2026-12",)]


def test_review_of_half_a_year_is_named_by_it(desk: Desk) -> None:
    answer = desk.say("secretary_maple", "hop so ket 6 thang dau nam 2026 ngay 3/7 18h-19h30 9/9")

    assert "Sơ kết 6 tháng đầu năm 2026" in answer
    assert "Chưa đọc được" not in answer


def test_button_of_a_report_that_is_not_ones_own_explains_itself(desk: Desk) -> None:
    konya = unit(desk, "Chi bộ Konya")
    for value in (f"{konya}:2026-12:thematic", "x", f"{konya}:2026-12:regular", "0:2026-12:election", "9:9:9"):
        answer = desk.press_token("secretary_maple", f"meeting.owed.0.{value}")
        assert "Konya" not in answer
        assert "Bước" not in answer


def test_office_reads_counts_first_and_names_when_the_day_is_over(desk: Desk) -> None:
    done(desk, ASKED)
    desk.now = QUARTER_OVER
    before = desk.say("office", "ai chua bao cao chuyen de")
    assert "0/5 chi bộ đã gửi, 5 chi bộ chưa gửi" in before
    assert "Chi bộ Maple" not in before

    desk.now = datetime(2027, 1, 12, 2, tzinfo=UTC)

    assert "Đã qua hạn (5): Chi bộ " in desk.say("office", "chi bo nao chua nop chuyen de quy 4")
    assert "Báo cáo sinh hoạt chuyên đề quý IV/2026: 0/5" in desk.say("office", "viec")
    desk.say("office", "ai chua nop chuyen de")
    assert "quý III/2026" in desk.press("office", "Kỳ trước")


def test_trees_hold_what_was_set_above(desk: Desk) -> None:
    done(desk, ASKED)
    konya = units.tree(desk.db, date(2026, 11, 5)).units[UnitId(unit(desk, "Chi bộ Konya"))]

    assert [(one.kind, str(one.since), one.is_owed) for one in konya.obligations] == [
        (MeetingKind.THEMATIC, "2026-10", True)
    ]


def test_card_and_its_file_say_who_asks_for_what(desk: Desk) -> None:
    done(desk, ASKED)
    card = desk.say("admin", "don vi konya")
    assert "• Sinh hoạt chuyên đề, mỗi quý, từ quý IV/2026, theo Đảng bộ KCN Nomura" in card

    desk.press("admin", "Excel")

    assert ["Sinh hoạt chuyên đề, mỗi quý, từ quý IV/2026", None, date(2026, 10, 1), "Đảng bộ KCN Nomura"] in [
        list(row[1:]) for row in table(desk).rows
    ]


def test_no_meeting_said_at_the_button_answers_for_its_quarter_and_not_for_the_next(desk: Desk) -> None:
    done(desk, ASKED)
    desk.now = QUARTER_OVER
    desk.say("secretary_maple", "viec")
    desk.press("secretary_maple", "Chuyên đề quý IV/2026")

    assert "không họp tháng 12/2026" in desk.press("secretary_maple", "Không họp")
    desk.say("secretary_maple", "cả nhà máy tăng ca")
    assert "đúng hạn (chậm nhất ngày 10/01)" in desk.press("secretary_maple", "Nộp")

    assert ("Chi bộ Maple", "thematic") not in owed_now(desk, "2026-12")
    assert ("Chi bộ Maple", "thematic") in owed_now(desk, "2027-03")


def test_meeting_of_another_quarter_than_the_buttons_says_so_before_it_is_sent(desk: Desk) -> None:
    done(desk, ASKED)
    desk.now = QUARTER_OVER
    desk.say("secretary_maple", "viec")
    desk.press("secretary_maple", "Chuyên đề quý IV/2026")
    for said in ("5/1", "18h-19h30", "không đổi", "đủ", "0"):
        desk.say("secretary_maple", said)

    assert "⚠ Báo cáo này tính cho quý I/2027; báo cáo quý IV/2026 vẫn còn nợ." in desk.say(
        "secretary_maple", "bốn tốt"
    )


def test_what_was_set_for_later_goes_with_what_is_set_for_all_that_follows(desk: Desk) -> None:
    done(desk, "don vi giao bao cao chuyen de maple tu quy 1/2027")
    before = desk.query("SELECT * FROM obligation")
    done(desk, ASKED)

    done(desk, "don vi thoi bao cao chuyen de maple tu quy 4/2026")

    assert "quý IV/2026 và các kỳ sau nữa" in desk.screen["secretary_maple"][-1].text
    assert ("Chi bộ Maple", "thematic") not in owed_now(desk, "2027-03")
    desk.say("admin", "thu hoi")
    assert set(before) <= set(desk.query("SELECT * FROM obligation"))


def test_cell_that_begins_in_the_middle_of_a_quarter_is_told_of_the_next_one(desk: Desk) -> None:
    done(desk, "don vi ngay bat dau maple 1/11/2026")

    answer = desk.say("admin", "don vi giao bao cao chuyen de maple tu quy 4")

    assert "⚠ 1 chi bộ bắt đầu báo cáo khi quý IV/2026 đã mở nên nộp từ kỳ sau." in answer
    assert "Không chi bộ nào thay đổi" not in answer
    desk.say("admin", "nop")
    assert desk.screen["secretary_maple"][-1].text == (
        "⏰ Chi bộ Maple có thêm báo cáo sinh hoạt chuyên đề quý I/2027, chậm nhất ngày 10/04/2027; các kỳ sau cũng vậy."
    )


def test_before_the_first_quarter_of_the_rule_there_is_none(desk: Desk) -> None:
    assert "quý IV/2025" in desk.say("office", "ai chua bao cao chuyen de quy 4/2025")
    assert "[Kỳ trước]" not in desk.say("office", "ai chua bao cao chuyen de quy 4/2025")


@pytest.mark.parametrize(
    ("line", "cell", "is_owed"),
    [
        ("don vi chuyen horn ve dang bo kcn nomura tu hom nay", "Chi bộ Horn", (False, True)),
        ("don vi chuyen maple ve dang bo kcn dinh vu tu hom nay", "Chi bộ Maple", (True, False)),
    ],
)
def test_quarter_that_was_over_before_a_cell_moved_is_owed_as_under_its_former_committee(
    desk: Desk, line: str, cell: str, is_owed: tuple[bool, bool]
) -> None:
    done(desk, ASKED)
    desk.now = QUARTER_OVER
    assert "✅" in done(desk, line)

    found = tuple((cell, "thematic") in owed_now(desk, last) for last in ("2026-12", "2027-03"))

    assert found == is_owed
    card = desk.say("admin", f"don vi {cell}")
    assert ("Sinh hoạt chuyên đề, mỗi quý, từ quý IV/2026, theo Đảng bộ KCN Nomura" in card) is is_owed[1]


def test_units_that_stood_above_each_other_in_turn_inherit_as_they_stand(desk: Desk) -> None:
    done(desk, ASKED)
    maple, nomura, vsip = unit(desk, "Chi bộ Maple"), unit(desk, "Đảng bộ KCN Nomura"), unit(desk, "Đảng bộ KCN VSIP")
    desk.query(
        "UPDATE unit_version SET valid_to = '2026-06-01' WHERE unit_id IN (?, ?) AND valid_to IS NULL", nomura, vsip
    )
    for who, above, since, until in (
        (vsip, nomura, "2026-06-01", "2026-08-01"),
        (nomura, 1, "2026-06-01", "2026-08-01"),
        (vsip, 1, "2026-08-01", None),
        (nomura, vsip, "2026-08-01", None),
    ):
        desk.query("INSERT INTO unit_version VALUES (?, 'Đảng bộ', 'Đảng bộ', ?, ?, ?)", who, above, since, until)

    tree = units.tree(desk.db, date(2026, 11, 5))

    assert tree.units[UnitId(maple)].owes(Period.parse("2026-12"), MeetingKind.THEMATIC)
    assert not [one for one in tree.units[UnitId(vsip)].obligations if one.end is None]


@pytest.mark.parametrize("said", ["ok", "có", "không"])
def test_a_plain_yes_or_no_is_no_topic(desk: Desk, said: str) -> None:
    assert "Chuyên đề gì" in desk.say("secretary_maple", "hop chuyen de 4/11 9/9 18h-19h30, khong xet")

    assert "Chuyên đề gì" in desk.say("secretary_maple", said)
    assert "Chuyên đề: xây dựng" in desk.say("secretary_maple", "xây dựng chi bộ bốn tốt")
