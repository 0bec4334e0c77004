"""What exports are called, their columns, and what is said when one is ready."""

from __future__ import annotations

from datetime import date, datetime

from domain.admission import AdmissionStep, Candidate, Intake
from domain.meetings import MeetingKind
from domain.periods import Period
from domain.units import UnitKind
from language.formatting import capital, format_clock, format_date
from language.say import candidate as about
from language.say.owed import report_name
from language.say.words import Voice
from language.text import fold

EXCEL, WORD, ROSTER = "Excel", "Word", "Trích ngang"
EXCEL_WORDS = ("xuất excel", "tệp excel", "tải excel", "file excel", "xuất tệp")
NUMBER, TOTAL = "TT", "Cộng"
NAME, BIRTH, SEX, CELL, FIRM, JOB = "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Doanh nghiệp", "Công việc"
EDUCATION, UNION, YOUTH = "Trình độ", "Công đoàn", "Đoàn Thanh niên"
CLASS, GUIDE, STEP, SINCE = "Ngày học lớp nhận thức", "Đảng viên giúp đỡ", "Bước hiện tại", "Từ ngày"
CELL_AND_FIRM, UNIONS = "Đơn vị, doanh nghiệp", "Công đoàn, Đoàn"
CHOOSE_UNIT, ALL_UNITS = "Chọn đơn vị", "Tất cả"
BODY = "ĐẢNG CỘNG SẢN VIỆT NAM"
NUMBER_LINE = "Số …-…/…"
SIGNS = {
    UnitKind.CELL: ("T/M CHI BỘ", "BÍ THƯ"),
    UnitKind.UNION: ("T/M BAN CHẤP HÀNH", "CHỦ TỊCH"),
}
COPIES = ("Nơi nhận:", "- …………………,", "- Lưu …………")
WHERE = "…………"
SHORT_STEPS = {
    AdmissionStep.IDENTIFIED: "Đã vào danh sách",
    AdmissionStep.AWARENESS_CLASS: "Đã học lớp nhận thức",
    AdmissionStep.GUIDE_ASSIGNED: "Đã phân công giúp đỡ",
    AdmissionStep.CELL_RESOLUTION: "Chi bộ đã có nghị quyết",
    AdmissionStep.DECISION: "Đã có quyết định kết nạp",
    AdmissionStep.CEREMONY: "Đã kết nạp",
}
SHORT_INTAKES = {Intake.WAITING: "Chờ chi bộ tiếp nhận", Intake.NOT_NOW: "Chi bộ chưa xét"}
WHAT, DONE, BASE, BASE_IS, RATE = "Nội dung", "Kết quả", "Mẫu số", "Mẫu số là", "Tỷ lệ"
GOAL, OWED, IS_GOAL, IS_OWED = "Chỉ tiêu", "Báo cáo phải có", "chỉ tiêu", "báo cáo phải có"
OVERVIEW = "Tiến độ chỉ tiêu"
WAITING, BULLETIN, TASKS = "Danh sách chờ tiếp nhận", "Kết quả gửi bản tin", "Việc đến hạn"
REPORT = "Báo cáo sinh hoạt"
IN_TIME, LATE, BUSY = "chưa gửi, còn hạn", "chưa gửi, đã qua hạn", "quá hạn, đang làm hoặc đã xin lùi"
ENTRIES, WAITS = "Người chờ tiếp nhận", "đang chờ"
SENT = "đã gửi"
UNKNOWN = "chưa có số liệu"
TASK, DUE, STATE, COUNT = "Việc", "Chậm nhất ngày", "Tình trạng", "Số lượng"
OUTCOME, PEOPLE = "Kết quả gửi", "Số người"


def file_name(title: str, day: date, ending: str) -> str:
    """Letters without marks, digits and dashes: every phone and every old Windows can save it."""
    words = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(title)).split()
    return f"{'-'.join(words)[:60].rstrip('-')}-{day:%Y-%m-%d}.{ending}"


def footer(name: str, at: datetime) -> str:
    """`at` is local."""
    return f"Người xuất: {name}, lúc {format_clock(at)} ngày {format_date(at.date())}"


