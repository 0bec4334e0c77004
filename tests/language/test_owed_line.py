"""Which report is meant, of those that are not monthly, and for which time."""

from __future__ import annotations

from datetime import date

import pytest

from domain.meetings import MeetingKind
from domain.obligations import Span
from domain.periods import Period
from domain.talk import Conversation, FlowName, Start
from language.missing_line import MissingLine, read_missing
from language.owed_line import kind_said, last_over, span_said
from language.say.owed import report_name, short_name, span_name
from language.text import fold
from language.understand import Listening, understand
from language.unit_line import read_unit_line

TODAY = date(2026, 11, 5)
THEMATIC, HALF, YEAR = MeetingKind.THEMATIC, MeetingKind.HALF_YEAR_REVIEW, MeetingKind.YEAR_END_REVIEW


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [
        ("chuyên đề", THEMATIC, ""),
        ("sinh hoat chuyen de konya", THEMATIC, "konya"),
        ("sơ kết 6 tháng đầu năm konya", HALF, "konya"),
        ("so ket konya", HALF, "konya"),
        ("kiểm điểm cuối năm", YEAR, ""),
        ("tong ket nam maple", YEAR, "maple"),
        ("báo cáo tháng 10", None, "bao cao thang 10"),
    ],
)
def test_kind_is_taken_out_of_the_text(text: str, kind: MeetingKind | None, left: str) -> None:
    assert kind_said(fold(text)) == (kind, left)


@pytest.mark.parametrize(
    ("text", "kind", "is_ahead", "last", "left"),
    [
        ("tu quy 1/2027 konya", THEMATIC, True, "2027-03", "konya"),
        ("quy 4", THEMATIC, True, "2026-12", ""),
        ("quy 1", THEMATIC, True, "2027-03", ""),
        ("quy iii", THEMATIC, False, "2026-09", ""),
        ("quy 4", THEMATIC, False, "2026-12", ""),
        ("q2 nam 2027", THEMATIC, True, "2027-06", ""),
        ("tu nam 2027", YEAR, True, "2027-12", ""),
        ("2026", YEAR, False, "2026-12", ""),
        ("konya nam nay", YEAR, True, "2026-12", "konya"),
        ("tu quy nay", THEMATIC, True, "2026-12", ""),
        ("6 thang dau nam", HALF, True, "2027-06", ""),
        ("6 thang dau nam 2026", HALF, False, "2026-06", ""),
        ("thang 11", THEMATIC, True, "2026-12", ""),
        ("tu thang 2", THEMATIC, True, "2027-03", ""),
    ],
)
def test_time_is_the_span_that_holds_it(text: str, kind: MeetingKind, is_ahead: bool, last: str, left: str) -> None:
    span, rest = span_said(text, kind, TODAY, is_ahead=is_ahead)

    assert span is not None
    assert (str(span.last), rest) == (last, left)


@pytest.mark.parametrize("text", ["", "konya", "quy 5", "thang 13", "tu bao gio"])
def test_no_time_is_guessed(text: str) -> None:
    assert span_said(text, THEMATIC, TODAY, is_ahead=True) == (None, text)


