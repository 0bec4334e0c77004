"""What is said where the office or a collaborator enters something for a cell."""

from __future__ import annotations

from collections.abc import Sequence

from domain.on_behalf import Way
from language.reading import Misread

WAYS: dict[Way, str] = {
    Way.PHONE: "Qua điện thoại",
    Way.PAPER: "Bằng giấy",
    Way.IN_PERSON: "Trực tiếp",
    Way.MESSAGE: "Qua tin nhắn",
}
EDIT_CANDIDATE, TAKE_BACK = "Bổ sung thông tin", "Gỡ khỏi danh sách"


def ask_word(unit: str) -> str:
    return f"{unit} báo theo lời ai, qua đâu? (ví dụ: đồng chí Mai, qua điện thoại)"


def ask_way(name: str) -> str:
    return f"Đồng chí {name} báo qua đâu? (ví dụ: qua điện thoại)"


def type_way() -> Misread:
    return Misread("Chọn một cách: điện thoại, giấy, trực tiếp, tin nhắn.", "qua điện thoại")


def type_name() -> Misread:
    return Misread("Nhắn tên người đã báo.", "đồng chí Mai")


def by_word(name: str, way: Way | None) -> str:
    how = "" if way is None else f", {WAYS[way][0].lower()}{WAYS[way][1:]}"
    return f"theo lời đồng chí {name}{how}"


def row(name: str, way: Way | None) -> str:
    return f"T{by_word(name, way)[1:]}"


def entered(unit: str, word: str, told: Sequence[str]) -> str:
    """Under the author's receipt: for whom, by whose word, and who has the receipt, too."""
    heard = (
        f"Đã gửi phiếu cho đồng chí {', '.join(told)}."
        if told
        else "Chi bộ chưa có ai dùng Trợ lý nên chưa gửi được phiếu."
    )
    return f"Nhập thay {unit}, {word}. {heard}"


def report_for_you(author: str, unit: str, word: str, receipt: str, rows: Sequence[str]) -> str:
    """The cell's own receipt."""
    listed = "\n".join(f"{number}. {row}" for number, row in enumerate(rows, 1))
    return f"{author} vừa nhập thay {unit} một báo cáo, {word}:\n{listed}\n{receipt}\nCó gì sai thì sửa ngay ở đây."


def candidates_for_you(author: str, unit: str, word: str, lines: Sequence[str]) -> str:
    listed = "\n".join(f"• {line}" for line in lines)
    return f"✅ {author} vừa ghi thay {unit}, {word}:\n{listed}\nCó gì sai thì bổ sung, hoặc gỡ khỏi danh sách trong 7 ngày."


def corrected(name: str, unit: str, before: str, after: str) -> str:
    """To whoever entered it."""
    return f"Đồng chí {name} ({unit}) đã sửa báo cáo {before} mà đồng chí nhập thay; bản sửa có mã {after}."


def completed(name: str, unit: str, number: int) -> str:
    """Names nobody: the card has the name."""
    return f"Đồng chí {name} ({unit}) đã bổ sung thông tin một quần chúng mà đồng chí ghi thay (số {number})."


def taken_back(name: str, unit: str, what: str) -> str:
    return f"⚠ Đồng chí {name} đã thu hồi {what} của {unit}; việc đó không còn hiệu lực."


def report(receipt: str) -> str:
    return f"báo cáo {receipt}"


A_CANDIDATE = "việc giới thiệu quần chúng"
