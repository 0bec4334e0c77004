"""chibot with the form of `benchmarks/form.py`: the whole program on a database file, a messenger in memory in place of the vendor's.

It has what it has in real use, no less: the sample zone with a base union for each of 520 people, the database opened as
`chibot run` opens it (WAL, `synchronous=FULL`, foreign keys on), the receiver that returns only after the inbox row is
committed, the turn loop, the dispatcher, buttons that are stripped from a question once it is answered. The form runs on
the engine of every form, as a flow in the place of the settings; what is sent becomes an operation with its audit entry.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.form import RECEIPT, STEPS, SUBMIT, UNDO, script
from benchmarks.load import Replied, System, main
from benchmarks.telegram import BOT, raw_update, sent_message
from bot.clock import Clock
from bot.program import Parts, Program
from domain.channel import (
    Arrival,
    Capabilities,
    Delivered,
    FileRef,
    Json,
    Outgoing,
    OutgoingAction,
    Receive,
    TextIn,
    Unreadable,
)
from domain.decision import Audit, Choice, Close, Decision, Reply, ReplyKind
from domain.failures import Failure, FailureKind
from domain.ids import OperationId, PersonId, PostId, UnitId
from domain.people import Address, Person, Post, Role
from domain.ports import Here, Read
from domain.records import AddOperation
from domain.talk import SUMMARY, Awaits, Command, FlowName, Press
from domain.units import UnitKind
from domain.zone import UnitVersion, Zone, ZoneAccount, ZoneUnit
from handlers import form
from handlers.engine import Submit, converse
from handlers.flow import Flow
from handlers.form import Step
from handlers.registry import FLOWS
from sample_data.zone import sample_zone
from storage import loading, migrate
from storage.connection import connect, connect_to_read

DURABLE = "inbox, state, records, outbox"
DATABASE = "chibot.db"
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
SENT = "SELECT label FROM operation WHERE person_id = ?"
COMMAND = "/caidat"


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
        return

    async def fetch(self, bot_id: str, file: FileRef, most: int) -> bytes | Failure:
        return Failure(FailureKind.NOT_SUPPORTED, "no_files")

    def heard_at(self) -> datetime | None:
        return None

    async def close(self) -> None:
        return


def crowded(zone: Zone, channel: str) -> Zone:
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
        accounts.append(ZoneAccount(officer.id, Address(channel, BOT_ID, str(nth)), NOW))
    secretaries = dict.fromkeys(one.person_id for one in zone.posts if one.role is Role.SECRETARY)
    accounts += [ZoneAccount(who, Address(channel, BOT_ID, str(SECRETARIES_FROM + who)), NOW) for who in secretaries]
    return replace(
        zone,
        units=(*zone.units, *units),
        people=(*zone.people, *people),
        posts=(*zone.posts, *posts),
        accounts=(*zone.accounts, *accounts),
    )


def fill(database: Path, channel: str = CHANNEL) -> None:
    """A migrated database with the crowded sample zone, its accounts on that channel."""
    connection = connect(database)
    migrate.apply(connection)
    connection.execute("BEGIN")
    loading.load(connection, crowded(sample_zone(NOW.astimezone(ZONE).date()), channel))
    connection.execute("COMMIT")
    connection.close()


@dataclass(frozen=True, slots=True)
class Facts:
    """`operation_id` is the next free one, once the form is sent."""

    here: Here
    operation_id: OperationId


def _step(number: int) -> Step[Facts]:
    name = f"answer{number}"
    return Step(
        name,
        lambda _values, _facts: f"Question {number}?",
        lambda text, _values, _facts: {name: text},
        lambda values, _facts: str(values[name]),
    )


FORM: form.Form[Facts] = form.Form(
    FlowName.SETTINGS,
    "biểu mẫu",
    tuple(_step(number) for number in range(1, STEPS + 1)),
    heading=lambda _values, _facts: "Kiểm tra trước khi gửi",
    submit_label=lambda _values, _facts: SUBMIT,
)


def gather(command: Command, read: Read) -> Facts:
    del command
    draft = read.here.conversation.draft
    is_asked = draft is not None and draft.step == SUMMARY
    return Facts(read.here, OperationId(read.next_id("operation") if is_asked else 0))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    outcome = converse(FORM, command, facts)
    if not isinstance(outcome, Submit):
        return outcome
    here, ident = facts.here, facts.operation_id
    draft = here.conversation.draft
    label = json.dumps([] if draft is None else list(draft.values.values()))
    operation = AddOperation(ident, FlowName.SETTINGS, here.actor.who, None, now, label)
    undo = Choice(UNDO, Press(FlowName.UNDO, "do", 0, str(ident)))
    entry = Audit("sent", "operation", ident)
    return Decision((Reply(RECEIPT, ((undo,),), ReplyKind.RECEIPT),), (operation,), (entry,), next=Close(FORM.flow))


def awaits(step: str) -> Awaits:
    return Awaits.CHOICE if FORM.step(step) is None else Awaits.TEXT


async def program(
    path: Path, replied: Replied
) -> tuple[Callable[[int, str], Awaitable[None]], Callable[[], Awaitable[None]]]:
    """Starts chibot on an empty folder; gives how a message is delivered, and how all is stopped."""
    database = path / DATABASE
    fill(database)
    update_ids = count(1)
    program = await Program.open(Parts(database, "a secret key for the benchmark only", ZONE, "", Clock(NOW).now))
    receive = program.add(Messenger(replied))
    await program.start()

    async def deliver(person: int, text: str) -> None:
        await receive([(BOT_ID, raw_update(next(update_ids), person, text))])

    return deliver, program.close


def with_form() -> None:
    """The common form stands in the place of the settings."""
    FLOWS[FlowName.SETTINGS] = Flow(FlowName.SETTINGS, None, gather, decide, awaits)


async def start(path: Path, replied: Replied) -> System:
    with_form()
    deliver, stop = await program(path, replied)
    reader = connect_to_read(path / DATABASE)

    def sent(person: int) -> tuple[str, ...] | None:
        found = reader.execute(SENT, (OFFICERS_FROM + person,)).fetchall()
        return tuple(json.loads(found[0][0])) if len(found) == 1 else None

    return System("chibot", "0.1", DURABLE, deliver, sent, stop, partial(script, command=COMMAND))


if __name__ == "__main__":
    main(start)
