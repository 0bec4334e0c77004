"""The audit trail, newest first, by person, record, day or unit; looking at it is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.admission import Candidate
from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.ids import CandidateId
from domain.people import Person
from domain.ports import Here, Read
from domain.rights import Action
from domain.talk import Command, FlowName, Press, Start
from domain.trail import Entry, Wanted
from handlers.flow import Flow
from handlers.tables import STEP as EXCEL
from handlers.tables import excel_row
from handlers.trail import sheet
from language.reading import Misread
from language.say import trail as say
from language.say import words
from language.say.small import option
from language.say.words import voice_of
from language.trail_line import Sought, people_meant, read_sought, unit_meant

PAGE = 8


@dataclass(frozen=True, slots=True)
class Facts:
    """`entries` has one more than a page when there are more. `named` are the people that a name may mean, where several do, as are

    `candidates`; `problem` is what to say instead of any entry; `candidate` only for who may see one.
    """

    here: Here
    wanted: Wanted
    entries: tuple[Entry, ...] = ()
    heading: tuple[str, ...] = ()
    named: tuple[Person, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    candidate: Candidate | None = None
    problem: str = ""
    text: str = ""


def gather(command: Command, read: Read) -> Facts:
    facts = _asked(command, read)
    if facts.problem or facts.named or facts.candidates:
        return facts
    wanted = facts.wanted
    candidate = None
    if wanted.record is not None and wanted.record[0] == "candidate":
        candidate = read.candidate(CandidateId(wanted.record[1]))
    entries = tuple(read.trail(wanted, (sheet.MOST if _is_excel(command) else PAGE) + 1))
    return replace(facts, entries=entries, heading=_heading(wanted, candidate, entries, read), candidate=candidate)


def _is_excel(command: Command) -> bool:
    return isinstance(command, Press) and command.step == EXCEL


def _asked(command: Command, read: Read) -> Facts:
    here = read.here
    if isinstance(command, Press) and command.step in ("page", EXCEL):
        try:
            wanted = Wanted.unpack(command.value)
            return Facts(here, wanted.older_than(0) if _is_excel(command) else wanted)
        except ValueError:
            return Facts(here, Wanted(), problem=say.nothing())
    sought = read_sought(command.rest, here.today) if isinstance(command, Start) else Sought()
    if isinstance(sought, Misread):
        return Facts(here, Wanted(), problem=f"{sought.sentence} {say.HOW}.")
    wanted = Wanted(day=sought.day, until=sought.until)
    if sought.receipt:
        record = read.record_numbered(sought.receipt)
        if record is None:
            return Facts(here, wanted, problem=say.unknown(sought.receipt))
        return Facts(here, replace(wanted, record=(record.subject, record.id)), text=sought.receipt)
    if sought.candidate:
        return Facts(here, replace(wanted, record=("candidate", sought.candidate)))
    return Facts(here, wanted) if not sought.text else _named(sought.text, Facts(here, wanted), read)


def _named(text: str, facts: Facts, read: Read) -> Facts:
    """A unit where the words say so or nobody has the name; a user; a candidate, only for who may look one up."""
    people = people_meant(text, read.users())
    reach = read.reach(Action.SEE_TRAIL)
    units = [unit for unit in facts.here.tree.units.values() if unit.id in reach]
    if len(people) == 1:
        return replace(facts, wanted=replace(facts.wanted, person_id=people[0].id))
    unit = unit_meant(text, units, read.aliases())
    if unit is not None and not people:
        return replace(facts, wanted=replace(facts.wanted, unit_id=unit.id))
    if people:
        return replace(facts, named=tuple(people[:PAGE]), text=text)
    found = read.candidates(text, PAGE) if len(text) > 1 else ()
    if len(found) > 1:
        return replace(facts, candidates=tuple(found), text=text)
    if len(found) == 1:
        return replace(facts, wanted=replace(facts.wanted, record=("candidate", int(found[0].id))))
    return replace(facts, problem=say.unknown(text))


def _heading(wanted: Wanted, candidate: Candidate | None, entries: Sequence[Entry], read: Read) -> tuple[str, ...]:
    told: list[str] = []
    if wanted.person_id is not None:
        person = next((one for one in read.users() if one.id == wanted.person_id), None)
        told += [say.of_person(person.name)] if person is not None else []
    if wanted.record is not None and wanted.record[0] == "candidate":
        told.append(say.of_candidate(wanted.record[1], "" if candidate is None else candidate.name))
    if wanted.record is not None and wanted.record[0] == "meeting" and entries:
        told.append(say.of_report(entries[0].record.label))
    if (unit := read.here.tree.get(wanted.unit_id)) is not None and unit.id in read.reach(Action.SEE_TRAIL):
        told.append(say.of_unit(unit.short_name))
    return (*told, *([say.of_days(wanted.day, wanted.until)] if wanted.day is not None else []))


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    look = Audit("looked", "trail", 0, _fields(facts.wanted))
    if facts.problem:
        return Decision((Reply(facts.problem, kind=ReplyKind.VIEW),))
    if facts.named:
        return Decision((_which(facts),))
    if facts.candidates:
        seen = tuple(Audit("listed", "candidate", one.id, unit_id=one.unit_id) for one in facts.candidates)
        return Decision((_which_candidate(facts),), audit=seen)
    named = () if facts.candidate is None else (_seen(facts.candidate),)
    if _is_excel(command):
        audit = Audit("exported", "trail", 0, _fields(facts.wanted))
        return sheet.excel(facts.entries, facts.heading, audit, named, facts.here, now)
    if not facts.entries:
        return Decision(
            (Reply(say.nothing(() if facts.wanted.record else facts.heading), kind=ReplyKind.VIEW),), audit=(look,)
        )
    shown = facts.entries[:PAGE]
    text = "\n".join([say.heading(facts.heading), *(_line(one, facts.here) for one in shown)])
    rows: tuple[tuple[Choice, ...], ...] = ()
    if len(facts.entries) > PAGE:
        rows = ((_page(words.MORE, facts.wanted.older_than(shown[-1].id)),),)
    elif facts.wanted.before:
        rows = ((_page(words.FROM_THE_START, facts.wanted.older_than(0)),),)
    rows += excel_row(FlowName.TRAIL, facts.wanted.pack(), facts.here)
    return Decision((Reply(text, rows, ReplyKind.VIEW, is_personal=True),), audit=(look, *named))


def _fields(wanted: Wanted) -> tuple[str, ...]:
    asked = {
        "person": wanted.person_id,
        "record": wanted.record,
        "day": wanted.day,
        "unit": wanted.unit_id,
    }
    return tuple(name for name, value in asked.items() if value is not None)


def _seen(one: Candidate) -> Audit:
    """The heading names the candidate: a look like any other."""
    return Audit("looked", "candidate", one.id, unit_id=one.unit_id)


def _which(facts: Facts) -> Reply:
    rows = tuple((_page(one.name, replace(facts.wanted, person_id=one.id)),) for one in facts.named)
    return Reply(say.several(facts.text, voice_of(facts.here.actor.person)), rows, ReplyKind.VIEW)


def _which_candidate(facts: Facts) -> Reply:
    found = facts.candidates
    rows = tuple((_page(option(one), replace(facts.wanted, record=("candidate", int(one.id)))),) for one in found)
    return Reply(say.several_candidates(facts.text), rows, ReplyKind.VIEW, is_personal=True)


def _page(label: str, wanted: Wanted) -> Choice:
    return Choice(label, Press(FlowName.TRAIL, "page", 0, wanted.pack()))


def _line(one: Entry, here: Here) -> str:
    unit = here.tree.get(one.unit_id)
    return say.line(one, one.at.astimezone(here.zone), "" if unit is None else unit.short_name)


FLOW = Flow(FlowName.TRAIL, Action.SEE_TRAIL, gather, decide)
