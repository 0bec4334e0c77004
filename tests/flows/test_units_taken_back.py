"""Whatever is done to units and targets by chat, taking everything back leaves the tables as they were."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flows.desk import Desk

TABLES = ("unit", "unit_version", "unit_alias", "report_waiver", "target", "post", "candidate")
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
