"""What a broadcast knows: the draft's audience, and how far the one is that a button is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.broadcasts import Audience, Broadcast, Sending
from domain.calendar import Calendar
from domain.ids import UnitId
from domain.people import Post, Role
from domain.ports import Here, Read
from domain.rights import GRANTS, Action
from domain.talk import Command, FlowName, Press, Start, Value, Values
from domain.units import Unit
from language.audience import Addressed
from language.text import fold

STEPS_OF_ONE = ("progress", "recall", "stop")
PROGRESS_WORDS = frozenset({"tien do", "tien do gui", "ket qua", "ket qua gui"})

NOBODY, NOTHING = Audience(), Sending()


@dataclass(frozen=True, slots=True)
class Facts:
    """`tops` are the units of the posts that let the actor send, `units` all in reach. `audience` is that of the draft."""

    here: Here
    tops: tuple[Unit, ...]
    units: Sequence[Unit]
    aliases: Sequence[tuple[str, UnitId]]
    calendar: Calendar
    audience: Audience = NOBODY
    one: Broadcast | None = None
    sending: Sending = NOTHING
    next_id: int = 0

    @property
    def post(self) -> Post:
        """On whose authority it is sent."""
        return next(post for post in self.here.actor.posts if Action.BROADCAST in GRANTS[post.role])


def known(command: Command, read: Read) -> Facts:
    """Without the audience: that depends on what the command answers."""
    here = read.here
    reach = read.reach(Action.BROADCAST)
    units = [here.tree.units[unit] for unit in sorted(reach)]
    posts = [post.unit_id for post in here.actor.posts if Action.BROADCAST in GRANTS[post.role]]
    tops = tuple(unit for unit in units if unit.id in posts)
    facts = Facts(here, tops, units, read.aliases(), read.calendar())
    one = _one(command, read)
    return facts if one is None else replace(facts, one=one, sending=read.sending(one.id))


def _one(command: Command, read: Read) -> Broadcast | None:
    if isinstance(command, Press) and command.step in STEPS_OF_ONE:
        value = command.value
        return read.broadcast(int(value)) if value.isascii() and value.isdigit() and len(value) < 16 else None
    return read.own_broadcast() if is_about_progress(command) else None


def is_about_progress(command: Command) -> bool:
    return (
        isinstance(command, Start) and command.flow is FlowName.BROADCAST and fold(command.rest[:40]) in PROGRESS_WORDS
    )


def roles_of(values: Values) -> tuple[Role, ...]:
    said = values.get("roles")
    return tuple(Role(one) for one in said) if isinstance(said, list) else ()


def units_of(values: Values, facts: Facts) -> tuple[Unit, ...]:
    """The chosen units that are still within reach."""
    said = values.get("units")
    wanted = [str(unit) for unit in said] if isinstance(said, list) else []
    return tuple(unit for unit in facts.units if str(unit.id) in wanted)


def packed(said: Addressed, facts: Facts) -> dict[str, Value]:
    """What was said of roles and units as answers; "everywhere" is wherever the actor may send."""
    got: dict[str, Value] = {} if said.roles is None else {"roles": [str(role) for role in said.roles]}
    if said.units is not None:
        got["units"] = [str(unit) for unit in said.units] or [str(unit.id) for unit in facts.tops]
    return got
