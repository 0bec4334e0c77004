"""What a confirmed change writes, and who is told: a post given, ended, or handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.people import INVITATION_VALID, NOT_YET, Person, Post, Role
from domain.ports_posts import Member
from domain.records import DRAFT_KIND, AddCode, AddOperation, AddPerson, MoveDraft, Record, WritePost
from domain.rights import Action, may
from domain.talk import STEER, Control, Draft, FlowName, Press, Values
from handlers.posts.answers import END, GRANT, HANDOVER, day_of, name_of
from handlers.posts.effects import is_last_admin
from handlers.posts.facts import Facts
from language.say import posts as say
from language.say import small, words
from language.say.words import voice_of
from language.words_shown import TITLES

ADMINISTRATORS = ("administrators", 1)
"""A subject that all changes of administrators share: an earlier one cannot be taken back under a later one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is confirmed: the form's answers, all that was gathered, and when."""

    values: Values
    facts: Facts
    now: datetime


def submit(values: Values, facts: Facts, now: datetime) -> Decision:
    """Whatever was true when the form was shown is asked again here, in the turn's own transaction."""
    todo, here = Change(values, facts, now), facts.here
    if values.get("do") == GRANT:
        return _grant(todo)
    post, holder = facts.post, facts.holder
    is_there = post is not None and post.since != NOT_YET and post.until is None
    if post is None or holder is None or not is_there or not _may(post, facts):
        return _gone()
    if is_last_admin(values, facts):
        text = say.last_admin(holder.person.name)
        return Decision((Reply(text, kind=ReplyKind.VIEW),), next=Close(FlowName.POSTS))
    if values.get("do") == END:
        return _end(post, holder, todo)
    member = facts.member(values.get("who"))
    if values.get("do") != HANDOVER or here.actor.person is None or (member is not None and member.is_locked):
        return _gone()
    return _invite(post, holder, todo) if member is None else _hand_over(post, holder, member, todo)


def _gone() -> Decision:
    return Decision((Reply(say.gone(), kind=ReplyKind.VIEW),), next=Close(FlowName.POSTS))


def _may(post: Post, facts: Facts) -> bool:
    here = facts.here
    return may(here.actor.posts, Action.MANAGE_POSTS, here.tree, post.unit_id)


def _grant(todo: Change) -> Decision:
    values, facts = todo.values, todo.facts
    member, day = facts.member(values.get("who")), day_of(values, facts)
    unit = next((one for one in facts.units if one.id == values.get("unit")), None)
    if member is None or unit is None or member.is_locked:
        return _gone()
    role, title = Role(str(values["role"])), str(values["title"])
    post = Post(facts.post_id, member.person.id, role, unit.id, title, day)
    if not _may(post, facts):
        return _gone()
    called = facts.called(post)
    text = say.granted(member.person.name, called, day)
    entry = Audit("granted", "person", member.person.id, ("post",), unit_id=unit.id)
    records = (_operation(todo, f"{called}: {member.person.name}", (post,)), WritePost(post, facts.operation_id))
    notice = Reply(say.granted_notice(called, day, voice_of(member.person)), kind=ReplyKind.RECEIPT)
    return _done(todo, text, records, (entry,), ((member.person, notice),))


def _end(post: Post, holder: Member, todo: Change) -> Decision:
    facts, day = todo.facts, day_of(todo.values, todo.facts)
    ended, called, person = replace(post, until=max(day, post.since)), facts.called(post), holder.person
    text = say.ended(person.name, called, day)
    entry = Audit("ended", "person", person.id, ("post",), unit_id=post.unit_id)
    records = (_operation(todo, f"{called}: {person.name}", (post,)), WritePost(ended, facts.operation_id))
    notice = Reply(say.ended_notice(called, day, voice_of(person)), kind=ReplyKind.RECEIPT)
    return _done(todo, text, records, (entry,), ((person, notice),))


def _hand_over(post: Post, holder: Member, to: Member, todo: Change) -> Decision:
    """The new post is there before the old one ends: at no moment does nobody hold it."""
    facts, today, old, new = todo.facts, todo.facts.here.today, holder.person, to.person
    follows = Post(facts.post_id, new.id, post.role, post.unit_id, post.title, today)
    moved, called = [draft for draft in facts.drafts if draft.flow not in facts.taken], facts.called(post)
    records: list[Record] = [
        _operation(todo, called, (post, follows), tuple((DRAFT_KIND + draft.flow, int(old.id)) for draft in moved)),
        WritePost(follows, facts.operation_id),
        WritePost(replace(post, until=max(today, post.since)), facts.operation_id, follows.id),
        *(MoveDraft(old.id, new.id, _for(draft, post)) for draft in moved),
    ]
    moves = say.moves(facts.burden.followed, facts.burden.waiting, facts.owed, len(moved))
    told = say.received_notice(called, old.name, moves, len(moved), voice_of(new))
    rows = tuple(
        (
            Choice(
                f"{words.CONTINUE}: {TITLES[draft.flow]}",
                Press(draft.flow, STEER, draft.version, Control.CONTINUE),
            ),
        )
        for draft in moved
    )
    notices = ((old, _farewell(post, new.name, len(moved), todo)), (new, Reply(told, rows, ReplyKind.RECEIPT)))
    audit = (
        Audit("handed_over", "person", old.id, ("post",), unit_id=post.unit_id),
        Audit("granted", "person", new.id, ("post",), unit_id=post.unit_id),
    )
    return _done(todo, say.handed(old.name, new.name, called, len(moved)), records, audit, notices)


