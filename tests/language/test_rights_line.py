"""Rights over data, asked in one line: by a word, by a name, by a number; never where the line may be an answer."""

from __future__ import annotations

import pytest

from language.rights_line import right_meant
from language.text import fold


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("rút lại đồng ý", ("out", "ask")),
        ("đồng ý lại", ("again", "ask")),
        ("đã đồng ý lại", None),
        ("đồng ý lại trần thị hà", ("again", "tran thi ha")),
        ("ghi đồng ý trở lại cho đồng chí Trần Thị Hà", ("again", "tran thi ha")),
        ("ghi yêu cầu", ("came", "")),
        ("nhập yêu cầu qua điện thoại của Vũ Thị Thắm", ("came", "vu thi tham")),
        ("vào sổ đơn của thắm", ("came", "tham")),
        ("yêu cầu số 12", ("req", "12")),
        ("xem yeu cau 3", ("req", "3")),
        ("yêu cầu cấp mã", None),
        ("nhập đơn vị mới", None),
        ("yêu cầu 12345678", None),
    ],
)
def test_lines(said: str, meant: tuple[str, str] | None) -> None:
    assert right_meant(fold(said), is_free=True) == meant


@pytest.mark.parametrize("said", ["đồng ý lại trần thị hà", "ghi yêu cầu của hà", "yêu cầu số 1"])
def test_at_a_question_a_line_is_its_answer(said: str) -> None:
    assert right_meant(fold(said), is_free=False) is None
