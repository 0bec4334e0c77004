"""Sentences of the meeting report."""

from __future__ import annotations

from datetime import date

from domain.meetings import HeadCount, Meeting, MeetingKind, NotHeldReason
from domain.obligations import REVIEWS
from domain.periods import Period
from language.formatting import format_date, format_day_month, format_month, format_weekday
from language.numbers import percent
from language.reading import Misread
from language.say.owed import short_name
from language.say.words import Voice

TITLE = "Báo cáo sinh hoạt chi bộ"
KINDS: dict[MeetingKind, str] = {
    MeetingKind.REGULAR: "Sinh hoạt thường kỳ",
    MeetingKind.THEMATIC: "Sinh hoạt chuyên đề",
    MeetingKind.EXTRAORDINARY: "Sinh hoạt bất thường",
    MeetingKind.EXTENDED: "Sinh hoạt mở rộng",
    MeetingKind.HALF_YEAR_REVIEW: "Sơ kết 6 tháng",
    MeetingKind.YEAR_END_REVIEW: "Kiểm điểm cuối năm",
    MeetingKind.ELECTION: "Bầu cử, đại hội",
}
REASONS: dict[NotHeldReason, str] = {
    NotHeldReason.TOO_FEW: "Chưa đủ đảng viên dự",
    NotHeldReason.SHIFTS: "Ca kíp, đơn hàng",
    NotHeldReason.CHAIR_AWAY: "Người chủ trì đi công tác",
    NotHeldReason.POSTPONED: "Cấp trên cho lùi",
    NotHeldReason.OTHER: "Khác",
}
NOT_HELD = "Không họp"
NO_CHANGE = "Không đổi"
CHANGED = "Có biến động"
AMEND = "Sửa báo cáo đã nộp"
AMEND_THIS = "Sửa báo cáo này"
AMEND_WORDS = ("sửa báo cáo", "sửa lại", "sửa", "tôi gửi nhầm", "gửi nhầm")


def ask_kind() -> str:
    return "Buổi sinh hoạt nào, của tháng nào? (ví dụ: chuyên đề tháng 10)"


def type_kind() -> Misread:
    return Misread("Chưa rõ loại buổi sinh hoạt hoặc tháng.", "chuyên đề tháng 10")


def type_period() -> Misread:
    return Misread("Nhắn tháng cần báo cáo, hoặc loại buổi sinh hoạt khác.", "tháng 10")


def type_reason() -> Misread:
    return Misread("Chọn một lý do trong danh sách.", "Ca kíp, đơn hàng")


def month_label(period: Period) -> str:
    return format_month(period).capitalize()


def ask_more() -> str:
    return "Còn gì báo lên trên không: số nghị quyết, số kiến nghị, đảng phí, địa điểm? (ví dụ: nghị quyết 1, kiến nghị 2, đảng phí đủ)"


def row_more(resolutions: int | None, proposals: int | None, are_dues_paid: bool | None, place: str | None) -> str:
    parts = [] if resolutions is None else [f"{resolutions} nghị quyết"]
    parts += [] if proposals is None else [f"{proposals} kiến nghị"]
    parts += [] if are_dues_paid is None else ["đảng phí đã thu đủ" if are_dues_paid else "đảng phí chưa thu đủ"]
    parts += [] if place is None else [f"tại {place}"]
    return "Thêm: " + ("; ".join(parts) or "không ghi nghị quyết, kiến nghị, đảng phí")


def row_topic(topic: str) -> str:
    return f"Chuyên đề: {topic}"


def row_times(times: str) -> str:
    return f"Thời gian: {times}"


def absent_changed(absent: int) -> str:
    return f"Số vắng nay là {absent}, khác lúc trước." if absent else "Nay không ai vắng; xem lại số có mặt."


def ask_date() -> str:
    return "Chi bộ họp ngày nào? (ví dụ: 5/11)"


def ask_reason(period: Period) -> str:
    return f"Vì sao chi bộ không họp {format_month(period)}?"


def ask_times() -> str:
    return "Từ mấy giờ đến mấy giờ? (ví dụ: 18h-19h30)"


def minutes(count: int) -> str:
    return f"{count} phút"


def type_times() -> Misread:
    return Misread("Họp từ mấy giờ đến mấy giờ, hay bao nhiêu phút?", "18h-19h30")


def ask_head_count(count: HeadCount | None) -> str:
    if count is None:
        return "Chi bộ có bao nhiêu đảng viên? Nhắn số chính thức và số dự bị (ví dụ: 18 chính thức, 2 dự bị)."
    return f"Vẫn {head_count(count)}?"


def same_or_new(example: str) -> Misread:
    return Misread("Số đảng viên không đổi thì nhắn “không đổi”; có thay đổi thì nhắn số mới.", example)


