from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.periods import Period
from language.meeting_line import MeetingLine, read_meeting_line
from language.text import fold
from language.times import MeetingTimes
from tests.language.texts import ANY_TEXT, PATIENTLY, Form

TODAY = date(2026, 10, 15)
HELD = MeetingLine(is_held=True)
ON_5_OCTOBER = replace(HELD, held_on=date(2026, 10, 5))

LINES = {
    "t10 hop r nhe 14/16, 1 phep 1 ko": replace(
        HELD, period=Period(2026, 10), present=14, due=16, absent_excused=1, absent_unexcused=1
    ),
    "CB Maple TK 6.10, 95p, đủ 9/9 ạ": replace(
        HELD,
        kind="regular",
        held_on=date(2026, 10, 6),
        times=MeetingTimes(None, None, 95),
        present=9,
        due=9,
        is_full=True,
        unit_text="CB Maple",
    ),
    "amtran thang nay chua hop dc, gd di ct": MeetingLine(
        period=Period(2026, 10), unheld="not_yet", unit_text="amtran", unread=("gd di ct",)
    ),
    "vang 2: 1 om, 1 mien sh": MeetingLine(absent_excused=1, exempt=1),
    "hop chuyen de 20/10 tu 18h den 20h 15/16 vang 1 ko ly do": replace(
        HELD,
        kind="thematic",
        held_on=date(2025, 10, 20),
        times=MeetingTimes("18:00", "20:00", 120),
        present=15,
        due=16,
        absent_unexcused=1,
    ),
    "chi bộ Konya họp thường kỳ tháng 10 ngày 5/10 từ 18h đến 19h30, có mặt 18/20 đ/c, vắng 2 có lý do 0 không lý do, "
    "xét kết nạp 2 qc": replace(
        ON_5_OCTOBER,
        kind="regular",
        period=Period(2026, 10),
        times=MeetingTimes("18:00", "19:30", 90),
        present=18,
        due=20,
        absent_excused=2,
        absent_unexcused=0,
        considered_count=2,
        unit_text="chi bộ Konya",
    ),
    "họp hôm qua 18 trên 20 vắng 2 (1 ốm, 1 công tác)": replace(
        HELD, held_on=date(2026, 10, 14), present=18, due=20, absent_excused=2
    ),
    "hop 5/10 11/12": replace(ON_5_OCTOBER, present=11, due=12),
    "hop 11/12 ngay 5/10": replace(ON_5_OCTOBER, present=11, due=12),
    "hop 5/10/26 11/12 dv": replace(ON_5_OCTOBER, present=11, due=12),
    "12/12 20/9": replace(HELD, held_on=date(2026, 9, 20), present=12, due=12, is_full=True),
    "t10 hop 11/12": replace(HELD, period=Period(2026, 10), present=11, due=12),
    "5/11": MeetingLine(held_on=date(2025, 11, 5)),
    "18/20": replace(HELD, present=18, due=20),
    "5/10 có mặt 18": replace(ON_5_OCTOBER, present=18),
    "hop 5/10 du a": replace(ON_5_OCTOBER, is_full=True),
    "5/10 12/12 khong ai vang": replace(
        ON_5_OCTOBER, present=12, due=12, is_full=True, absent_excused=0, absent_unexcused=0
    ),
    "/hop mo rong 5/10": MeetingLine(kind="extended", held_on=date(2026, 10, 5)),
    "kiem diem cuoi nam 5/10": MeetingLine(kind="year_end_review", held_on=date(2026, 10, 5)),
    "hop bat thuong thu 5 tuan truoc": MeetingLine(kind="extraordinary", held_on=date(2026, 10, 8)),
    "dai hoi 5/10": MeetingLine(kind="election", held_on=date(2026, 10, 5)),
    "t10 ko hop": MeetingLine(period=Period(2026, 10), is_held=False, unheld="not_held"),
    "hoãn họp tháng 10": MeetingLine(period=Period(2026, 10), unheld="not_yet"),
    "e Hoa bao cao cb Maple hop 5/10 12/12": replace(
        ON_5_OCTOBER, present=12, due=12, is_full=True, unit_text="cb Maple", unread=("Hoa",)
    ),
    "hop 5/10 18/20, kn 2dv, luc 18h": replace(ON_5_OCTOBER, present=18, due=20, unread=("kn 2dv", "18h")),
    "hop 5/10 18/20 xet 1 qc 18/18 phieu": replace(
        ON_5_OCTOBER, present=18, due=20, considered_count=1, unread=("18/18 phieu",)
    ),
    "Báo cáo đồng chí, chi bộ Horn Việt Nam đã họp ngày 5/10/2026, 17h30-19h, có mặt 20/22, "
    "2 đ/c vắng có lý do": replace(
        ON_5_OCTOBER,
        times=MeetingTimes("17:30", "19:00", 90),
        present=20,
        due=22,
        absent_excused=2,
        unit_text="chi bộ Horn Việt Nam",
    ),
    "CB Jinka sinh hoạt CĐ ngày 5/10, có 18 đ/c": replace(
        ON_5_OCTOBER, kind="thematic", present=18, unit_text="CB Jinka"
    ),
    "5/10 khong ai vang, 1 mien sh": MeetingLine(
        held_on=date(2026, 10, 5), absent_excused=0, absent_unexcused=0, exempt=1
    ),
    "hop 2/10 cua t9, 18/20": replace(HELD, held_on=date(2026, 10, 2), period=Period(2026, 9), present=18, due=20),
    "": MeetingLine(),
    "alo": MeetingLine(unit_text="alo"),
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("text", "line"), LINES.items())
def test_a_line_is_read_as_meant(text: str, line: MeetingLine, form: Form) -> None:
    assert read_meeting_line(unicodedata.normalize(form, text), TODAY) == line


