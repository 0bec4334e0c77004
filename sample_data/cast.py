"""The people of the sample zone: the cast of the practice page, and a secretary for every other cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.ids import PersonId, PostId, UnitId
from domain.people import Address, Person, Post, Role
from domain.zone import ZoneAccount, ZoneConsent
from language.say.join import CONSENT_WORDING
from sample_data import rows
from sample_data.naming import invented
from sample_data.rows import Names, PersonaRow
from sample_data.tree import Tree

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
BOT_ID = "practice"
CHANNELS = ("console", "web")
"""Both are linked for everybody of the cast; the last one gets the notices until the person writes elsewhere."""
SINCE = date(2023, 8, 1)
SECRETARIES_FROM = 3_000
"""The index of the first name of a secretary."""


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """Somebody whom the picker offers: `key` is also the chat id, `post` one line on who that is."""

    key: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Cast:
    """`secretaries` is who reports for a cell, by the cell's id."""

    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    accounts: tuple[ZoneAccount, ...]
    consents: tuple[ZoneConsent, ...]
    secretaries: Mapping[UnitId, PersonId]


def personas() -> tuple[PersonaCard, ...]:
    """Everybody whom one can play, in the picker's order; the last one is nobody to the database."""
    return tuple(PersonaCard(row.key, row.name, row.post) for row in rows.people().persona)


def build(tree: Tree, go_live_on: date, names: Names) -> Cast:
    """Persons are numbered in the order of people.toml, then by cell. Accounts were linked two weeks before going live."""
    known = [row for row in rows.people().persona if row.is_known]
    people = [Person(PersonId(nth), row.name, row.is_party_member) for nth, row in enumerate(known, start=1)]
    posts = _posts_of_cast(known, tree)
    linked_on = go_live_on - timedelta(days=14)
    accounts, consents = _linked(known, linked_on)
    taken = {post.unit_id for post in posts if post.role is Role.SECRETARY}
    for cell in tree.cells:
        if cell.id not in taken:
            person = Person(PersonId(len(people) + 1), invented(SECRETARIES_FROM + cell.id, names).name)
            people.append(person)
            posts.append(Post(PostId(len(posts) + 1), person.id, Role.SECRETARY, cell.id, "Bí thư", SINCE))
    secretaries = {post.unit_id: post.person_id for post in reversed(posts) if post.role is Role.SECRETARY}
    return Cast(tuple(people), tuple(posts), accounts, consents, secretaries)


def _posts_of_cast(known: list[PersonaRow], tree: Tree) -> list[Post]:
    given = [(PersonId(nth), post) for nth, row in enumerate(known, start=1) for post in row.posts]
    return [
        Post(PostId(nth), person_id, row.role, tree.ids[row.unit], row.title, SINCE)
        for nth, (person_id, row) in enumerate(given, start=1)
    ]


def _linked(known: list[PersonaRow], linked_on: date) -> tuple[tuple[ZoneAccount, ...], tuple[ZoneConsent, ...]]:
    at = datetime(linked_on.year, linked_on.month, linked_on.day, 9, 0, tzinfo=ZONE)
    accounts = tuple(
        ZoneAccount(PersonId(nth), Address(channel, BOT_ID, row.key), at)
        for nth, row in enumerate(known, start=1)
        for channel in CHANNELS
    )
    consents = tuple(
        ZoneConsent(CONSENT_WORDING, linked_on, person_id=PersonId(nth)) for nth, _ in enumerate(known, start=1)
    )
    return accounts, consents
