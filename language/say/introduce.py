"""Sentences of the introduction of candidates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.admission import Candidate
from domain.periods import BirthDate
from language.formatting import format_birth, format_date
from language.reading import Misread
from language.say.words import Voice

TITLE = "Phiếu giới thiệu"
CONSENT_VERSION = "1"
"""Goes up with every change of the wording: each consent says which one it was given to."""
CONSENT_WORDING = (
    "Người được giới thiệu đồng ý để tổ chức đảng lưu họ tên, ngày sinh, nơi làm việc và quá trình được giới thiệu "
    "trong Trợ lý, được xem, sửa và xin xóa."
)
ASKED_NOT_YET = "Chưa hỏi"
SEE_CARD = "Xem phiếu theo dõi"
SOMEBODY_ELSE = "Người khác, trùng tên"


def ask_name(voice: Voice) -> str:
    return f"Họ và tên {voice.candidate}? Nhiều người thì dán cả danh sách, mỗi người một dòng: họ tên, ngày sinh, công ty."


ONE_OF_LIST = "2. Trần Thị Huệ, 3/1995"


def ask_line() -> str:
    return f"Sửa người nào? Nhắn số thứ tự và họ tên đúng (ví dụ: {ONE_OF_LIST}). Thay cả danh sách thì dán lại."


def which_of_list() -> Misread:
    return Misread("Chưa rõ sửa người nào trong danh sách: cần số thứ tự và họ tên.", ONE_OF_LIST)


def ask_birth(is_union: bool) -> str:
    return (
        "Sinh tháng, năm nào? (ví dụ: 3/1998)"
        if is_union
        else "Sinh ngày nào? Chỉ tháng và năm cũng được (ví dụ: 12/3/1998)"
    )


def ask_births(number: int, name: str) -> str:
    return f"Dòng {number}, {name}: sinh tháng, năm nào? (ví dụ: 3/1998)"


def ask_firm() -> str:
    return "Làm ở công ty nào?"


def ask_firm_of_all(names: Sequence[str]) -> str:
    who = ", ".join(names) if len(names) <= 3 else f"{len(names)} người"
    return f"{who} chưa ghi công ty. Làm ở công ty nào?"


def type_firm() -> Misread:
    return Misread("Nhắn tên công ty.", "Công ty TNHH Giấy Konya Việt Nam")


def ask_consent(count: int) -> str:
    who = "Người được giới thiệu" if count == 1 else f"Cả {count} người"
    return f"{who} đã đồng ý cho lưu thông tin chưa, ngày nào? Nội dung đồng ý: “{CONSENT_WORDING}”"


def consent_first(voice: Voice) -> Misread:
    return Misread(
        f"Cần có sự đồng ý của người được giới thiệu trước khi lưu. {voice.You} hỏi rồi quay lại, bản nháp vẫn giữ; "
        f"khi đã có thì nhắn ngày đồng ý.",
        "hôm nay",
    )


def ask_consent_day() -> Misread:
    return Misread("Đã đồng ý từ ngày nào?", "hôm qua")


def consent_in_the_future(day: date) -> Misread:
    return Misread(f"Ngày {format_date(day)} chưa tới.", "hôm nay")


def consent_too_early(day: date, name: str) -> Misread:
    return Misread(f"Ngày {format_date(day)} thì {name} chưa đủ 14 tuổi; xem lại ngày đồng ý.", "hôm nay")


def twin(candidate: Candidate, unit_name: str) -> str:
    added = "" if candidate.added_on is None else f" từ {format_date(candidate.added_on)}"
    return (
        f"{candidate.name}, sinh {format_birth(candidate.birth)}, đã có trong danh sách {unit_name}{added}. "
        f"Là cùng một người, hay người khác trùng tên?"
    )


def row_name(name: str) -> str:
    return f"Họ tên: {name}"


def row_birth(birth: BirthDate) -> str:
    return f"Sinh: {format_birth(birth)}"


def row_firm(firm: str) -> str:
    return f"Công ty: {firm}"


def row_consent(day: date) -> str:
    return f"Đã đồng ý cho lưu thông tin: ngày {format_date(day)}"


def row_twin() -> str:
    return "Trùng tên: là người khác"


def row_people(people: Sequence[tuple[str, BirthDate | None, str, str]]) -> str:
    lines = []
    for number, (name, birth, firm, job) in enumerate(people, 1):
        parts = [name, format_birth(birth) if birth else "chưa rõ ngày sinh", firm or "chưa rõ công ty"]
        parts += [job] if job else []
        lines.append(f"   {number}) {', '.join(parts)}")
    return f"Danh sách {len(people)} người:\n" + "\n".join(lines)


def heading(voice: Voice, count: int, unit_name: str) -> str:
    who = voice.candidate if count == 1 else f"{count} {voice.candidate}"
    return f"📝 Giới thiệu {who}, {unit_name}. Xem lại giúp:"


def submit_label(count: int) -> str:
    return "Gửi giới thiệu" if count == 1 else f"Gửi giới thiệu {count} người"


def already_there(names: Sequence[str]) -> str:
    return f"⚠ Đã có trong danh sách, sẽ không ghi lại: {', '.join(names)}."


def no_marks(names: Sequence[str]) -> str:
    return f"⚠ Họ tên chưa có dấu: {', '.join(names)}. Sửa lại trước khi gửi nếu cần."


def receipt(names: Sequence[str], unit_name: str, followed: int, is_waiting: bool) -> str:
    who = names[0] if len(names) == 1 else f"{len(names)} người: {', '.join(names)}"
    if is_waiting:
        return f"✅ Đã ghi {who}. Đang chờ {unit_name} tiếp nhận; khi chi bộ trả lời, Trợ lý sẽ báo."
    return f"✅ Đã ghi {who} vào danh sách {unit_name} (đang theo dõi {followed})."


def nothing_new() -> str:
    return "Tất cả đã có trong danh sách; không ghi thêm ai."


def needs_matching() -> str:
    return "Có trường hợp cần Văn phòng đối chiếu, Trợ lý đã chuyển."


def office_notice(name: str, birth: BirthDate, unit_name: str) -> str:
    return f"⚠ Cần đối chiếu: {name}, sinh {format_birth(birth)}, {unit_name} vừa giới thiệu, có người trùng ở đơn vị khác."


def cell_notice(names: Sequence[str], union_name: str) -> str:
    who = names[0] if len(names) == 1 else f"{len(names)} người"
    return f"{union_name} giới thiệu {who} với chi bộ. Đồng chí xem và trả lời giúp:"


SEE_WAITING = "Xem danh sách chờ"


def too_many(most: int) -> Misread:
    return Misread(f"Một lần gửi nhiều nhất {most} người; tách thành vài tin giúp.", "20 dòng đầu")
