"""Lists as files: a flow names title, columns and rows, and gets the answer that carries the file (`exported`).

table = Table(title, (Column("Đơn vị"), Column("Số", ColumnType.INT, has_total=True)), rows)
return exported(sheet(table, facts.here, now), len(rows), Audit("exported", "progress", unit.id), facts.here)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.channel import Attachment
from domain.decision import Audit, Choice, Decision, Reply, ReplyKind
from domain.exports import MOST_EXPORTED, Printed
from domain.ids import UnitId
from domain.periods import BirthDate
from domain.ports import Here
from domain.rights import Action, may
from domain.tables import Cell, Column, ColumnType, Table
from domain.talk import FlowName, Press
from language.say import candidate as about
from language.say import exports as say
from language.say.words import voice_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEP = "excel"
"""The step of the button under a list. Whoever presses it is asked `may_print` again: a token can be made up."""


def may_print(here: Here, unit_id: UnitId | None = None) -> bool:
    return may(here.actor.posts, Action.PRINT, here.tree, unit_id)


def excel(flow: FlowName, value: str, step: str = STEP) -> Choice:
    """The button; "excel" typed after the list means the same."""
    return Choice(say.EXCEL, Press(flow, step, 0, value), say.EXCEL_WORDS)


def excel_row(flow: FlowName, value: str, here: Here, step: str = STEP) -> tuple[tuple[Choice, ...], ...]:
    """The same as a row below a list; none for whoever may not print."""
    return ((excel(flow, value, step),),) if may_print(here) else ()


def signed(table: Table, here: Here, now: datetime) -> Table:
    """With the number of each row, and who made it when."""
    who = "" if here.actor.person is None else here.actor.person.name
    footer = say.footer(who, now.astimezone(here.zone))
    return replace(table.numbered(say.NUMBER), footer=footer, total=say.TOTAL)


def sheet(table: Table, here: Here, now: datetime) -> Attachment:
    """The table as an Excel file."""
    name = say.file_name(table.title, here.today, "xlsx")
    return Attachment(name, XLSX, signed(table, here, now).to_json(), kind="table")


def document(table: Table, name: str, here: Here, now: datetime) -> Attachment:
    """The table as a Word file, named after `name`."""
    named = say.file_name(name, here.today, "docx")
    return Attachment(named, DOCX, signed(table, here, now).to_json(), kind="document")


def exported(
    file: Attachment,
    title: str,
    count: int,
    audit: Audit,
    people: Sequence[Printed] = (),
    looks: Sequence[Audit] = (),
    *,
    is_personal: bool = False,
) -> Decision:
    """A message of its own, which can be saved: whoever gets here may print. Everybody in the file was looked at.

    `looks` are the looks at others than candidates; `is_personal`: people are named without a look at any of them.
    """
    entry = replace(audit, fields=(*audit.fields, f"rows:{count}"))
    seen = [Audit("exported", "candidate", one.candidate.id, unit_id=one.candidate.unit_id) for one in people]
    text = say.ready(title, count, is_personal or bool(people or looks))
    reply = Reply(text, kind=ReplyKind.RECEIPT, attachment=file)
    return Decision((reply,), audit=(entry, *seen, *looks))


def refused(here: Here) -> Decision:
    """Nothing to print, or nothing that this person may print: it reads the same."""
    return Decision((Reply(say.nothing(voice_of(here.actor.person)), kind=ReplyKind.VIEW),))


def people(found: Sequence[Printed], title: str, audit: Audit, here: Here, now: datetime) -> Decision:
    """Candidates as an Excel file. `found` may hold one more than fit."""
    if not found or not may_print(here):
        return refused(here)
    if len(found) > MOST_EXPORTED:
        return Decision((Reply(say.too_many(MOST_EXPORTED), kind=ReplyKind.VIEW),))
    table = Table(title, PEOPLE, tuple(_row(one, here) for one in found), say.as_of("", here.today))
    return exported(sheet(table, here, now), title, len(found), audit, found)


PEOPLE = (
    *(Column(say.NAME), Column(say.BIRTH, ColumnType.DATE), Column(say.SEX), Column(say.CELL), Column(say.FIRM)),
    *(Column(say.JOB), Column(say.EDUCATION), Column(say.UNION), Column(say.YOUTH), Column(say.CLASS, ColumnType.DATE)),
    *(Column(say.GUIDE), Column(say.STEP), Column(say.SINCE, ColumnType.DATE)),
)


def _row(printed: Printed, here: Here) -> tuple[Cell, ...]:
    one = printed.candidate
    told = (one.name, birth(one.birth), say.sex(one), unit_name(one.unit_id, here), one.firm, say.manager_job(one))
    standing = (*class_and_guide(printed), say.step_of(one, printed.step), printed.step_on)
    return (*told, say.education(one), say.union(one), say.youth(one), *standing)


def class_and_guide(printed: Printed) -> tuple[Cell, Cell]:
    """The day of the certificate, or that there is one; the guide's name. Empty where nobody has recorded them."""
    taught, guided = printed.taught, printed.guided
    day = None if taught is None else taught.happened_on or about.UNDATED
    return day, "" if guided is None else guided.guide or ""


def birth(when: BirthDate) -> Cell:
    """A date, or month and year as text where the day is not known."""
    return f"{when.month:02d}/{when.year}" if when.day is None else date(when.year, when.month, when.day)


def unit_name(unit_id: UnitId, here: Here) -> str:
    unit = here.tree.get(unit_id)
    return "" if unit is None else unit.short_name
