"""The list of commands beside the input, for each account by what its person may do today. Sent when it differs from the last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.replies import Sending
from domain import records
from domain.channel import Capabilities, OutgoingAction
from domain.ids import AccountId, PersonId
from domain.records import Record
from handlers.menu import commands
from storage import menus, outbox, people, posts
from storage.compact import to_json
from storage.connection import Database
from storage.outbox import NewMessage

NOTHING = "[]"
"""The account gets no list of its own: the messenger shows the one for everybody."""


def refresh(connection: Database, todo: Sending, channels: Mapping[str, Capabilities]) -> None:
    """After the records of a turn: a new list for each account that they concern, if it differs. Every night, for everybody.

    The lists are bulk: they go after what people wait for. Repeating this sends nothing.
    """
    showing = [name for name, can in channels.items() if can.has_menus]
    everybody, concerned, accounts = _concerned(connection, todo.decision.records)
    if not showing or not (everybody or concerned or accounts):
        return
    known: dict[object, str] = {}
    for one in menus.shown(connection, showing, None if everybody else concerned, accounts):
        menu = NOTHING if one.person_id is None else _menu(connection, one.person_id, todo, known)
        if menu != one.menu:
            message = NewMessage(one.address, todo.row.id, menu, action=OutgoingAction.MENU, is_bulk=True)
            outbox.add(connection, message, todo.now, todo.outlet)
            menus.remember(connection, one.id, menu)


def _menu(connection: Database, person_id: PersonId, todo: Sending, known: dict[object, str]) -> str:
    """JSON, as `domain.channel.Outgoing` wants it. `known` are the lists of others with the same posts."""
    person, posts = people.person(connection, person_id), people.posts_of(connection, person_id, todo.here.today)
    alike = person is not None and person.is_party_member, frozenset((post.role, post.unit_id) for post in posts)
    if alike not in known:
        known[alike] = to_json(commands(person, posts, todo.here.tree))
    return known[alike]


def _concerned(connection: Database, todo: Iterable[Record]) -> tuple[bool, set[PersonId], set[AccountId]]:
    """Whether everybody, as every night (posts begin and end by date); whose rights the records change; which accounts lost theirs."""
    everybody, concerned, accounts = False, set[PersonId](), set[AccountId]()
    for record in todo:
        match record:
            case records.ExpireDrafts():
                everybody = True
            case records.LinkAccount(person_id=person_id):
                concerned.add(person_id)
            case records.AddPost(post):
                concerned.add(post.person_id)
            case records.WritePost(post):
                concerned.add(post.person_id)
            case records.LockPerson(person_id=person_id):
                concerned.add(person_id)
            case records.UndoOperation(id=operation_id):
                concerned |= posts.concerned(connection, operation_id)
            case records.StartPost(post_id=post_id) | records.EndPost(post_id=post_id):
                who = menus.holder(connection, post_id)
                concerned |= set() if who is None else {who}
            case records.UnlinkAccount(account_id=account_id):
                accounts.add(account_id)
            case _:
                pass
    return everybody, concerned, accounts
