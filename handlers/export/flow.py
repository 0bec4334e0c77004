"""Candidates for paper (/xuattep): "trích ngang" of all within reach, of one unit or of one person, as Word or as Excel."""

from __future__ import annotations

from datetime import datetime

from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.exports import MOST_EXPORTED, Printed
from domain.ports import Here
from domain.rights import Action
from domain.tables import Cell, Column, ColumnType, Letterhead, Table
from domain.talk import Command, FlowName, Press
from domain.units import Unit, UnitKind
from handlers.export.facts import SHEET, WORD, Facts, gather, is_alone
from handlers.flow import Flow
from handlers.tables import birth, class_and_guide, document, exported, people, unit_name
from handlers.unit_step import page_of_units
from language.say import exports as say
from language.say.words import OUTSIDE, PARTY, voice_of

COLUMNS = (
    *(
        Column(say.NAME),
        Column(say.BIRTH, ColumnType.DATE),
        Column(say.SEX),
        Column(say.CELL_AND_FIRM),
        Column(say.JOB),
    ),
    *(
        Column(say.EDUCATION),
        Column(say.UNIONS),
        Column(say.CLASS, ColumnType.DATE),
        Column(say.GUIDE),
        Column(say.STEP),
    ),
)


def decide(command: Command, facts: Facts, now: datetime) -> Decision:
    is_list = isinstance(command, Press) and command.step in ("list", "one")
    if facts.found and facts.chosen is not None:
        return _file(facts.chosen, facts, now)
    if is_list or (facts.chosen is not None and facts.kind):
        text = say.not_yours() if facts.chosen is None else say.nothing(voice_of(facts.here.actor.person))
        return _view(text)
    if facts.unknown and not facts.units:
        return _view(say.no_people())
    if facts.unknown:
        return _view(say.unknown_unit(facts.unknown), *_ways(facts))
    if facts.kind:
        return _which(facts)
    return _view(say.ask(voice_of(facts.here.actor.person), bool(facts.units)), *_ways(facts))


def _view(text: str, *rows: tuple[Choice, ...]) -> Decision:
    return Decision((Reply(text, rows, ReplyKind.VIEW),))


def _ways(facts: Facts) -> tuple[tuple[Choice, ...], ...]:
    """Word and Excel of the chosen unit, or of the first where all stands below it; else, of which unit."""
    unit = facts.chosen
    if unit is None and is_alone(facts.units, facts.here):
        unit = facts.units[0]
    if not facts.units:
        return ()
    kinds = ((WORD, say.WORD), (SHEET, say.EXCEL))
    rows: list[tuple[Choice, ...]] = []
    if unit is not None:
        rows.append(tuple(_choice(f"{name}, {unit.short_name}", f"{kind}:{unit.id}", name) for kind, name in kinds))
    if facts.chosen is None and len(facts.units) > 1:
        rows += [
            (Choice(f"{say.CHOOSE_UNIT} ({name})", Press(FlowName.EXPORT, "unit", 0, f"{kind}:0")),)
            for kind, name in kinds
        ]
    return tuple(rows)


def _choice(label: str, value: str, word: str) -> Choice:
    return Choice(label, Press(FlowName.EXPORT, "list", 0, value), (word,))


def _which(facts: Facts) -> Decision:
    shown, turn = page_of_units(facts.units, facts.first)
    rows = [(Choice(unit.short_name, Press(FlowName.EXPORT, "list", 0, f"{facts.kind}:{unit.id}")),) for unit in shown]
    if turn is not None:
        rows.append((Choice(turn[0], Press(FlowName.EXPORT, "unit", 0, f"{facts.kind}:{turn[1]}")),))
    return _view(say.which_unit(), *rows)


def _file(unit: Unit, facts: Facts, now: datetime) -> Decision:
    voice = OUTSIDE if unit.kind is UnitKind.UNION else PARTY
    title = say.roster_title(unit.short_name, voice)
    audit = Audit("exported", "roster", unit.id, unit_id=unit.id)
    if facts.kind == SHEET or len(facts.found) > MOST_EXPORTED:
        return people(facts.found, title, audit, facts.here, now)
    rows = tuple(_row(one, unit, facts.here) for one in facts.found)
    heading = say.document_title("" if facts.is_one else unit.name, voice)
    table = Table(heading, COLUMNS, rows, letterhead=_letterhead(unit, facts.here))
    return exported(document(table, title, facts.here, now), title, len(rows), audit, facts.found)


def _row(printed: Printed, unit: Unit, here: Here) -> tuple[Cell, ...]:
    """The cell is not named again where the whole paper is about it."""
    one = printed.candidate
    cell = "" if one.unit_id == unit.id else unit_name(one.unit_id, here)
    where = "; ".join(part for part in (cell, one.firm) if part)
    about = (one.name, birth(one.birth), say.sex(one), where, say.manager_job(one), say.education(one), say.unions(one))
    return (*about, *class_and_guide(printed), say.step_of(one, printed.step))


def _letterhead(unit: Unit, here: Here) -> Letterhead:
    """A union's paper is none of the Party's."""
    above = here.tree.get(unit.parent_id)
    is_union = unit.kind is UnitKind.UNION
    name = "" if above is None or is_union else above.name
    body = "" if is_union else say.BODY
    signs = say.SIGNS.get(unit.kind, (say.WHERE,))
    return Letterhead(name, unit.name, say.NUMBER_LINE, body, say.place_and_day(here.today), signs, say.COPIES)


FLOW = Flow(FlowName.EXPORT, Action.PRINT, gather, decide)
