"""Sentences of the first contact and of the agreement. What a stranger learns is whom to ask, and nothing else."""

from __future__ import annotations

from language.say.words import PARTY, Voice

CONSENT_VERSION = "1"
"""Goes up with every change of the wording: each consent says which one it was given to."""
CONSENT_WORDING = (
    "Tôi đồng ý để Trợ lý lưu họ tên, chức danh, đơn vị, tài khoản nhắn tin và các việc tôi làm qua Trợ lý; "
    "tôi được xem, sửa, xin xóa và ngừng dùng bất cứ lúc nào."
)
YES_START = "Đúng, bắt đầu"
NOT_ME = "Không phải tôi"
AGREE = "Tôi đồng ý"
DISAGREE = "Không đồng ý"
RIGHT_PERSON = "Đúng người"
REVOKE = "Thu hồi"
TYPED = {"yes": ("đúng", "có", "vâng", "ok", "đồng ý"), "no": ("không", "không phải", "sai")}
HOURS = {"0645": "6 giờ 45", "1145": "11 giờ 45", "1730": "17 giờ 30", "2000": "20 giờ"}
HOUR_WORDS = {
    "0645": ("6h45", "6:45", "06:45", "6 giờ 45 sáng"),
    "1145": ("11h45", "11:45", "11 giờ 45 trưa"),
    "1730": ("17h30", "17:30", "5h30 chiều", "5 giờ rưỡi chiều"),
    "2000": ("20h", "20h00", "20:00", "8h tối", "8 giờ tối"),
}


def authority_line(authority: str) -> str:
    return authority or "Bản dùng thử"


def stranger(authority: str) -> str:
    return (
        "Xin chào. Đây là trợ lý tự động của Đảng ủy, chỉ phục vụ người được mời.\n"
        "Để bắt đầu, nhắn mã mời gồm 8 chữ số. Chưa có mã thì hỏi Văn phòng Đảng ủy hoặc người phụ trách đơn vị.\n"
        f"{authority_line(authority)}."
    )


def locked(authority: str) -> str:
    """All that a locked account is told."""
    return f"Tài khoản đang bị khóa, hỏi Văn phòng Đảng ủy để được mở lại.\n{authority_line(authority)}."


def welcome(title: str, authority: str, voice: Voice) -> str:
    reports = ", báo cáo sinh hoạt chi bộ" if voice == PARTY else ""
    return (
        f"Chào {voice.you}. Đây là trợ lý tự động của Đảng ủy, giúp giới thiệu {voice.candidate}{reports} "
        f"và xem tiến độ chỉ tiêu.\n{authority_line(authority)}.\n"
        f"Mã này cấp cho: {title}.\n"
        "Trợ lý chỉ lưu thông tin cần cho việc trên. Không gửi tài liệu MẬT, lý lịch hay ảnh giấy tờ vào đây. "
        "Số liệu, thời hạn: hãy đối chiếu với văn bản chính thức.\n"
        f"Có đúng là {voice.you} không?"
    )


def ask_again(title: str, voice: Voice) -> str:
    return f"Mã này cấp cho: {title}. Đúng là {voice.you} thì nhắn “đúng”; mã gửi nhầm thì nhắn “không phải tôi”."


def ask_consent_again() -> str:
    return "Cần một câu trả lời để bắt đầu: nhắn “đồng ý” hoặc “không đồng ý”."


def ask_consent(voice: Voice) -> str:
    return f"{voice.You} đọc và cho biết có đồng ý không:\n“{CONSENT_WORDING}”"


def bad_code() -> str:
    """One sentence for wrong, used, expired and cancelled codes: a guess learns nothing."""
    return "Mã này không dùng được. Xem lại 8 chữ số, hoặc xin người mời cấp mã mới."


def too_many_tries() -> str:
    return "Đã thử nhiều mã quá. Một giờ nữa thử lại, hoặc hỏi người mời."


def cancelled() -> str:
    return "Đã hủy mã và báo cho người mời. Cảm ơn đã cho biết."


def not_agreed(voice: Voice) -> str:
    return f"Trợ lý không mở cho tài khoản này. Khi nào {voice.you} đồng ý thì nhắn lại mã mời còn hạn."


def joined(name: str, title: str, voice: Voice) -> str:
    return f"✅ {name} đã tham gia với vai trò {title}. {voice.You} muốn nhận bản tin hằng tuần vào lúc nào?"


