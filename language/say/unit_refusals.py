"""Why a change of a unit is not made, each with an example that works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.periods import Period
from domain.units import UnitKind
from language.formatting import format_date, format_month
from language.say.unit_admin import KINDS


def not_yet(name: str, founded_on: date) -> str:
    return f"{name} thành lập ngày {format_date(founded_on)}: chọn từ ngày đó trở đi, ví dụ: {format_date(founded_on)}"


def closes(name: str, on: date) -> str:
    return f"{name} không còn từ ngày {format_date(on)}: chọn đơn vị khác, hoặc thu hồi việc giải thể trước."


def no_parent(name: str, on: date) -> str:
    return f"Ngày {format_date(on)} chưa có hoặc không còn {name}: chọn ngày khác, hoặc đơn vị khác, ví dụ: Đảng ủy"


def wrong_parent(kind: UnitKind, parents: tuple[UnitKind, ...]) -> str:
    fits = " hoặc ".join(KINDS[one].lower() for one in parents)
    return f"{KINDS[kind]} không trực thuộc loại đơn vị đó được: cần {fits}. Ví dụ: Đảng ủy"


def cycle(name: str, parent: str) -> str:
    if name == parent:
        return f"{name} không trực thuộc chính nó được. Chọn một đơn vị khác, ví dụ: Đảng ủy"
    return f"{parent} đang ở dưới {name}, nên {name} không thể trực thuộc nó. Chọn một đơn vị ở ngoài, ví dụ: Đảng ủy"


def same_parent(name: str, parent: str) -> str:
    return f"{name} đang trực thuộc {parent} rồi. Chọn một đơn vị khác."


def root(op: str) -> str:
    doing = {"move": "chuyển", "merge": "sáp nhập", "close": "giải thể"}[op]
    return f"Đơn vị cao nhất thì không {doing} được. Chọn một đơn vị bên dưới, ví dụ: Konya"


def taken(name: str, parent: str) -> str:
    return f"Dưới {parent} đã có đơn vị tên “{name}”. Thêm một từ để phân biệt, ví dụ: {name} 2"


def same_name(name: str) -> str:
    return f"Đơn vị đang có đúng tên “{name}”. Nhắn tên khác."


def has_children(name: str, below: Sequence[str]) -> str:
    shown = ", ".join(below[:6]) + ("…" if len(below) > 6 else "")
    first = f"{name} còn {len(below)} đơn vị trực thuộc: {shown}"
    return f"{first}. Chuyển hoặc giải thể các đơn vị đó trước; thôi việc này thì nhắn “xóa nháp”."


def other_kind() -> str:
    return "Chỉ sáp nhập vào đơn vị cùng loại, không phải chính nó và không ở dưới nó. Ví dụ: chi bộ vào chi bộ"


def same_children(name: str) -> str:
    return f"Cả hai bên đều có đơn vị trực thuộc tên “{name}”: đổi tên một bên trước."


def first_day(name: str, on: date) -> str:
    return f"{name} thành lập ngày {format_date(on)}: ngày giải thể phải sau ngày đó."


def no_reports(name: str) -> str:
    return f"{name} không phải chi bộ nên không nợ báo cáo sinh hoạt. Chọn một chi bộ, ví dụ: Konya"


def reported(period: Period) -> str:
    return f"Báo cáo {format_month(period)} đã nộp rồi. Chọn tháng khác."


def not_owed(period: Period) -> str:
    return f"{format_month(period).capitalize()} ở trước ngày bắt đầu báo cáo, vốn không nợ. Chọn tháng khác."


def not_waived(period: Period) -> str:
    return f"Báo cáo {format_month(period)} không được miễn hay lùi hạn. Chọn tháng khác."


def not_later(usual: date) -> str:
    return f"Hạn đang là {format_date(usual)}: chọn một ngày sau đó."


def no_alias() -> str:
    return "Đơn vị này không có tên gọi đó. Chọn một tên bên dưới; chưa có tên nào thì nhắn “xóa nháp”."


def has_alias() -> str:
    return "Đơn vị này đã có tên gọi đó. Nhắn tên khác."
