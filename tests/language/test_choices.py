"""Part of a button's words means the button, when it can mean only that one and not its opposite."""

from __future__ import annotations

import pytest

from language.choices import label_meant, without_edit

ROLES = ("Bí thư, phó bí thư, chi ủy viên", "Cộng tác viên")
SAME = ("Không đổi", "Có biến động")
TWIN = ("Người khác, trùng tên", "Cùng một người")


@pytest.mark.parametrize(
    ("text", "labels", "meant"),
    [
        ("bi thu", ROLES, 0),
        ("Phó Bí thư ạ", ROLES, 0),
        ("cộng tác viên nhé", ROLES, 1),
        ("khac", TWIN, 0),
        ("trung ten", TWIN, 0),
        ("nguoi", TWIN, None),
        ("biến động", SAME, 1),
        ("đổi", SAME, None),
        ("không", SAME, None),
        ("2", ("2 có lý do", "1 có lý do"), None),
        ("x" * 200, ROLES, None),
        ("", ROLES, None),
    ],
)
def test_answer_names_a_choice(text: str, labels: tuple[str, ...], meant: int | None) -> None:
    assert label_meant(text, labels, is_answer=True) == meant


def test_row_is_named_though_it_denies_something() -> None:
    rows = ("Ngày 05/11/2026 (thứ Năm)", "Thêm: không ghi nghị quyết, kiến nghị, đảng phí")
    assert label_meant("nghị quyết", rows, is_answer=False) == 1
    assert label_meant("ngày", rows, is_answer=False) == 0


@pytest.mark.parametrize(("text", "bare"), [("sửa giờ", "thoi gian"), ("đổi lại ngày họp", "ngay hop"), ("sửa", "sua")])
def test_what_is_to_be_changed(text: str, bare: str) -> None:
    assert without_edit(text) == bare
