"""To whom a broadcast goes, as people say it."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from domain.people import Role
from domain.units import Unit
from language.audience import read_audience
from language.reading import Misread
from storage import units
from tests.stage import template

DAY = date(2026, 11, 5)


@pytest.fixture(scope="module")
def known() -> list[Unit]:
    connection = sqlite3.connect(template())
    found = units.tree(connection, DAY).units
    connection.close()
    return list(found.values())


def said(text: str, known: list[Unit]) -> tuple[tuple[Role, ...] | None, list[str] | None] | str:
    read = read_audience(text, known, ())
    if isinstance(read, Misread):
        return read.sentence
    names = {unit.id: unit.short_name for unit in known}
    return read.roles, None if read.units is None else [names[unit] for unit in read.units]


S, U = Role.SECRETARY, Role.UNION


@pytest.mark.parametrize(
    ("text", "roles", "where"),
    [
        ("tất cả", (), []),
        ("moi nguoi", (), []),
        ("bí thư các chi bộ", (S,), []),
        ("bi thu cac chi bo", (S,), []),
        ("các đồng chí bí thư chi bộ", (S,), None),
        ("bí thư, phó bí thư", (S,), None),
        ("công đoàn", (U,), None),
        ("cán bộ công đoàn và bí thư", (S, U), None),
        ("lãnh đạo", (Role.LEADER,), None),
        ("van phong", (Role.OFFICE,), None),
        ("ctv", (Role.COLLABORATOR,), None),
        ("cộng tác viên và quản trị", (Role.COLLABORATOR, Role.ADMIN), None),
        ("bí thư chi bộ Konya", (S,), ["Chi bộ Konya"]),
        ("bi thu konya, maple", (S,), ["Chi bộ Konya", "Chi bộ Maple"]),
        ("Konya và Maple", None, ["Chi bộ Konya", "Chi bộ Maple"]),
        ("tất cả ở KCN Nomura", (), ["Đảng bộ KCN Nomura"]),
        ("gửi cho công đoàn thuộc KCN Nomura", (U,), ["Đảng bộ KCN Nomura"]),
        ("các đơn vị", None, []),
    ],
)
def test_roles_and_units_in_any_order(
    text: str, roles: tuple[Role, ...] | None, where: list[str] | None, known: list[Unit]
) -> None:
    assert said(text, known) == (roles, where)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "bách hóa",
        "bí thư bách hóa",
        "14h thứ Sáu giao ban",
        "họp bí thư 14h",
        "x" * 500,
        "=1+1",
        "bí thư " * 60,
    ],
)
def test_what_names_nobody_is_said(text: str, known: list[Unit]) -> None:
    assert isinstance(read_audience(text, known, ()), Misread)


def test_two_units_of_one_name_are_told_apart(known: list[Unit]) -> None:
    read = read_audience("bí thư KCN", known, ())
    assert isinstance(read, Misread)
    assert "đơn vị gần với" in read.sentence
