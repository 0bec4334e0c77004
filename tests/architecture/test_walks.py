"""A member of a literal list that somebody forgot elsewhere fails here; each walk has seen a planted breach."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from domain import records
from domain.failures import FailureKind
from domain.rights import GRANTS, Action
from domain.talk import Control, FlowName, Sent
from domain.targets import Indicator
from handlers.registry import FLOWS
from language.progress_line import INDICATOR_WORDS
from language.say import menu as say_menu
from language.say import progress as say_progress
from language.say.words import OUTSIDE, PARTY
from language.vocabulary import COMMANDS, CONTROL_WORDS, words_of
from storage import targets
from storage.apply import WRITES
from tests.architecture import walks
from tests.architecture.tree import ROOT
from tests.stage import template

GLOSSARY = walks.glossary_of(ROOT / "docs" / "glossary.md")
DISPATCH = (ROOT / "bot" / "dispatch.py").read_text(encoding="utf-8")


def test_every_flow_has_an_entry_under_its_own_name() -> None:
    assert walks.lacking(FlowName, FLOWS, "handlers/registry.py", {}) == []
    assert [name for name, flow in FLOWS.items() if flow.name is not name] == []


def test_every_flow_has_a_dialogue() -> None:
    named = walks.flows_of_dialogues(ROOT / "tests" / "dialogs")

    assert walks.lacking(FlowName, named, "tests/dialogs", walks.NO_DIALOGUE) == []
    assert named <= set(FlowName)


def test_every_flow_has_a_line_in_the_help() -> None:
    helped = [words.flow for words in COMMANDS]

    assert walks.lacking(FlowName, helped, "language/vocabulary.py", walks.NO_HELP_LINE) == []
    assert len(helped) == len(set(helped))
    for voice in (PARTY, OUTSIDE):
        page = say_menu.help_page(helped, voice, "")
        assert page.count("\n• ") == len(helped)
    assert all(words_of(flow).phrases and words_of(flow).slash for flow in helped)


def test_every_flow_asks_for_a_right() -> None:
    gated = [name for name, flow in FLOWS.items() if flow.action is not None]
    assert walks.lacking(FlowName, gated, "the grants", walks.NO_ACTION) == []


def test_every_right_is_granted_to_somebody() -> None:
    granted = {action for actions in GRANTS.values() for action in actions}
    assert walks.lacking(Action, granted, "GRANTS", {}) == []


@pytest.mark.parametrize("enum", [FlowName, Indicator, FailureKind, Action])
def test_every_member_is_in_the_glossary(enum: type[FlowName]) -> None:
    assert walks.undocumented(enum, GLOSSARY) == []


def test_every_indicator_has_words_a_name_and_its_sql() -> None:
    asked = [indicator for _, indicator in INDICATOR_WORDS]
    for have, where in (
        (asked, "language/progress_line.py"),
        (say_progress.NAMES, "NAMES"),
        (say_progress.COUNTED, "COUNTED"),
        (say_progress.RECORDS_OF, "RECORDS_OF"),
        (targets.COUNTS, "storage/targets.py, COUNTS"),
        (targets.COUNTED, "storage/targets.py, COUNTED"),
    ):
        assert walks.lacking(Indicator, have, where, {}) == []


@pytest.mark.parametrize("indicator", Indicator)
def test_sql_of_every_indicator_runs(indicator: Indicator) -> None:
    connection = sqlite3.connect(template())
    counts = targets.counts(connection, indicator, date(2022, 1, 1), date(2026, 12, 31))
    named = targets.counted(connection, indicator, date(2022, 1, 1), date(2026, 12, 31), frozenset(counts))
    connection.close()
    assert sum(count for count, _ in counts.values()) > 0
    assert len(named) > 0


def test_every_record_has_an_arm_where_it_is_written() -> None:
    union = {one.__name__ for one in get_args(records.Record)}
    written = {
        name
        for name, value in vars(records).items()
        if isinstance(value, type) and value.__module__ == "domain.records"
    }

    assert written - union == set()
    assert {record.__name__ for record in WRITES} == union


def test_every_kind_of_failure_has_its_policy() -> None:
    assert {kind.name for kind in FailureKind} - walks.arms(DISPATCH, "FailureKind") == set()


def test_every_control_has_words_of_its_own() -> None:
    assert walks.unread(CONTROL_WORDS, Control) == []


def test_everything_that_can_be_sent_is_answered() -> None:
    assert all(say_menu.received(sent, may_report) for sent in Sent for may_report in (True, False))


def test_planted_flow_that_was_forgotten_is_caught() -> None:
    assert walks.lacking(FlowName, [one for one in FlowName if one != "undo"], "x", {}) == ["undo: not in x"]
    assert walks.lacking([], [FlowName.CLOCK], "x", {FlowName.CLOCK: "a reason"}) == [
        "clock: the reason why it is not in x can be struck"
    ]


def test_planted_dialogue_without_its_first_line_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("@ secretary\n# flows: meeting\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("# flows: undo, menu\n@ secretary\n", encoding="utf-8")
    assert walks.flows_of_dialogues(tmp_path) == {"undo", "menu"}


def test_planted_gap_in_the_glossary_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "glossary.md"
    page.write_text("| `FlowName.JOIN` | FlowName.UNDO |", encoding="utf-8")
    assert "FlowName.UNDO: not in docs/glossary.md" in walks.undocumented(FlowName, walks.glossary_of(page))
    assert "FlowName.JOIN: not in docs/glossary.md" not in walks.undocumented(FlowName, walks.glossary_of(page))


def test_planted_record_without_an_arm_is_caught() -> None:
    source = "match one:\n    case records.AddPost():\n        1\n    case FailureKind.UNCERTAIN | FailureKind.TOO_OLD:\n        2\n"
    assert walks.arms(source, "records") == {"AddPost"}
    assert walks.arms(source, "FailureKind") == {"UNCERTAIN", "TOO_OLD"}


def test_planted_control_without_or_with_a_shared_word_is_caught() -> None:
    words = {**CONTROL_WORDS, Control.SKIP: ("quay lại",), Control.EDIT: ()}
    assert walks.unread(words, Control) == ["edit: no word for it", "“quay lại” means two things"]