def ready(title: str, count: int, is_personal: bool) -> str:
    told = f"Tệp “{title}”: {count} dòng."
    if is_personal:
        told += "\nTệp có thông tin cá nhân: chỉ dùng cho công việc, không gửi vào nhóm."
    return told


def nothing(voice: Voice) -> str:
    return f"Danh sách này không có gì để xuất. Nhắn “xuất tệp” để {voice.you} chọn danh sách khác."


def too_many(most: int) -> str:
    return f"Danh sách có hơn {most:,} người".replace(",", ".") + ": mời xuất từng đơn vị, ví dụ: trích ngang Konya"


def ask(voice: Voice, sees_people: bool) -> str:
    if not sees_people:
        return f"{voice.You} mở bảng cần xuất (ví dụ nhắn “tiến độ”, “đơn vị”, “nhật ký”), rồi bấm [Excel] dưới bảng hoặc nhắn “excel”."
    return (
        f"Xuất {roster(voice)}: bấm nút, hoặc nhắn kèm tên đơn vị, ví dụ: trich ngang Konya\n"
        "Bảng khác (tiến độ, danh sách chờ, việc): mở bảng đó rồi nhắn “excel”."
    )


def which_unit() -> str:
    return "Xuất của đơn vị nào?"


def unknown_unit(text: str) -> str:
    return f"Chưa tìm thấy đơn vị nào tên “{text[:40]}” trong phạm vi của tài khoản. Ví dụ: trich ngang Konya"


def no_people() -> str:
    return (
        "Danh sách quần chúng không thuộc vai trò này; Văn phòng, lãnh đạo và chi bộ xuất được. "
        "Bảng khác thì mở ra rồi nhắn “excel”."
    )


def not_yours() -> str:
    return "Không tìm thấy trong phạm vi của tài khoản. Nhắn “xuất tệp” để chọn danh sách."


def roster(voice: Voice) -> str:
    return f"trích ngang {voice.candidate}"


def roster_title(unit: str, voice: Voice) -> str:
    return f"Trích ngang {voice.candidate} {unit}".strip()


def document_title(unit: str, voice: Voice) -> str:
    """Two lines."""
    return f"DANH SÁCH TRÍCH NGANG\n{voice.candidate} {unit}".strip()


def place_and_day(day: date) -> str:
    return f"{WHERE}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"


def by_unit(indicator: str) -> str:
    return f"{indicator} theo đơn vị"


def found(part: str) -> str:
    return f"Tra cứu: {part}"


def report(kind: MeetingKind, last: Period) -> str:
    return capital(report_name(kind, last))


def as_of(unit: str, day: date) -> str:
    told = f"tính đến ngày {format_date(day)}"
    return f"{unit}, {told}" if unit else told.capitalize()


def step_of(one: Candidate, step: AdmissionStep | None) -> str:
    """Where somebody stands, in a few words."""
    if one.intake is not Intake.RECEIVED:
        return SHORT_INTAKES[one.intake]
    return SHORT_STEPS[AdmissionStep.IDENTIFIED if step is None else step]


def sex(one: Candidate) -> str:
    return about.SEXES.get(one.sex or "", "")


def education(one: Candidate) -> str:
    return about.EDUCATION.get(one.education or "", "")


def union(one: Candidate) -> str:
    if one.is_union_officer:
        return "Cán bộ công đoàn"
    return {True: "Đoàn viên", False: "Không", None: ""}[one.is_union_member]


def youth(one: Candidate) -> str:
    return {True: "Đoàn viên", False: "Không", None: ""}[one.is_youth_union_member]


def unions(one: Candidate) -> str:
    told = (
        [union(one).replace("Đoàn viên", "Đoàn viên công đoàn")] if one.is_union_member or one.is_union_officer else []
    )
    return "; ".join([*told, *(["Đoàn viên Đoàn TN"] if one.is_youth_union_member else [])])


def manager_job(one: Candidate) -> str:
    return "; ".join(part for part in (one.job or "", "giữ chức vụ quản lý" if one.is_manager else "") if part)