def _for(draft: Draft, post: Post) -> Draft:
    """Whoever gets it may act for several units: the draft says for which one it is."""
    return replace(draft, values={**draft.values, "unit": int(post.unit_id)})


def _farewell(post: Post, to: str, moved: int, todo: Change) -> Reply:
    facts = todo.facts
    person = facts.holder.person if facts.holder is not None else None
    text = say.handed_notice(facts.called(post), to, facts.here.today, moved, voice_of(person))
    return Reply(text, kind=ReplyKind.RECEIPT)


def _invite(post: Post, holder: Member, todo: Change) -> Decision:
    """The successor is not there yet: their post begins with their code, and once it is used, nothing of this can be taken back."""
    values, facts, here = todo.values, todo.facts, todo.facts.here
    if facts.fresh is None or not isinstance(values.get("new"), str):
        return _gone()
    (digits, digest), name, old = facts.fresh, name_of(values, facts), holder.person
    new = Person(facts.person_id, name, values.get("party") is not False)
    follows = Post(facts.post_id, new.id, post.role, post.unit_id, post.title, NOT_YET)
    expires, called = todo.now + INVITATION_VALID, facts.called(post)
    bot_id = None if facts.door is None else facts.door.bot_id
    records: list[Record] = [
        AddPerson(new),
        _operation(todo, called, (post, follows)),
        WritePost(follows, facts.operation_id),
        AddCode(facts.code_id, digest, new.id, facts.post_id, here.actor.who, todo.now, expires, bot_id=bot_id),
        WritePost(replace(post, until=max(here.today, post.since)), facts.operation_id, facts.post_id),
    ]
    audit = (
        Audit("handed_over", "person", old.id, ("post",), unit_id=post.unit_id),
        Audit("invited", "person", new.id, ("post", "code"), unit_id=post.unit_id),
    )
    day = expires.astimezone(here.zone).date()
    bot = "" if facts.door is None else small.open_on_zalo(facts.door.name)
    code = small.code_made(digits, name, called, day, here.links, bot)
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(facts.operation_id)))
    reply = Reply(say.handed_new(old.name, name, called, code), ((undo,),), ReplyKind.RECEIPT, is_secret=True)
    told = _notices(todo, say.handed(old.name, name, called), ((old, _farewell(post, name, 0, todo)),))
    return Decision((reply,), tuple(records), audit, told, Close(FlowName.POSTS))


def _operation(
    todo: Change, label: str, posts: Sequence[Post], drafts: tuple[tuple[str, int], ...] = ()
) -> AddOperation:
    facts = todo.facts
    subjects = {(kind, int(ident)) for post in posts for kind, ident in (("post", post.id), ("person", post.person_id))}
    subjects |= {ADMINISTRATORS} if any(post.role is Role.ADMIN for post in posts) else set()
    who, unit_id = facts.here.actor.who, posts[0].unit_id
    return AddOperation(
        facts.operation_id, FlowName.POSTS, who, unit_id, todo.now, label, tuple(sorted({*subjects, *drafts}))
    )


def _done(
    todo: Change,
    text: str,
    records: Sequence[Record],
    audit: tuple[Audit, ...],
    told: Sequence[tuple[Person, Reply]],
) -> Decision:
    undo = Choice(words.UNDO, Press(FlowName.UNDO, "do", 0, str(todo.facts.operation_id)))
    reply = Reply(text, ((undo,),), ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), tuple(records), audit, _notices(todo, text, told), Close(FlowName.POSTS))


def _notices(todo: Change, text: str, told: Sequence[tuple[Person, Reply]]) -> tuple[Notice, ...]:
    """To whom it concerns, and to the other administrators; never to whoever did it."""
    here = todo.facts.here
    by = "" if here.actor.person is None else here.actor.person.name
    others = Reply(say.changed_notice(by, text), kind=ReplyKind.RECEIPT, is_personal=True)
    concerned = {person.id for person, _ in told}
    admins = [(one, others) for one in todo.facts.admins if one.id not in concerned]
    return tuple(
        Notice(person.id, reply, f"change:{todo.facts.operation_id}:{person.id}")
        for person, reply in (*told, *admins)
        if person.id != here.actor.who
    )
