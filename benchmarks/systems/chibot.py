"""chibot's runner: the whole program on a database file, with a messenger in memory in place of the vendor's.

It has what it has in real use, no less: the sample zone with a base union for each of 520 people, the database opened as
`chibot run` opens it (WAL, `synchronous=FULL`, foreign keys on), the receiver that returns only after the inbox row is
committed, the turn loop, the dispatcher, buttons that are stripped from a question once it is answered, and the notice
to the cell's secretary. The form is a union's introduction: the command, then name, birth date, firm, consent, and the
word that sends it. Every name belongs to somebody in the zone already, with another birth date, so that the duplicate
guard looks and does not ask.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.load import Form, Replied, System, main
from benchmarks.telegram import BOT, raw_update, sent_message
from bot.clock import Clock
from bot.program import Parts, Program
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    Json,
    Outgoing,
    OutgoingAction,
    Receive,
    TextIn,
    Unreadable,
)
from domain.ids import PersonId, PostId, UnitId
from domain.people import Address, Person, Post, Role
from domain.units import UnitKind
from domain.zone import UnitVersion, Zone, ZoneAccount, ZoneUnit
from sample_data import rows
from sample_data.naming import invented
from sample_data.zone import sample_zone
from storage import loading, migrate
from storage.connection import connect, connect_to_read

DURABLE = "inbox, state, records, outbox"
CHANNEL, BOT_ID = "bench", str(BOT["id"])
TELEGRAM = Capabilities(
    has_buttons=True,
    can_edit=True,
    takes_files=True,
    sends_files=True,
    sends_images=True,
    text_limit=4096,
    may_speak_first=True,
    repeats_uncertain=True,
)
NOW = datetime(2026, 11, 5, 12, 42, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PEOPLE = 520
OFFICERS_FROM, SECRETARIES_FROM = 10_000, 20_000
"""Person numbers of the union officers, and chat numbers of the secretaries, who only get notices."""
FORMS = """
SELECT name, birth, firm, consent_on, introduced_unit_id, intake FROM candidate
WHERE added_by = ? AND is_undone = 0 AND needs_matching = 0
"""
SEND = "gui"


class Messenger:
    """Reads Telegram's JSON and answers `sendMessage` and `editMessageReplyMarkup` at once."""

    name = CHANNEL
    capabilities = TELEGRAM

    def __init__(self, replied: Replied) -> None:
        self.replied = replied
        self.message_ids = count(1)

    def parse(self, bot_id: str, raw: Json) -> Arrival | None:
        match raw:
            case {
                "update_id": int(update_id),
                "message": {"chat": {"id": int(chat)}, "text": str(text), "date": int(sent_at)},
            }:
                address = Address(CHANNEL, bot_id, str(chat))
                return Arrival(address, str(update_id), update_id, TextIn(text), datetime.fromtimestamp(sent_at, UTC))
            case _:
                raise Unreadable("not a text message")

    async def run(self, receive: Receive) -> None:
        raise NotImplementedError("the load driver hands over the updates itself")

    async def send(self, outgoing: Outgoing) -> Delivered:
        """A reply is what the person waits for; that a former question loses its buttons, or a secretary is told, is not."""
        person = int(outgoing.address.chat_id)
        if outgoing.action is not OutgoingAction.SEND:
            return Delivered(outgoing.message_id or "")
        message_id = next(self.message_ids)
        sent_message(message_id, person, outgoing.text)
        if person < SECRETARIES_FROM:
            self.replied(person, outgoing.text)
        return Delivered(str(message_id))

    async def acknowledge(self, arrival: Arrival) -> None:
        raise NotImplementedError("nobody presses a button here")


def script(person: int) -> Form:
    """The union's introduction; no two people introduce the same person, and nobody introduces somebody of the zone."""
    who = invented(person, rows.names()).name
    birth = f"{1 + person % 28:02d}/{1 + person // 28 % 12:02d}/{1968 + person % 11}"
    answers = (who, birth, f"Konya {person}", f"{1 + person % 31:02d}/10/2026", SEND)
    return Form(("gioi thieu", *answers), answers)


def _written(day: str) -> str:
    """A date as it was typed."""
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def crowded(zone: Zone) -> Zone:
    """The zone with a base union, its officer and a linked account for everybody of the load, and linked secretaries."""
    cells = [unit for unit in zone.units if unit.kind is UnitKind.CELL]
    first = max(unit.id for unit in zone.units)
    post = max(post.id for post in zone.posts)
    units, people, posts, accounts = [], [], [], []
    for nth in range(1, PEOPLE + 1):
        cell = cells[nth % len(cells)]
        version = UnitVersion(f"Union {nth}", f"U{nth}", cell.id, cell.founded_on)
        unit = ZoneUnit(UnitId(first + nth), f"union{nth}", UnitKind.UNION, cell.founded_on, (version,))
        officer = Person(PersonId(OFFICERS_FROM + nth), f"Officer {nth}", is_party_member=False)
        units.append(unit)
        people.append(officer)
        posts.append(Post(PostId(post + nth), officer.id, Role.UNION, unit.id, "Chair", date(2023, 8, 1)))
        accounts.append(ZoneAccount(officer.id, Address(CHANNEL, BOT_ID, str(nth)), NOW))
    secretaries = dict.fromkeys(one.person_id for one in zone.posts if one.role is Role.SECRETARY)
    accounts += [ZoneAccount(who, Address(CHANNEL, BOT_ID, str(SECRETARIES_FROM + who)), NOW) for who in secretaries]
    return replace(
        zone,
        units=(*zone.units, *units),
        people=(*zone.people, *people),
        posts=(*zone.posts, *posts),
        accounts=(*zone.accounts, *accounts),
    )


def fill(database: Path) -> None:
    """A migrated database with the crowded sample zone."""
    connection = connect(database)
    migrate.apply(connection)
    connection.execute("BEGIN")
    loading.load(connection, crowded(sample_zone(NOW.astimezone(ZONE).date())))
    connection.execute("COMMIT")
    connection.close()


async def start(path: Path, replied: Replied) -> System:
    """Starts chibot on an empty folder."""
    database = path / "chibot.db"
    fill(database)
    update_ids = count(1)
    program = await Program.open(Parts(database, "a secret key for the benchmark only", ZONE, "", Clock(NOW).now))
    receive = program.add(Messenger(replied))
    await program.start()
    reader = connect_to_read(database)

    async def deliver(person: int, text: str) -> None:
        await receive([(BOT_ID, raw_update(next(update_ids), person, text))])

    def form(person: int) -> tuple[str, ...] | None:
        found = reader.execute(FORMS, (OFFICERS_FROM + person,)).fetchall()
        if len(found) != 1:
            return None
        name, birth, firm, consent, _, intake = found[0]
        return (name, _written(birth), firm, _written(consent), *([SEND] if intake == "waiting" else []))

    async def stop() -> None:
        reader.close()
        await program.close()

    return System("chibot", "0.1", DURABLE, deliver, form, stop, script)


if __name__ == "__main__":
    main(start)
