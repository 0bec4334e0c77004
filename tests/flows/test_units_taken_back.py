"""Whatever is done to units and targets by chat, taking everything back leaves the tables as they were.

What somebody else has changed since, by whichever way, is never written over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import before as kept
from tests.flows.desk import Desk

TABLES = ("unit", "unit_version", "unit_alias", "report_waiver", "obligation", "target", "post", "candidate")
NAMES = ("konya", "maple", "horn", "cong doan konya", "kcn nomura", "kcn dinh vu", "khu kinh te", "chi bo moi")
DAYS = ("hom nay", "1/12/2026", "1/1/2025", "15/6/2025")
unit = st.sampled_from(NAMES)
day = st.sampled_from(DAYS)
CHANGES = st.one_of(
    st.builds("don vi them Chi bộ Công ty Mới thuoc {} tu {}".format, unit, day),
    st.builds("don vi doi ten {} thanh Chi bộ Công ty Mới tu {}".format, unit, day),
    st.builds("don vi chuyen {} sang {} tu {}".format, unit, unit, day),
    st.builds("don vi sap nhap {} vao {} tu {}".format, unit, unit, day),
    st.builds("don vi giai the {} tu {}".format, unit, day),
    st.builds("don vi ten goi {} la {}".format, unit, unit),
    st.builds("don vi han bao cao {} {}".format, unit, st.integers(1, 31)),
    st.builds("don vi ngay bat dau {} {}".format, unit, day),
    st.builds("don vi mien bao cao {} thang 11 vi nghi".format, unit),
    st.builds("don vi hoan bao cao {} thang 12 den 25/1/2027 vi ban".format, unit),
    st.builds(
        "don vi {} bao cao {} {} tu {}".format,
        st.sampled_from(("giao", "thoi")),
        st.sampled_from(("chuyen de", "kiem diem cuoi nam")),
        unit,
        st.sampled_from(("quy 4/2026", "2027")),
    ),
    st.builds("don vi so dang vien {} {} ct 2 db".format, unit, st.integers(3, 30)),
    st.builds(
        "giao chi tieu ket nap {} {} {} thanh uy giao theo NQ 1".format,
        st.sampled_from((2026, 2027)),
        unit,
        st.integers(1, 9),
    ),
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()


def tables(desk: Desk) -> dict[str, list[str]]:
    return {name: sorted(map(repr, desk.query(f"SELECT * FROM {name}"))) for name in TABLES}


def confirm(desk: Desk, line: str) -> bool:
    """Whether the change was written; what is asked on the way is answered with the first thing that fits."""
    answer = desk.say("admin", line)
    for question, said in (
        ("Tên gọi ngắn", "Chi bộ Mới"),
        ("Các chức danh", "Chuyển sang đơn vị nhận"),
        ("Dùng chung", "có"),
    ):
        answer = desk.say("admin", said) if question in answer else answer
    written = "✅" in desk.say("admin", "nop")
    if not written:
        desk.say("admin", "xoa nhap")
    return written


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_everything_taken_back_leaves_the_tables_as_they_were(shared: Desk, lines: list[str]) -> None:
    with shared.aside():
        before = tables(shared)
        count = sum(confirm(shared, line) for line in lines)

        operations = [str(row[0]) for row in shared.query("SELECT id FROM operation ORDER BY id DESC")]
        assert len(operations) == count
        for operation in operations:
            assert "✅" in shared.press_token("admin", f"undo.do.0.{operation}")

        assert tables(shared) == before
        assert shared.number("SELECT count(*) FROM head_count WHERE is_undone = 0 AND operation_id IS NOT NULL") == 0


TOUCH = {
    "unit": "is_in_enterprise = 1 - is_in_enterprise",
    "unit_version": "short_name = short_name || ' khác'",
    "unit_alias": "folded = folded || ' khac'",
    "report_waiver": "reason = reason || ' khác'",
    "obligation": "is_owed = 1 - is_owed",
    "target": "published = 'khác'",
    "post": "title = title || ' khác'",
    "candidate": "firm = firm || ' khác'",
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CHANGES, st.integers(0, 1_000))
def test_what_was_changed_since_is_not_taken_back(shared: Desk, line: str, nth: int) -> None:
    with shared.aside():
        if not confirm(shared, line):
            return
        (operation,) = shared.query("SELECT max(id) FROM operation")[0]
        rows = shared.query("SELECT name, row_key FROM row_before WHERE operation_id = ?", operation)
        if not rows:  # a number of members is taken back by its operation, not as a row
            return
        name, key = map(str, rows[nth % len(rows)])
        where = " AND ".join(f"{column} = ?" for column in kept.TABLES[name])
        shared.query(f"UPDATE {name} SET {TOUCH[name]} WHERE {where}", *json.loads(key))
        is_there = shared.number("SELECT changes()") > 0
        before = tables(shared)

        answer = shared.press_token("admin", f"undo.do.0.{operation}")

        assert ("✅" in answer) is not is_there, answer
        assert not is_there or tables(shared) == before


KONYA_DUE = "SELECT report_due_day, go_live_on FROM unit WHERE id = 9"
MAPLE_SECRETARY = "SELECT until FROM post WHERE person_id = 3"


def test_day_that_a_workbook_set_since_stays(desk: Desk) -> None:
    assert confirm(desk, "don vi han bao cao konya 15")
    desk.query("UPDATE unit SET go_live_on = '2026-02-01' WHERE id = 9")
    assert "✅" not in desk.press("admin", "Thu hồi")
    assert desk.query(KONYA_DUE) == [(15, "2026-02-01")]


@pytest.mark.parametrize("answer", ["Chuyển sang đơn vị nhận", "Kết thúc"])
def test_post_of_somebody_who_has_withdrawn_does_not_come_back(desk: Desk, answer: str) -> None:
    desk.say("admin", "don vi sap nhap maple vao konya tu hom nay")
    desk.say("admin", answer)
    operation = desk.press("admin", "Ghi") and desk.number("SELECT max(id) FROM operation")
    was = desk.query(MAPLE_SECRETARY)
    desk.query(WITHDRAWN)

    assert "✅" not in desk.press_token("admin", f"undo.do.0.{operation}")
    assert desk.query(MAPLE_SECRETARY) == was


WITHDRAWN = """
INSERT INTO privacy_request (kind, person_id, how, asked_at, answer_on, due_on, outcome, done_at)
VALUES ('withdraw', 3, 'self', 0, '2026-11-06', '2026-11-07', 'done', 9999999999999)
"""
