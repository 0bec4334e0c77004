"""What the digest says of numbers and years, and what falls due: the exact lines."""

from __future__ import annotations

from datetime import date

import pytest

from domain.digest import Goal, Month, Owed, Part
from domain.ids import UnitId
from domain.people import Role
from domain.periods import Period
from domain.planning import Outcome, Tally
from domain.targets import Indicator
from domain.units import Unit, UnitKind
from domain.weeks import Week
from language.say import digest as say
from language.say.words import OUTSIDE, PARTY

CELL = Unit(UnitId(7), UnitKind.CELL, "Chi bộ Công ty Maple", "Chi bộ Maple", None, date(2023, 1, 1))


def part(
    *goals: Goal,
    role: Role = Role.SECRETARY,
    entries: int = 0,
    owed: tuple[Owed, ...] = (),
    months: tuple[Month, ...] = (),
) -> Part:
    return Part(role, CELL, {}, 0, 0, entries, owed, months, goals)


def admitted(*, is_inferred: bool = False, is_approximate: bool = False) -> Goal:
    return Goal(Indicator.ADMITTED, 2, 3, 3, "Thành ủy giao", is_inferred, is_approximate)


def last_line(one: Part, week: str, today: str) -> str:
    return say.digest(Week.parse(week), [one], date.fromisoformat(today), PARTY).split("\n")[-1]


@pytest.mark.parametrize(
    ("week", "today", "year"),
    [
        ("2026-W45", "2026-11-09", "Năm nay"),
        ("2026-W53", "2027-01-04", "Năm nay"),
        ("2028-W52", "2029-01-02", "Năm 2028"),
        ("2026-W52", "2027-01-04", "Năm 2026"),
    ],
    ids=["within a year", "a week that ends in the new year", "a week that ended with the year", "sent late"],
)
def test_this_year_is_the_readers(week: str, today: str, year: str) -> None:
    assert last_line(part(admitted()), week, today) == f"{year}: đã kết nạp 2/3, còn 1."


def test_denominator_that_was_worked_back_says_so() -> None:
    inferred = last_line(part(admitted(is_inferred=True)), "2026-W45", "2026-11-09")
    about = last_line(part(admitted(is_approximate=True)), "2026-W45", "2026-11-09")

    assert inferred == "Năm nay: đã kết nạp 2/3 (mẫu số suy ra từ tỷ lệ đã công bố), còn 1."
    assert about == "Năm nay: đã kết nạp 2/khoảng 3, còn 1."


def test_union_reads_that_its_introductions_wait_for_the_cell() -> None:
    lines = say.part_lines(part(role=Role.UNION, entries=1), Week(2026, 45), date(2026, 11, 9), OUTSIDE)

    assert lines == ["1 đoàn viên công đoàn ưu tú được giới thiệu đang chờ chi bộ xem xét."]


def test_report_due_today_says_today() -> None:
    told = [
        say.due_lines(part(owed=(Owed(Period(2026, 10), date(2026, 11, day)),)), date(2026, 11, 10), PARTY)
        for day in (9, 10, 11)
    ]

    assert [line for (line,) in told] == [
        "⏰ Chưa có báo cáo sinh hoạt tháng 10/2026 (hạn 09/11/2026); gửi lúc này vẫn được nhận.",
        "⏰ Đến hạn hôm nay: báo cáo sinh hoạt tháng 10/2026.",
        "⏰ Sắp đến hạn: báo cáo sinh hoạt tháng 10/2026, chậm nhất ngày 11/11.",
    ]


def test_reports_of_cells_that_fall_due_are_something_to_tell() -> None:
    soon = Month(Period(2026, 10), 25, 29, (), 0, date(2026, 11, 10), date(2026, 11, 10))

    assert not part(months=(soon,)).is_empty
    assert part(admitted()).is_empty


@pytest.mark.parametrize(
    ("late", "busy", "expected"),
    [
        (("A", "B"), 0, "⚠ Báo cáo sinh hoạt tháng 10/2026: 3/5 chi bộ đã gửi. Đã qua hạn, chưa có: A, B."),
        (
            ("A",),
            1,
            "⚠ Báo cáo sinh hoạt tháng 10/2026: 3/5 chi bộ đã gửi. Đã qua hạn, chưa có: A."
            " 1 chi bộ quá hạn đang làm báo cáo, đã xin lùi hạn hoặc nhờ hỗ trợ.",
        ),
        (
            (),
            2,
            "⚠ Báo cáo sinh hoạt tháng 10/2026: 3/5 chi bộ đã gửi."
            " 2 chi bộ quá hạn đang làm báo cáo, đã xin lùi hạn hoặc nhờ hỗ trợ.",
        ),
    ],
)
def test_cell_that_gave_a_sign_of_life_is_counted_and_not_named(
    late: tuple[str, ...], busy: int, expected: str
) -> None:
    month = Month(Period(2026, 10), 3, 5, late, busy, None, None)

    assert say.due_lines(part(months=(month,)), date(2026, 11, 16), PARTY) == [expected]


def test_administrators_read_how_many_and_why_not() -> None:
    tally = Tally({Outcome.NOT_LIVE: 2, Outcome.PAUSED: 1}, {"sent": 4, "uncertain": 1}, ())

    assert say.report(Week(2026, 45), tally).split("\n") == [
        "Bản tin tuần từ 02/11 đến 08/11: đã gửi cho 4 người.",
        "• 1 người: chưa rõ đã tới hay chưa",
        "• 2 người: không có vai trò ở đơn vị nào đang dùng Trợ lý",
        "• 1 người: đang tạm dừng",
    ]
