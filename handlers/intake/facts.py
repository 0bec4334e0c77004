"""What the intake knows: who waits for the actor's cells, and whom the command or the draft is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.admission import Candidate, Intake
from domain.exports import Printed
from domain.ids import CandidateId, OperationId, UnitId
from domain.on_behalf import Behalf
from domain.people import Person, Role
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import PAGED, Command, FlowName, Page, Press, Start
from domain.units import Unit, UnitKind
from handlers.pages import matching
from handlers.tables import STEP as EXCEL
from language.names import without_titles
from language.text import fold

ON_ENTRY = ("entry", "receive", "move", "notnow", "complete")
"""The buttons that name an entry."""
EVERYBODY = Page("0")


@dataclass(frozen=True, slots=True)
class Facts:
    """`one` is the candidate that the command or the draft is about; None when out of reach.

    `listed` are those of `waiting` that `page` asks for. `drafted` is the name of whom the draft is about, None without one.
    """

    here: Here
    waiting: tuple[Candidate, ...]
    page: Page
    listed: tuple[Candidate, ...]
    one: Candidate | None
    drafted: str | None
    cells: tuple[Unit, ...]
    aliases: tuple[tuple[str, UnitId], ...]
    introducers: tuple[Person, ...]
    receivers: tuple[Person, ...]
    operation_id: OperationId
    behalf: Behalf | None
    printed: Sequence[Printed] = ()


def unit_name(unit_id: UnitId, facts: Facts) -> str:
    unit = facts.here.tree.get(unit_id)
    return "" if unit is None else unit.short_name


def gather(command: Command, read: Read) -> Facts:
    here, reach = read.here, read.reach(Action.RECEIVE)
    draft = here.conversation.drafts.get(FlowName.INTAKE)
    drafted = _entry("" if draft is None else str(draft.values["candidate"]), reach, read)
    one = _entry(command.value, reach, read) if is_on_entry(command) and isinstance(command, Press) else drafted
    chosen = None if draft is None else draft.values.get("cell")
    waiting = tuple(sorted((entry for entry in read.waiting_entries() if entry.unit_id in reach), key=_place))
    page = _page(command)
    return Facts(
        here,
        waiting,
        page,
        _listed(waiting, page),
        one,
        None if drafted is None else drafted.name,
        here.tree.of_kind(UnitKind.CELL),
        tuple(read.aliases()),
        () if one is None else tuple(read.holders(one.introduced_unit_id, (Role.UNION,))),
        tuple(read.holders(UnitId(chosen), (Role.SECRETARY,))) if isinstance(chosen, int) else (),
        OperationId(read.next_id("operation")),
        None if one is None else read.behalf_of_candidate(one.id),
        read.to_print(reach, is_waiting=True) if isinstance(command, Press) and command.step == EXCEL else (),
    )


def is_on_entry(command: Command) -> bool:
    return isinstance(command, Press) and command.step in ON_ENTRY


def _entry(number: str, reach: frozenset[UnitId], read: Read) -> Candidate | None:
    """None when the candidate is not there for the actor's cells."""
    is_number = number.isascii() and number.isdigit() and len(number) < 16
    one = read.candidate(CandidateId(int(number))) if is_number else None
    return one if one is not None and one.unit_id in reach else None


def _page(command: Command) -> Page:
    if isinstance(command, Start):
        return EVERYBODY.named(fold(without_titles(command.rest)))
    return Page.unpack(command.value) if isinstance(command, Press) and command.step == PAGED else EVERYBODY


def _listed(waiting: tuple[Candidate, ...], page: Page) -> tuple[Candidate, ...]:
    """Those behind whoever stood last on the page before, answered by now or not; from the beginning when nobody is left there."""
    found = matching(waiting, page.part)
    number = page.after[1:]
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        return found
    last = page.after[0] == "n", int(number)
    return tuple(one for one in found if _place(one) > last) or found


def _place(one: Candidate) -> tuple[bool, int]:
    """Oldest first; those that were put off come last."""
    return one.intake is Intake.NOT_NOW, one.id


def mark(one: Candidate) -> str:
    """Where somebody stands in the list, for the button to the next page."""
    return f"{'n' if one.intake is Intake.NOT_NOW else 'w'}{one.id}"
