"""Administrators look after the digest (/bantin): what it would say, who got it, and sending it to those without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.calendar import Calendar, is_open
from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.digest import Part
from domain.people import Person, Post, Role
from domain.planning import Tally
from domain.ports import Here, Read
from domain.records import SetOffDigests
from domain.rights import Action
from domain.tables import Column, ColumnType, Table
from domain.talk import Command, FlowName, Press
from domain.weeks import Week
from handlers.flow import Flow
from handlers.tables import excel_row, exported, may_print, refused, sheet
from handlers.week.facts import parts
from language.say import digest as say
from language.say import exports as say_exports
from language.say.words import voice_of


@dataclass(frozen=True, slots=True)
class Facts:
    """`week` is the last one that is over; `person` and `parts` are whose digest is shown, as they read it, without being sent."""

    here: Here
    week: Week
    tally: Tally
    calendar: Calendar
    person: Person | None = None
    parts: tuple[Part, ...] = ()


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    week = _asked(command, Week.of(here.today).shift(-1))
    tomorrow = datetime.combine(here.today + timedelta(days=1), datetime.min.time(), tzinfo=here.zone)
    tally = read.digest_tally(week, tomorrow)
    if not (isinstance(command, Press) and command.step == "preview" and command.value in set(say.PREVIEWED)):
        return Facts(here, week, tally, read.calendar())
    role = Role(command.value)
    person, posts = _one_of(role, read)
    theirs = () if person is None else parts(read.seen_by(person, posts), week, posts)
    return Facts(here, week, tally, read.calendar(), person, theirs)


def _one_of(role: Role, read: Read) -> tuple[Person | None, Sequence[Post]]:
    """Somebody who holds that role within reach, and their posts of that role there; (None, ()) when nobody does."""
    reach = read.reach(Action.SEND_DIGESTS)
    for person in read.holders(None, [role]):
        posts = [post for post in read.posts_of(person.id) if post.role is role and post.unit_id in reach]
        if posts:
            return person, posts
    return None, ()


def _asked(command: Command, last: Week) -> Week:
    """The week that a button is about; the last one otherwise, and for one that is not over."""
    if isinstance(command, Press) and command.step in ("ask", "send", "excel"):
        try:
            return min(Week.parse(command.value), last)
        except ValueError:
            return last
    return last


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    match command:
        case Press(step="preview", value=role) if role in set(say.PREVIEWED):
            if not facts.parts:
                return Decision((Reply(say.no_preview(say.PREVIEWED[Role(role)]), kind=ReplyKind.VIEW),))
            text = say.digest(facts.week, facts.parts, facts.here.today, voice_of(facts.person))
            return Decision((Reply(say.preview(say.PREVIEWED[Role(role)], text), kind=ReplyKind.VIEW),))
        case Press(step="excel"):
            return _excel(facts, now)
        case Press(step="ask"):
            return _question(facts)
        case Press(step="send"):
            return _send(facts, now)
        case _:
            return Decision((_page(facts),))


def _page(facts: Facts) -> Reply:
    previews = [Choice(name, Press(FlowName.BULLETIN, "preview", 0, role)) for role, name in say.PREVIEWED.items()]
    rows = [tuple(previews[at : at + 2]) for at in range(0, len(previews), 2)]
    if facts.tally.missing:
        label = f"{say.SEND_MISSING} ({len(facts.tally.missing)})"
        rows.append((Choice(label, Press(FlowName.BULLETIN, "ask", 0, str(facts.week))),))
    rows += excel_row(FlowName.BULLETIN, str(facts.week), facts.here)
    return Reply(say.bulletin(facts.week, facts.tally), tuple(rows), ReplyKind.VIEW)


def _excel(facts: Facts, now: datetime) -> Decision:
    """How many got it, and why the others did not: counts, as on the page."""
    if not may_print(facts.here):
        return refused(facts.here)
    rows = tuple(say.outcomes(facts.tally))
    columns = (Column(say_exports.OUTCOME), Column(say_exports.PEOPLE, ColumnType.INT, has_total=True))
    table = Table(say_exports.BULLETIN, columns, rows, say.heading(facts.week))
    audit = Audit("exported", "digest", facts.week.year * 100 + facts.week.number, (str(facts.week),))
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit)


def _question(facts: Facts) -> Decision:
    if not facts.tally.missing:
        return Decision((_page(facts),))
    yes = Choice(say.SEND_NOW, Press(FlowName.BULLETIN, "send", 0, str(facts.week)))
    no = Choice(say.NOT_NOW, Press(FlowName.BULLETIN, "open", 0, "menu"))
    return Decision((Reply(say.send_question(facts.week, len(facts.tally.missing)), ((yes, no),), ReplyKind.VIEW),))


def _send(facts: Facts, now: datetime) -> Decision:
    """Whoever has it gets no second one: the week and the person are the key."""
    missing = facts.tally.missing
    if not missing:
        return Decision((_page(facts),))
    record = SetOffDigests(facts.week, missing, now)
    entry = Audit("set_off", "digest", facts.week.year * 100 + facts.week.number, (str(facts.week),))
    is_now = is_open(now.astimezone(facts.here.zone), facts.calendar)
    reply = Reply(say.set_off(facts.week, len(missing), is_now), kind=ReplyKind.RECEIPT)
    return Decision((reply,), (record,), (entry,))


FLOW = Flow(FlowName.BULLETIN, Action.SEND_DIGESTS, gather, decide)
