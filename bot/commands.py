"""What each command of the command line does."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from io import StringIO
from pathlib import Path

from bot import attachments, digests, handing_out, importing_command, monitoring, nightly, prepare, telegram, zalo
from bot import doctor as checks
from bot.clock import Clock
from bot.ids import new_id
from bot.program import Parts, Program, StoredHistory
from bot.settings import Settings, known
from bot.understanding import meaning
from channels.console import ConsoleChannel, Transcript, standard_input
from channels.http.files import files
from channels.http.front import Front
from channels.web import Persona, WebChannel
from domain.channel import Channel
from language.names import read_name
from language.reading import Misread
from language.say import digest as say_digest
from language.say import operator as say
from reports.registry import dumped
from sample_data.cast import personas
from storage import backups, history, migrate, upkeep
from storage.connection import Database, connect_to_read, meta
from storage.inspecting import flows_after, last_turn

in_use = say.in_use
log = logging.getLogger("chibot.http")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Starts the assistant and serves until it is stopped: on Telegram when there is a token, on the page when it is practice."""
    telegram.check(settings)
    zalo.check(settings)
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
        clock = Clock(prepare.start_instant(connection, settings))
        if args.practice:
            prepare.make_practice(connection, settings, clock.now())
        else:
            prepare.check_real(connection)
        front = Front(settings.http_host, settings.http_port, partial(log.info, "http: listening on port %s"))
        phones = telegram.channel(settings, clock.now, front)
        zalo_bots = zalo.channel(settings, clock.now, front)
        messengers: list[Channel] = [one for one in (phones, zalo_bots) if one is not None]
        if not messengers and not args.practice:
            raise prepare.NotReady(say.no_channel())
        doors = None if zalo_bots is None else zalo_bots.doors
        parts = replace(_parts(connection, settings, clock), links=partial(telegram.links, phones), doors=doors)
        key = meta(connection, prepare.PAGE_KEY) or "" if args.practice else None
        connection.close()
        if key is None:
            parts = replace(parts, machine=lambda: nightly.machine(settings, partial(zalo.halted, zalo_bots)))
        asyncio.run(_serve(parts, front, messengers, key, settings))
    return 0


def _parts(connection: Database, settings: Settings, clock: Clock) -> Parts:
    key = prepare.secret_key(connection, settings)
    return Parts(
        settings.database,
        key,
        settings.zone,
        settings.authority,
        clock.now,
        settings.raw_days,
        digest_at=settings.digest_hour,
        public_url=settings.public_url,
        old_keys=prepare.old_keys(settings),
    )


async def _serve(
    parts: Parts, front: Front, messengers: Sequence[Channel], key: str | None, settings: Settings
) -> None:
    """Practice has a key that opens its page; the real thing is watched by monitors and copied every night.

    Links are given out where others reach them.
    """
    program = await Program.open(parts)
    channels, services = list(messengers), [front.run]
    if parts.public_url:
        front.add_get(attachments.PATH, files(program.attachment))
    if key is None:
        monitoring.watch(front, program)
        services.append(nightly.Nightly(settings, program.writer, parts.now).run)
    else:
        channels.append(_page(program, key, settings.web_port))
    task = asyncio.current_task()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, lambda: task and task.cancel())
    try:
        await program.run([(one, program.add(one)) for one in channels], services)
    except asyncio.CancelledError:
        return


def _page(program: Program, key: str, port: int) -> WebChannel:
    people = [Persona(one.key, one.name, one.post) for one in personas()]
    return WebChannel(
        "127.0.0.1",
        port,
        key,
        people,
        StoredHistory(program.writer),
        program.parts.now,
        new_id,
        lambda url: print(say.address(url), flush=True),
    )


def init(args: argparse.Namespace, settings: Settings) -> int:
    name = read_name(args.admin)
    if isinstance(name, Misread):
        print(f"chibot: {name.sentence} ({name.example})", file=sys.stderr)
        return 2
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
        digits = prepare.first_admin(connection, settings, name, Clock().now())
    print(say.first_code(name, digits, prepare.FIRST_CODE_DAYS))
    return 0


def sample(args: argparse.Namespace, settings: Settings) -> int:
    del args
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
        prepare.make_practice(connection, settings, Clock(settings.now).now())
    print(say.loaded())
    return 0


