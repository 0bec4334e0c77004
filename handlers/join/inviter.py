"""What the inviter hears of a joining, and the confirmation or revocation that follows."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.ports import StoredCode
from domain.records import (
    CancelCode,
    EndPost,
    LinkAccount,
    Record,
    StartPost,
    UnlinkAccount,
)
from domain.rights import Action, may
from domain.talk import FlowName, Press
from handlers.join.another import tell_others
from handlers.join.facts import Facts
from language.formatting import format_clock
from language.phones import format_phone
from language.say import join as say
from language.say import posts as say_posts
from language.say.words import voice_of


def tell_inviter(code: StoredCode, facts: Facts, now: datetime) -> tuple[Notice, ...]:
    if code.made_by is None:
        return ()
    tell = say.joined_notice_waiting if facts.is_wide else say.joined_notice
    revoke = Choice(say.REVOKE, Press(FlowName.JOIN, "revoke", 0, str(code.id)))
    right = Choice(say.RIGHT_PERSON, Press(FlowName.JOIN, "right", 0, str(code.id)))
    row = (right, revoke) if facts.is_wide else (revoke,)
    text = tell(code.person.name, facts.title, format_clock(now.astimezone(facts.here.zone)))
    if facts.phone is not None:
        text = f"{text} {say.phone_line(format_phone(facts.phone))}"
    has_phone = facts.phone is not None
    reply = Reply(text, (row,), ReplyKind.RECEIPT, is_personal=has_phone, is_secret=has_phone)
    return (Notice(code.made_by, reply, f"joined:{code.id}"),)


def hours() -> tuple[tuple[Choice, ...], ...]:
    """The question for the hour of messages, as buttons."""
    row = tuple(
        Choice(label, Press(FlowName.SETTINGS, "hour", 0, hour), say.HOUR_WORDS[hour])
        for hour, label in say.HOURS.items()
    )
    return (row[:2], row[2:])


def by_inviter(step: str, facts: Facts, now: datetime) -> Decision:
    """Only whoever made the code may confirm or revoke; to anybody else the button belongs to nothing."""
    code, actor = facts.code, facts.here.actor
    if (
        code is None
        or code.made_by != actor.who
        or code.is_cancelled
        or not code.is_used
        or not _may_invite(facts, code)
        or code.is_locked
    ):
        return Decision((Reply(say.revoked_already(), kind=ReplyKind.VIEW),))
    entry = Audit(step, "person", code.person.id, ("post",), unit_id=code.post.unit_id)
    if step == "right":
        if code.post.since <= facts.here.today:
            return Decision((Reply(say.revoked_already(), kind=ReplyKind.VIEW),))
        is_new = code.used_by is not None and code.used_by not in {one.id for one in facts.accounts}
        if is_new and not facts.answers:
            return Decision((Reply(say.not_yours_to_confirm(code.person.name), kind=ReplyKind.VIEW),))
        confirmed = Reply(say.confirmed_notice(facts.title, voice_of(code.person)), hours(), ReplyKind.RECEIPT)
        told = Notice(code.person.id, confirmed, f"right:{code.id}")
        reply = Reply(say.confirmed(code.person.name, facts.title), kind=ReplyKind.RECEIPT)
        records: list[Record] = [StartPost(code.post.id, facts.here.today)]
        if code.used_by is not None and code.linked is None:
            records.append(LinkAccount(code.used_by, code.person.id, now))
        others = tell_others(code, code.used_by, "", facts) if is_new and code.used_by is not None else ()
        return Decision((reply,), tuple(records), (entry,), (told, *others))
    if facts.is_last_admin:
        return Decision((Reply(say_posts.last_admin(code.person.name), kind=ReplyKind.VIEW),))
    ended = (CancelCode(code.id, now, "revoked"), EndPost(code.post.id, facts.here.today))
    unlinked = () if code.linked is None else (UnlinkAccount(code.linked, now),)
    reply = Reply(say.revoked(code.person.name, facts.title), kind=ReplyKind.RECEIPT)
    return Decision((reply,), (*ended, *unlinked), (entry,))


def _may_invite(facts: Facts, code: StoredCode) -> bool:
    return may(facts.here.actor.posts, Action.INVITE, facts.here.tree, code.post.unit_id)
