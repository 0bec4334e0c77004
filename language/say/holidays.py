"""The holiday table as operators and the office read it: on the command line and in docs/lich-nghi.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from domain.calendar import Holiday, HolidayKind
from language.formatting import format_date, format_weekday

KINDS = {HolidayKind.OFF: "nghỉ", HolidayKind.WORKING: "làm bù"}


def state(one: Holiday) -> str:
    return "đã xác nhận" if one.is_confirmed else "dự kiến"


def line(one: Holiday) -> str:
    """Day, weekday, off or worked, how sure, name and source; the first four in columns."""
    columns = f"{format_date(one.day)}  {format_weekday(one.day):8}  {KINDS[one.kind]:6}  {state(one):11}"
    return f"{columns}  {one.name} · {one.source}"


def listed(days: Sequence[Holiday]) -> str:
    """All days by year, in the order in which they come."""
    if not days:
        return "Chưa có ngày nào trong lịch nghỉ."
    years = groupby(days, lambda one: one.day.year)
    return "\n".join(text for year, found in years for text in (f"Năm {year}", *map(line, found)))


def table(days: Sequence[Holiday]) -> str:
    """The same as tables in Markdown, one a year."""
    years = groupby(days, lambda one: one.day.year)
    return "\n".join(f"### Năm {year}\n\n{HEAD}{''.join(map(_row, found))}" for year, found in years)


HEAD = "| ngày | thứ | | tên | trạng thái | nguồn |\n|---|---|---|---|---|---|\n"


def _row(one: Holiday) -> str:
    cells = (format_date(one.day), format_weekday(one.day), KINDS[one.kind], one.name, state(one), one.source)
    return f"| {' | '.join(cells)} |\n"


def bad_day(text: str) -> str:
    return f"không có ngày “{text}”; viết như 2027-02-08 hoặc 8/2/2027"


def name_and_source() -> str:
    return "--name và --source không được để trống: ngày gì, theo văn bản nào"


def not_listed(day: date) -> str:
    return f"{format_date(day)} không có trong lịch nghỉ; xem: chibot holidays --year {day.year}"


def dropped(day: date) -> str:
    return f"Đã bỏ {format_date(day)} khỏi lịch nghỉ: từ nay tính như {format_weekday(day)} thường."