@pytest.mark.parametrize(("kind", "last"), [(THEMATIC, "2026-09"), (HALF, "2026-06"), (YEAR, "2025-12")])
def test_last_one_that_is_over(kind: MeetingKind, last: str) -> None:
    span = last_over(kind, TODAY)

    assert span is not None
    assert str(span.last) == last


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ai chua bao cao chuyen de quy 4", MissingLine(Period(2026, 12), "", THEMATIC)),
        (
            "chi bộ nào chưa nộp báo cáo chuyên đề?",
            MissingLine(Period(2026, 9), "", THEMATIC, running=Period(2026, 12)),
        ),
        ("ai chua nop kiem diem cuoi nam 2026", MissingLine(Period(2026, 12), "", YEAR)),
        ("chi bo nao chua so ket 6 thang", MissingLine(Period(2026, 6), "", HALF)),
        ("ai chưa báo cáo chuyên đề quý 3 kcn nomura", MissingLine(Period(2026, 9), "kcn nomura", THEMATIC)),
        ("ai chua bao cao thang 10", MissingLine(Period(2026, 10))),
        ("ai chua bao cao", MissingLine(Period(2026, 10))),
        ("ai con thieu", MissingLine(Period(2026, 10))),
        ("chi bo nao con thieu thang 9?", MissingLine(Period(2026, 9))),
        ("ai chua bc kiem diem cuoi nam", MissingLine(Period(2025, 12), "", YEAR, running=Period(2026, 12))),
        ("ai chua bc so ket", MissingLine(Period(2026, 6), "", HALF)),
    ],
)
def test_question_who_is_missing(text: str, expected: MissingLine) -> None:
    assert read_missing(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "op", "unit", "kind", "last"),
    [
        ("giao bao cao chuyen de cho konya tu quy 1/2027", "ask", "konya", THEMATIC, "2027-03"),
        ("giao kiểm điểm cuối năm toàn bộ từ 2027", "ask", "toan bo", YEAR, "2027-12"),
        ("yeu cau nop bao cao so ket 6 thang kcn nomura", "ask", "kcn nomura", HALF, None),
        ("thoi bao cao chuyen de konya", "unask", "konya", THEMATIC, None),
        ("giao bao cao dinh ky konya", "ask", "konya", None, None),
        ("yêu cầu các chi bộ nộp báo cáo chuyên đề", "ask", "", THEMATIC, None),
        ("giao cho chi bộ phải nộp sơ kết", "ask", "", HALF, None),
        ("giao bc chuyen de kcn nomura tu quy 4", "ask", "kcn nomura", THEMATIC, "2026-12"),
        ("thoi bc chuyen de konya", "unask", "konya", THEMATIC, None),
        ("bo bao cao dinh ky", "unask", "", None, None),
    ],
)
def test_line_that_asks_a_unit_for_a_report(
    text: str, op: str, unit: str, kind: MeetingKind | None, last: str | None
) -> None:
    line = read_unit_line(text, TODAY)

    assert (line.op, line.unit, line.report) == (op, unit, kind)
    assert (None if line.since is None else str(line.since.last)) == last


@pytest.mark.parametrize("text", ["them chi bo sao mai", "bo mien konya thang 11", "bo ten goi konya"])
def test_other_changes_are_read_as_before(text: str) -> None:
    assert read_unit_line(text, TODAY).op in ("add", "owed", "unalias")


@pytest.mark.parametrize(
    ("kind", "last", "name", "label"),
    [
        (MeetingKind.REGULAR, "2026-10", "báo cáo sinh hoạt tháng 10/2026", "Tháng 10/2026"),
        (THEMATIC, "2026-12", "báo cáo sinh hoạt chuyên đề quý IV/2026", "Chuyên đề quý IV/2026"),
        (HALF, "2026-06", "báo cáo sơ kết 6 tháng đầu năm 2026", "Sơ kết 6 tháng đầu năm 2026"),
        (YEAR, "2026-12", "báo cáo kiểm điểm cuối năm 2026", "Kiểm điểm cuối năm 2026"),
    ],
)
def test_name_says_kind_and_time(kind: MeetingKind, last: str, name: str, label: str) -> None:
    assert report_name(kind, Period.parse(last)) == name
    assert short_name(kind, Period.parse(last)) == label


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-07", "2026-12", "6 tháng cuối năm 2026"),
        ("2026-11", "2026-12", "từ tháng 11/2026 đến tháng 12/2026"),
        ("2026-08", "2026-10", "từ tháng 8/2026 đến tháng 10/2026"),
    ],
)
def test_time_of_another_length_is_told_by_its_months(first: str, last: str, expected: str) -> None:
    assert span_name(Span(Period.parse(first), Period.parse(last))) == expected


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("giao báo cáo chuyên đề Konya từ quý 4", FlowName.UNITS),
        ("yeu cau cac chi bo nop bao cao chuyen de", FlowName.UNITS),
        ("thoi giao bao cao chuyen de konya", FlowName.UNITS),
        ("giao bc chuyen de konya", FlowName.UNITS),
        ("ai chua hop chuyen de quy 4", FlowName.TASKS),
        ("bc chuyen de 20/11", FlowName.MEETING),
        ("kiem diem cuoi nam 20/12 18h-20h 9/9", FlowName.MEETING),
        ("giao chi tieu ket nap 2027 konya 3", FlowName.TARGETS),
        ("chuyen konya sang kcn dinh vu tu 1/12", FlowName.UNITS),
        ("chuyển Chi bộ Maple về đảng bộ KCN VSIP", FlowName.UNITS),
        ("ban giao bi thu cb konya cho hoang van tiep", FlowName.POSTS),
        ("bàn giao chi ủy viên Maple cho Nguyễn Văn An", FlowName.POSTS),
    ],
)
def test_whole_sentence_opens_what_it_means(text: str, flow: FlowName) -> None:
    command = understand(text, Listening(Conversation("x")))

    assert isinstance(command, Start)
    assert command.flow is flow