def test_the_line_of_the_guide_is_read_in_full() -> None:
    line = read_meeting_line("hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung", date(2026, 11, 20))
    assert line == replace(HELD, held_on=date(2026, 11, 5), present=18, due=20, absent_excused=2, considered_count=1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hop 31/2 18/20", "tháng 2 không có ngày 31"),
        ("hop 5/10 22/20", "nhiều hơn số phải dự"),
        ("hop 5/10 đủ 18/20", "ghi đủ"),
        ("hop 5/10 18/20 vang 2", "có lý do hay không"),
        ("hop 5/10 vang 3: 1 om, 1 phep", "cộng lại là 2"),
        ("hop 5/10 20h-18h", "sau giờ bắt đầu"),
        ("hop 5/10 18h-19h30 80p", "không phải 80 phút"),
        ("t13 hop 18/20", "không có tháng 13"),
        ("5/10 co mat 9000", "5.000"),
        ("x" * 501, "500"),
    ],
)
def test_what_cannot_be_is_a_problem(text: str, reason: str) -> None:
    problems = read_meeting_line(text, TODAY).problems
    assert len(problems) == 1
    assert reason in problems[0].sentence


@pytest.mark.parametrize(
    "text",
    [
        "t9 hop 4/9 11/12 con t10 hop 6/10 12/12",
        "hop 4/9 11/12, hop 6/10 12/12",
        "t9 11/12 t10 12/12",
        "cb Maple 18/20, cb Konya 14/16",
        "hop 5/9 18/20\nhop 5/10 18/20",
    ],
)
def test_two_reports_in_one_line_are_sent_one_by_one(text: str) -> None:
    line = read_meeting_line(text, TODAY)
    assert len(line.problems) == 1
    assert "mỗi tin chỉ gửi một buổi" in line.problems[0].sentence
    assert replace(line, problems=(), unread=()) == MeetingLine()


@pytest.mark.parametrize("text", ["hop 5/10 18/20 vang 2 bi covid nang", "18/20 Hoa nam vien", "Hoa om nang 5/10"])
def test_an_illness_is_never_repeated(text: str) -> None:
    line = read_meeting_line(text, TODAY)
    assert not any(word in repr(line) for word in ("covid", "nam vien", "om nang"))


@PATIENTLY
@given(extra=st.text("bcdghklmnpqrstvx", min_size=4, max_size=8))
def test_a_word_that_is_not_understood_is_shown(extra: str) -> None:
    line = read_meeting_line(f"hop 5/10 18/20 {extra} 95p", TODAY)
    assert line.unread == (extra,)
    assert (line.present, line.times) == (18, MeetingTimes(None, None, 95))


@PATIENTLY
@given(ANY_TEXT)
def test_what_is_shown_as_unread_was_written(text: str) -> None:
    line = read_meeting_line(text, TODAY)
    for piece in line.unread:
        assert piece == "lý do cá nhân" or fold(piece).rstrip("…") in " ".join(fold(text).split())


@PATIENTLY
@given(
    day=st.dates(date(2025, 10, 16), TODAY),
    due=st.integers(13, 300),
    absent=st.integers(0, 12),
    minutes=st.integers(30, 600),
)
def test_a_composed_line_reads_back(day: date, due: int, absent: int, minutes: int) -> None:
    text = f"hop {day.day}/{day.month} {due - absent}/{due} vang {absent} co ly do, {minutes}p"
    line = read_meeting_line(text, TODAY)
    assert (line.held_on, line.present, line.due) == (day, due - absent, due)
    assert (line.absent_excused, line.times) == (absent, MeetingTimes(None, None, minutes))
    assert (line.unread, line.problems) == ((), ())
