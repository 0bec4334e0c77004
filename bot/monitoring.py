"""What a monitor may know of the running program: whether it can write, how much waits or failed, when messengers were last heard."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial

from bot.program import Program
from channels.http.front import Front
from channels.http.monitoring import Metric, healthz, metrics
from domain.quota import Use, month_of
from storage import inbox, outbox, quota
from storage.connection import DatabaseError, connect_to_read
from storage.writer import Writer

ANSWER_SECONDS = 2.0
INBOX_STATES = ("waiting", "dead")
OUTBOX_STATES = ("waiting", "uncertain", "failed")


def watch(front: Front, program: Program) -> None:
    """Adds /healthz and /metrics."""
    front.add_get("/healthz", healthz(partial(can_write, program.writer)))
    front.add_get("/metrics", metrics(partial(measured, program)))


async def can_write(writer: Writer, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether an empty transaction of the writer goes through in time."""
    try:
        async with asyncio.timeout(seconds):
            await writer.transact(lambda _: None)
    except (TimeoutError, DatabaseError, ValueError):
        return False
    return True


async def measured(program: Program) -> Sequence[Metric]:
    """Counted on a connection of its own: a long history holds no turn up, and a writer that hangs is seen. Raises DatabaseError."""
    came_in, go_out, uses = await asyncio.to_thread(_counts, program)
    return [
        Metric("chibot_inbox_rows", "Messages that came in, by state.", "gauge", _by_state(came_in, INBOX_STATES)),
        Metric("chibot_outbox_rows", "Messages to send, by state.", "gauge", _by_state(go_out, OUTBOX_STATES)),
        Metric("chibot_last_poll_age_seconds", "Seconds since the last good poll.", "gauge", _poll_ages(program)),
        *_used(uses),
    ]


def _used(uses: Sequence[Use]) -> Sequence[Metric]:
    """Of bots whose messenger counts. Without any there is nothing to tell."""
    if not uses:
        return []
    names = [{"channel": use.channel, "bot": use.bot_id} for use in uses]
    messages = [({**name, "direction": "received"}, use.received) for name, use in zip(names, uses, strict=True)]
    messages += [({**name, "direction": "sent"}, use.sent) for name, use in zip(names, uses, strict=True)]
    limits = [(name, use.quota.per_month) for name, use in zip(names, uses, strict=True)]
    people = [(name, use.users) for name, use in zip(names, uses, strict=True)]
    return [
        Metric("chibot_quota_messages", "Messages of this month.", "gauge", messages),
        Metric("chibot_quota_messages_limit", "Messages that a month allows.", "gauge", limits),
        Metric("chibot_quota_people", "People who wrote to the bot.", "gauge", people),
    ]


def _counts(program: Program) -> tuple[Mapping[str, int], Mapping[str, int], Sequence[Use]]:
    quotas, month = program.around.sources.quotas(), month_of(program.parts.now())
    with closing(connect_to_read(program.parts.database)) as connection:
        return inbox.counts(connection), outbox.counts(connection), quota.uses(connection, quotas, month)


def _by_state(counts: Mapping[str, int], states: Sequence[str]) -> Sequence[tuple[Mapping[str, str], float]]:
    return [({"state": state}, counts.get(state, 0)) for state in states]


def _poll_ages(program: Program) -> Sequence[tuple[Mapping[str, str], float]]:
    """Channels that are posted to are left out: their silence says nothing."""
    now, heard = program.parts.now(), {name: channel.heard_at() for name, channel in program.channels.items()}
    return [({"channel": name}, max(0.0, (now - at).total_seconds())) for name, at in heard.items() if at is not None]
