"""The command line. Exit status 0, 1 (found trouble) or 2 (unusable arguments); errors are one clear line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from bot import commands, holidays, importing_command, restoring
from bot.log import set_up
from bot.prepare import NotReady
from bot.settings import Settings, SettingsError, env_example, load
from domain.calendar import HolidayKind
from domain.failures import Misconfigured
from domain.imports import Subject
from domain.weeks import Week
from language.say import operator as say
from storage.connection import DatabaseError
from storage.migrate import DatabaseTooNew
from storage.upkeep import DatabaseInUse

Command = Callable[[argparse.Namespace, Settings], int]
PRACTICE_URL = "sqlite:///data/practice.db"


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments; each names the function that runs it."""
    top = argparse.ArgumentParser(prog="chibot", description=say.ABOUT)
    commands_of = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        one = commands_of.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    run = add("run", commands.run, "start the assistant")
    run.add_argument("--practice", action="store_true", help="on invented people, with the chat page of this machine")
    init = add("init", commands.init, "make the database and the first administrator's code")
    init.add_argument("--admin", required=True, metavar="NAME", help="full name of the first administrator")
    add("sample", commands.sample, "load the sample zone into an empty practice database")
    chat = add("chat", commands.chat, "talk in the terminal, line by line (practice only)")
    chat.add_argument("--as", dest="person", default="secretary", metavar="PERSON", help="an invented person's key")
    chat.add_argument("--transcript", action="store_true", help="print the conversation as a dialogue test")
    know = add("understand", commands.understand_text, "show how a text is understood")
    know.add_argument("--as", dest="person", metavar="PERSON", help="heard in the practice conversation of this person")
    know.add_argument("--now", type=_instant, metavar="ISO", help="the moment at which it is said, with its time zone")
    know.add_argument("--json", action="store_true")
    know.add_argument("text", nargs="+", metavar="TEXT")
    export = add("export", commands.export, "write all records to a JSON file or a workbook")
    export.add_argument("--output", required=True, metavar="FILE.json|FILE.xlsx")
    subjects = [subject.value for subject in Subject]
    export.add_argument("--subject", choices=subjects, help="one subject's records as a workbook that can be imported")
    bring = add("import", importing_command.run, "bring in a workbook, or write a template for one")
    bring.add_argument("file", nargs="?", metavar="FILE.xlsx")
    bring.add_argument("--dry-run", action="store_true", help="check and tell; nothing is written to the database")
    bring.add_argument(
        "--template", choices=subjects, metavar="SUBJECT", help=f"write a template: {', '.join(subjects)}"
    )
    bring.add_argument("--output", metavar="FILE.xlsx", help="where the template goes")
    digest = add("digest", commands.digest, "the weekly digest: show it, or have it sent to everybody without it")
    digest.add_argument("--week", type=_week, required=True, metavar="2026-W47", help="the ISO week that it reports on")
    digest.add_argument("--dry-run", action="store_true", help="print what would be sent; nothing is written")
    doctor = add("doctor", commands.doctor, "look for trouble; every finding has an id and a hint")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--online", action="store_true", help="also ask the messengers whether they know the tokens")
    show = add("show", commands.show, "tell the story of one turn")
    show.add_argument("what", choices=["turn"])
    show.add_argument("id", type=int)
    _add_holidays(add("holidays", holidays.show, "list the public holidays and the Saturdays worked instead"))
    add("migrate", commands.migrate_database, "bring the database up to date, after a backup")
    backup = add("backup", commands.back_up, "write a checked copy of the database")
    backup.add_argument("file", metavar="FILE")
    restore = add("restore", restoring.restore, "make a backup the database again; the present one is kept aside")
    restore.add_argument("file", nargs="?", metavar="FILE")
    restore.add_argument(
        "--drill", action="store_true", help="only try out the newest backup; the database is not touched"
    )
    settings = add("settings", commands.show_settings, "list the settings")
    settings.add_argument("--env-example", action="store_true", help="print the text of .env.example")
    return top


def _add_holidays(one: argparse.ArgumentParser) -> None:
    one.add_argument("--year", type=int, metavar="YEAR", help="only the days of this year")
    changes = one.add_subparsers(metavar="set|drop")
    put = changes.add_parser("set", help="list a day, or replace what is listed of it")
    put.add_argument("day", metavar="DAY", help="2027-02-08 or 8/2/2027")
    put.add_argument("kind", choices=[kind.value for kind in HolidayKind])
    put.add_argument("--name", required=True, help="which holiday, or for which day it is worked")
    put.add_argument("--source", required=True, help="the document: number, issuer, date")
    put.add_argument(
        "--confirmed", action="store_true", help="the document was read; without it the day counts both ways"
    )
    put.set_defaults(run=holidays.put)
    drop = changes.add_parser("drop", help="let a day be what its weekday says")
    drop.add_argument("day", metavar="DAY")
    drop.set_defaults(run=holidays.drop)


PRACTICE_COMMANDS = ("chat", "sample", "understand")


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"an instant needs its time zone: {text}+07:00")
    return at


def _week(text: str) -> Week:
    try:
        return Week.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a week looks like 2026-W47") from error


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status."""
    os.umask(0o077)
    args = parser().parse_args(argv)
    if args.command == "settings" and args.env_example:
        print(env_example(), end="")
        return 0
    try:
        settings, warnings = load()
        if (getattr(args, "practice", False) or args.command in PRACTICE_COMMANDS) and _is_default(settings):
            settings = settings.model_copy(update={"database_url": PRACTICE_URL})
        set_up(settings.log_level if args.command == "run" else "ERROR", settings.log_format)
        for warning in warnings:
            print(f"chibot: {warning}", file=sys.stderr)
        run: Command = args.run
        return run(args, settings)
    except (SettingsError, NotReady) as error:
        return _fail(str(error))
    except DatabaseInUse as error:
        return _fail(commands.in_use(error.pid))
    except DatabaseTooNew as error:
        return _fail(f"{error}; install that version, or restore the backup made before it")
    except DatabaseError as error:
        return _fail(f"the database cannot be used: {error}")
    except OSError as error:
        return _fail(say.cannot_listen(error.strerror or str(error)))
    except Misconfigured as error:
        return _fail(say.misconfigured(error.channel, error.code))
    except KeyboardInterrupt:
        return 0


def _is_default(settings: Settings) -> bool:
    return bool(settings.database_url == Settings.model_fields["database_url"].default)


def _fail(text: str) -> int:
    print(f"chibot: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
