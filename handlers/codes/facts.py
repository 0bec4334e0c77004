"""What inviting, and looking after who has joined, knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.channel import Door
from domain.ids import CodeId, PersonId, PostId, UnitId
from domain.people import Account, Person
from domain.ports import Here, StoredCode
from domain.ports_posts import Member
from domain.units import Unit
from language.post_line import Units


@dataclass(frozen=True, slots=True)
class Facts:
    """`fresh` are new codes, (digits, digest), as many as this command may need. `named` is the code that a button is about,
    `list_codes` are those of a list.

    `members` are those whom a list or a page of people may show; `member` is whom a button is about, with their `accounts`;
    `lasting` are the administrators without whom nobody would look after the program, `admins` all of them.
    """

    here: Here
    units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    known: Units
    person_id: PersonId
    post_id: PostId
    code_id: CodeId
    same_name: Person | None = None
    same_posts: tuple[str, ...] = ()
    fresh: Sequence[tuple[str, str]] = ()
    named: StoredCode | None = None
    list_codes: Sequence[StoredCode] = ()
    door: Door | None = None
    members: Sequence[Member] = ()
    member: Member | None = None
    accounts: Sequence[Account] = ()
    lasting: Mapping[PostId, PersonId] | None = None
    admins: Sequence[Person] = ()
