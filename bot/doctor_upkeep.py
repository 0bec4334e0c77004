"""What `chibot doctor` finds of the things that keep the program well: backups, drill, time zone, webhooks, digests, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot import restoring
from bot.findings import Finding
from bot.prepare import old_keys
from bot.settings import Settings, revealed, split_tokens
from domain.upkeep import BACKUP_TOO_OLD
from domain.weeks import Week
from storage import backups, digests, people, sealing, strangers, upkeep
from storage.connection import Database, DatabaseError

DRILL_TOO_OLD = timedelta(days=92)


def settings_set(settings: Settings) -> Finding:
    """A setting that cannot be used has ended the command before."""
    return Finding("settings", "ok", f"{len(settings.model_fields_set)} set, all of them usable")


def time_zone(settings: Settings, now: datetime) -> Finding:
    """Dates and deadlines go by the setting; the log and the machine's own timers by the machine."""
    ours, machines = now.astimezone(settings.zone).utcoffset(), now.astimezone().utcoffset()
    if ours != machines:
        text = f"{settings.timezone}; the machine's own zone differs by {_hours(machines, ours)} hours"
        return Finding("time-zone-differs", "ok", text, "harmless: dates go by CHIBOT_TIMEZONE")
    return Finding("time-zone", "ok", settings.timezone)


def _hours(machines: timedelta | None, ours: timedelta | None) -> str:
    return f"{((ours or timedelta()) - (machines or timedelta())).total_seconds() / 3600:+g}"


def webhooks(settings: Settings) -> Sequence[Finding]:
    """Whether what is posted to us can arrive; nobody is called."""
    zalo_url = settings.zalo_webhook_url or settings.public_url
    is_zalo = settings.zalo_mode == "webhook" and split_tokens(settings.zalo_bot_tokens)
    urls = [url for url in (settings.telegram_webhook_url, zalo_url if is_zalo else "") if url]
    if not urls:
        return [Finding("webhook-none", "ok", "everything is polled")]
    if settings.http_port == 0:
        return [Finding("webhook-port", "error", "webhooks with CHIBOT_HTTP_PORT=0", "set the port that is forwarded")]
    return [Finding("webhook", "ok", f"{len(urls)} address(es), served at {settings.http_host}:{settings.http_port}")]


def backups_found(settings: Settings, now: datetime) -> Sequence[Finding]:
    """Age, size, whether sealed, whether sound: of the newest copy; and the last drill."""
    try:
        newest = backups.newest(settings.backup_dir, settings.database.stem)
        if newest is None:
            text = f"none in {settings.backup_dir}"
            return [
                Finding("backups-none", "warn", text, "one is made every night while it runs; now: chibot backup FILE")
            ]
        made_at, size = datetime.fromtimestamp(newest.stat().st_mtime, UTC), newest.stat().st_size
    except OSError as error:
        return [Finding("backups-unreadable", "error", type(error).__name__, "who may read CHIBOT_BACKUP_DIR?")]
    text = f"{newest.name}, {size // 1024} KB, {(now - made_at).total_seconds() / 3600:.0f} hours old"
    found = [Finding("backups", "ok", text)]
    if now - made_at > BACKUP_TOO_OLD:
        found = [Finding("backups-old", "error", text, "does it run, is there room? see the log for “backup failed”")]
    sealed = Finding("backups-sealed", "ok", "encrypted")
    if newest.suffix != backups.SEALED:
        hint = "set CHIBOT_BACKUP_KEY before copies leave this machine"
        sealed = Finding("backups-plain", "warn", "not encrypted", hint)
    proven = _proven(newest.name, settings, lambda secrets: backups.prove(newest, secrets))
    return [*found, sealed, proven, _drill(settings, now)]


def replaced_files(settings: Settings) -> Sequence[Finding]:
    """Files that a restore has put aside hold everything, plain, also what was erased since."""
    left = restoring.put_aside_before(settings.database)
    if not left:
        return []
    text = f"{len(left)} beside the database, not encrypted, never erased: {left[0].name}"
    return [
        Finding(
            "replaced-left", "warn", text, "delete them with their -wal and -shm as soon as the restored one is right"
        )
    ]


