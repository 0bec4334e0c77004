"""No parser raises, whatever somebody sends; and a sentence about it quotes little of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given

from domain.talk import Conversation
from language.answers import nearest, read_education, read_sex, read_yes_no
from language.attendance import read_absence, read_attendance
from language.audience import read_audience
from language.by_word import read_by_word, take_by_word, take_unit
from language.dates import Leaning, read_birth, read_date, read_period
from language.meeting_line import read_meeting_line
from language.names import is_given_name_control, read_name
from language.nearest import nearest_flows
from language.numbers import read_count
from language.pasted_list import read_people
from language.screen import screen, screen_raw
from language.text import clean, cut, fold, sort_key, spell, split
from language.times import read_times
from language.trail_line import read_sought
from language.understand import Listening, understand
from tests.language.texts import ANY_TEXT, BRIEFLY, HUGE, NASTY

TODAY = date(2026, 10, 15)

PARSERS: dict[str, Callable[[str], object]] = {
    "count": read_count,
    "date": lambda text: read_date(text, TODAY),
    "date ahead": lambda text: read_date(text, TODAY, Leaning.FUTURE),
    "period": lambda text: read_period(text, TODAY),
    "birth": lambda text: read_birth(text, TODAY),
    "times": read_times,
    "attendance": read_attendance,
    "absence": read_absence,
    "name": read_name,
    "yes or no": read_yes_no,
    "sex": read_sex,
    "education": read_education,
    "meeting line": lambda text: read_meeting_line(text, TODAY),
    "people": lambda text: read_people(text, TODAY),
    "opening": lambda text: understand(text, Listening(Conversation("x"))),
    "audience": lambda text: read_audience(text, (), ()),
    "by word": read_by_word,
    "line by word": take_by_word,
    "cell of a line": lambda text: take_unit(text, (), ()),
    "trail": lambda text: read_sought(text, TODAY),
    "nearest flows": lambda text: nearest_flows(fold(text[:10_000])),
}
OTHERS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "fold": fold,
    "spell": spell,
    "sort key": sort_key,
    "split": lambda text: split(text, 4_096),
    "cut": lambda text: cut(text, 40),
    "control": is_given_name_control,
    "screen": screen,
    "screen raw": screen_raw,
    "screen bytes": lambda text: screen_raw(text.encode("utf-8", "surrogatepass")),
    "nearest": lambda text: nearest(text, [("a", "tiến độ"), ("b", text[:50])]),
}
EVERY = PARSERS | OTHERS


@pytest.mark.parametrize("name", EVERY)
@BRIEFLY
@given(text=ANY_TEXT)
def test_nothing_raises_on_any_text(name: str, text: str) -> None:
    EVERY[name](text)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("text", NASTY)
def test_nothing_raises_on_nasty_texts(name: str, text: str) -> None:
    EVERY[name](text)
    EVERY[name](text + "\n" + text)


@pytest.mark.parametrize("name", PARSERS)
def test_a_huge_text_takes_time_in_proportion(name: str) -> None:
    for text in HUGE:
        _assert_in_proportion(PARSERS[name], text)


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "0 " * 50_000,
        "mk " * 30_000,
        "\u0300\u0316" * 50_000,
        "cccd " * 20_000,
        "mật khẩu " + "a" * 99_999,
        "mật khẩu " * 20_000,
    ],
)
def test_screening_takes_time_in_proportion(text: str) -> None:
    _assert_in_proportion(screen, text)


def _assert_in_proportion(read: Callable[[str], object], text: str) -> None:
    """Four times the text may take four times the time and as much again, of this process alone: load does not count."""
    assert _seconds(read, text) < 8 * _seconds(read, text[: len(text) // 4]) + 0.1


def _seconds(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started
