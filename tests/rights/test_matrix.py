"""The matrix is a reviewed file; whatever changes a right shows as a change of that file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from domain.ids import PersonId, PostId
from domain.people import Post, Role
from domain.rights import GRANTS, Action, may
from domain.units import UnitKind
from tests.rights import matrix


def test_matrix_is_the_reviewed_one() -> None:
    assert matrix.matrix() == matrix.FILE.read_text(encoding="utf-8"), "review it: python -m tests.rights.matrix"


def test_matrix_speaks_of_every_role_and_every_action() -> None:
    text = matrix.FILE.read_text(encoding="utf-8")

    assert set(GRANTS) == set(Role)
    assert [name for name in (*Role, *Action) if f" {name} " not in text] == []


def test_nobody_acts_above_or_beside_their_post() -> None:
    found = [
        (role, action, kind, scope)
        for kind in matrix.KINDS
        for role in Role
        for action in Action
        for scope in ("above", "sibling", "no post")
        if matrix.granted(role, action, kind, scope)
    ]

    assert found == []


def test_answer_that_the_matrix_cannot_name_is_noticed() -> None:
    assert matrix.outcome("") == "NOTHING"
    assert matrix.outcome("“Tra cứu” không thuộc vai trò của đồng chí.") == "refused"


def test_post_that_ended_or_has_not_begun_allows_nothing() -> None:
    tree = matrix.tree(UnitKind.CELL)
    ended = Post(PostId(1), PersonId(1), Role.SECRETARY, matrix.OWN, "", date(2020, 1, 1), matrix.ON)
    coming = Post(PostId(2), PersonId(1), Role.SECRETARY, matrix.OWN, "", matrix.ON + timedelta(days=1))
    last_day = replace(ended, until=matrix.ON + timedelta(days=1))

    assert not any(may([ended, coming], action, tree) for action in Action)
    assert may([last_day], Action.REPORT_MEETING, tree, matrix.OWN)
