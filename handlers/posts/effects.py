"""What a change of post would do, said before it is confirmed; and why it may not be done."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import NOT_YET, Role
from domain.talk import Values
from handlers.form import Problem
from handlers.namesakes import taken
from handlers.posts.answers import END, GRANT, HANDOVER, day_of, holds, name_of, unit_of
from handlers.posts.facts import Facts
from language.say import posts as say


def check(values: Values, facts: Facts) -> Problem | None:
    """Nobody gets what they hold."""
    do, post, member = values.get("do"), facts.post, facts.member(values.get("who"))
    if member is None or (do == HANDOVER and post is None) or do == END:
        return None
    unit_id, role = (
        (post.unit_id, post.role) if do == HANDOVER and post is not None else (values.get("unit"), values.get("role"))
    )
    return Problem("who", say.already_held(member.person.name)) if holds(member, unit_id, role) else None


def is_last_admin(values: Values, facts: Facts) -> bool:
    """Whether the change would leave nobody who looks after the program: who follows must be there, reachable and not locked."""
    post, member = facts.post, facts.member(values.get("who"))
    if post is None or set(facts.lasting) != {post.id}:
        return False
    follows = member is not None and member.joined_at is not None and member.is_reachable and not member.is_locked
    return not (values.get("do") == HANDOVER and follows)


def notes(values: Values, facts: Facts) -> Sequence[str]:
    """The effect, before it is confirmed."""
    day, name = day_of(values, facts), name_of(values, facts)
    unit = unit_of(values, facts)
    if values.get("do") == GRANT:
        if unit is None:
            return []
        role, who = Role(str(values["role"])), facts.member(values.get("who"))
        other = taken(unit, role, str(values["title"]), who, facts.members, facts.here)
        return [*([other] if other else []), say.effect_grant(name, role, unit.short_name, day)]
    post, holder = facts.post, facts.holder
    if post is None or holder is None:
        return [say.gone()]
    where = facts.unit_name(post.unit_id)
    left = [facts.called(one) for one in holder.posts if one.id != post.id and one.since != NOT_YET]
    still = say.still_holds(holder.person.name, left)
    if values.get("do") == END:
        alone = [] if facts.others else [say.nobody_left(post.role, where)]
        return [say.effect_end(holder.person.name, post.role, where, day), still, *alone]
    is_new = values.get("who") == 0
    moving = 0 if is_new else sum(draft.flow not in facts.taken for draft in facts.drafts)
    staying = len(facts.drafts) - moving
    moves = say.moves(facts.burden.followed, facts.burden.waiting, facts.owed, moving)
    return [
        say.effect_handover(holder.person.name, name, is_new),
        moves,
        *([say.drafts_stay(staying)] if staying else []),
        still,
    ]


def heading(values: Values, facts: Facts) -> str:
    post, holder = facts.post, facts.holder
    title, unit = ("", "") if post is None else (post.title, facts.unit_name(post.unit_id))
    return say.heading(str(values.get("do")), title, unit, "" if holder is None else holder.person.name)
