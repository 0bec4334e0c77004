"""Who has the name that was typed: candidates, and users about whom the office enters something."""

from __future__ import annotations

from collections.abc import Sequence

from domain.admission import Candidate
from domain.people import Person
from domain.ports import Read
from domain.rights import Action
from domain.talk import Command, Press, Start
from language.names import without_titles
from language.text import fold
from language.trail_line import people_meant

NAMED = 8


def wanted_name(command: Command, read: Read) -> str:
    """The name that was typed, folded: after the command, or behind what the office enters for somebody."""
    if read.here.actor.person is None:
        return ""
    if isinstance(command, Start):
        return fold(without_titles(command.rest))
    is_name = isinstance(command, Press) and command.step == "came" and command.value.replace(" ", "").isalpha()
    return fold(command.value) if isinstance(command, Press) and is_name else ""


def who_has(wanted: str, command: Command, read: Read) -> tuple[Sequence[Candidate], Sequence[Person]]:
    """Candidates within reach with that name, also those who withdrew where requests are handled; users for what came from them."""
    if len(wanted) < 2:
        return (), ()
    handled = read.reach(Action.HANDLE_REQUESTS)
    found = [*read.candidates(wanted, NAMED), *(read.stopped(wanted, handled) if handled else ())]
    exact = [one for one in found if fold(one.name) == wanted]
    users = people_meant(wanted, read.users()) if handled and not isinstance(command, Start) else []
    is_other = bool(users) and fold(users[0].name) == wanted
    return (() if is_other and not exact else exact if len(exact) == 1 else found), users[:NAMED]
