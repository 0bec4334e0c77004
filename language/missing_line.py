"""Who has not reported: "ai chưa báo cáo tháng 10", "chi bộ nào chưa nộp", or the progress of one month's reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.meetings import MeetingKind
from domain.periods import Period
from domain.targets import Indicator
from language.dates import read_period
from language.owed_line import KIND, kind_said, last_over, running_span, span_said
from language.progress_line import read_question
from language.reading import Misread
from language.text import fold

_MONTH = re.compile(r"\b(?:(?:cua|trong) )?(?:thang|t) ?(\d{1,2}(?:/\d{4})?|nay|truoc)\b", re.ASCII)
_REPORT = r"(?:bao cao|bc)(?: (?:sinh hoat|hop))?(?: (?:chi bo|cb))?"
_ASKED = re.compile(
    r"(?:cho (?:toi |em )?(?:hoi|xem|biet) |xem |liet ke )?(?:con )?(?:danh sach |ds )?"
    r"(?:ai|nhung ai|(?:cac |nhung )?(?:chi bo|cb|don vi|noi)(?: nao)?) (?:con |van )?(?:chua|no|thieu) "
    rf"(?:(?:(?:nop|gui|lam|co) )?(?:{_REPORT}|(?:bao cao |bc )?(?={KIND}))|(?:nop|gui)(?=[ ?.]*\Z| (?:thang|t)\b))"
    r"|(?:con )?(?:ai|chi bo nao|cb nao) (?:con |van )?thieu(?=[ ?.]*\Z| (?:thang|t)\b)",
    re.ASCII,
)
_UNTIL = re.compile(r"\b(?:den|toi|dung han)\b|\d thang\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class MissingLine:
    """`period`: the last month of the time that is asked about. `unit_text` folded; "" for everything that the person oversees.

    `running`: the last month of the time that has begun and is not over, where no time was named and the kind is not monthly: meant
    when nobody owed anything before it.
    """

    period: Period
    unit_text: str = ""
    kind: MeetingKind = MeetingKind.REGULAR
    running: Period | None = None


def asks_who_is_missing(folded: str) -> bool:
    return _ASKED.match(folded) is not None


def asks_about_month(text: str, today: date) -> bool:
    """Whether a question about progress is about the reports of one month, which no figure of a year answers."""
    folded = fold(text[:300])
    is_month = _MONTH.search(folded) is not None and _UNTIL.search(folded) is None
    return is_month and read_question(text, today).indicator is Indicator.MEETINGS_ON_TIME


def read_missing(text: str, today: date) -> MissingLine | None:
    """None when the line asks for something else. Without a month, quarter or year: the last one that is over."""
    folded = fold(text[:300])
    if not asks_who_is_missing(folded) and not asks_about_month(text, today):
        return None
    asked = _ASKED.sub(" ", folded, count=1).strip(" ?.")
    kind, rest = kind_said(asked) if asks_who_is_missing(folded) else (None, "")
    if kind is not None:
        span, rest = span_said(rest, kind, today, is_ahead=False)
        running = running_span(kind, today) if span is None else None
        span = span or last_over(kind, today)
        unit_text = read_question(rest, today).unit_text
        return (
            None if span is None else MissingLine(span.last, unit_text, kind, None if running is None else running.last)
        )
    found = _MONTH.search(folded)
    period = Period.of(today).shift(-1) if found is None else read_period(f"tháng {found[1]}", today)
    if isinstance(period, Misread):
        return None
    rest = _MONTH.sub(" ", _ASKED.sub(" ", folded, count=1))
    return MissingLine(period, read_question(rest, today).unit_text)
