"""Who holds which post: the people of a unit, or those with part of a name, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from domain.decision import Audit, Choice, Decision, Next, Reply, ReplyKind
from domain.people import NOT_YET, Post
from domain.ports_posts import Member
from domain.talk import PAGED, FlowName, Page, Press
from domain.units import Unit
from handlers.pages import PAGE
from handlers.posts.answers import GRANT
from handlers.posts.facts import Facts, is_number
from handlers.tables import excel_row
from language.say import people as say_people
from language.say import posts as say
from language.say import words
from language.text import fold

NAMED = "n"
"""A page that lists people by part of a name; one about "u" and a number lists those of that unit, about "p" one person."""


def unit_of(page: Page, facts: Facts) -> Unit | None:
    return next((unit for unit in facts.units if page.about == f"u{unit.id}"), None)


def members_on(page: Page, unit: Unit | None, facts: Facts) -> list[Member]:
    """The whole list of which this is a page; nobody where it is about a unit or a person out of reach."""
    return [member for member in facts.members if _is_listed(member, page, unit)]


def _is_listed(member: Member, page: Page, unit: Unit | None) -> bool:
    if unit is not None and not any(post.unit_id == unit.id for post in member.posts):
        return False
    is_known = unit is not None or page.about in (NAMED, f"p{member.person.id}")
    return is_known and (not page.part or f" {page.part}" in f" {fold(member.person.name)}")


def posts_on(unit: Unit | None, shown: Sequence[Member]) -> list[tuple[Member, Post]]:
    """Of a unit only what they hold there."""
    return [(one, post) for one in shown for post in one.posts if unit is None or post.unit_id == unit.id]


def since(post: Post) -> date | None:
    return None if post.since == NOT_YET else post.since


def show(page: Page, facts: Facts, after: Next) -> Decision:
    """At most eight people of a unit, or of those with that part of a name."""
    unit = unit_of(page, facts)
    found = members_on(page, unit, facts)
    last = int(page.after) if is_number(page.after) else 0
    rest = [member for member in found if member.person.id > last] or found
    shown = rest[:PAGE]
    head = say.of_unit(unit.short_name) if unit is not None else say.several(len(found))
    if not shown:
        head = say.none_in(unit.short_name) if unit is not None else say_people.none_named()
    lines = [
        say.row(member.person.name, post.title if unit is not None else facts.called(post), since(post), post.until)
        for member, post in posts_on(unit, shown)
    ]
    entries = tuple(Audit("listed", "person", one.person.id, unit_id=one.posts[0].unit_id) for one in shown)
    rows = [*_rows(page, unit, shown, len(rest) > PAGE)]
    rows += excel_row(FlowName.POSTS, Page(page.about, part=page.part).pack(), facts.here) if shown else ()
    reply = Reply("\n".join([head, *lines]), tuple(rows), ReplyKind.VIEW, is_personal=True)
    return Decision((reply,), audit=entries, next=after)


def _rows(page: Page, unit: Unit | None, shown: Sequence[Member], has_more: bool) -> Iterator[tuple[Choice, ...]]:
    for member in shown:
        yield (Choice(member.person.name, Press(FlowName.POSTS, "of", 0, str(member.person.id))),)
    if has_more:
        following = Page(page.about, str(shown[-1].person.id), page.part)
        yield (Choice(words.MORE, Press(FlowName.POSTS, PAGED, 0, following.pack())),)
    elif page.after:
        yield (Choice(words.FROM_THE_START, Press(FlowName.POSTS, PAGED, 0, Page(page.about, part=page.part).pack())),)
    if unit is not None:
        yield (Choice(say.GRANT_HERE, Press(FlowName.POSTS, GRANT, 0, f"u{unit.id}")),)
