"""`chibot doctor`: looks for trouble. Every finding has an id, what was seen, and what to do; nothing secret."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from importlib import metadata

from bot import doctor_online, doctor_upkeep, telegram, zalo
from bot.findings import Finding
from bot.nightly import free_bytes
from bot.settings import Settings, revealed, split_tokens
from domain.quota import Quota, Use, month_of
from domain.upkeep import CONFIRMED_AHEAD, LEAST_FREE_BYTES
from language.say import quota as say
from storage import calendars, inbox, migrate, outbox, quota, upkeep
from storage.connection import SQLITE, SQLITE_VERSION, Database, DatabaseError, meta
from storage.inspecting import inspecting
from storage.instants import from_ms
from storage.upkeep import HEARTBEAT

CALENDAR_AHEAD = timedelta(days=180)
ZALO = "zalo_bot"


def look(settings: Settings, now: datetime, *, is_online: bool = False) -> Sequence[Finding]:
    """All findings, in the order of the checks. Changes nothing in the database; never raises for a damaged one.

    Nobody is called unless `is_online`: then the messengers are asked whether they know the tokens.
    """
    found = [
        _python(),
        _sqlite(),
        _tzdata(),
        doctor_upkeep.settings_set(settings),
        doctor_upkeep.time_zone(settings, now),
    ]
    found += [_disk(settings), _key(settings), _telegram(settings), _zalo(settings), *doctor_upkeep.webhooks(settings)]
    found += doctor_online.asked(settings) if is_online else []
    found += [*doctor_upkeep.backups_found(settings, now), *doctor_upkeep.replaced_files(settings)]
    if not settings.database.exists():
        hint = "chibot run --practice, or chibot init --admin NAME"
        return [*found, Finding("database-missing", "error", f"no database at {settings.database_url}", hint)]
    try:
        with inspecting(settings.database) as connection:
            if migrate.version(connection) == 0:
                return [*found, _schema(connection, now)]
            return [*found, *_of_database(connection, now, settings)]
    except DatabaseError as error:
        return [*found, Finding("database-unreadable", "error", str(error), "restore the newest backup")]


def _of_database(connection: Database, now: datetime, settings: Settings) -> Sequence[Finding]:
    found = [*(check(connection, now) for check in CHECKS), *_quotas(connection, now, settings)]
    is_ours = migrate.version(connection) == len(migrate.migrations())
    return [*found, *doctor_upkeep.of_database(connection, now, settings)] if is_ours else found


def _python() -> Finding:
    return Finding("python", "ok", sys.version.split()[0])


def _sqlite() -> Finding:
    version = SQLITE_VERSION
    if version < (3, 51, 3):
        text = f"SQLite {SQLITE} has a very rare fault with two writers at a checkpoint"
        return Finding("sqlite-old", "warn", text, "never open the live file with another program; keep backups")
    return Finding("sqlite", "ok", SQLITE)


def _tzdata() -> Finding:
    """The zones come with the program: what the machine has does not matter."""
    try:
        return Finding("tzdata", "ok", metadata.version("tzdata"))
    except metadata.PackageNotFoundError:
        return Finding(
            "tzdata-missing", "error", "the package tzdata is not installed", "install requirements.lock anew"
        )


def _disk(settings: Settings) -> Finding:
    free = free_bytes(settings.database)
    if free < LEAST_FREE_BYTES:
        return Finding("disk-low", "error", f"{free // 2**20} MB free", "make room before reports are refused")
    return Finding("disk", "ok", f"{free // 2**20} MB free")


def _key(settings: Settings) -> Finding:
    if settings.secret_key is None:
        return Finding(
            "secret-key-unset", "warn", "CHIBOT_SECRET_KEY is not set", "needed for real use; practice has its own"
        )
    return Finding("secret-key", "ok", "set")


def _telegram(settings: Settings) -> Finding:
    """What is set, never a value; nobody is called."""
    if not revealed(settings.telegram_token):
        hint = "a token from @BotFather; the practice page runs without"
        return Finding("telegram-unset", "warn", "CHIBOT_TELEGRAM_TOKEN is not set", hint)
    server = "api.telegram.org" if telegram.is_public(settings) else "a server of its own"
    proxy = "through a proxy" if revealed(settings.telegram_proxy_url) else "without a proxy"
    way = "webhook" if settings.telegram_webhook_url else "polling"
    text = f"token is set; {server}, {proxy}, {way}"
    if settings.now is not None and telegram.is_public(settings):
        return Finding("telegram-practice-clock", "error", f"{text}; CHIBOT_NOW is set", "unset CHIBOT_NOW")
    return Finding("telegram", "ok", text)


def _zalo(settings: Settings) -> Finding:
    """What is set, never a value; nobody is called."""
    count = len(split_tokens(settings.zalo_bot_tokens))
    if not count:
        return Finding("zalo-unset", "ok", "CHIBOT_ZALO_BOT_TOKENS is not set")
    server = "Zalo's server" if zalo.is_public(settings) else "a server of its own"
    proxy = "through a proxy" if revealed(settings.zalo_proxy_url) else "without a proxy"
    text = f"{count} bots; {server}, {proxy}, {settings.zalo_mode}"
    if settings.now is not None and zalo.is_public(settings):
        return Finding("zalo-practice-clock", "error", f"{text}; CHIBOT_NOW is set", "unset CHIBOT_NOW")
    return Finding("zalo", "ok", text)


def _quotas(connection: Database, now: datetime, settings: Settings) -> Sequence[Finding]:
    """How much of this month each Zalo bot has used, and how many people it has."""
    if migrate.version(connection) < quota.SINCE_SCHEMA:
        return []
    limits = {ZALO: Quota(settings.zalo_monthly_messages, settings.zalo_users)}
    return [_quota(use) for use in quota.uses(connection, limits, month_of(now))]


def _quota(use: Use) -> Finding:
    if use.is_last or use.users >= use.quota.users:
        return Finding("zalo-quota", "error", say.line(use), "what is left is for receipts; add a bot, or use Telegram")
    if use.is_tight or use.is_crowded:
        return Finding("zalo-quota", "warn", say.line(use), "digests are one line from 80 % on; plan for one more bot")
    return Finding("zalo-quota", "ok", say.line(use))


def _schema(connection: Database, _now: datetime) -> Finding:
    at, known = migrate.version(connection), len(migrate.migrations())
    if at < known:
        return Finding("schema-old", "warn", f"schema {at} of {known}", "chibot migrate")
    if at > known:
        return Finding("schema-new", "error", f"schema {at}, this program knows {known}", "install the newer chibot")
    return Finding("schema", "ok", str(at))


def _integrity(connection: Database, _now: datetime) -> Finding:
    verdict = upkeep.soundness(connection)
    if verdict != "ok":
        return Finding("database-damaged", "error", str(verdict), "restore the newest backup")
    return Finding("integrity", "ok", "sound")


def _turns(connection: Database, _now: datetime) -> Finding:
    counts = inbox.counts(connection)
    text = ", ".join(f"{counts.get(state, 0)} {state}" for state in ("waiting", "done", "dead"))
    hint = "chibot show turn ID for each dead one" if counts.get("dead") else ""
    return Finding("turns", "warn" if counts.get("dead") else "ok", text, hint)


def _messages(connection: Database, _now: datetime) -> Finding:
    counts = outbox.counts(connection)
    text = ", ".join(
        f"{counts.get(state, 0)} {state}" for state in ("waiting", "sending", "sent", "uncertain", "failed")
    )
    bad = counts.get("uncertain", 0) + counts.get("failed", 0)
    return Finding(
        "messages", "warn" if bad else "ok", text, "uncertain and failed ones were not repeated" if bad else ""
    )


def _heartbeat(connection: Database, now: datetime) -> Finding:
    last = meta(connection, HEARTBEAT)
    if last is None:
        return Finding("heartbeat", "warn", "has never run", "chibot run")
    age = now - from_ms(int(last))
    if age < -timedelta(minutes=5):
        return Finding("clock-behind", "error", "the clock is behind the newest heartbeat", "set the machine's clock")
    if age > timedelta(minutes=10):
        return Finding(
            "heartbeat-old",
            "warn",
            f"last alive {age.total_seconds() // 60:.0f} minutes ago",
            "is it running, and does it reach the messenger?",
        )
    return Finding("heartbeat", "ok", "alive")


def _holidays(connection: Database, now: datetime) -> Finding:
    """Whether the office has work to do: the table ends soon, or a day that comes soon is not confirmed."""
    if migrate.version(connection) < calendars.SINCE_SCHEMA:
        return Finding("holidays", "warn", "this schema has none", "chibot migrate")
    days, today = calendars.calendar(connection).days, now.date()
    if max(days, default=today) < today + CALENDAR_AHEAD:
        return Finding("holidays-end", "warn", "the holiday table ends within six months", "chibot holidays set")
    open_days = [day for day, one in days.items() if not one.is_confirmed and today <= day <= today + CONFIRMED_AHEAD]
    if open_days:
        text = f"not confirmed yet: {', '.join(day.isoformat() for day in open_days)}"
        return Finding("holidays-unconfirmed", "warn", text, "chibot holidays set DAY … --confirmed")
    return Finding("holidays", "ok", f"known until {max(days)}")


CHECKS: tuple[Callable[[Database, datetime], Finding], ...] = (
    _schema,
    _integrity,
    _turns,
    _messages,
    _heartbeat,
    _holidays,
)
