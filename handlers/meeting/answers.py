"""Reading the answers of the meeting report, typed and pressed. Numbers must fit together as they come."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta

from domain.meetings import MeetingKind, NotHeldReason
from domain.obligations import REVIEWS
from domain.periods import Period
from domain.talk import Value, Values
from handlers.form import Got, Option
from handlers.meeting.facts import MeetingFacts, kind_of, not_held_in, owed_span, pack_times
from language.answers import read_line, read_yes_no
from language.dates import read_date as read_day
from language.dates import read_period
from language.meeting_line import read_meeting_line
from language.meeting_more import read_more as read_more_line
from language.numbers import read_count as read_number
from language.reading import Misread
from language.say import meeting as say
from language.say import words
from language.text import fold
from language.times import read_times as read_time_span

SOON = timedelta(days=31)
REASON_WORDS: tuple[tuple[tuple[str, ...], NotHeldReason], ...] = (
    (("lui", "hoan", "cap tren"), NotHeldReason.POSTPONED),
    (("cong tac", "di vang", "chu tri", "di ct"), NotHeldReason.CHAIR_AWAY),
    (("ca kip", "tang ca", "don hang", "san xuat", "ca "), NotHeldReason.SHIFTS),
    (("thieu", "khong du", "ko du", "chua du", "it nguoi"), NotHeldReason.TOO_FEW),
)


def read_kind(text: str, values: Values, facts: MeetingFacts) -> Got:
    """The kind, the month, or both: "chuyên đề tháng 10"."""
    line = read_meeting_line(text, facts.here.today)
    period = line.period if line.period is not None else read_period(text, facts.here.today)
    is_review = (line.kind or kind_of(values)) in REVIEWS
    if isinstance(period, Period) and period > Period.of(facts.here.today) and not is_review:
        return say.month_not_over(period)
    got: dict[str, Value] = {"period": str(period)} if isinstance(period, Period) else {}
    if line.kind is not None:
        got["kind"] = line.kind
    return {"kind": str(kind_of(values)), **got} if got else say.type_kind()


def pick_kind(value: str, values: Values, facts: MeetingFacts) -> Got:
    if value in ("now", "before"):
        month = Period.of(facts.here.today).shift(0 if value == "now" else -1)
        return {"kind": values.get("kind"), "period": str(month)}
    return {"kind": value} if value in set(MeetingKind) else say.type_kind()


def kind_options(_values: Values, facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    month = Period.of(facts.here.today)
    kinds = [Option(label, str(kind)) for kind, label in say.KINDS.items()]
    months = [Option(say.month_label(month), "now"), Option(say.month_label(month.shift(-1)), "before")]
    return [kinds[0:2], kinds[2:4], kinds[4:6], kinds[6:], months]


def read_date(text: str, values: Values, facts: MeetingFacts) -> Got:
    day = read_day(text, facts.here.today)
    if isinstance(day, Misread) and read_meeting_line(text, facts.here.today).is_held is False:
        return not_held(values, facts)
    return day if isinstance(day, Misread) else checked_date(meant_day(day, text, facts.here.today), facts)


def not_held(values: Values, facts: MeetingFacts) -> Got:
    """In the month that was said; else in the last one of the time that a button asked about; else in the one that is due now."""
    this, owed = Period.of(facts.here.today), owed_span(values)
    month = not_held_in(values, facts) if owed is None else min(this, owed.last)
    return {"date": None, "held": "no", "period": values.get("period") or str(month)}


def read_reason(text: str, _values: Values, _facts: MeetingFacts) -> Got:
    """The category that the words fall into; a reason that fits none is "other", and its words are not kept."""
    folded = fold(text)
    found = next(
        (reason for words_of, reason in REASON_WORDS if any(one in folded for one in words_of)), NotHeldReason.OTHER
    )
    return {"reason": str(found)}


def meant_day(day: date, text: str, today: date) -> date:
    """ "6/11" on 5 November is tomorrow, not a year ago: without a year, a day of the coming weeks is taken as that day."""
    has_year = re.search(r"\d[/.-]\d{1,2}[/.-]\d|\d{4}|nam", fold(text)) is not None
    ahead = day + timedelta(days=366 if calendar.isleap(today.year) else 365)
    return ahead if not has_year and today < ahead <= today + SOON else day


def checked_date(day: date, facts: MeetingFacts) -> Got:
    founded = facts.own_units[0].founded_on if len(facts.own_units) == 1 else date.min
    if day > facts.here.today:
        return say.in_the_future(day)
    return say.before_the_cell(day, founded) if day < founded else {"date": day.isoformat(), "held": "yes"}


def pick_date(value: str, values: Values, facts: MeetingFacts) -> Got:
    if value == "none":
        return not_held(values, facts)
    return checked_date(facts.here.today - timedelta(days=int(value == "yesterday")), facts)


def date_options(_values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [[Option(words.TODAY, "today"), Option(words.YESTERDAY, "yesterday")], [Option(say.NOT_HELD, "none")]]


def read_times(text: str, _values: Values, _facts: MeetingFacts) -> Got:
    times = read_time_span(text)
    return times if isinstance(times, Misread) else {"times": pack_times(times)}


def pick_times(value: str, _values: Values, _facts: MeetingFacts) -> Got:
    return {"times": f"||{value}"} if value in ("90", "120") else say.type_times()


def times_options(_values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [[Option(say.minutes(90), "90"), Option(say.minutes(120), "120"), Option(words.OTHER_NUMBER, "other")]]


MOST_CONSIDERED = 99
"""In one meeting; a larger number is a slip."""


def read_considered(text: str, _values: Values, facts: MeetingFacts) -> Got:
    line = read_meeting_line(f"xet {text}", facts.here.today)
    said = line.considered_count
    count = read_number(text if said is None else str(said), MOST_CONSIDERED)
    return Misread(count.sentence, "1") if isinstance(count, Misread) else {"considered": count}


def pick_considered(value: str, _values: Values, _facts: MeetingFacts) -> Got:
    return {"considered": int(value)} if value in ("0", "1", "2", "3") else Misread(say.ask_considered(), "2")


def considered_options(_values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    counts = [Option(str(count), str(count)) for count in (1, 2, 3)]
    return [[Option(say.NONE_CONSIDERED, "0"), *counts, Option(words.OTHER_NUMBER, "other")]]


def read_more(text: str, _values: Values, _facts: MeetingFacts) -> Got:
    more = read_more_line(text)
    if isinstance(more, Misread):
        return more
    return {
        "more": True,
        "resolutions": more.resolutions,
        "proposals": more.proposals,
        "dues": more.are_dues_paid,
        "place": more.place,
    }


def read_topic(text: str, _values: Values, _facts: MeetingFacts) -> Got:
    if not isinstance(read_yes_no(text), Misread):
        return Misread(say.ask_topic(), say.TOPIC_EXAMPLE)
    topic = read_line(text, 200, say.ask_topic(), say.TOPIC_EXAMPLE)
    return topic if isinstance(topic, Misread) else {"topic": topic}


def read_stands(text: str, values: Values, facts: MeetingFacts) -> Got:
    got = read_kind(text, values, facts)
    return got if isinstance(got, Misread) else {name: got[name] for name in ("kind", "period") if name in got}


def pick_stands(value: str, _values: Values, facts: MeetingFacts) -> Got:
    if value == "amend" and facts.stands is not None:
        return {"stands": int(facts.stands.id)}
    return say.type_period()


def stands_options(_values: Values, _facts: MeetingFacts) -> Sequence[Sequence[Option]]:
    return [[Option(say.AMEND, "amend"), Option(say.OTHER_PERIOD, "other")]]
