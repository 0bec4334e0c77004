"""What the office reads about requests, erasure and retention, and what whoever asked is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.privacy import Clock, Expiring, Request, RequestKind, SubjectKind, Via
from language.formatting import format_date
from language.numbers import format_count
from language.say.outside import how_it_came
from language.say.privacy import KINDS, days

ANSWER, EXTEND, DO, DECLINE = "Trả lời đã nhận", "Gia hạn", "Thực hiện", "Không thực hiện"
ERASE_NOW, RETENTION_LIST, RETENTION_ERASE = "Xóa hẳn", "Xem danh sách", "Xóa theo quy định"
DONE, DONE_WORDS = "Đã sửa, báo xong", ("đã sửa", "đã sửa rồi", "đã sửa xong", "báo xong")
WHY_EXAMPLE = "đã trao đổi lại, người đó đồng ý giữ nguyên"
SEE_REQUEST, BACK_TO_REQUEST = "Xem yêu cầu", "Quay lại yêu cầu"


def request_page(one: Request, name: str, unit: str, asker: str) -> str:
    what = f"\nNội dung: {one.detail}" if one.detail else ""
    how = {Via.SELF: "tự yêu cầu", Via.CADRE: f"qua {asker}", Via.CODE: "bằng mã riêng"}.get(one.how, "")
    if one.came is not None:
        how = how_it_came(one.came, asker if one.how is Via.CADRE else "")
    answered = f"\nĐã trả lời ngày {format_date(one.answered_on)}." if one.answered_on else ""
    shared = f"\nĐã chia sẻ cho: {one.shared_with}. Báo nơi đó cùng ngừng dùng." if one.shared_with else ""
    about = f"Yêu cầu số {one.id}: {KINDS[one.kind]}, về {name} ({unit}), {how}."
    return f"{about}{what}{answered}{shared}\n⏰ {days(one)}"


def request_over(one: Request | None) -> str:
    if one is not None and one.closed_why:
        return f"Yêu cầu số {one.id} ({KINDS[one.kind]}) đã đóng: {one.closed_why.rstrip('.')}."
    return "Yêu cầu này đã giải quyết xong, hoặc không thuộc phạm vi của tài khoản."


def _heard(is_told: bool) -> str:
    return "người yêu cầu đã được báo" if is_told else "báo lại người yêu cầu ngoài Trợ lý"


def answered(number: int) -> str:
    return f"✅ Đã báo người yêu cầu số {number}: Văn phòng đã nhận và đang giải quyết."


def answer_notice(one: Request) -> str:
    return f"Văn phòng đã nhận yêu cầu số {one.id} ({KINDS[one.kind]}) và đang giải quyết, chậm nhất {format_date(one.clock.due_on)}."


def extended(number: int, clock: Clock, *, is_told: bool) -> str:
    return f"✅ Đã gia hạn yêu cầu số {number} đến hết ngày {format_date(clock.due_on)}; {_heard(is_told)}."


def extended_notice(one: Request, clock: Clock, why: str) -> str:
    late = f"chậm nhất {format_date(clock.due_on)}"
    return f"Yêu cầu số {one.id} ({KINDS[one.kind]}) cần thêm thời gian: {late}. Lý do: {why.rstrip('.')}."


def extended_before() -> str:
    return "Chỉ được gia hạn một lần, và yêu cầu này đã gia hạn rồi."


def done(number: int, *, is_told: bool) -> str:
    return f"✅ Đã xong yêu cầu số {number}; {_heard(is_told)}."


def done_notice(one: Request) -> str:
    what = {
        RequestKind.CORRECT: "đã sửa xong",
        RequestKind.WITHDRAW: "đã dừng xử lý dữ liệu",
        RequestKind.ERASE: "dữ liệu đã được xóa hẳn, chỉ còn số đếm không tên",
    }[one.kind]
    return f"Yêu cầu số {one.id}: {what}."


def correct_first(one: Request) -> str:
    what = f": {one.detail}" if one.detail else ""
    return f"Yêu cầu số {one.id} cần sửa{what}. Trợ lý chưa tự sửa gì; sửa trước, rồi mới báo đã sửa xong."


def ask_why() -> str:
    return f"Vì sao không thực hiện? Người yêu cầu sẽ đọc câu này (ví dụ: {WHY_EXAMPLE})"


def row_why(text: str) -> str:
    return f"Lý do: {text}"


def declined(number: int, *, is_told: bool) -> str:
    return f"✅ Đã ghi không thực hiện yêu cầu số {number}; {_heard(is_told)}."


def declined_notice(one: Request, why: str) -> str:
    return f"Yêu cầu số {one.id} ({KINDS[one.kind]}) không thực hiện được. Lý do: {why.rstrip('.')}."


def preview(name: str, subject: SubjectKind) -> str:
    gone = (
        "họ tên, ngày sinh, công ty, công việc, học vấn và các mục khác; số văn bản; bản nháp, tin nhắn có nhắc tên"
        if subject is SubjectKind.CANDIDATE
        else "họ tên, số điện thoại, tài khoản nhắn tin, cài đặt, bản nháp, tin nhắn; các vai trò dừng từ hôm nay"
    )
    stays = (
        "các bước và phiếu biểu quyết để số đếm không đổi, dưới một mã số không tên"
        if subject is SubjectKind.CANDIDATE
        else "báo cáo đã gửi của đơn vị; nhật ký ghi một mã số không tên"
    )
    return (
        f"Xóa hẳn dữ liệu của {name}:\n• Mất: {gone}.\n• Giữ: {stays}; và việc đã xóa, ngày nào.\nKhông thu hồi được."
    )


def preview_stop(name: str, shared_with: str | None) -> str:
    others = f" Báo {shared_with} cùng ngừng dùng trước đã." if shared_with else ""
    return f"Dừng xử lý dữ liệu của {name}: dừng mọi vai trò, gỡ mọi tài khoản từ hôm nay. Không thu hồi được.{others}"


def last_administrator() -> str:
    return "Đây là quản trị cuối cùng: giao vai trò quản trị cho người khác trước đã."


def own_draft() -> str:
    return "Đồng chí đang có bản nháp nhắc tới người này. Nhắn “bản nháp”, xóa bản nháp đó rồi làm lại."


def erased() -> str:
    return "✅ Đã xóa hẳn. Nhật ký chỉ còn ghi là đã xóa, ngày nào."


def task(one: Request) -> str:
    tell = f" Báo {one.shared_with} cùng ngừng dùng." if one.shared_with else ""
    return f"⏰ Yêu cầu số {one.id} về dữ liệu cá nhân ({KINDS[one.kind]}): {days(one)}.{tell}"


def task_label(one: Request) -> str:
    return f"Yêu cầu số {one.id}"


def retention_notice(found: Expiring, *, is_office: bool) -> str:
    how = "Văn phòng xem danh sách trước khi xóa." if is_office else "Văn phòng xem và quyết định; chưa xóa gì."
    return f"Theo quy định về thời hạn lưu (tham khảo), đến hạn xóa: {_expiring(found)}. {how}"


def _expiring(found: Expiring) -> str:
    told = [
        (len(found.candidates), "quần chúng đã dừng"),
        (len(found.people), "người không còn vai trò"),
        (found.audit_values, "giá trị trong nhật ký"),
    ]
    return ", ".join(f"{format_count(count)} {what}" for count, what in told if count)


def nothing_expires() -> str:
    return "Không có gì đến hạn xóa theo quy định."


def retention_page(found: Expiring, names: Sequence[str], left: int) -> str:
    listed = "\n".join(f"• {one}" for one in names)
    more = f"\n… và {format_count(left)} người nữa, ở lượt sau." if left else ""
    return f"Đến hạn xóa theo quy định (tham khảo): {_expiring(found)}.\n{listed}{more}\nXóa rồi không lấy lại được; số đếm giữ nguyên."


def retention_done(people: int, values: int) -> str:
    also = f" và {format_count(values)} giá trị trong nhật ký" if values else ""
    return f"✅ Đã xóa theo quy định: {format_count(people)} người{also}."


def digest_line(count: int, first_on: date, is_confirmed: bool) -> str:
    term = "hạn" if is_confirmed else "hạn tham khảo"
    return (
        f"⏰ {format_count(count)} yêu cầu về dữ liệu cá nhân sắp đến hạn, gần nhất {format_date(first_on)} ({term})."
    )
