"""`chibot holidays`: the office's table of public holidays, listed and edited."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date

from bot import prepare
from bot.settings import Settings
from domain.calendar import Holiday, HolidayKind
from language.say import holidays as say
from storage import calendars, upkeep

DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def show(args: argparse.Namespace, settings: Settings) -> int:
    """One line a day, under its year."""
    connection = prepare.open_to_read(settings)
    days = calendars.calendar(connection).days.values()
    print(say.listed([one for one in days if args.year in (None, one.day.year)]))
    return 0


def put(args: argparse.Namespace, settings: Settings) -> int:
    """Lists the day, or replaces what was listed of it. 2 for a day that does not exist, or an empty name or source."""
    day, name, source = read_day(args.day), args.name.strip(), args.source.strip()
    if day is None:
        return _unusable(say.bad_day(args.day))
    if not (name and source):
        return _unusable(say.name_and_source())
    one = Holiday(day, HolidayKind(args.kind), name, args.confirmed, source)
    prepare.database_file(settings)
    with upkeep.Lock(settings.database):
        calendars.set_day(prepare.open_database(settings), one)
    print(say.line(one))
    return 0


def drop(args: argparse.Namespace, settings: Settings) -> int:
    """From now on the day is what its weekday says. 1 when it was not listed."""
    day = read_day(args.day)
    if day is None:
        return _unusable(say.bad_day(args.day))
    prepare.database_file(settings)
    with upkeep.Lock(settings.database):
        if not calendars.drop_day(prepare.open_database(settings), day):
            raise prepare.NotReady(say.not_listed(day))
    print(say.dropped(day))
    return 0


def read_day(text: str) -> date | None:
    """ "2027-02-08" or "8/2/2027"; None for anything else, and for a day that the calendar does not have."""
    found = DAY_FIRST.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text.strip())
    except ValueError:
        return None


def _unusable(text: str) -> int:
    print(f"chibot: {text}", file=sys.stderr)
    return 2