def type_head_count() -> Misread:
    return Misread("Nhắn số đảng viên chính thức và dự bị hiện nay.", "18 chính thức, 2 dự bị")


def head_count(count: HeadCount) -> str:
    parts = [f"{count.full} chính thức", f"{count.probationary} dự bị"]
    parts += [f"{count.temporary} sinh hoạt tạm thời"] if count.temporary else []
    parts += [f"{count.away} đang sinh hoạt tạm nơi khác"] if count.away else []
    parts += [f"{count.exempt} được miễn sinh hoạt"] if count.exempt else []
    return f"{count.total} đảng viên ({', '.join(parts)})"


def ask_present(due: int) -> str:
    return f"Có mặt bao nhiêu trên {due} đảng viên phải dự?"


def all_present(due: int) -> str:
    return f"Đủ {due}/{due}"


def too_many_present(present: int, due: int) -> Misread:
    return Misread(f"Có mặt {present} nhiều hơn số phải dự {due}.", f"{due}/{due}")


def other_due(typed: int, due: int) -> Misread:
    return Misread(
        f"Tin ghi {typed} đảng viên phải dự, còn danh sách của chi bộ là {due}. Sửa số đảng viên trước, hoặc nhắn lại.",
        f"{due}/{due}",
    )


def due_differs(typed: int, count: HeadCount) -> str:
    return f"Tin ghi {typed} đảng viên, còn lần trước chi bộ có {head_count(count)}. Nay là bao nhiêu?"


def ask_absent(absent: int) -> str:
    return f"Vắng {absent}: mấy có lý do, mấy không lý do? (ví dụ: {absent} có lý do)"


def absent_option(excused: int, unexcused: int) -> str:
    if unexcused == 0:
        return f"{excused} có lý do"
    return f"{unexcused} không lý do" if excused == 0 else f"{excused} có, {unexcused} không lý do"


def absences_do_not_add_up(present: int, excused: int, unexcused: int, due: int) -> str:
    return f"⚠ Có mặt {present} + vắng {excused} có lý do + {unexcused} không lý do = {present + excused + unexcused}, không phải {due}."


def exempt_are_not_absent(exempt: int, absent: int) -> Misread:
    return Misread(
        f"Người được miễn sinh hoạt ({exempt}) không tính là vắng: sửa số đảng viên trước, hoặc cho biết {absent} người vắng gồm mấy "
        f"có lý do, mấy không.",
        absent_option(absent, 0),
    )


def ask_considered() -> str:
    return "Buổi họp có xét đề nghị kết nạp quần chúng nào không? Mấy người?"


NONE_CONSIDERED = "Không xét"


TOPIC_EXAMPLE = "học tập và làm theo Bác"


def ask_topic() -> str:
    return "Chuyên đề gì? (một dòng)"


def in_the_future(day: date) -> Misread:
    return Misread(f"Ngày {format_date(day)} chưa tới; báo cáo chỉ ghi buổi đã họp.", "hôm nay")


def before_the_cell(day: date, founded: date) -> Misread:
    return Misread(f"Ngày {format_date(day)} trước khi chi bộ thành lập ({format_date(founded)}).", "hôm nay")


def before_go_live(first: Period) -> str:
    return f"Chi bộ báo cáo qua Trợ lý từ {format_month(first)}; tháng trước đó Văn phòng nhập bổ sung."


def not_over() -> str:
    return "Giờ kết thúc chưa tới; báo cáo sau khi họp xong, hoặc xem lại giờ."


def month_not_over(period: Period) -> Misread:
    return Misread(f"{format_month(period).capitalize()} chưa tới.", "tháng này")


def row_kind(kind: MeetingKind, period: Period, is_held: bool) -> str:
    """A review is of its whole time: "Kiểm điểm cuối năm 2026"."""
    name = meeting_name(kind, period)
    return name if is_held else f"Không họp {name[:1].lower()}{name[1:]}"


def meeting_name(kind: MeetingKind, period: Period) -> str:
    return short_name(kind, period) if kind in REVIEWS else f"{KINDS[kind]} {format_month(period)}"


def row_date(day: date) -> str:
    return f"Ngày {format_date(day)} ({format_weekday(day)})"


def row_present(present: int, due: int) -> str:
    return f"Có mặt {present}/{due} ({percent(present, due).replace(',0%', '%')})"


def row_present_typed(present: int, typed_due: int | None) -> str:
    """Before the head count is confirmed: the total is only what the line said."""
    return f"Có mặt {present}" if typed_due is None else f"Có mặt {present} trên {typed_due} (số đảng viên cần xem lại)"


