"""What a monitor may know of the running program: whether it can write, how much waits or failed, when messengers were last heard."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from bot.program import Program
from channels.http.front import Front
from channels.http.monitoring import Metric, healthz, metrics
from domain.quota import Use, month_of
from domain.weeks import Week
from storage import digests, inbox, outbox, quota, strangers, upkeep
from storage.connection import Database, DatabaseError, connect_to_read
from storage.writer import Writer

ANSWER_SECONDS = 2.0
INBOX_STATES = ("waiting", "dead")
OUTBOX_STATES = ("waiting", "sending", "uncertain", "failed")
DIGEST_STATES = ("sent", "waiting", "failed", "uncertain")
SILENT_SECONDS = 600.0
"""A gap in receiving begins here, too (`storage.upkeep.GAP`)."""


def watch(front: Front, program: Program) -> None:
    """Adds /healthz and /metrics."""
    front.add_get("/healthz", healthz(partial(trouble, program)))
    front.add_get("/metrics", metrics(partial(measured, program)))


async def can_write(writer: Writer, now: datetime, seconds: float = ANSWER_SECONDS) -> bool:
    """Whether a real transaction of the writer is on the disk in time."""
    try:
        async with asyncio.timeout(seconds):
            await writer.transact(lambda db: upkeep.note_probe(db, now))
    except (TimeoutError, DatabaseError, ValueError):
        return False
    return True


async def trouble(program: Program, seconds: float = ANSWER_SECONDS) -> str:
    """Why somebody should look, in two or three words; "" when it is well. Channels that are posted to are never silent."""
    if not await can_write(program.writer, program.parts.now(), seconds):
        return "writer does not answer"
    silent = [labels["channel"] for labels, age in _poll_ages(program) if age > SILENT_SECONDS]
    return f"nothing heard from {', '.join(sorted(silent))}" if silent else ""


async def measured(program: Program) -> Sequence[Metric]:
    """Counted on a connection of its own: a long history holds no turn up, and a writer that hangs is seen. Raises DatabaseError."""
    came_in, go_out, uses, kept = await asyncio.to_thread(_counts, program)
    return [
        Metric("chibot_inbox_rows", "Messages that came in, by state.", "gauge", _by_state(came_in, INBOX_STATES)),
        Metric("chibot_outbox_rows", "Messages to send, by state.", "gauge", _by_state(go_out, OUTBOX_STATES)),
        Metric("chibot_last_poll_age_seconds", "Seconds since the last good poll.", "gauge", _poll_ages(program)),
        *_used(uses),
        *kept,
        Metric("chibot_process_memory_bytes", "Memory that this process holds.", "gauge", [({}, memory_bytes())]),
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


def _counts(program: Program) -> tuple[Mapping[str, int], Mapping[str, int], Sequence[Use], Sequence[Metric]]:
    now = program.parts.now()
    quotas, month = program.around.sources.quotas(), month_of(now)
    with closing(connect_to_read(program.parts.database)) as connection:
        found = (inbox.counts(connection), outbox.counts(connection), quota.uses(connection, quotas, month))
        return *found, _kept(connection, now, program.parts.zone)


def _kept(connection: Database, now: datetime, zone: tzinfo) -> Sequence[Metric]:
    """How long things wait, what became of the digests of the last whole week, and how the copies are."""
    kept, week = upkeep.backups(connection), Week.of(now.astimezone(zone).date()).shift(-1)
    states = digests.tally(connection, week, now).states
    age: list[tuple[Mapping[str, str], float]] = [] if kept.made_at is None else [({}, _seconds(now, kept.made_at))]
    is_good = kept.made_at is not None and not kept.failure
    return [
        _gauge(
            "chibot_inbox_oldest_seconds",
            "How long the oldest message waits for its turn.",
            now,
            inbox.oldest(connection),
        ),
        _gauge(
            "chibot_outbox_oldest_seconds",
            "How long the oldest message waits to leave.",
            now,
            outbox.oldest(connection),
        ),
        Metric(
            "chibot_digests", "Digests of the last whole week, by state.", "gauge", _by_state(states, DIGEST_STATES)
        ),
        Metric("chibot_backup_age_seconds", "Seconds since the last good backup of a night.", "gauge", age),
        Metric("chibot_backup_sound", "1: the last backup was made and checked.", "gauge", [({}, int(is_good))]),
        Metric(
            "chibot_strangers_limited",
            "Accounts without a person that are only counted in this hour.",
            "gauge",
            [({}, strangers.limited(connection, now))],
        ),
    ]


def _gauge(name: str, about: str, now: datetime, since: datetime | None) -> Metric:
    return Metric(name, about, "gauge", [({}, 0.0 if since is None else _seconds(now, since))])


def _seconds(now: datetime, since: datetime) -> float:
    return max(0.0, (now - since).total_seconds())


def memory_bytes() -> int:
    """What Linux counts as resident; 0 where nobody can say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()


def _by_state(counts: Mapping[str, int], states: Sequence[str]) -> Sequence[tuple[Mapping[str, str], float]]:
    return [({"state": state}, counts.get(state, 0)) for state in states]


def _poll_ages(program: Program) -> Sequence[tuple[Mapping[str, str], float]]:
    """Channels that are posted to are left out: their silence says nothing."""
    now, heard = program.parts.now(), {name: channel.heard_at() for name, channel in program.channels.items()}
    return [({"channel": name}, max(0.0, (now - at).total_seconds())) for name, at in heard.items() if at is not None]
