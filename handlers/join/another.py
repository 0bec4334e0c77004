"""One more account of a person who has one: linked by a code of their own."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import AccountId
from domain.ports import StoredCode
from domain.records import LinkAccount, UseCode
from domain.talk import FlowName, Press
from handlers.join.facts import Facts
from language.say import accounts as say
from language.say.words import voice_of


def link(code: StoredCode, facts: Facts, now: datetime) -> Decision:
    """No post begins and no agreement is needed: the person is the same. Their other accounts are told."""
    actor, person = facts.here.actor, code.person
    records = (UseCode(code.id, actor.account_id, now), LinkAccount(actor.account_id, person.id, now))
    entry = Audit("linked", "person", person.id, ("account",), unit_id=code.post.unit_id)
    reply = Reply(say.linked(actor.address.channel, voice_of(person)), kind=ReplyKind.RECEIPT)
    notices = tell_others(code, actor.account_id, actor.address.channel, facts)
    return Decision((reply,), records, (entry,), notices, Close(FlowName.JOIN))


def tell_others(code: StoredCode, added: AccountId, channel: str, facts: Facts) -> tuple[Notice, ...]:
    """To the accounts that were there before: whoever did not do this takes it off again."""
    off = Choice(say.UNLINK, Press(FlowName.ACCOUNTS, "unlink", 0, str(added)))
    reply = Reply(say.linked_notice(channel), ((off,),), ReplyKind.RECEIPT)
    return tuple(
        Notice(code.person.id, reply, f"linked:{code.id}:{one.id}", account_id=one.id)
        for one in facts.accounts
        if one.id != added and not one.is_gone
    )
