"""Menu, help, refusals, and what is said when nothing fits."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk import FlowName, Sent
from language.say.words import Voice, in_voice
from language.vocabulary import words_of


def menu(voice: Voice, posts: Sequence[str], authority: str) -> str:
    who = "; ".join(posts)
    source = authority or "Bản dùng thử"
    return f"{voice.You} cần làm gì?\n{who}\n{source}." if who else f"{voice.You} cần làm gì?"


def help_page(flows: Sequence[FlowName], voice: Voice, authority: str) -> str:
    lines = [
        f"Trợ lý tự động này giúp {voice.you}:",
        *(in_voice(f"• {words_of(flow).label}: {words_of(flow).help}", voice) for flow in flows),
        "Ở mọi bước: nhắn “quay lại”, “bỏ qua”, “để sau”, “sửa 3”, “menu”; có dấu hay không dấu đều được.",
        "Không gửi tài liệu MẬT, số căn cước, lý lịch hay ảnh giấy tờ. Hãy đối chiếu với văn bản chính thức.",
        f"Cần người giúp: {authority or 'hỏi Văn phòng Đảng ủy'}.",
    ]
    return "\n".join(lines)


def tile(flow: FlowName, voice: Voice) -> str:
    return in_voice(words_of(flow).label, voice)


def drafts(count: int, voice: Voice) -> str:
    if count == 0:
        return "Không có bản nháp nào chưa gửi; việc nào có tin ✅ là đã nhận."
    return f"📝 {voice.You} có {count} bản nháp, giữ 14 ngày từ lần sửa cuối."


REPORT_NOW = "Báo cáo ngay"


def tile_help() -> str:
    return "Trợ giúp"


def tile_managing() -> str:
    return "Quản trị"


def managing(voice: Voice) -> str:
    return f"Việc quản trị. {voice.You} chọn, hoặc nhắn tên việc:"


def no_post() -> str:
    return "Tài khoản này hiện chưa có vai trò nào. Hỏi Văn phòng Đảng ủy hoặc người đã mời."


WHOSE = {
    FlowName.MEETING: "bí thư, phó bí thư hoặc chi ủy viên của chi bộ",
    FlowName.INTRODUCE: "chi bộ và công đoàn cơ sở",
    FlowName.INTAKE: "chi bộ",
    FlowName.CONSIDER: "bí thư, phó bí thư hoặc chi ủy viên của chi bộ",
    FlowName.CODES: "quản trị",
    FlowName.POSTS: "quản trị",
    FlowName.BROADCAST: "quản trị và Văn phòng",
    FlowName.TRAIL: "quản trị và Văn phòng",
    FlowName.UNITS: "quản trị",
    FlowName.TARGETS: "quản trị và Văn phòng; xem chỉ tiêu đã đạt bao nhiêu thì nhắn “tiến độ”",
    FlowName.BULLETIN: "quản trị; đổi giờ nhận hay tạm dừng bản tin của mình thì nhắn “cài đặt”",
}


def not_allowed(flow: FlowName, label: str, voice: Voice) -> str:
    whose = WHOSE.get(flow)
    if whose is None:
        return f"“{label}” không thuộc vai trò của {voice.you}. {voice.You} chọn việc khác bên dưới."
    return f"“{label}” là việc của {whose}. {voice.You} chọn việc khác bên dưới."


def unclear(voice: Voice, has_guess: bool) -> str:
    if has_guess:
        return f"Trợ lý chưa hiểu tin này. Có phải {voice.you} muốn:"
    return f"Trợ lý chưa hiểu tin này. {voice.You} chọn một việc, hoặc nhắn “trợ giúp”."


def thanks(voice: Voice) -> str:
    return f"Vâng. {voice.You} cần gì thì nhắn “menu”."


def received(sent: Sent, may_report: bool) -> str:
    """Nothing of what was sent is kept."""
    line = " Báo cáo thì nhắn một dòng là đủ." if may_report else ""
    match sent:
        case Sent.VOICE:
            return "Trợ lý chưa nghe được tin thoại; bấm micro trên bàn phím rồi đọc, chữ sẽ hiện ra."
        case Sent.PHOTO:
            return f"Trợ lý không lưu ảnh.{line}"
        case Sent.FILE:
            return f"Trợ lý chưa nhận tệp và không lưu tệp này.{line}"
        case Sent.LOCATION:
            return "Trợ lý không cần vị trí và không lưu vị trí."
        case Sent.CONTACT:
            return "Trợ lý không lưu danh thiếp. Muốn mời người khác thì hỏi quản trị."
        case Sent.STICKER:
            return "Trợ lý chỉ đọc được chữ. Nhắn “menu” để xem các việc."
        case Sent.EDITED:
            return "Trợ lý không đọc lại tin đã sửa; nhắn lại nội dung đúng thành tin mới giúp."
        case Sent.OTHER:
            return "Tin này Trợ lý không đọc được; nhắn bằng chữ giúp."


def refused(what: str, authority: str) -> str:
    """What was held back, and the proper channel. The text itself was not stored anywhere."""
    kinds = {
        "id_number": "số căn cước, số thẻ hay số giấy tờ",
        "password": "mật khẩu hay mã xác thực",
        "secret_stamp": "nội dung có dấu hiệu bí mật",
    }
    instead = f"và gửi qua đường văn thư của {'đơn vị' if not authority else 'Văn phòng'}"
    if what == "password":
        instead = "và không gửi cho ai; Trợ lý không bao giờ hỏi mật khẩu"
    return (
        f"⚠ Tin vừa rồi có {kinds.get(what, 'nội dung không được gửi')}, nên Trợ lý không nhận và không lưu. "
        f"Xóa tin đó trên máy, {instead}."
    )


def in_a_group() -> str:
    return "Mời đồng chí nhắn riêng."


def sorry(voice: Voice) -> str:
    return (
        f"⚠ Trợ lý gặp lỗi khi xử lý tin vừa rồi và chưa ghi gì từ tin đó. Xin lỗi {voice.you}; quản trị đã được báo. "
        f"{voice.You} nhắn lại giúp, hoặc hỏi Văn phòng."
    )


def unreadable() -> str:
    return "⚠ Có một tin Trợ lý không đọc được, nên chưa xử lý. Nhắn lại bằng chữ giúp."


def trouble_notice(turn_id: int, what: str) -> str:
    return f"⚠ Lượt {turn_id} không xử lý được ({what}). Xem: chibot show turn {turn_id}"


def open_draft(title: str) -> str:
    return f"Làm tiếp: {title}"


def disk_full() -> str:
    return "⚠ Máy chủ tạm hết chỗ, tin vừa rồi đã giữ lại nhưng chưa xử lý. Trợ lý sẽ trả lời khi có chỗ; không cần nhắn lại."


def not_stored() -> str:
    return "Máy chủ chưa nhận được tin này. Chờ một chút rồi gửi lại."
