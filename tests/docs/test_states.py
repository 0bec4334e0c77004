"""docs/states.md names every state that the schema allows, and no other."""

from __future__ import annotations

import re

import pytest

from domain.admission import AdmissionStep, Intake
from domain.channel import OutgoingAction
from storage.migrate import migrations
from tests.docs.pages import ROOT

TEXT = (ROOT / "docs" / "states.md").read_text("utf-8")
TABLE = re.compile(r"^CREATE TABLE (\w+) \((.*?)^\)", re.MULTILINE | re.DOTALL)
ALLOWED = re.compile(r"CHECK \(state IN \(([^)]*)\)\)")


def states_of_the_schema() -> dict[str, set[str]]:
    """The states by table, where the table has a closed list of them."""
    schema = "\n".join(migration.sql for migration in migrations())
    found = {table: ALLOWED.search(body) for table, body in TABLE.findall(schema)}
    return {table: set(re.findall(r"'(\w+)'", allowed[1])) for table, allowed in found.items() if allowed}


def states_of_the_page(table: str, text: str) -> set[str]:
    """The first column of the table below the heading that names `table.state`."""
    section = re.search(rf"^#+ [^\n]*`{table}\.(?:state|intake)`[^\n]*\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE)) if section else set()


def test_tables_with_states_are_the_ones_that_are_known() -> None:
    assert states_of_the_schema().keys() == {"inbox", "outbox", "meeting", "upload"}


@pytest.mark.parametrize("table", ["inbox", "outbox", "meeting", "upload"])
def test_page_has_the_states_of_the_schema(table: str) -> None:
    assert states_of_the_page(table, TEXT) == states_of_the_schema()[table]


def test_page_has_every_intake_step_and_action() -> None:
    assert states_of_the_page("candidate", TEXT) == set(Intake)
    assert [one.value for one in (*AdmissionStep, *OutgoingAction) if f"`{one.value}`" not in TEXT] == []


def test_planted_difference_is_caught() -> None:
    text = TEXT.replace("| `dead` |", "| `gone` |")
    assert states_of_the_page("inbox", text) != states_of_the_schema()["inbox"]
