"""The glossary has a line, in Vietnamese and with a meaning, for every member of the enums that people read about."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest

from domain.admission import AdmissionStep, AgeCase, Intake
from domain.broadcasts import Ended, Where
from domain.calendar import DayKind, HolidayKind
from domain.failures import FailureKind
from domain.meetings import MeetingKind, NotHeldReason
from domain.on_behalf import Way
from domain.people import Role
from domain.privacy import RequestKind, SubjectKind, Via
from domain.rights import Action
from domain.talk import FlowName
from domain.targets import Indicator, TargetKind
from domain.units import UnitKind
from tests.docs.pages import ROOT

ENUMS: tuple[type[StrEnum], ...] = (
    *(FlowName, Role, Action, AdmissionStep, Intake, AgeCase, MeetingKind, NotHeldReason),
    *(RequestKind, Via, SubjectKind),
    *(Indicator, TargetKind, UnitKind, FailureKind, HolidayKind, DayKind, Where, Ended, Way),
)
RECORDS = (
    *(
        "Unit",
        "Person",
        "Post",
        "Actor",
        "Candidate",
        "StepEvent",
        "Vote",
        "Twin",
        "Meeting",
        "Period",
        "HeadCount",
        "Gap",
    ),
    *("Target", "Coverage", "Rule", "Decision", "Reply", "Notice", "Operation", "Draft", "Audit"),
    *("Holiday", "Calendar"),
    *("Consent", "Request", "Came", "Clock", "Look", "OwnCode", "Expiring"),
    *("Holiday", "Calendar", "Broadcast", "Audience", "Behalf"),
)
LINE = re.compile(r"^\| `([\w.]+)` \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")


def lines(text: str) -> dict[str, tuple[str, str]]:
    """(Vietnamese, meaning) by identifier."""
    return {name: (vietnamese.strip(), meaning.strip()) for name, vietnamese, meaning in LINE.findall(text)}


def missing(enum: type[StrEnum], text: str) -> list[str]:
    found = lines(text)
    return [name for one in enum if not all(found.get(name := f"{enum.__name__}.{one.name}", ("",)))]


def gone(text: str) -> list[str]:
    """Members that the glossary explains and the code no longer has."""
    known = {enum.__name__: set(enum.__members__) for enum in ENUMS}
    split = [name.partition(".") for name in lines(text) if "." in name]
    return [f"{enum}.{member}" for enum, _, member in split if member not in known.get(enum, set())]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_is_explained(enum: type[StrEnum]) -> None:
    assert missing(enum, TEXT) == []


def test_nothing_is_explained_that_is_gone() -> None:
    assert gone(TEXT) == []


def test_important_records_are_explained() -> None:
    assert [name for name in RECORDS if not all(lines(TEXT).get(name, ("",)))] == []


def test_planted_gap_is_caught() -> None:
    text = TEXT.replace("| `Role.UNION` |", "| `Role.GONE` |").replace("| quản trị |", "|  |")
    assert missing(Role, text) == ["Role.ADMIN", "Role.UNION"]
    assert gone(text) == ["Role.GONE"]
