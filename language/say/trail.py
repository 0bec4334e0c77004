"""The audit trail in sentences: when, who, what, with which record, which fields; never a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from domain.trail import OPERATOR, Entry
from language.formatting import format_date, format_day_month
from language.say.trail_words import ACTIONS, FIELDS, HIDDEN, MANY, ON_UNITS, SUBJECTS, WHOLE
from language.say.words import Voice
from language.vocabulary import COMMANDS

TITLE = "Nhật ký"
CLOCK = "Trợ lý (theo lịch, hoặc người chưa có tài khoản)"
AT_THE_COMMAND_LINE = "Người vận hành (cửa sổ lệnh)"
_WEEK = re.compile(r"(?:digest )?(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def field(name: str) -> str:
    """A field's name in words; weeks and months stand as such."""
    if (week := _WEEK.fullmatch(name)) is not None:
        return f"tuần {int(week[2])} năm {week[1]}"
    if (month := _MONTH.fullmatch(name)) is not None:
        return f"tháng {int(month[2])}/{month[1]}"
    known, colon, number = name.partition(":")
    said = FIELDS.get(known, known.replace("_", " "))
    return f"{said} {number}" if colon else said


def line(one: Entry, local: datetime, unit: str) -> str:
    """One sentence. `unit` is the short name of where it belongs; "" for nowhere."""
    is_within = one.record.subject not in ("unit", "operation") and one.action not in WHOLE
    where = f", {unit}" if unit and is_within else ""
    about = f" ({fields(one)})" if fields(one) else ""
    return f"{local:%H:%M} {format_day_month(local.date())}: {who(one)} {did(one, unit)}{about}{where}."


def who(one: Entry) -> str:
    return one.who or (AT_THE_COMMAND_LINE if OPERATOR in one.fields else CLOCK)


def did(one: Entry, unit: str) -> str:
    """What was done, and to what."""
    if one.record.subject == "operation":
        return _operation(one.record.label)
    if one.action in WHOLE:
        return ACTIONS[one.action]
    pattern = MANY.get(one.record.subject, "{id}") if one.count > 1 else SUBJECTS.get(one.record.subject, "số {id}")
    label = one.record.label or f"số {one.record.id}"
    record = pattern.format(id=one.record.id, label=label, unit=unit or label, count=one.count)
    return f"{ACTIONS.get(one.action, one.action)} {record}"


def fields(one: Entry) -> str:
    """Those of one record; of several they are not told."""
    if one.count > 1 or one.record.subject == "operation":
        return ""
    hidden = ON_UNITS if one.action.startswith("unit_") else HIDDEN
    return ", ".join(field(name) for name in one.fields if name not in hidden)


def _operation(flow: str) -> str:
    """What was taken back, by the name that its flow has in the menu."""
    label = next((words.label for words in COMMANDS if words.flow == flow), "")
    return f"thu hồi một việc đã ghi ở mục “{label}”" if label else "thu hồi một việc đã ghi"


def heading(what: Sequence[str]) -> str:
    return f"Nhật ký {', '.join(what)}, mới nhất trước:" if what else "Nhật ký, mới nhất trước:"


def of_person(name: str) -> str:
    return f"của {name}"


def of_days(day: date, until: date | None) -> str:
    if until is None or until == day:
        return f"ngày {format_date(day)}"
    return f"từ {format_date(day)} đến {format_date(until)}"


def of_unit(short_name: str) -> str:
    return f"tại {short_name} và cấp dưới"


def of_report(receipt: str) -> str:
    return f"về báo cáo {receipt}"


def of_candidate(number: int, name: str) -> str:
    """`name` is empty for who may not see it."""
    return f"về quần chúng số {number} ({name})" if name else f"về quần chúng số {number}"


HOW = "Lọc: nhắn “nhật ký” kèm tên người, mã báo cáo, ngày, tuần, tháng hoặc đơn vị, ví dụ: nhat ky Konya hom qua"


def nothing(what: Sequence[str] = ()) -> str:
    """`what` was asked for and is known: it is only that nothing was written. Never a candidate: that would be a look."""
    if what:
        told = ", ".join(what)
        return f"{told[:1].upper()}{told[1:]} không có ghi chép nào."
    return f"Không thấy ghi chép nào như vậy trong phạm vi của tài khoản. {HOW}."


def unknown(text: str) -> str:
    return f"Không thấy người, bản ghi hay đơn vị nào tên “{text[:40]}” trong phạm vi của tài khoản. {HOW}."


def several(text: str, voice: Voice) -> str:
    return f"Có nhiều người tên “{text[:40]}”. {voice.You} chọn một người:"


def several_candidates(text: str) -> str:
    return f"Có nhiều quần chúng tên “{text[:40]}”. Chọn một người:"
