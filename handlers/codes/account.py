"""What an administrator does for one person: a code once more, locking, opening again, taking off the accounts of a lost phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.people import INVITATION_VALID, NOT_YET, Post
from domain.ports_posts import Member
from domain.records import AddCode, CancelCode, LockPerson, Record, UnlinkAccount
from domain.rights import Action, may
from domain.talk import FlowName, Press
from domain.units import UnitKind
from handlers.codes.facts import Facts
from handlers.codes.people import card, unit_name
from language.say import codes as say
from language.say import posts as say_posts
from language.say import small

STEPS = ("card", "again", "againnow", "revoke", "lock", "locknow", "unlock", "off", "offnow")
"""The buttons that name a person."""


def decide(step: str, facts: Facts, now: datetime, bot: str) -> Decision:
    member = facts.member
    if member is None or not _may(member, facts):
        return _say(say.nothing_to_do())
    if step == "card":
        entry = Audit("looked", "person", member.person.id, unit_id=member.posts[0].unit_id)
        return Decision((card(member, facts, now),), audit=(entry,))
    if step == "revoke":
        return _revoke(member, now)
    if not member.is_whole:
        return _say(say.not_whole())
    if step in ("again", "againnow"):
        return _again(member, facts, now, bot, is_sure=step == "againnow")
    if member.is_locked is (step in ("lock", "locknow")) or member.joined_at is None:
        return Decision((card(member, facts, now),))
    if step in ("lock", "locknow", "offnow") and _is_last(member, facts):
        return _say(say_posts.last_admin(member.person.name))
    return _ASKED[step](member, facts, now)


def _may(member: Member, facts: Facts) -> bool:
    here = facts.here
    return all(may(here.actor.posts, Action.MANAGE_POSTS, here.tree, post.unit_id) for post in member.posts)


def _is_last(member: Member, facts: Facts) -> bool:
    """Whether nobody else would look after the program."""
    return bool(facts.lasting) and set((facts.lasting or {}).values()) == {member.person.id}


def _lock_question(member: Member, facts: Facts, now: datetime) -> Decision:
    codes = sum(code.is_open(now) for code in member.codes.values())
    who = f"{member.person.name} ({member.posts[0].title}, {unit_name(member.posts[0], facts)})"
    text = say.lock_preview(who, len(facts.accounts), codes)
    return _question(text, (say.LOCK_NOW, "locknow"), member)


def _off_question(member: Member, facts: Facts, now: datetime) -> Decision:
    del facts, now
    return _question(say.off_preview(member.person.name), (say.TAKE_OFF_NOW, "offnow"), member)


def _question(text: str, yes: tuple[str, str], member: Member) -> Decision:
    who = str(member.person.id)
    label, step = yes
    choices = (
        Choice(label, Press(FlowName.CODES, step, 0, who)),
        Choice(_no(step), Press(FlowName.CODES, "card", 0, who)),
    )
    return Decision((Reply(text, (choices,), ReplyKind.VIEW, is_personal=True),))


def _no(step: str) -> str:
    return {"locknow": say.NOT_NOW, "againnow": say.NO_CODE}.get(step, say.NOT_OFF)


def _lock(member: Member, facts: Facts, now: datetime) -> Decision:
    tell = (say.locked(member.person.name), say.locked_notice)
    return _done("locked", member, facts, now, (LockPerson(member.person.id, now),), tell)


def _unlock(member: Member, facts: Facts, now: datetime) -> Decision:
    tell = (say.unlocked(member.person.name), say.unlocked_notice)
    return _done("unlocked", member, facts, now, (LockPerson(member.person.id, None),), tell)


def _off(member: Member, facts: Facts, now: datetime) -> Decision:
    """The accounts are taken off before the lock is: none of them works in between."""
    off = tuple(UnlinkAccount(one.id, now) for one in facts.accounts)
    records: tuple[Record, ...] = (*off, LockPerson(member.person.id, None))
    return _done("taken_off", member, facts, now, records, (say.off_done(member.person.name), say.off_notice))


_ASKED = {
    "lock": _lock_question,
    "locknow": _lock,
    "unlock": _unlock,
    "off": _off_question,
    "offnow": _off,
}


_NEXT = {
    "locked": ((say.UNLOCK, "unlock"), (say.TAKE_OFF, "off")),
    "taken_off": ((say.CODE_AGAIN, "again"),),
}
"""What usually follows: the label and its step."""


def _done(
    what: str,
    member: Member,
    facts: Facts,
    now: datetime,
    records: tuple[Record, ...],
    tell: tuple[str, Callable[[str, str], str]],
) -> Decision:
    """The receipt, with the way back to the card; the other administrators hear of it."""
    del now
    person, here = member.person, facts.here
    text, notice = tell
    entry = Audit(what, "person", person.id, ("account",), unit_id=member.posts[0].unit_id)
    by = "" if here.actor.person is None else here.actor.person.name
    told = Reply(notice(by, person.name), kind=ReplyKind.RECEIPT, is_personal=True)
    notices = tuple(
        Notice(one.id, told, f"{what}:{person.id}:{here.turn_id}:{one.id}")
        for one in facts.admins
        if one.id not in (here.actor.who, person.id)
    )
    back = Choice(person.name, Press(FlowName.CODES, "card", 0, str(person.id)))
    rows = [(Choice(label, Press(FlowName.CODES, step, 0, str(person.id))),) for label, step in _NEXT.get(what, ())]
    reply = Reply(text, (*rows, (back,)), ReplyKind.RECEIPT, is_personal=True)
    return Decision((reply,), records, (entry,), notices)


def _again(member: Member, facts: Facts, now: datetime, bot: str, *, is_sure: bool) -> Decision:
    """A new code in place of the last one. Whoever is in already gets one that links an account, unless they see many units."""
    waiting = [post for post in member.posts if post.since == NOT_YET and not _is_used(member, post)]
    if member.is_locked or (is_sure and not facts.fresh):
        return _say(say.nothing_to_do())
    if not waiting and any(_is_wide(post, facts) for post in member.posts):
        return _say(say.again_wide(member.person.name))
    post = (waiting or member.posts)[0]
    here, former = facts.here, member.codes.get(post.id)
    is_account = not waiting and member.joined_at is not None
    title = f"{post.title}, {unit_name(post, facts)}"
    if not is_sure:
        has_code = former is not None and former.is_open(now)
        text = say.again_preview(member.person.name, title, has_code, is_account)
        return _question(text, (say.CODE_NOW, "againnow"), member)
    (digits, digest), expires = facts.fresh[0], now + INVITATION_VALID
    door = None if facts.door is None else facts.door.bot_id
    records: list[Record] = [] if former is None or former.is_used else [CancelCode(former.id, now, "replaced")]
    records.append(
        AddCode(facts.code_id, digest, member.person.id, post.id, here.actor.who, now, expires, is_account, door)
    )
    day = expires.astimezone(here.zone).date()
    text = small.code_made(digits, member.person.name, title, day, here.links, bot)
    cancel = Choice(small.CANCEL_CODE, Press(FlowName.CODES, "cancel", 0, str(facts.code_id)))
    entry = Audit("invited", "person", member.person.id, ("code",), unit_id=post.unit_id)
    return Decision((Reply(text, ((cancel,),), ReplyKind.RECEIPT, is_secret=True),), tuple(records), (entry,))


def _revoke(member: Member, now: datetime) -> Decision:
    """The codes that were not used; whoever made them."""
    opened = [
        (post, code) for post in member.posts if (code := member.codes.get(post.id)) is not None and code.is_open(now)
    ]
    if not opened:
        return _say(small.code_gone())
    records = tuple(CancelCode(code.id, now, "revoked") for _, code in opened)
    entries = tuple(Audit("cancelled", "code", code.id, unit_id=post.unit_id) for post, code in opened)
    reply = Reply(small.code_cancelled(member.person.name), kind=ReplyKind.RECEIPT)
    return Decision((reply,), records, entries)


def _is_used(member: Member, post: Post) -> bool:
    code = member.codes.get(post.id)
    return code is not None and code.is_used and code.cancelled_why is None


def _is_wide(post: Post, facts: Facts) -> bool:
    """Over more than one unit: a cell's union and firm do not make it so."""
    below = facts.here.tree.children_of(post.unit_id)
    return any(unit.kind in (UnitKind.COMMITTEE, UnitKind.CELL) for unit in below)


def _say(text: str) -> Decision:
    return Decision((Reply(text, kind=ReplyKind.VIEW),))
