"""The cast of the practice page, and the candidates whom documents and tests speak of."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import UTC, datetime

import pytest

from domain.admission import AdmissionStep, AgeCase, Intake, read_age
from domain.people import Actor, Address, Role
from domain.targets import Indicator
from domain.zone import Zone
from language.text import fold
from sample_data.cast import PersonaCard, personas
from storage import candidates, meetings, people, targets
from tests.sample.loaded import TODAY, loaded

KEYS = [
    *("secretary", "deputy", "secretary_maple", "two_posts", "union"),
    *("collaborator", "office", "leader", "admin", "stranger"),
]
NOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)


def test_cast_is_complete() -> None:
    assert [card.key for card in personas()] == KEYS


@pytest.fixture(scope="module")
def actors(zone: Zone) -> dict[tuple[str, str], Actor]:
    """Everybody on both channels, on a database of their own: asking for an actor writes when they were seen."""
    connection = loaded(zone)
    where = [(channel, key) for channel in ("web", "console") for key in KEYS]
    return {
        (channel, key): people.actor(connection, Address(channel, "practice", key), TODAY, NOW)
        for channel, key in where
    }


@pytest.mark.parametrize("channel", ["web", "console"])
@pytest.mark.parametrize("card", personas()[:-1], ids=lambda card: card.key)
def test_persona_is_linked(actors: dict[tuple[str, str], Actor], card: PersonaCard, channel: str) -> None:
    person = actors[channel, card.key].person
    assert person is not None
    assert person.name == card.name


def test_stranger_is_nobody(actors: dict[tuple[str, str], Actor]) -> None:
    assert actors["web", "stranger"].person is None


def test_posts_are_those_that_the_picker_promises(actors: dict[tuple[str, str], Actor], zone: Zone) -> None:
    keys = {unit.id: unit.key for unit in zone.units}
    posts = {key: [(post.role, keys[post.unit_id]) for post in actors["web", key].posts] for key in KEYS[:-1]}
    assert posts == {
        "secretary": [(Role.SECRETARY, "konya")],
        "deputy": [(Role.SECRETARY, "konya")],
        "secretary_maple": [(Role.SECRETARY, "maple")],
        "two_posts": [(Role.SECRETARY, "horn"), (Role.UNION, "cdcs_horn")],
        "union": [(Role.UNION, "cdcs_konya")],
        "collaborator": [(Role.COLLABORATOR, "konya"), (Role.COLLABORATOR, "maple"), (Role.COLLABORATOR, "horn")],
        "office": [(Role.OFFICE, "root")],
        "leader": [(Role.LEADER, "root")],
        "admin": [(Role.ADMIN, "root")],
    }


def test_only_the_union_officer_is_outside_the_party(zone: Zone) -> None:
    assert [person.name for person in zone.people if not person.is_party_member] == ["Vũ Thị Thắm"]


@pytest.mark.parametrize(("key", "count"), [("konya", 6), ("maple", 3), ("horn", 4)])
def test_cells_of_the_cast_follow_their_candidates(
    database: sqlite3.Connection, zone: Zone, key: str, count: int
) -> None:
    assert len(candidates.followed(database, zone.unit(key).id)) == count


def test_candidate_of_the_documents_is_known_to_konya(database: sqlite3.Connection, zone: Zone) -> None:
    found = {one.name: one for one in candidates.followed(database, zone.unit("konya").id)}
    thao = found["Nguyễn Thị Hiền Thảo"]
    assert (str(thao.birth), str(thao.added_on)) == ("1998-03-12", "2026-02-02")
    assert {"Trần Thị Hà", "Lê Văn Bình"} < set(found)


def test_one_introduction_waits_for_konya(database: sqlite3.Connection, zone: Zone) -> None:
    waiting = [one.candidate for one in zone.candidates if one.candidate.intake is Intake.WAITING]
    assert [(one.unit_id, one.introduced_unit_id) for one in waiting] == [
        (zone.unit("konya").id, zone.unit("cdcs_konya").id)
    ]
    assert not candidates.events(database, waiting[0].id)


def test_homonyms_stand_in_different_cells_and_nobody_else_shares_a_name(zone: Zone) -> None:
    names = Counter(one.folded for one in zone.candidates) + Counter(fold(person.name) for person in zone.people)
    assert [name for name, count in names.items() if count > 1] == [fold("Phạm Thị Hoa")]
    twins = [one.candidate for one in zone.candidates if one.folded == fold("Phạm Thị Hoa")]
    assert [one.unit_id for one in twins] == [zone.unit("maple").id, zone.unit("flat").id]
    assert twins[0].birth != twins[1].birth


def test_one_candidate_is_too_young_and_one_nearly_too_old(database: sqlite3.Connection, zone: Zone) -> None:
    cases = {
        one.name: read_age(one.birth, TODAY, 18, 60).case for one in candidates.followed(database, zone.unit("horn").id)
    }
    assert cases["Ngô Minh Sơn"] is AgeCase.TOO_YOUNG
    assert cases["Cao Bá Thuận"] is AgeCase.NEARLY_TOO_OLD


def test_everybody_who_was_resolved_was_of_age(zone: Zone) -> None:
    births = {one.candidate.id: one.candidate.birth for one in zone.candidates}
    for event in zone.events:
        if event.step is AdmissionStep.CELL_RESOLUTION and event.happened_on is not None:
            assert read_age(births[event.candidate_id], event.happened_on, 18, 60).case is AgeCase.FITS


def test_konya_has_admitted_two_of_three_and_reported_ten_months(database: sqlite3.Connection, zone: Zone) -> None:
    konya = zone.unit("konya").id
    found = targets.counts(database, Indicator.ADMITTED, TODAY.replace(month=1, day=1), TODAY)
    assert found[konya] == (2, 0)
    assert [one.least for one in targets.targets(database, Indicator.ADMITTED, konya, TODAY)] == [3]
    assert meetings.months_reported(database, konya, 2026) == frozenset(range(1, 11))


@pytest.mark.parametrize(("key", "count"), [("cdcs_konya", 2), ("cdcs_horn", 4)])
def test_unions_stand_below_and_above_their_quota_of_three(
    database: sqlite3.Connection, zone: Zone, key: str, count: int
) -> None:
    union = zone.unit(key).id
    assert targets.counts(database, Indicator.INTRODUCED, TODAY.replace(month=1, day=1), TODAY)[union] == (count, 0)
    assert [one.least for one in targets.targets(database, Indicator.INTRODUCED, union, TODAY)] == [3]
