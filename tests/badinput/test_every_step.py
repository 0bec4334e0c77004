"""Whatever is sent at whatever step: one clear answer, nothing wrong stored, nothing raised, and the form can still be finished."""

from __future__ import annotations

import atexit
import importlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.talk import FlowName
from handlers.codes.bulk import MOST
from handlers.registry import FLOWS
from tests.badinput.bad import HALVES, NASTY, is_clear, texts, tokens, wrong_records
from tests.badinput.stations import Start, do, draft_of, finish, good_answer, open_form, starts
from tests.flows.desk import Desk

DESK = Desk()
atexit.register(DESK.close)
"""Not at the module's end: another worker's tests of this module may come to this one later."""
STARTS = starts(DESK)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
LONG = settings(QUICK, max_examples=200)
VERY_LONG = settings(QUICK, max_examples=3_000)


def advance(start: Start, steps: int) -> None:
    """Opens the form and answers that many of its steps."""
    open_form(DESK, start)
    for _ in range(steps):
        draft = draft_of(DESK, start)
        if draft is None or draft.step == "summary":
            return
        do(DESK, start.who, good_answer(DESK, start, draft))


def attack(start: Start, data: st.DataObject, most: int) -> None:
    """Some bad inputs; each gets one clear answer."""
    for _ in range(data.draw(st.integers(1, most), "how many")):
        said = (
            DESK.turn(start.who, text=data.draw(texts, "text"))
            if data.draw(st.booleans(), "is text")
            else DESK.turn(start.who, press=data.draw(tokens(draft_of(DESK, start)), "press"))
        )
        assert is_clear(said, start.who), said


def check(start: Start, steps: int, data: st.DataObject, most: int) -> None:
    with DESK.aside():
        advance(start, steps)
        attack(start, data, most)
        for _ in finish(DESK, start):
            pass
        assert wrong_records(DESK) == []
        assert DESK.query("SELECT id FROM inbox WHERE error IS NOT NULL OR state != 'done'") == []


@QUICK
@given(start=st.sampled_from(STARTS), steps=st.integers(0, 12), data=st.data())
def test_bad_input_at_any_step_leaves_a_form_that_can_be_finished(
    start: Start, steps: int, data: st.DataObject
) -> None:
    check(start, steps, data, 3)


@pytest.mark.slow
@LONG
@given(start=st.sampled_from(STARTS), steps=st.integers(0, 12), data=st.data())
def test_much_bad_input_at_any_step_leaves_a_form_that_can_be_finished(
    start: Start, steps: int, data: st.DataObject
) -> None:
    check(start, steps, data, 8)


@pytest.mark.soak
@VERY_LONG
@given(start=st.sampled_from(STARTS), steps=st.integers(0, 12), data=st.data())
def test_very_much_bad_input_at_any_step_leaves_a_form_that_can_be_finished(
    start: Start, steps: int, data: st.DataObject
) -> None:
    check(start, steps, data, 8)


@QUICK
@given(who=st.sampled_from(["secretary", "admin", "union", "collaborator", "office", "stranger"]), data=st.data())
def test_bad_input_without_a_form_gets_one_clear_answer(who: str, data: st.DataObject) -> None:
    with DESK.aside():
        attack(Start(FlowName.MENU, who, ()), data, 3) if who != "stranger" else _as_stranger(data)
        assert wrong_records(DESK) == []


def _as_stranger(data: st.DataObject) -> None:
    assert is_clear(DESK.turn("stranger", text=data.draw(texts)), "stranger")
    assert is_clear(DESK.turn("stranger", press=data.draw(tokens(None))), "stranger")


@pytest.mark.parametrize("nth", range(len(NASTY)))
def test_nasty_text_at_each_step_gets_one_clear_answer(nth: int) -> None:
    text = NASTY[nth]
    for start in STARTS[nth % 8 :: 8]:
        with DESK.aside():
            open_form(DESK, start)
            for _ in range(14):
                draft = draft_of(DESK, start)
                if draft is None:
                    break
                with DESK.aside():
                    assert is_clear(DESK.turn(start.who, text=text), start.who), (start, draft.step)
                do(DESK, start.who, good_answer(DESK, start, draft))
            assert draft_of(DESK, start) is None


def test_half_of_a_surrogate_pair_is_received_like_any_text() -> None:
    """Raw JSON may hold one; it must not stop what comes after it."""
    for text in HALVES:
        with DESK.aside():
            assert is_clear(DESK.turn("secretary", text=text), "secretary")
            assert is_clear(DESK.turn("secretary", press=text), "secretary")


@pytest.mark.parametrize("who", ["secretary", "admin", "stranger"])
@pytest.mark.parametrize(
    "token", ["lookup.card.0.²", "codes.cancel.0.²", "join.revoke.0.²", "lookup.more.0.²:a", "clock.x.0.1"]
)
def test_forged_button_is_like_a_word_that_nobody_knows(who: str, token: str) -> None:
    with DESK.aside():
        assert is_clear(DESK.turn(who, press=token), who)
        said = DESK.turn(who, press=token)
    assert said[0].text.startswith("Xin chào" if who == "stranger" else "Trợ lý chưa hiểu")


def test_walk_knows_every_step_of_every_form() -> None:
    seen: set[tuple[FlowName, str]] = set()
    for start in STARTS:
        with DESK.aside():
            open_form(DESK, start)
            seen |= {(start.flow, step) for step in finish(DESK, start)}
    missing = [
        (flow, step.name)
        for flow in FLOWS
        for step in getattr(_form_of(flow), "steps", ())
        if (flow, step.name) not in seen and (flow, step.name) not in OFF_THE_WALK
    ]
    assert missing == []


SHARED = ("sex", "job", "manager", "education", "union", "youth", "achievements", "introducer")
OFF_THE_WALK = {
    *((FlowName.PRIVACY, name) for name in SHARED),
    *((FlowName.CODES, f"r{row}") for row in range(2, MOST + 1)),
    (FlowName.PRIVACY, "why"),
    (FlowName.PRIVACY, "replied"),
}
"""The introduction asks the same questions as a correction; of the rows of a list one stands for all. Why the office declines a
request is asked where there is one, and when it answered one on paper (tests/flows/test_privacy.py, test_privacy_requests.py)."""


def _form_of(flow: FlowName) -> object:
    for name in (f"handlers.{flow}", f"handlers.{flow}.steps", f"handlers.{flow}.flow"):
        try:
            found = getattr(importlib.import_module(name), "FORM", None)
        except ModuleNotFoundError:
            continue
        if found is not None:
            return found
    return None
