"""At most once a day the administrators hear what needs a human, each with the command to run; nothing when all is well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.decision import Decision, Notice, Reply, ReplyKind
from domain.people import Person, Role
from domain.ports import Read
from domain.talk import Occurrence
from domain.upkeep import BACKUP_TOO_OLD, LEAST_FREE_BYTES, Machine, Troubles
from language.say import upkeep as say

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """`machine` None: this is practice, or a test, and nobody keeps it."""

    day: date
    machine: Machine | None
    troubles: Troubles
    administrators: tuple[Person, ...]


def gather(command: Occurrence, read: Read) -> Facts:
    """Who looks after a part of the tree only is not told of the program."""
    day, root = date.fromisoformat(command.key), read.here.tree.root
    administrators = () if root is None else tuple(read.holders(root.id, [Role.ADMIN]))
    return Facts(day, read.machine(), read.troubles(day), administrators)


def decide(facts: Facts, now: datetime) -> Decision:
    points = [] if facts.machine is None else _points(facts.machine, facts.troubles, facts.day, now)
    if not points:
        return Decision(())
    reply = Reply(say.needs_a_human(facts.day, points), kind=ReplyKind.RECEIPT)
    notices = [Notice(one.id, reply, f"upkeep:{facts.day}:{one.id}") for one in facts.administrators]
    return Decision((), notices=tuple(notices))


def _points(machine: Machine, troubles: Troubles, day: date, now: datetime) -> list[str]:
    """What can wait is told with the rest, or by itself on a Monday."""
    found = [*_of_the_machine(machine, now), *_of_the_database(troubles)]
    if troubles.unconfirmed_days and (found or day.weekday() == MONDAY):
        found.append(say.unconfirmed(troubles.unconfirmed_days))
    return found


def _of_the_machine(machine: Machine, now: datetime) -> list[str]:
    found = [say.halted(name) for name in machine.halted]
    if machine.free_bytes < LEAST_FREE_BYTES:
        found.append(say.disk_low(machine.free_bytes))
    made_at = machine.newest_backup_at
    if made_at is None:
        found.append(say.no_backup())
    elif now - made_at > BACKUP_TOO_OLD:
        found.append(say.backup_old((now - made_at).days))
    return found


def _of_the_database(troubles: Troubles) -> list[str]:
    found = [] if troubles.backup_failed_at is None else [say.backup_failed()]
    if troubles.schema_behind:
        found.append(say.schema())
    if troubles.dead_turns:
        found.append(say.dead(troubles.dead_turns))
    if troubles.uncertain_messages:
        found.append(say.uncertain(troubles.uncertain_messages))
    return found
