"""Sentences about setting targets (/chitieu): questions, list, history, shares against the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from domain.targets import Indicator, SetTarget, Target
from language.formatting import format_date
from language.numbers import format_count
from language.say.progress import INFERRED, NAMES

TITLE = "Chỉ tiêu"
SET_NEW, AMEND, SPLIT = "Đặt chỉ tiêu mới", "Sửa", "Chia xuống"
BEFORE, AFTER = "Năm trước", "Năm sau"
STATED, WORKED_BACK = "Giao bằng số", "Suy ra từ tỷ lệ"
DOCUMENT_EXAMPLE = "NQ 12-NQ/ĐU ngày 5/1/2027"
SEE = "Xem chỉ tiêu"
SUBMIT, SUBMIT_SPLIT = "Ghi chỉ tiêu", "Ghi các chỉ tiêu"
CITY, CONGRESS = "Thành ủy giao", "Nghị quyết Đại hội"


def ask_indicator() -> str:
    return "Chỉ tiêu về việc gì?"


def ask_unit() -> str:
    return "Của đơn vị nào? Nhắn tên, ví dụ: Konya"


def ask_period() -> str:
    return "Cho thời gian nào? Ví dụ: năm 2027; quý 1/2027; nhiệm kỳ 2025-2030"


def ask_value() -> str:
    return "Bao nhiêu? Ví dụ: 3; 8-10; khoảng 20"


def ask_issuer(unit: str = "", others: Sequence[SetTarget] = ()) -> str:
    if others:
        return f"Ai giao? {has_others(unit, others)} Sửa số đó thì chọn “Thay”; thêm chỉ tiêu khác thì chọn nơi giao, hoặc nhắn một dòng"
    return "Ai giao? Chọn, hoặc nhắn một dòng"


def has_others(unit: str, others: Sequence[SetTarget]) -> str:
    told = "; ".join(f"{value(one.target)} ({one.target.issuer})" for one in others)
    return f"{unit} đã có chỉ tiêu này: {told}."


def replace_with(old: SetTarget, new: str) -> str:
    return f"Thay {value(old.target)} bằng {new} ({old.target.issuer})"[:60]


ONLY_LOOK = "Chỉ xem tiến độ"


def stands_now(one: Target, unit: str, others: Sequence[SetTarget]) -> str:
    told = "; ".join(f"{value(other.target)} ({other.target.issuer})" for other in others)
    return f"{NAMES[one.indicator]}, {period(one)}, {unit}: đang là {told}. Chưa sửa gì."


def change_to(old: SetTarget, new: str) -> str:
    return f"Sửa {value(old.target)} thành {new} ({old.target.issuer})"[:60]


def one_more(unit: str, others: Sequence[SetTarget]) -> str:
    return f"⚠ {has_others(unit, others)} Ghi thì có thêm một chỉ tiêu nữa."


def ask_document() -> str:
    return "Theo văn bản nào? Ví dụ: NQ 12-NQ/ĐU ngày 5/1/2027"


def ask_inferred() -> str:
    return "Con số được giao thẳng, hay suy ra từ tỷ lệ đã công bố?"


def ask_amounts(target: Target, unit: str, names: Sequence[str], example: str) -> str:
    shown = ", ".join(names[:8]) + (f"… ({len(names)} đơn vị)" if len(names) > 8 else "")
    head = f"Chia {value(target)} ({NAMES[target.indicator].lower()}, {period(target)}) của {unit} cho: {shown}."
    return f"{head}\nNhắn trong một tin, ví dụ: {example}"


def issued_by(name: str) -> str:
    return f"{name} giao"


def value(one: Target) -> str:
    return amount(one.least, one.most, one.is_approximate)


def amount(least: int, most: int, is_approximate: bool) -> str:
    number = format_count(least) if least == most else f"{least}–{most}"
    return f"khoảng {number}" if is_approximate else number


def period(one: Target) -> str:
    if one.term is not None:
        return one.term
    return span(one.starts_on, one.ends_on)


def span(starts_on: date, ends_on: date) -> str:
    if (starts_on.month, starts_on.day, ends_on.month, ends_on.day) == (
        1,
        1,
        12,
        31,
    ) and starts_on.year == ends_on.year:
        return f"năm {starts_on.year}"
    return f"{format_date(starts_on)}–{format_date(ends_on)}"


def document(name: str, on: date | None) -> str:
    return name if on is None else f"{name} ngày {format_date(on)}"


def heading(is_amended: bool) -> str:
    what = "Sửa chỉ tiêu" if is_amended else "Đặt chỉ tiêu"
    return f"📝 {what}. Xem lại trước khi ghi:"


def row_indicator(one: Indicator) -> str:
    return NAMES[one]


def row_unit(name: str) -> str:
    return f"Đơn vị: {name}"


def row_period(text: str) -> str:
    return f"Thời gian: {text}"


def row_value(text: str) -> str:
    return f"Chỉ tiêu: {text}"


def row_document(text: str) -> str:
    return f"Văn bản: {text}"


def row_issuer(text: str) -> str:
    return f"Nơi giao: {text}"


def row_inferred(is_inferred: bool) -> str:
    return f"Con số: {(WORKED_BACK if is_inferred else STATED).lower()}"


def split_heading(whole: Target, unit: str) -> str:
    what = f"{NAMES[whole.indicator].lower()}, {period(whole)}, {unit}: {value(whole)}"
    return f"📝 Chia chỉ tiêu {what}. Xem lại trước khi ghi:"


def row_amounts(shares: Sequence[tuple[str, str | None, int]]) -> str:
    """Each unit with what it has now, and what it will have."""
    return "; ".join(
        f"{name} {number}" if old in (None, str(number)) else f"{name} {old} → {number}" for name, old, number in shares
    )


def replaces(old: SetTarget) -> str:
    by = f" theo {document(old.target.document, old.document_on)}" if old.target.document else ""
    return f"⚠ Đang là {value(old.target)}{by}. Ghi thì thay số này; số cũ vẫn xem được."


def sums(total: int, whole: Target, kept: int, replaced: int) -> list[str]:
    """All that the units below will have, beside the whole: never corrected."""
    told = f"{total}/{value(whole)}"
    if whole.least <= total <= whole.most:
        told = f"Tổng sau khi ghi {told}: khớp."
    elif total < whole.least:
        told = f"⚠ Tổng sau khi ghi {told}: còn thiếu {whole.least - total}."
    else:
        told = f"⚠ Tổng sau khi ghi {told}: vượt {total - whole.most}."
    others = [f"Các đơn vị khác đã có {kept}, giữ nguyên."] if kept else []
    return [*others, told, *(["Số mới thay số cũ; số cũ vẫn xem được."] if replaced else [])]


def list_head(unit: str, year: int) -> str:
    return f"📊 Chỉ tiêu của {unit}, năm {year}:"


def nothing(unit: str, year: int) -> str:
    example = f"giao chỉ tiêu kết nạp {year} {unit} 3 theo NQ 12-NQ/ĐU ngày 5/1/{year}"
    return f"{unit} chưa có chỉ tiêu năm {year}. Đặt bằng một dòng, ví dụ:\n{example}"


def list_line(
    number: int, one: SetTarget, former: Sequence[SetTarget], shared: tuple[int, int] | None, zone: tzinfo
) -> str:
    target = one.target
    marks = f" ({INFERRED})" if target.is_inferred else ""
    lines = [f"{number}. {NAMES[target.indicator]}: {value(target)}{marks}, {period(target)}"]
    lines.append(f"   {target.issuer}; {document(target.document, one.document_on)}")
    newer = one
    for old in former:
        at = "" if newer.set_at is None else f" ngày {format_date(newer.set_at.astimezone(zone).date())}"
        lines.append(
            f"   Trước đó {value(old.target)}, {document(old.target.document, old.document_on)}; {newer.setter} sửa{at}"
        )
        newer = old
    if shared is not None:
        total, count = shared
        lines.append(f"   Đã chia {total}/{value(target)} cho {count} đơn vị trực tiếp")
    return "\n".join(lines)


def amend_label(number: int) -> str:
    return f"{AMEND} {number}"


def split_label(number: int) -> str:
    return f"{SPLIT} {number}"


def done(unit: str, text: str) -> str:
    return f"✅ Đã ghi: {text}, {unit}."


def label(one: Target) -> str:
    return f"chỉ tiêu {NAMES[one.indicator].lower()} {period(one)}: {value(one)}"


def split_done(unit: str, count: int, notes: Sequence[str]) -> str:
    return "\n".join([f"✅ Đã chia chỉ tiêu của {unit} cho {count} đơn vị.", *notes])


def split_label_of(one: Target, count: int) -> str:
    return f"chia chỉ tiêu {NAMES[one.indicator].lower()} {period(one)} cho {count} đơn vị"


def not_found() -> str:
    return "Không tìm thấy chỉ tiêu hay đơn vị này trong phạm vi của đồng chí. Nhắn “danh sách chỉ tiêu”."


def no_children(unit: str) -> str:
    return f"{unit} không có đơn vị trực thuộc để chia chỉ tiêu."


def unit_unknown(text: str) -> str:
    return f"Không tìm thấy “{text[:40]}” trong phạm vi của đồng chí. Nhắn như: danh sách chỉ tiêu Konya 2026"


def changed_meanwhile() -> str:
    return "Chỉ tiêu này vừa được người khác sửa. Nhắn “danh sách chỉ tiêu” để xem số mới."
