"""The list of posts as a file."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Decision
from domain.tables import Column, ColumnType, Table
from domain.talk import Page
from handlers.posts.facts import Facts
from handlers.posts.listed import members_on, posts_on, since, unit_of
from handlers.tables import exported, may_print, refused, sheet
from language.say import exports as say_exports
from language.say import sheets as say


def excel(page: Page, facts: Facts, now: datetime) -> Decision:
    """Every post of everybody on the list, a line each; of a unit only the posts there."""
    unit = unit_of(page, facts)
    people = members_on(page, unit, facts)
    if not people or not may_print(facts.here, None if unit is None else unit.id):
        return refused(facts.here)
    rows = tuple(
        (
            *(member.person.name, post.title, facts.unit_name(post.unit_id), since(post), post.until),
            say.WAITS_TO_JOIN if since(post) is None else "",
        )
        for member, post in posts_on(unit, people)
    )
    columns = (
        *map(Column, (say_exports.NAME, say.POST, say_exports.CELL)),
        *(Column(say.SINCE, ColumnType.DATE), Column(say.UNTIL, ColumnType.DATE), Column(say.NOTE)),
    )
    about = say_exports.as_of(say.only("" if unit is None else unit.short_name, page.part), facts.here.today)
    table = Table(say.POSTS, columns, rows, about)
    audit = Audit("exported", "posts", facts.here.actor.who, unit_id=None if unit is None else unit.id)
    looks = [Audit("exported", "person", one.person.id, unit_id=one.posts[0].unit_id) for one in people]
    return exported(sheet(table, facts.here, now), table.title, len(rows), audit, looks=looks)
