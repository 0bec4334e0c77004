"""The audit trail in sentences: when, who, what, with which record, which fields; never a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from domain.trail import Entry
from language.formatting import format_date, format_day_month
from language.say.words import Voice

TITLE = "Nhật ký"
ACTIONS: dict[str, str] = {
    "answered": "trả lời giới thiệu về",
    "asked_help": "hỏi Văn phòng giúp báo cáo của",
    "asked_postpone": "xin lùi báo cáo của",
    "broadcast": "gửi",
    "cancelled": "hủy",
    "completed": "bổ sung thông tin của",
    "considered": "ghi kết quả xét",
    "declined": "từ chối",
    "entered_for": "nhập thay chi bộ",
    "housekeeping": "dọn dữ liệu tạm trong",
    "introduced": "giới thiệu",
    "invited": "cấp mã mời cho",
    "joined": "tham gia, là",
    "linked": "nối thêm tài khoản của",
    "listed": "mở danh sách có",
    "looked": "xem",
    "made": "tạo",
    "moved": "chuyển chi bộ cho",
    "not_sent": "không gửi được tới",
    "refused": "bị từ chối nội dung gửi từ",
    "reported": "nộp",
    "set": "đặt lại cài đặt của",
    "set_off": "cho gửi",
    "stopped": "dừng gửi",
    "undone": "thu hồi",
    "unlinked": "gỡ tài khoản của",
    "withdrawn": "thu hồi",
    "revoke": "gỡ vai trò của",
    "right": "xác nhận vai trò của",
}
SUBJECTS: dict[str, str] = {
    "account": "tài khoản số {id}",
    "broadcast": "thông báo số {id}",
    "candidate": "quần chúng số {id}",
    "code": "mã mời số {id}",
    "database": "cơ sở dữ liệu",
    "digest": "bản tin tuần",
    "meeting": "báo cáo {label}",
    "operation": "việc số {id}",
    "person": "{label}",
    "trail": "nhật ký",
    "unit": "{unit}",
}
MANY: dict[str, str] = {"candidate": "{count} quần chúng", "person": "{count} người", "broadcast": "thông báo số {id}"}
FIELDS: dict[str, str] = {
    "account": "tài khoản",
    "achievements": "thành tích",
    "birth": "ngày sinh",
    "by_word": "theo lời ai",
    "candidate": "quần chúng",
    "code": "mã",
    "consent": "đồng ý",
    "consider": "kết quả xét",
    "day": "ngày",
    "digest": "bản tin",
    "digest_account": "nơi nhận bản tin",
    "do": "việc",
    "education": "học vấn",
    "eligible": "số phải có phiếu",
    "firm": "công ty",
    "id_number": "số giấy tờ",
    "intake": "trả lời của chi bộ",
    "intaking": "tiếp nhận",
    "introduce": "giới thiệu",
    "introducer": "người giới thiệu",
    "job": "công việc",
    "kind": "loại",
    "manager": "chức vụ quản lý",
    "meeting": "báo cáo sinh hoạt",
    "message_hour": "giờ nhận tin",
    "name": "họ tên",
    "password": "mật khẩu",
    "period": "kỳ",
    "person": "người",
    "phone": "số điện thoại",
    "post": "vai trò",
    "receipt": "mã tiếp nhận",
    "record": "bản ghi",
    "roles": "vai trò nhận",
    "secret_stamp": "dấu mật",
    "sex": "giới tính",
    "text": "nội dung",
    "union": "công đoàn",
    "unit": "đơn vị",
    "unit_id": "chi bộ",
    "votes_for": "số phiếu đồng ý",
    "way": "cách báo",
    "youth": "đoàn thanh niên",
}
CLOCK = "Trợ lý (theo lịch, hoặc người chưa có tài khoản)"
_WEEK = re.compile(r"(?:digest )?(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def field(name: str) -> str:
    """A field's name in words; weeks and months stand as such."""
    if (week := _WEEK.fullmatch(name)) is not None:
        return f"tuần {int(week[2])} năm {week[1]}"
    if (month := _MONTH.fullmatch(name)) is not None:
        return f"tháng {int(month[2])}/{month[1]}"
    return FIELDS.get(name, name.replace("_", " "))


def line(one: Entry, local: datetime, unit: str) -> str:
    """One sentence. `unit` is the short name of where it belongs; "" for nowhere."""
    pattern = MANY.get(one.record.subject, "{id}") if one.count > 1 else SUBJECTS.get(one.record.subject, "số {id}")
    label = one.record.label or f"số {one.record.id}"
    record = pattern.format(id=one.record.id, label=label, unit=unit or label, count=one.count)
    action = ACTIONS.get(one.action, one.action)
    where = f", {unit}" if unit and one.record.subject != "unit" else ""
    about = f" ({', '.join(field(name) for name in one.fields)})" if one.fields and one.count == 1 else ""
    return f"{local:%H:%M} {format_day_month(local.date())}: {one.who or CLOCK} {action} {record}{about}{where}."


def heading(what: Sequence[str]) -> str:
    return f"Nhật ký {', '.join(what)}, mới nhất trước:" if what else "Nhật ký, mới nhất trước:"


def of_person(name: str) -> str:
    return f"của {name}"


def of_day(day: date) -> str:
    return f"ngày {format_date(day)}"


def of_unit(short_name: str) -> str:
    return f"tại {short_name} và cấp dưới"


def of_report(receipt: str) -> str:
    return f"về báo cáo {receipt}"


def of_candidate(number: int, name: str) -> str:
    """`name` is empty for who may not see it."""
    return f"về quần chúng số {number} ({name})" if name else f"về quần chúng số {number}"


HOW = "Lọc: nhắn “nhật ký” kèm tên người, mã báo cáo, ngày hoặc đơn vị, ví dụ: nhat ky Konya hom qua"


def nothing() -> str:
    return f"Không thấy ghi chép nào như vậy trong phạm vi của tài khoản. {HOW}."


def unknown(text: str) -> str:
    return f"Không thấy người, bản ghi hay đơn vị nào tên “{text[:40]}” trong phạm vi của tài khoản. {HOW}."


def several(text: str, voice: Voice) -> str:
    return f"Có nhiều người tên “{text[:40]}”. {voice.You} chọn một người:"


def several_candidates(text: str) -> str:
    return f"Có nhiều quần chúng tên “{text[:40]}”. Chọn một người:"
