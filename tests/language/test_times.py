from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.reading import Misread
from language.times import MeetingTimes, format_times, read_times
from tests.language.texts import PATIENTLY


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("18h-19h30", "18:00", "19:30"),
        ("từ 18 giờ đến 19 giờ 30", "18:00", "19:30"),
        ("18:00 - 19:30", "18:00", "19:30"),
        ("14h30–16h", "14:30", "16:00"),
        ("7 giờ rưỡi tới 9 giờ", "07:30", "09:00"),
        ("bảy giờ rưỡi đến chín giờ", "07:30", "09:00"),
        ("18-19h30", "18:00", "19:30"),
        ("18-20", "18:00", "20:00"),
        ("7h tối đến 9h tối", "19:00", "21:00"),
        ("7h-9h tối", "19:00", "21:00"),
        ("2h chiều - 4h", "14:00", "16:00"),
        ("11h - 1h chiều", "11:00", "13:00"),
        ("22h-0h30", "22:00", "00:30"),
        ("20h-2h", "20:00", "02:00"),
        ("6h chieu den 7 ruoi", "18:00", "19:30"),
        ("18h đến 19 rưỡi", "18:00", "19:30"),
        ("7 ruoi - 9 ruoi toi", "19:30", "21:30"),
    ],
)
def test_ranges_are_read(text: str, start: str, end: str) -> None:
    found = read_times(text)
    assert isinstance(found, MeetingTimes)
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("95p", 95),
        ("90 phút", 90),
        ("90'", 90),
        ("90", 90),
        ("1 tiếng rưỡi", 90),
        ("một tiếng rưỡi", 90),
        ("1 tiếng 30", 90),
        ("1h30 phút", 90),
        ("1,5 tiếng", 90),
        ("2 tiếng", 120),
        ("600p", 600),
        ("1p", 1),
    ],
)
def test_lengths_are_read(text: str, minutes: int) -> None:
    assert read_times(text) == MeetingTimes(None, None, minutes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1h30", "từ mấy giờ đến mấy giờ"),
        ("lúc 18h", "từ mấy giờ đến mấy giờ"),
        ("20h-18h", "sau giờ bắt đầu"),
        ("20h-2h01", "sau giờ bắt đầu"),
        ("8h-8h", "sau giờ bắt đầu"),
        ("7h-17h01", "quá 600 phút"),
        ("25h-26h", "từ 0 đến 24"),
        ("0 phút", "từ 1 đến 600"),
        ("601p", "từ 1 đến 600"),
        ("18", "giờ bắt đầu"),
        ("18h-19h30 (80 phút)", "là 90 phút"),
        ("hơn 90 phút", "giờ bắt đầu"),
    ],
)
def test_unclear_times_are_misread_with_the_reason(text: str, reason: str) -> None:
    found = read_times(text)
    assert isinstance(found, Misread)
    assert reason in found.sentence


def test_times_are_written_with_their_length() -> None:
    assert format_times(MeetingTimes("18:00", "19:30", 90)) == "18 giờ 00 – 19 giờ 30 (90 phút)"
    assert format_times(MeetingTimes(None, None, 90)) == "90 phút"


@PATIENTLY
@given(start=st.integers(0, 1_439), minutes=st.integers(1, 600), is_clocked=st.booleans())
def test_written_times_read_as_themselves(start: int, minutes: int, is_clocked: bool) -> None:
    end = start + minutes
    if end >= 1_440 and minutes > 360:
        minutes, end = 360, start + 360
    clocks = [f"{at % 1_440 // 60:02d}:{at % 60:02d}" for at in (start, end)]
    times = MeetingTimes(clocks[0], clocks[1], minutes) if is_clocked else MeetingTimes(None, None, minutes)
    assert read_times(format_times(times)) == times
