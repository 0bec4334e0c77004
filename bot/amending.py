"""What a messenger's weaknesses add to an answer or take from it: a receipt told again, a month that is used up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from domain.channel import Capabilities
from domain.decision import Decision, Reply, ReplyKind
from domain.ports import Here
from domain.quota import Quota, Use, month_of
from domain.talk import FlowName
from language.say import quota as say_quota
from language.say import words
from storage import outbox, quota
from storage.connection import Database
from storage.inbox import WaitingRow


class Place(NamedTuple):
    """Where it is answered: what that messenger can do, and which messengers count."""

    can: Capabilities
    quotas: Mapping[str, Quota]


SPARABLE = (FlowName.PROGRESS, FlowName.LOOKUP, FlowName.BULLETIN)
"""What can be read elsewhere: their views. A refusal, a confirmation or the way to another account is said whatever it costs."""


def amended(
    connection: Database, decision: Decision, flow: FlowName, row: WaitingRow, here: Here, place: Place, now: datetime
) -> Decision:
    """The decision as it is answered on that channel. Nothing but what is said changes."""
    if row.kind == "occurrence":
        return decision
    replies = decision.replies
    use = quota.of(connection, place.quotas, row.address, month_of(now))
    if use is not None and use.is_last and flow in SPARABLE:
        replies = tuple(_spared(reply, use) for reply in replies)
    if not place.can.repeats_uncertain and here.actor.person is not None and not here.actor.is_locked:
        replies = (*_told_again(connection, row), *replies)
    return decision if replies is decision.replies else replace(decision, replies=replies)


def _spared(reply: Reply, use: Use) -> Reply:
    """What is left is for receipts, and for the questions that lead to one: a view becomes one line."""
    return Reply(say_quota.only_receipts(use), kind=ReplyKind.VIEW) if reply.kind is ReplyKind.VIEW else reply


def _told_again(connection: Database, row: WaitingRow) -> tuple[Reply, ...]:
    """Receipts of which nobody knows whether they arrived: what was sent is not sent again by itself, and the person must know."""
    found = outbox.untold(connection, row.address, row.id)
    texts = [text.removeprefix(words.TOLD_AGAIN).lstrip("\n") or words.SECRET_UNSURE for text, _ in found]
    if not texts:
        return ()
    is_personal = any(personal for _, personal in found)
    return (Reply("\n".join([words.TOLD_AGAIN, *texts]), kind=ReplyKind.RECEIPT, is_personal=is_personal),)
