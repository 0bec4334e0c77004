"""Once a month: the office and the administrators hear what the rules of retention would have gone. Nothing goes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.decision import Choice, Decision, Notice, Reply, ReplyKind
from domain.people import Person, Role
from domain.ports import Read
from domain.privacy import Expiring, ended_before
from domain.rights import Action, reach
from domain.talk import FlowName, Occurrence, Press
from language.say import requests as say_requests


@dataclass(frozen=True, slots=True)
class Facts:
    """What of it each of the office handles, and all of it for who looks after the whole tree."""

    key: str
    office: Sequence[tuple[Person, Expiring]]
    administrators: Sequence[Person]
    whole: Expiring


def gather(command: Occurrence, read: Read) -> Facts:
    tree, ended = read.here.tree, ended_before(read.here.today, read.rules)
    office = [
        (one, read.expiring(ended, reach(read.posts_of(one.id), Action.HANDLE_REQUESTS, tree)))
        for one in read.holders(None, [Role.OFFICE])
    ]
    root = tree.root
    administrators = () if root is None else tuple(read.holders(root.id, [Role.ADMIN]))
    return Facts(command.key, office, administrators, read.expiring(ended, frozenset(tree.units)))


def decide(facts: Facts, now: datetime) -> Decision:
    """By count, without a name; nothing when nothing expires. Who is both hears it once, as the office."""
    del now
    row = (Choice(say_requests.RETENTION_LIST, Press(FlowName.PRIVACY, "keep", 0, "list")),)
    told = {
        one.id: Reply(say_requests.retention_notice(found, is_office=True), (row,), ReplyKind.RECEIPT)
        for one, found in facts.office
        if not found.is_empty
    }
    if not facts.whole.is_empty:
        plain = Reply(say_requests.retention_notice(facts.whole, is_office=False), kind=ReplyKind.RECEIPT)
        told = {**{one.id: plain for one in facts.administrators}, **told}
    return Decision(
        (), notices=tuple(Notice(who, reply, f"retention:{facts.key}:{who}") for who, reply in told.items())
    )