def row_absent(excused: int, unexcused: int) -> str:
    return f"Vắng có lý do: {excused}; không lý do: {unexcused}"


def row_considered(count: int) -> str:
    if count == 0:
        return "Công tác phát triển đảng: không xét kết nạp"
    return f"Công tác phát triển đảng: xét đề nghị kết nạp {count} quần chúng"


def row_reason(reason: NotHeldReason) -> str:
    return f"Lý do: {REASONS[reason].lower()}"


def row_count(count: HeadCount) -> str:
    return f"Chi bộ có {head_count(count)}"


def heading() -> str:
    return "📝 Xem lại trước khi nộp:"


def submit_label(period: Period, kind: MeetingKind, is_amending: bool) -> str:
    what = "báo cáo sửa" if is_amending else "báo cáo"
    return f"Nộp {what} tháng {period.month}" if kind is MeetingKind.REGULAR else f"Nộp {what}"


def too_few_present(present: int, due: int) -> str:
    """Information, not a verdict: the rule on the quorum is a setting of the office."""
    return f"Có mặt {present}/{due}, dưới 2/3 số phải dự; chi bộ tự cân nhắc giá trị của buổi họp."


def counts_elsewhere(counted: str, owed: str) -> str:
    return f"⚠ Báo cáo này tính cho {counted}; báo cáo {owed} vẫn còn nợ."


def long_ago(day: date) -> str:
    return f"⚠ Buổi họp từ ngày {format_date(day)}, đã hơn hai tháng; xem lại ngày và tháng báo cáo."


def already_reported(meeting: Meeting, voice: Voice) -> str:
    return (
        f"{meeting_name(meeting.kind, meeting.period)} đã có báo cáo, mã {meeting.receipt}. "
        f"{voice.You} sửa báo cáo đó, hay báo cáo tháng khác?"
    )


OTHER_PERIOD = "Tháng khác"


def amending(meeting: Meeting) -> str:
    return f"Bản này thay cho báo cáo mã {meeting.receipt}; ngày nộp lần đầu được giữ."


def receipt(
    receipt_number: str,
    clock: str,
    is_on_time: bool,
    due: date,
    is_amended: bool,
    moved_to: str | None,
) -> str:
    """An amendment keeps the day of the first report: only that one was on time or late."""
    moved = f"; hạn được lùi tới {moved_to} vì máy chủ gián đoạn" if moved_to else ""
    when = f"{'đúng hạn' if is_on_time else 'sau hạn'} (chậm nhất ngày {format_day_month(due)}{moved})"
    if is_amended:
        return f"✅ Đã nhận bản sửa lúc {clock}. Mã tiếp nhận {receipt_number}. Báo cáo nộp lần đầu {when}."
    return f"✅ Đã nhận báo cáo lúc {clock}, {when}. Mã tiếp nhận {receipt_number}."


def other_report() -> str:
    return "Kỳ báo cáo đã đổi, hoặc báo cáo đó vừa có bản sửa khác, nên xin hỏi lại:"


def moved_to(clock: str, day: date) -> str:
    return f"{clock} ngày {format_date(day)}"


def not_held(kind: MeetingKind, period: Period, reason: NotHeldReason) -> str:
    name = meeting_name(kind, period)
    what = format_month(period) if kind is MeetingKind.REGULAR else f"{name[:1].lower()}{name[1:]}"
    return f"Nội dung: chi bộ không họp {what} ({REASONS[reason].lower()})."


def replaced() -> str:
    return "Báo cáo này đã được thu hồi hoặc đã có bản sửa khác."


def months_done(short_name: str, done: int, owed: int) -> str:
    if done >= owed:
        return f"{short_name} đã báo cáo đủ {done}/{owed} tháng."
    return f"{short_name} đã báo cáo {done}/{owed} tháng."


def amend_it(receipt: str) -> str:
    return f"sửa báo cáo {receipt}"


def which_considered(left: int, is_long: bool) -> str:
    """`is_long`: not everybody is shown."""
    question = f"Xét quần chúng nào? (còn {left})" if left > 1 else "Xét quần chúng nào?"
    return f"{question} Chọn, hoặc nhắn một phần của tên." if is_long else question


def not_yours(text: str, own: str) -> str:
    """Whoever reports for one cell only, and named another: says nothing of whether there is such a unit."""
    return f"Đang ghi cho {own}; không phụ trách “{text[:40]}”."


def not_yet(voice: Voice) -> str:
    return f"Chi bộ chưa họp: {voice.you} báo cáo sau khi họp, hoặc chọn “{NOT_HELD}” nếu tháng này không họp."


def others_draft_closed(name: str, receipt_number: str) -> str:
    return f"Báo cáo này đồng chí {name} vừa nộp, mã {receipt_number}."
