"""What flows may read is limited to the actor's reach: outside is not found (`domain.ports.Read`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.ids import digester
from domain.ids import CandidateId, MeetingId, OperationId, TurnId, UnitId
from domain.legal import rule_book
from domain.meetings import MeetingKind
from domain.people import Address, Role
from domain.periods import BirthDate, Period
from domain.ports import Here, Read
from domain.rights import Action
from domain.weeks import Week
from handlers.week.facts import parts
from storage import conversations, people
from storage.reading import Sources, TurnRead
from tests.fakes.channel import BOT
from tests.flows.desk import Desk
from tests.rights.seen import CELLS, all_names, known_to
from tests.stage import EVENING, SECRET, ZONE


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()


def read_as(desk: Desk, who: str) -> Read:
    today = EVENING.astimezone(ZONE).date()
    actor = people.actor(desk.db, Address("web", BOT, who), today, EVENING)
    sources: Sources = desk.around.sources
    tree = sources.trees.on(desk.db, today)
    conversation = conversations.get(desk.db, actor.owner)
    here = Here(actor, conversation, tree, today, EVENING, TurnId(1), ZONE, "")
    return TurnRead(desk.db, here, sources)


INSIDERS = [who for who in CELLS if who != "stranger"]


@pytest.mark.parametrize("who", INSIDERS)
def test_candidates_by_id_and_by_name_are_those_within_reach(desk: Desk, who: str) -> None:
    read, known = read_as(desk, who), known_to(desk, who)
    ids = [CandidateId(int(str(row[0]))) for row in desk.query("SELECT id FROM candidate")]
    by_id = {one.name for one in map(read.candidate, ids) if one is not None}
    by_name = {one.name for one in read.candidates("", 1_000)}

    assert by_id == by_name == known
    assert known < all_names(desk)


@pytest.mark.parametrize("who", INSIDERS)
def test_waiting_and_followed_are_those_within_reach(desk: Desk, who: str) -> None:
    read, known = read_as(desk, who), known_to(desk, who)
    assert {one.name for one in read.waiting_entries()} <= known
    followed = [one for unit in read.here.tree.units for one in read.followed(unit)]
    assert {one.name for one in followed} <= known


@pytest.mark.parametrize("who", INSIDERS)
def test_unanswered_introductions_are_told_to_those_whom_they_concern(desk: Desk, who: str) -> None:
    read = read_as(desk, who)
    pairs = desk.query("SELECT unit_id, introduced_unit_id FROM candidate WHERE intake = 'waiting'")

    assert pairs
    for post in read.here.actor.posts:
        is_told = post.role in (Role.SECRETARY, Role.UNION)
        (part,) = parts(read, Week(2026, 44), [post])
        assert part.entries == (sum(post.unit_id in pair for pair in pairs) if is_told else 0)


@pytest.mark.parametrize("who", INSIDERS)
def test_part_of_a_digest_is_the_same_whatever_else_its_reader_may_see(desk: Desk, who: str) -> None:
    """It is gathered once for all who hold the post: what only one of them may see must not be in it."""
    holder, week = read_as(desk, who), Week(2026, 44)
    others = [replace(read_as(desk, one).here.actor.posts[0], person_id=holder.here.actor.who) for one in INSIDERS]
    here = replace(holder.here, actor=replace(holder.here.actor, posts=(*holder.here.actor.posts, *others)))
    everything = TurnRead(desk.db, here, desk.around.sources)

    for post in holder.here.actor.posts:
        assert parts(everything, week, [post]) == parts(holder, week, [post])


def test_meetings_are_those_that_one_reports(desk: Desk) -> None:
    read = read_as(desk, "secretary_maple")
    own = read.reach(Action.REPORT_MEETING)
    rows = [(int(str(ident)), int(str(unit))) for ident, unit in desk.query("SELECT id, unit_id FROM meeting")]
    found = {unit for ident, unit in rows if read.meeting_by_id(MeetingId(ident)) is not None}
    assert found == {int(unit) for unit in own}
    others = {UnitId(unit) for _, unit in rows} - own
    assert all(read.meeting(unit, Period(2026, 9), MeetingKind.REGULAR) is None for unit in others)


def test_twin_beyond_reach_is_only_a_fact(desk: Desk) -> None:
    read = read_as(desk, "secretary_maple")
    twins = read.twins("tran thi ha", "Trần Thị Hà", BirthDate(1995, 9, 21))
    assert [(twin.is_visible, twin.candidate) for twin in twins] == [(False, None)]


def test_operation_of_another_person_is_not_found(desk: Desk) -> None:
    desk.say("secretary", "hop 5/11 20/20 90p khong xet")
    desk.press("secretary", "Nộp")
    ident = OperationId(desk.number("SELECT max(id) FROM operation"))
    assert read_as(desk, "secretary").operation(ident) is not None
    assert read_as(desk, "deputy").operation(ident) is None
    assert read_as(desk, "deputy").last_operation() is None


def test_rules_and_codes_do_not_depend_on_who_reads(desk: Desk) -> None:
    assert [rule.key for rule in read_as(desk, "union").rules] == [rule.key for rule in rule_book()]
    assert read_as(desk, "union").code("12345678") is None
    assert len(digester(SECRET)("12345678")) > 16


def test_calendar_is_the_same_for_everybody_and_read_once(desk: Desk) -> None:
    first = read_as(desk, "union").calendar()
    assert first.is_holiday(date(2026, 11, 24))
    assert read_as(desk, "secretary").calendar() is first
