"""When a message to many leaves, and who is counted where."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.broadcasts import Audience, Recipient, Where, leaves_at
from domain.calendar import Calendar, Holiday, HolidayKind
from domain.ids import PersonId
from domain.people import Address
from tests.stage import ZONE

TET = Calendar.of(Holiday(date(2027, 2, day), HolidayKind.OFF, "Tết", True, "x") for day in range(5, 12))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-11-05 19:42", "2026-11-05 19:42"),
        ("2026-11-05 06:30", "2026-11-05 06:30"),
        ("2026-11-05 20:59", "2026-11-05 20:59"),
        ("2026-11-05 21:00", "2026-11-06 06:30"),
        ("2026-11-05 23:59", "2026-11-06 06:30"),
        ("2026-11-06 00:00", "2026-11-06 06:30"),
        ("2026-11-06 06:29", "2026-11-06 06:30"),
        ("2026-11-07 12:00", "2026-11-07 12:00"),
        ("2027-02-04 21:30", "2027-02-12 06:30"),
        ("2027-02-05 09:00", "2027-02-12 06:30"),
        ("2027-02-11 23:00", "2027-02-12 06:30"),
    ],
)
def test_it_leaves_at_the_next_open_moment(now: str, leaves: str) -> None:
    assert leaves_at(at(now), TET) == at(leaves)


def test_messengers_are_counted_with_the_most_used_first() -> None:
    def one(number: int, channel: str) -> Recipient:
        return Recipient(PersonId(number), Where.OPEN, Address(channel, "b", str(number)))

    people = (one(1, "zalo_bot"), one(2, "telegram"), one(3, "telegram"), Recipient(PersonId(4), Where.GONE))
    audience = Audience(people)

    assert audience.by_channel() == [("telegram", 2), ("zalo_bot", 1)]
    assert (audience.count(Where.OPEN), audience.count(Where.GONE), len(audience.reachable)) == (3, 1, 3)
