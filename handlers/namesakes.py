"""Who of those that are there already has the name of an invitation, and who holds, or was invited to, its post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.ids import UnitId
from domain.people import NOT_YET, Post, Role
from domain.ports import Here
from domain.ports_posts import Member
from domain.units import Unit
from language.say import codes as say
from language.text import fold, has_no_marks

OF_ONE = ("bi thu", "chu tich", "chanh van phong")
"""Folded: the titles of which a unit has one."""


def is_same_name(one: str, other: str) -> bool:
    """Whether they may be the same name: one of them may have been typed without its marks."""
    return one == other or (fold(one) == fold(other) and (has_no_marks(one) or has_no_marks(other)))


def known_as(name: str, members: Sequence[Member]) -> Member | None:
    """Whoever has that name to the letter comes first. Nobody who has posts that the inviter cannot see."""
    found = [one for one in members if one.is_whole and is_same_name(one.person.name, name)]
    return next((one for one in found if one.person.name == name), found[0] if found else None)


def why_none(member: Member | None, unit: Unit | None, role: object, here: Here) -> str:
    """Why they need no code for this post: they hold it, or have one; "" when they need one."""
    for post in () if member is None or unit is None else member.posts:
        if member is not None and unit is not None and (post.unit_id, post.role) == (unit.id, role):
            if post.holds_on(here.today):
                return say.HELD
            if _is_invited(member, post, here):
                return say.INVITED
    return ""


def told(member: Member, here: Here) -> tuple[str, ...]:
    """Their posts, and those to which they are invited, as a question names them."""
    return tuple(
        say.known_post(post.title, "" if (unit := here.tree.get(post.unit_id)) is None else unit.short_name, held)
        for post in member.posts
        if (held := post.since != NOT_YET) or _is_invited(member, post, here)
    )


def taken(unit: Unit, role: Role | None, title: str, who: Member | None, members: Iterable[Member], here: Here) -> str:
    """That somebody else has the post of which there is one; "" when nobody has."""
    if fold(title) not in OF_ONE:
        return ""
    for member in members:
        for post in member.posts if who is None or member.person.id != who.person.id else ():
            is_it = _is_of(post, unit.id, role) and fold(post.title) == fold(title)
            if is_it and (post.since != NOT_YET or _is_invited(member, post, here)):
                return say.taken(unit.short_name, post.title, member.person.name, post.since != NOT_YET)
    return ""


def _is_of(post: Post, unit_id: UnitId, role: Role | None) -> bool:
    return (post.unit_id, post.role) == (unit_id, role)


def _is_invited(member: Member, post: Post, here: Here) -> bool:
    code = member.codes.get(post.id)
    return code is not None and code.is_open(here.sent_at)
