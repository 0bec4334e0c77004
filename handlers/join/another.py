"""One more account of a person who has one: linked by a code of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.decision import Audit, Choice, Close, Decision, Notice, Reply, ReplyKind
from domain.ids import CodeId
from domain.people import Account, Person
from domain.ports import StoredCode
from domain.records import LinkAccount, UseCode
from domain.talk import FlowName, Press
from handlers.join.facts import Facts
from language.say import accounts as say
from language.say.words import voice_of


def link(code: StoredCode, facts: Facts, now: datetime) -> Decision:
    """No post begins and no agreement is needed: the person is the same. Their other accounts are told."""
    actor, person = facts.here.actor, code.person
    added = Account(actor.account_id, actor.address, is_gone=False)
    records = (UseCode(code.id, actor.account_id, now), LinkAccount(actor.account_id, person.id, now))
    entry = Audit("linked", "person", person.id, ("account",), unit_id=code.post.unit_id)
    reply = Reply(say.linked(actor.address.channel, voice_of(person)), kind=ReplyKind.RECEIPT)
    notices = _tell(code.id, added, facts.accounts, person)
    return Decision((reply,), records, (entry,), notices, Close(FlowName.JOIN))


def _tell(code_id: CodeId, added: Account, before: Sequence[Account], person: Person) -> tuple[Notice, ...]:
    """To the accounts that were there before: whoever did not do this takes it off again."""
    off = Choice(say.UNLINK, Press(FlowName.ACCOUNTS, "unlink", 0, str(added.id)))
    reply = Reply(say.linked_notice(added.address.channel), ((off,),), ReplyKind.RECEIPT)
    return tuple(
        Notice(person.id, reply, f"linked:{code_id}:{one.id}", account_id=one.id)
        for one in before
        if one.id != added.id and not one.is_gone
    )