def chat(args: argparse.Namespace, settings: Settings) -> int:
    keys = [one.key for one in personas()]
    if args.person not in keys:
        print(f"chibot: {say.unknown_person(args.person, ', '.join(keys))}", file=sys.stderr)
        return 2
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
        clock = Clock(prepare.start_instant(connection, settings))
        prepare.make_practice(connection, settings, clock.now())
        parts, before = _parts(connection, settings, clock), last_turn(connection)
        connection.close()
        transcript = Transcript() if args.transcript else None
        try:
            asyncio.run(_talk(parts, args.person, transcript))
        finally:
            if transcript is not None:
                _print(transcript, args.person, settings, before)
    return 0


async def _talk(parts: Parts, person: str, transcript: Transcript | None) -> None:
    """With a transcript, the answers themselves are only shown to whoever sits there: standard output is the file."""
    program = await Program.open(parts)
    beside = sys.stderr if sys.stdin.isatty() else StringIO()
    out = sys.stdout if transcript is None else beside
    folder = parts.database.parent / "files"
    console = ConsoleChannel(person, standard_input(), out, parts.now, program.settle, transcript, folder)
    await program.run([(console, program.add(console))])


def _print(transcript: Transcript, person: str, settings: Settings, before: int) -> None:
    """As a dialogue test: the flows that it shows, who writes, the conversation."""
    connection = connect_to_read(settings.database)
    flows = ", ".join(flows_after(connection, before))
    connection.close()
    print("\n".join([f"# flows: {flows}", f"@ {person}", *transcript.lines]))


def understand_text(args: argparse.Namespace, settings: Settings) -> int:
    keys = [one.key for one in personas()]
    if args.person is not None and args.person not in keys:
        print(f"chibot: {say.unknown_person(args.person, ', '.join(keys))}", file=sys.stderr)
        return 2
    now = args.now or settings.now or Clock().now()
    told = meaning(" ".join(args.text), args.person, now, settings)
    if args.json:
        print(json.dumps(told, ensure_ascii=False, default=str))
        return 0
    read = told.get("read")
    lines = {**told, **(read if isinstance(read, Mapping) else {})}
    print("\n".join(f"{name}: {value}" for name, value in lines.items() if name != "read" and value not in ("", ())))
    return 0


def export(args: argparse.Namespace, settings: Settings) -> int:
    """All records: as JSON, or as a workbook with a sheet for each table."""
    if args.subject is not None:
        return importing_command.export(args, settings)
    target = Path(args.output)
    if target.suffix not in (".json", ".xlsx") or not target.parent.is_dir():
        print("chibot: --output names a .json or .xlsx file in a folder that exists", file=sys.stderr)
        return 2
    connection = prepare.open_to_read(settings)
    try:
        found = history.dump(connection)
    finally:
        connection.close()
    body = (
        dumped(found) if target.suffix == ".xlsx" else json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"
    )
    handing_out.hand_out(settings.database, target, body, "everything", Clock(settings.now).now())
    return 0


def doctor(args: argparse.Namespace, settings: Settings) -> int:
    found = checks.look(settings, Clock().now(), is_online=args.online)
    if args.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            print(f"{one.level:5} {one.id}: {one.text}" + (f" → {one.hint}" if one.hint else ""))
    return int(any(one.level == "error" for one in found))


def digest(args: argparse.Namespace, settings: Settings) -> int:
    """Status 2 for a week that is not over."""
    week, now = args.week, Clock(settings.now).now()
    if week.last_on >= now.astimezone(settings.zone).date():
        print(f"chibot: {say_digest.not_over(week)}", file=sys.stderr)
        return 2
    if args.dry_run:
        told = digests.preview(settings, week, now)
        print("\n\n".join(f"== {posts}\n{text}" for posts, text in told.messages))
        print("\n" + say_digest.dry_run(len(told.messages), told.left_out))
        return 0
    prepare.database_file(settings)
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
        count = digests.set_off(connection, week, now)
    print(say_digest.queued(week, count))
    return 0


def show(args: argparse.Namespace, settings: Settings) -> int:
    connection = prepare.open_to_read(settings)
    told = history.story(connection, args.id)
    if told is None:
        print(f"chibot: there is no turn {args.id}", file=sys.stderr)
        return 1
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def migrate_database(args: argparse.Namespace, settings: Settings) -> int:
    del args
    with upkeep.Lock(settings.database):
        connection = prepare.open_database(settings)
    print(f"schema {migrate.version(connection)}")
    return 0


def back_up(args: argparse.Namespace, settings: Settings) -> int:
    target = Path(args.file)
    if target.exists():
        raise prepare.NotReady(f"{target} exists already; name a new file")
    backups.back_up(prepare.database_file(settings), target, Clock(settings.now).now(), prepare.backup_key(settings))
    print(args.file)
    return 0


def show_settings(args: argparse.Namespace, settings: Settings) -> int:
    del args, settings
    print("\n".join(known()))
    return 0
