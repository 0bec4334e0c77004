"""A person's accounts on several messengers (/taikhoan): linking one more, where the digest goes, taking one off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.channel import Door
from domain.decision import Audit, Choice, Decision, Notice, Reply, ReplyKind
from domain.ids import CodeId
from domain.people import Account, Person, Subscription
from domain.ports import Here, Read
from domain.records import AddCode, ChooseAccount, UnlinkAccount
from domain.rights import Action
from domain.talk import Command, FlowName, Press
from handlers.flow import Flow
from language.say import accounts as say
from language.say.words import voice_of

VALID = timedelta(minutes=15)
SETTLED = timedelta(days=1)
"""So long an account that was linked just now takes off none that was there before: it may be somebody else's."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`digits` and `digest` of a fresh code, and the `door` that has room, only where somebody asks for one."""

    here: Here
    accounts: Sequence[Account]
    subscription: Subscription
    code_id: CodeId
    digits: str = ""
    digest: str = ""
    door: Door | None = None


def gather(command: Command, read: Read) -> Facts:
    here = read.here
    code_id, person = CodeId(read.next_id("code")), here.actor.person
    if person is None:
        return Facts(here, (), Subscription(), code_id)
    facts = Facts(here, read.accounts_of(person.id), read.subscription(person.id), code_id)
    if not (isinstance(command, Press) and command.step == "link"):
        return facts
    return Facts(here, facts.accounts, facts.subscription, code_id, *read.fresh_code(), read.roomiest(here.doors))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    person = facts.here.actor.person
    if person is None or not isinstance(command, Press):
        return Decision((_page(facts),))
    match command.step:
        case "link":
            return _link(facts, person, now)
        case "digest":
            return _digest(command.value, facts, person)
        case "unlink":
            return _unlink(command.value, facts, person, now)
        case _:
            return Decision((_page(facts),))


def _page(facts: Facts) -> Reply:
    voice, here = voice_of(facts.here.actor.person), facts.here
    link = Choice(say.LINK, _press("link", "new"))
    digests = [
        Choice(say.digest_to(_name(one, facts)), _press("digest", str(one.id)))
        for one in facts.accounts
        if one.id != facts.subscription.account_id and not one.is_gone
    ]
    anywhere = [Choice(say.HERE, _press("digest", "0"))] if facts.subscription.account_id is not None else []
    offs = [
        Choice(say.unlink(_name(one, facts)), _press("unlink", str(one.id)))
        for one in facts.accounts
        if one.id != here.actor.account_id
    ]
    several = [*digests, *anywhere, *offs] if len(facts.accounts) > 1 else []
    text = say.page([_row(one, facts) for one in facts.accounts], voice)
    return Reply(text, ((link,), *((choice,) for choice in several)), ReplyKind.VIEW)


def _row(one: Account, facts: Facts) -> str:
    notes = [say.THIS_ONE] if one.id == facts.here.actor.account_id else []
    notes += [say.DIGEST_HERE] if one.id == facts.subscription.account_id else []
    notes += [say.GONE] if one.is_gone else []
    return say.row(_name(one, facts), notes)


def _name(one: Account, facts: Facts) -> str:
    """Of two that would be called the same the later one has a number."""
    bots = {door.bot_id: door.name for door in facts.here.doors}
    names = {
        account.id: say.account(account.address.channel, bots.get(account.address.bot_id, ""))
        for account in sorted(facts.accounts, key=lambda account: account.id)
    }
    alike = [ident for ident, name in names.items() if name == names[one.id]]
    at = alike.index(one.id)
    return say.numbered(names[one.id], at + 1) if at else names[one.id]


def _press(step: str, value: str) -> Press:
    return Press(FlowName.ACCOUNTS, step, 0, value)


def _link(facts: Facts, person: Person, now: datetime) -> Decision:
    """The same kind of code as an invitation, for a quarter of an hour, for themselves; for a messenger that they do not use yet."""
    here = facts.here
    ways = [("telegram", say.on_telegram(f"{here.links}{facts.digits}"))] if here.links else []
    ways += [(facts.door.channel, say.on_zalo(facts.door.name))] if facts.door is not None else []
    has = {one.address.channel for one in facts.accounts if not one.is_gone}
    doors = [way for channel, way in ways if channel not in has] or [way for _, way in ways]
    bot_id = None if facts.door is None else facts.door.bot_id
    record = AddCode(
        facts.code_id, facts.digest, person.id, here.actor.posts[0].id, person.id, now, now + VALID, True, bot_id
    )
    text = say.code(facts.digits, doors, VALID // timedelta(minutes=1))
    reply = Reply(text, kind=ReplyKind.RECEIPT, is_personal=True, is_secret=True)
    return Decision((reply,), (record,), (Audit("made", "code", facts.code_id, ("account",)),))


def _digest(value: str, facts: Facts, person: Person) -> Decision:
    voice, one = voice_of(person), _theirs(value, facts)
    if one is None and value != "0":
        return Decision((Reply(say.not_yours(voice), kind=ReplyKind.VIEW),))
    text = say.digest_goes(None if one is None else _name(one, facts), voice)
    record = ChooseAccount(person.id, None if one is None else one.id)
    entry = Audit("set", "person", person.id, ("digest_account",))
    return Decision((Reply(text, kind=ReplyKind.RECEIPT),), (record,), (entry,))


def _theirs(value: str, facts: Facts) -> Account | None:
    return next((one for one in facts.accounts if str(one.id) == value), None)


def _unlink(value: str, facts: Facts, person: Person, now: datetime) -> Decision:
    one = _theirs(value, facts)
    if one is None:
        return Decision((Reply(say.not_yours(voice_of(person)), kind=ReplyKind.VIEW),))
    if len(facts.accounts) == 1:
        return Decision((Reply(say.last_one(voice_of(person)), kind=ReplyKind.VIEW),))
    if _is_too_new(one, facts, now):
        return Decision((Reply(say.too_new(_name(one, facts)), kind=ReplyKind.VIEW),))
    entry = Audit("unlinked", "person", person.id, ("account",))
    reply = Reply(say.unlinked(_name(one, facts)), kind=ReplyKind.RECEIPT)
    own = next((account for account in facts.accounts if account.id == facts.here.actor.account_id), one)
    taken_off = Reply(say.taken_off(_name(own, facts), facts.here.authority), kind=ReplyKind.RECEIPT)
    told = (
        () if one.id == own.id else (Notice(person.id, taken_off, f"unlinked:{facts.here.turn_id}", account_id=one.id),)
    )
    return Decision((reply,), (UnlinkAccount(one.id, now),), (entry,), told)


def _is_too_new(one: Account, facts: Facts, now: datetime) -> bool:
    """Whether this is the newer of the two, and only just linked."""
    own = next((account for account in facts.accounts if account.id == facts.here.actor.account_id), None)
    if own is None or own.linked_at is None or own.id == one.id:
        return False
    is_newer = one.linked_at is None or one.linked_at < own.linked_at
    return is_newer and now < own.linked_at + SETTLED


FLOW = Flow(FlowName.ACCOUNTS, Action.SET_UP_SELF, gather, decide)