def _proven(name: str, settings: Settings, prove: Callable[[Sequence[str]], None]) -> Finding:
    secret = revealed(settings.backup_key)
    try:
        prove([secret] if secret else [])
    except sealing.WrongKey as error:
        text = f"{name} is sealed under key {error.key_id}"
        return Finding("backups-other-key", "warn", text, "keep that key as long as the copy")
    except (OSError, DatabaseError) as error:
        return Finding("backups-damaged", "error", f"{name}: {error}", "chibot backup FILE now; look at the disk")
    return Finding("backups-sound", "ok", "the newest one is sound")


def _drill(settings: Settings, now: datetime) -> Finding:
    last = restoring.last_drill(settings)
    if last is None:
        return Finding("drill-none", "warn", "restoring was never tried", "chibot restore --drill")
    text = f"{last.file}, {last.at[:10]}"
    if last.why:
        return Finding("drill-failed", "error", f"{text}: {last.why}", "chibot restore --drill")
    if now - datetime.fromisoformat(last.at) > DRILL_TOO_OLD:
        return Finding("drill-old", "warn", text, "chibot restore --drill, every three months")
    return Finding("drill", "ok", text)


def of_database(connection: Database, now: datetime, settings: Settings) -> Sequence[Finding]:
    """Of a database with today's schema."""
    return [
        _nightly(connection),
        _digest(connection, now, settings),
        _keys(connection, now, settings),
        _strangers(connection, now),
    ]


def _nightly(connection: Database) -> Finding:
    kept = upkeep.backups(connection)
    if kept.failed_at is not None:
        text = f"the last try failed: {kept.failure}, {kept.failed_at:%Y-%m-%d %H:%M} UTC"
        return Finding(
            "backup-failed", "error", text, "make room, look at the rights of CHIBOT_BACKUP_DIR; it is tried hourly"
        )
    if kept.made_at is None:
        return Finding("backup-night-none", "ok", "no night has passed yet")
    return Finding("backup-night", "ok", f"{kept.made_at:%Y-%m-%d %H:%M} UTC, {kept.size // 1024} KB")


def _digest(connection: Database, now: datetime, settings: Settings) -> Finding:
    week = Week.of(now.astimezone(settings.zone).date()).shift(-1)
    states = digests.tally(connection, week, now).states
    if not states:
        return Finding("digest-none", "ok", f"none composed about {week} yet")
    text = f"{week}: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    if states.get("failed") or states.get("uncertain"):
        return Finding("digest-troubled", "warn", text, f"chibot digest --week {week} for those without it")
    return Finding("digest", "ok", text)


def _keys(connection: Database, now: datetime, settings: Settings) -> Finding:
    """Whether a replaced key is still needed, and whether one is missing."""
    if settings.secret_key is None:
        return Finding("codes", "ok", "practice")
    today = sealing.key_id(revealed(settings.secret_key))
    old = [sealing.key_id(one) for one in old_keys(settings)]
    counts = people.open_codes_by_key(connection, now)
    lost = sum(count for key, count in counts.items() if key is not None and key not in (today, *old))
    if lost:
        text = f"{lost} open codes were made under a key that is not set"
        return Finding("codes-lost", "warn", text, "put the old key into CHIBOT_SECRET_KEYS_OLD, or make new codes")
    waiting = sum(count for key, count in counts.items() if key != today)
    if old and not waiting:
        return Finding("codes-old-key-done", "ok", "no code is open under an old key", "empty CHIBOT_SECRET_KEYS_OLD")
    return Finding("codes", "ok", f"{sum(counts.values())} open, {waiting} of them from before today's key")


def _strangers(connection: Database, now: datetime) -> Finding:
    count = strangers.limited(connection, now)
    if count:
        hint = f"after {strangers.MOST_AN_HOUR} messages an hour they are only counted; nothing to do"
        return Finding("strangers-limited", "ok", f"{count} accounts without a person write too much", hint)
    return Finding("strangers", "ok", "nobody without a code writes too much")
