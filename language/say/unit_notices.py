"""What a cell hears when a report of a month is not owed, or only later; and what the office reads of an appeal."""

from __future__ import annotations

from datetime import date

from domain.periods import Period
from language.formatting import format_date, format_month

SEE = "Xem đơn vị"
GRANT = "Cho lùi 7 ngày"
GRANT_REASON = "theo đề nghị của chi bộ"


def waived(unit: str, period: Period, until: str | None) -> str:
    if until is None:
        return f"{unit} được miễn báo cáo sinh hoạt {format_month(period)}."
    day = format_date(date.fromisoformat(until))
    return f"⏰ Báo cáo sinh hoạt {format_month(period)} của {unit} được lùi, chậm nhất ngày {day}."


def ended(title: str, unit: str, day: date, into: str | None, moves: bool) -> str:
    """To whoever holds the post."""
    on = format_date(day)
    if into is None:
        return f"{unit} giải thể từ ngày {on}; chức danh {title} của đồng chí ở đó kết thúc từ ngày này."
    posts = f"chuyển sang {into}" if moves else "kết thúc"
    return f"{unit} sáp nhập vào {into} từ ngày {on}; chức danh {title} của đồng chí {posts} từ ngày này."


def withdrawn(name: str, label: str) -> str:
    return f"⚠ Đồng chí {name} đã thu hồi việc vừa báo ({label}); việc đó không còn hiệu lực."


def granted(unit: str, period: Period, until: date) -> str:
    return (
        f"✅ Đã cho {unit} lùi báo cáo {format_month(period)}, chậm nhất ngày {format_date(until)}. Chi bộ đã được báo."
    )


def grant_label(unit: str, period: Period) -> str:
    return f"lùi hạn báo cáo {format_month(period)}, {unit}"


def not_needed(unit: str, period: Period) -> str:
    return f"{unit} đã báo cáo {format_month(period)}, hoặc không còn nợ; không cần lùi hạn nữa."


def granted_already(unit: str, period: Period, until: date) -> str:
    return f"{unit} đã được lùi báo cáo {format_month(period)} đến hết ngày {format_date(until)}."
