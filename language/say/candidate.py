"""Words about candidates: fields, labels, ages. Used by the introduction, the intake and the look-up."""

from __future__ import annotations

from datetime import date

from domain.admission import AdmissionStep, AgeCase, AgeReading, Candidate, Education, Intake, StepEvent
from domain.periods import BirthDate
from language.formatting import format_birth, format_date, format_month
from language.say.words import Voice

SEXES = {"female": "Nữ", "male": "Nam"}
EDUCATION: dict[str, str] = {
    Education.LOWER_SECONDARY: "THCS",
    Education.UPPER_SECONDARY: "THPT",
    Education.VOCATIONAL: "Trung cấp",
    Education.COLLEGE: "Cao đẳng",
    Education.UNIVERSITY: "Đại học",
    Education.POSTGRADUATE: "Sau đại học",
    Education.PRIMARY: "Tiểu học",
}
UNION = {"officer": "Cán bộ công đoàn", "member": "Đoàn viên công đoàn", "none": "Không"}
ACHIEVEMENTS = {"emulation": "Điển hình thi đua", "creative": "Bằng Lao động sáng tạo"}
ANSWER = "Trả lời công đoàn"
BOTH, NONE_YET = "Cả hai", "Chưa có"
INTRODUCERS = {"party": "Đảng viên chính thức", "union": "Công đoàn", "youth": "Đoàn Thanh niên"}
INTAKES = {Intake.WAITING: "chờ tiếp nhận", Intake.RECEIVED: "đang theo dõi", Intake.NOT_NOW: "chi bộ chưa xét"}
STEPS = {
    AdmissionStep.IDENTIFIED: "đưa vào danh sách quần chúng ưu tú",
    AdmissionStep.AWARENESS_CLASS: "học lớp nhận thức về Đảng",
    AdmissionStep.GUIDE_ASSIGNED: "phân công đảng viên giúp đỡ",
    AdmissionStep.CELL_RESOLUTION: "chi bộ ra nghị quyết đề nghị kết nạp",
    AdmissionStep.DECISION: "có quyết định kết nạp",
    AdmissionStep.CEREMONY: "lễ kết nạp",
}


def ask_sex() -> str:
    return "Nam hay nữ?"


JOB_EXAMPLE = "tổ trưởng chuyền 3"


def ask_job() -> str:
    return f"Làm công việc gì? (ví dụ: {JOB_EXAMPLE})"


def ask_manager() -> str:
    return "Có giữ chức vụ quản lý trong doanh nghiệp không?"


def ask_education() -> str:
    return "Trình độ học vấn cao nhất?"


def ask_union() -> str:
    return "Là đoàn viên hay cán bộ công đoàn?"


def ask_youth() -> str:
    return "Có là đoàn viên Đoàn Thanh niên không?"


def ask_achievements() -> str:
    return "Thành tích nổi bật?"


def ask_introducer() -> str:
    return "Ai giới thiệu?"


def row_sex(sex: str) -> str:
    return f"Giới tính: {SEXES[sex].lower()}"


def row_job(job: str | None) -> str:
    return f"Công việc: {job or 'chưa ghi'}"


def row_manager(is_manager: bool | None) -> str:
    return "Chức vụ quản lý: " + ("chưa ghi" if is_manager is None else "có" if is_manager else "không")


def row_education(education: str | None) -> str:
    return f"Học vấn: {'chưa ghi' if education is None else EDUCATION[education]}"


def row_union(union: str) -> str:
    return f"Công đoàn: {UNION[union].lower()}"


def row_youth(is_member: bool) -> str:
    return "Đoàn Thanh niên: " + ("đoàn viên" if is_member else "không")


def row_achievements(kinds: list[str]) -> str:
    return "Thành tích: " + (", ".join(ACHIEVEMENTS[kind].lower() for kind in kinds) or "chưa có")


def row_introducer(introducer: str) -> str:
    return f"Giới thiệu: {INTRODUCERS.get(introducer, introducer)}"


def age_note(name: str, age: AgeReading, voice: Voice) -> str | None:
    """From which or until which month the cell may consider. An explanation, never a refusal."""
    if age.case is AgeCase.TOO_YOUNG:
        return (
            f"Chưa đủ 18 tuổi: chi bộ xét {name} được từ {format_month(age.first)}. Vẫn ghi vào danh sách để theo dõi."
        )
    if age.case is AgeCase.NEARLY_TOO_OLD:
        return f"⚠ Gần 60 tuổi: chi bộ xét {name} chậm nhất trong {format_month(age.last)} (hạn tham khảo)."
    if age.case is AgeCase.TOO_OLD:
        return (
            f"⚠ Đã quá 60 tuổi từ sau {format_month(age.last)} (hạn tham khảo): {voice.you} hỏi Văn phòng trước khi chi bộ xét. "
            f"Vẫn ghi được."
        )
    return None


UNDATED = "đã có, chưa rõ ngày"


def validity(last: date, today: date, is_confirmed: bool) -> str:
    """Under the step of a class: until when its certificate counts."""
    told = f"giấy chứng nhận có giá trị đến {format_date(last)}"
    if today > last:
        told = f"⚠ giấy chứng nhận hết giá trị từ sau {format_date(last)}, cần học lại"
    return told if is_confirmed else f"{told} (hạn tham khảo)"


def row_step(event: StepEvent) -> str:
    """One step that happened: what, when, by which certificate, with whose help."""
    day = UNDATED if event.happened_on is None else format_date(event.happened_on)
    paper = event.document if event.step is AdmissionStep.AWARENESS_CLASS else None
    more = f" (chứng nhận {paper})" if paper else f", đồng chí {event.guide}" if event.guide else ""
    return f"{STEPS[event.step]}: {day}{more}"


def born(birth: BirthDate) -> str:
    return f"sinh {format_birth(birth)}"


def state(candidate: Candidate, steps: list[AdmissionStep]) -> str:
    """Where the candidate stands, in a few words."""
    return STEPS[steps[-1]] if steps else INTAKES[candidate.intake]
