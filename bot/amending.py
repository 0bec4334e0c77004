"""What a messenger's weaknesses add to an answer or take from it: a receipt told again, a month that is used up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from domain.channel import Capabilities
from domain.decision import Decision, Reply, ReplyKind
from domain.quota import Quota, month_of
from language.say import quota as say_quota
from language.say import words
from storage import outbox, quota
from storage.connection import Database
from storage.inbox import WaitingRow


def amended(
    connection: Database,
    decision: Decision,
    row: WaitingRow,
    can: Capabilities,
    quotas: Mapping[str, Quota],
    now: datetime,
) -> Decision:
    """The decision as it is answered on that channel. Nothing but what is said changes."""
    if row.kind == "occurrence":
        return decision
    replies = decision.replies
    use = quota.of(connection, quotas, row.address, month_of(now))
    if use is not None and use.is_last:
        replies = tuple(_spared(reply) for reply in replies)
    if not can.repeats_uncertain:
        replies = (*_told_again(connection, row), *replies)
    return decision if replies is decision.replies else replace(decision, replies=replies)


def _spared(reply: Reply) -> Reply:
    """What is left is for receipts, and for the questions that lead to one: a view becomes one line."""
    return Reply(say_quota.only_receipts(), kind=ReplyKind.VIEW) if reply.kind is ReplyKind.VIEW else reply


def _told_again(connection: Database, row: WaitingRow) -> tuple[Reply, ...]:
    """Receipts of which nobody knows whether they arrived: what was sent is not sent again by itself, and the person must know."""
    texts = outbox.untold(connection, row.address, row.id)
    plain = [text.removeprefix(words.TOLD_AGAIN).lstrip("\n") for text in texts]
    return (Reply("\n".join([words.TOLD_AGAIN, *plain]), kind=ReplyKind.RECEIPT),) if plain else ()