PHONE_WORDING = (
    "Tôi gửi số điện thoại của mình để Văn phòng và người mời gọi khi cần; tôi được sửa hoặc xin xóa bất cứ lúc nào."
)


def ask_phone(voice: Voice) -> str:
    return (
        f"{voice.You} có thể gửi số điện thoại của mình, để Văn phòng gọi khi cần trao đổi gấp. Không bắt buộc; "
        "người mời và Văn phòng biết số này, Trợ lý không dùng vào việc khác. Bấm nút bên dưới, hoặc “Để sau”."
    )


def phone_kept(voice: Voice) -> str:
    return f"✅ Đã lưu số điện thoại. Cảm ơn {voice.you}. Đổi số thì gửi lại danh thiếp của mình; muốn xóa thì báo Văn phòng."


def phone_later(voice: Voice) -> str:
    return f"Vâng. Lúc nào muốn, {voice.you} gửi danh thiếp của mình vào đây là được. Cần việc khác thì nhắn “menu”."


def only_own_phone(voice: Voice) -> str:
    return f"Trợ lý chỉ nhận số của chính {voice.you}; danh thiếp của người khác không được lưu."


def not_a_phone() -> str:
    return "Trợ lý chỉ ghi số điện thoại Việt Nam; số này không được lưu."


def phone_line(phone: str) -> str:
    return f"Số điện thoại: {phone}."


def phone_notice(name: str, phone: str) -> str:
    return f"{name} đã gửi số điện thoại để liên hệ khi cần. {phone_line(phone)}"


def waits_for_inviter(name: str, title: str) -> str:
    return f"✅ Đã ghi nhận {name}, {title}. Vai trò gồm nhiều đơn vị nên bắt đầu sau khi người mời xác nhận; Trợ lý sẽ báo."


def still_waits(title: str, inviter_unit: str, voice: Voice) -> str:
    who = f"người mời ở {inviter_unit}" if inviter_unit else "người mời"
    return (
        f"Trợ lý đã nhận mã mời ({title}) và lời đồng ý của {voice.you}. Còn chờ {who} xác nhận đúng người, rồi vai trò bắt đầu.\n"
        f"Khi xác nhận xong, Trợ lý nhắn ngay tại đây; không cần nhắn lại mã. Chờ lâu thì hỏi người đã gửi mã, hoặc hỏi Văn phòng Đảng ủy."
    )


def joined_notice(name: str, title: str, clock: str) -> str:
    return f"{name} ({title}) đã tham gia lúc {clock}."


def joined_notice_waiting(name: str, title: str, clock: str) -> str:
    return f"{name} ({title}) đã nhập mã lúc {clock}. Vai trò gồm nhiều đơn vị: có đúng người không?"


def not_me_notice(name: str, title: str) -> str:
    return f"⚠ Mã mời của {name} ({title}) đã bị người nhận báo “không phải tôi” và đã hủy. Cần cấp mã khác."


def other_person() -> str:
    return "Tài khoản này đã thuộc về một người khác; mã mời chỉ dùng trên tài khoản của người được mời."


def revoked(name: str, title: str) -> str:
    return (
        f"✅ Đã thu hồi: {name} không còn dùng được Trợ lý với mã này.\n"
        f"{title} chưa giao lại cho ai. Giao cho người đang giữ chức danh khác thì nhắn “phân quyền giao …”; "
        "cho người mới, hay cho người cũ đã thôi, thì nhắn “cấp mã”."
    )


def confirmed(name: str, title: str) -> str:
    return f"✅ Đã xác nhận {name}: vai trò {title} bắt đầu từ bây giờ."


def confirmed_notice(title: str, voice: Voice) -> str:
    return f"✅ Người mời đã xác nhận. Vai trò {title} bắt đầu từ bây giờ. {voice.You} muốn nhận bản tin hằng tuần vào lúc nào?"


def revoked_already() -> str:
    return "Việc này đã được xử lý trước đó."


def not_yours_to_confirm(name: str) -> str:
    return (
        f"{name} còn chức danh ngoài phạm vi của đồng chí, nên xác nhận tài khoản mới là việc của quản trị cấp trên: "
        "nhờ cấp trên cấp mã."
    )


def title_of(title: str, unit_name: str) -> str:
    return title if unit_name in title else f"{title} {unit_name}"
