"""What a batch says leaves with its commit only where nothing stands in its way, and just as it would have been claimed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.channel import Button, OutgoingAction
from domain.ids import OutboxId
from domain.people import Address
from storage import outbox
from storage.claiming import Allowance, claim, open_outlet
from storage.connection import connect
from storage.outbox import Mark, NewMessage, Outlet
from tests.stage import EVENING, fresh

WEB = {"web": 8}
ROWS = ((Button("Có", "meeting.to.1.yes"), Button("Không", "meeting.to.1.no")),)
STATES = "SELECT state, tries, sending_at IS NOT NULL FROM outbox ORDER BY id"


def to(chat: str, text: str = "x", channel: str = "web") -> NewMessage:
    return NewMessage(Address(channel, "practice", chat), None, text, ROWS)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(fresh(tmp_path))) as connection:
        yield connection


def opened(db: sqlite3.Connection, room: int = 8, held: frozenset[Address] = frozenset()) -> Outlet:
    return open_outlet(db, Allowance(room, room, WEB, held))


def through(outlet: Outlet, db: sqlite3.Connection, *messages: NewMessage) -> list[OutboxId | None]:
    found = [outbox.add(db, message, EVENING, outlet) for message in messages]
    outlet.shut(db)
    return found


def test_message_of_a_free_chat_leaves_marked_as_being_sent(db: sqlite3.Connection) -> None:
    outlet = opened(db)
    (ident,) = through(outlet, db, to("secretary"))

    assert [one.outgoing.id for one in outlet.left] == [ident]
    assert db.execute(STATES).fetchall() == [("sending", 1, 1)]


def test_what_leaves_is_what_would_have_been_claimed(db: sqlite3.Connection) -> None:
    """Three earlier messages are on the phones; one is edited, one loses its buttons, one chat has none."""
    first, second = (outbox.add(db, to(chat), EVENING) for chat in ("secretary", "union"))
    claimed = claim(db, EVENING, Allowance(8, 8, WEB))
    outbox.sent(db, [Mark(one.outgoing.id, f"m{one.outgoing.id}", EVENING) for one in claimed])
    messages = [
        to("secretary", "new text")._replace(action=OutgoingAction.EDIT, target_id=first, is_personal=True),
        to("union", "next")._replace(strips_id=second),
        to("deputy", "first"),
    ]
    db.execute("SAVEPOINT apart")
    ids = [outbox.add(db, message, EVENING) for message in messages]
    expected = list(claim(db, EVENING, Allowance(8, 8, WEB)))
    db.execute("ROLLBACK TO apart")
    outlet = opened(db)

    assert through(outlet, db, *messages) == ids
    assert outlet.left == expected
    assert expected[1].strip is not None


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of one message to the secretary."""

    message: NewMessage = field(default_factory=lambda: to("secretary"))
    waiting: tuple[NewMessage, ...] = ()
    before: tuple[NewMessage, ...] = ()
    held: frozenset[Address] = frozenset()
    room: int = 8


OBSTACLES = {
    "an earlier message of the chat waits": Obstacle(waiting=(to("secretary"),)),
    "an earlier message of the chat leaves in the same batch": Obstacle(before=(to("secretary"),)),
    "a 429 holds the chat": Obstacle(held=frozenset({to("secretary").address})),
    "the channel cannot be called": Obstacle(message=to("secretary", channel="console")),
    "it is a bulk message": Obstacle(message=to("secretary")._replace(is_bulk=True)),
    "too much is being sent": Obstacle(before=(to("union"),), room=1),
}


@pytest.mark.parametrize("obstacle", OBSTACLES.values(), ids=OBSTACLES.keys())
def test_message_waits_while_something_stands_in_its_way(db: sqlite3.Connection, obstacle: Obstacle) -> None:
    for message in obstacle.waiting:
        outbox.add(db, message, EVENING)
    outlet = opened(db, obstacle.room, obstacle.held)
    *_, ident = through(outlet, db, *obstacle.before, obstacle.message)

    assert ident not in [one.outgoing.id for one in outlet.left]
    assert len(outlet.left) == len(obstacle.before)
    assert db.execute("SELECT state, tries FROM outbox WHERE id = ?", (ident,)).fetchone() == ("waiting", 0)


def test_message_that_is_being_sent_holds_the_next_one_of_its_chat(db: sqlite3.Connection) -> None:
    through(opened(db), db, to("secretary"))
    outlet = opened(db)
    through(outlet, db, to("secretary"), to("union"))
    assert [one.outgoing.address.chat_id for one in outlet.left] == ["union"]


def test_message_whose_key_stands_already_is_not_added_again(db: sqlite3.Connection) -> None:
    once = to("secretary")._replace(once_key="intake:1")
    outlet = opened(db)
    first, again = through(outlet, db, once, once)
    (later,) = through(opened(db), db, once)

    assert first is not None
    assert (again, later) == (None, None)
    assert len(outlet.left) == 1
    assert db.execute(STATES).fetchall() == [("sending", 1, 1)]


def test_ids_go_on_one_after_another_with_and_without_a_door(db: sqlite3.Connection) -> None:
    keyed = to("deputy")._replace(once_key="k")
    ids = [
        outbox.add(db, to("a"), EVENING),
        *through(opened(db), db, to("b"), keyed, to("c")),
        outbox.add(db, to("d"), EVENING),
    ]
    assert len(set(ids)) == 5
    assert [row[0] for row in db.execute("SELECT id FROM outbox ORDER BY id")] == ids
