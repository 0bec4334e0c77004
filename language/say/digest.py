"""The weekly digest, its report to administrators, pauses, and the reminders that the clock sets off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.admission import AdmissionStep
from domain.digest import Goal, Month, Owed, Part, System
from domain.meetings import MeetingKind
from domain.people import Role
from domain.planning import Outcome, Stage, Tally
from domain.targets import Indicator
from domain.weeks import Week
from language.formatting import capital, format_date, format_day_month, format_month
from language.numbers import format_count
from language.say.owed import report_name
from language.say.progress import INFERRED
from language.say.requests import digest_line
from language.say.words import Voice

TASKS, PROGRESS, PAUSE = "Việc của tôi", "Xem tiến độ", "Tạm dừng bản tin"
REPORT_NOW, POSTPONE, ASK_HELP = "Báo cáo ngay", "Xin lùi hạn", "Nhờ hỗ trợ"
GET, GET_WORDS = "Nhận bản tin", ("1", "nhận", "bản tin")
RESUME, SKIP_EMPTY, TELL_EMPTY = "Bật lại bản tin", "Tuần không có gì mới thì không gửi", "Tuần nào cũng gửi"
PAUSES = {"1w": "1 tuần", "4w": "4 tuần", "on": "Đến khi bật lại"}
SEND_MISSING, SEND_NOW, NOT_NOW = "Gửi cho người chưa nhận", "Gửi ngay", "Chưa gửi"
MOST_NAMES = 8
PREVIEWED: dict[Role, str] = {
    Role.SECRETARY: "Bí thư chi bộ",
    Role.UNION: "Cán bộ công đoàn",
    Role.LEADER: "Lãnh đạo",
    Role.OFFICE: "Văn phòng",
    Role.ADMIN: "Quản trị",
}
STEPS: dict[AdmissionStep, str] = {
    AdmissionStep.AWARENESS_CLASS: "{} quần chúng học xong lớp nhận thức",
    AdmissionStep.GUIDE_ASSIGNED: "{} quần chúng có đảng viên giúp đỡ",
    AdmissionStep.CELL_RESOLUTION: "{} trường hợp có nghị quyết chi bộ đề nghị kết nạp",
    AdmissionStep.DECISION: "{} trường hợp có quyết định kết nạp",
    AdmissionStep.CEREMONY: "kết nạp {} đảng viên",
}
DONE: dict[Indicator, str] = {
    Indicator.ADMITTED: "đã kết nạp",
    Indicator.INTRODUCED: "đã giới thiệu",
    Indicator.FOUNDED: "đã thành lập tổ chức đảng",
}
OUTCOMES: dict[Outcome, str] = {
    Outcome.PAUSED: "đang tạm dừng",
    Outcome.NOTHING: "không có gì mới",
    Outcome.NOT_LIVE: "không có vai trò ở đơn vị nào đang dùng Trợ lý",
    Outcome.UNREACHABLE: "không liên lạc được",
    Outcome.QUOTA: "tin nhắn Zalo trong tháng gần hết, chỉ còn dành cho phiếu nhận",
}
STATES: dict[str, str] = {
    "waiting": "đang chờ gửi",
    "sending": "đang gửi",
    "uncertain": "chưa rõ đã tới hay chưa",
    "failed": "lỗi",
    "blocked": "đã chặn Trợ lý",
    "late": "quá 3 ngày chưa gửi được, không gửi nữa",
}


def heading(week: Week) -> str:
    first, last = week.first_on, week.last_on
    of_year = f"/{first.year}" if first.year != last.year else ""
    end = format_date(last) if of_year else format_day_month(last)
    return f"Tuần từ {format_day_month(first)}{of_year} đến {end}"


def digest(week: Week, parts: Sequence[Part], today: date, voice: Voice) -> str:
    """One message: the week, then each unit in a paragraph of its own. One unit stands in the first line."""
    if len(parts) == 1:
        return "\n".join([f"{heading(week)}, {parts[0].unit.short_name}", *part_lines(parts[0], week, today, voice)])
    told = ["\n".join([part.unit.short_name + ":", *part_lines(part, week, today, voice)]) for part in parts]
    return "\n\n".join([heading(week), *told])


def waits(week: Week, *, is_form_open: bool) -> str:
    """Where each message counts. While a form is open digits are its values."""
    return f"{heading(week)}: bản tin đã có. Nhắn {'“nhận bản tin”' if is_form_open else '1'} để nhận."


def part_lines(part: Part, week: Week, today: date, voice: Voice) -> list[str]:
    """What is new, what falls due, where the targets stand; a short line when there is nothing new."""
    if part.system is not None:
        return _system(part.system)
    news, due = _changes(part, voice), due_lines(part, today, voice)
    return [*(news or ([] if due else ["Không có gì mới."])), *due, *_goals(part.goals, week.last_on.year, today.year)]


def due_lines(part: Part, today: date, voice: Voice) -> list[str]:
    """What waits for somebody: people to be received, reports that fall due or should be in."""
    owed = [_owed(one, today) for one in part.owed]
    asked = [] if part.asked is None else [digest_line(part.asked.count, part.asked.first_on, part.asked.is_confirmed)]
    return [*_waiting(part, voice), *owed, *(_month(one) for one in part.months), *asked]


def _changes(part: Part, voice: Voice) -> list[str]:
    new = part.steps.get(AdmissionStep.IDENTIFIED, 0)
    following = f" (đang theo dõi {format_count(part.follows)})" if part.follows else ""
    told = [f"Thêm {format_count(new)} {voice.candidate}{following}."] if new else []
    done = [text.format(format_count(part.steps[step])) for step, text in STEPS.items() if step in part.steps]
    told += [_sentence(", ".join(done))] if done else []
    return [*told, f"Đã gửi {format_count(part.reports)} báo cáo sinh hoạt."] if part.reports else told


def _sentence(text: str) -> str:
    return f"{capital(text)}."


def _waiting(part: Part, voice: Voice) -> list[str]:
    if not part.entries:
        return []
    if part.role is Role.UNION:
        return [f"{format_count(part.entries)} {voice.candidate} được giới thiệu đang chờ chi bộ xem xét."]
    return [f"⏰ {format_count(part.entries)} người công đoàn giới thiệu đang chờ chi bộ tiếp nhận."]


def _owed(one: Owed, today: date) -> str:
    month = report_name(one.kind, one.period)
    if one.due_on < today:
        return f"⏰ Chưa có {month} (hạn {format_date(one.due_on)}); gửi lúc này vẫn được nhận."
    if one.due_on == today:
        return f"⏰ Đến hạn hôm nay: {month}."
    return f"⏰ Sắp đến hạn: {month}, chậm nhất ngày {format_day_month(one.due_on)}."


def _month(one: Month) -> str:
    sent = f"{report_name(one.kind, one.period)}: {one.sent}/{one.owed} chi bộ đã gửi"
    if one.first_due_on is not None and one.last_due_on is not None:
        days = format_day_month(one.first_due_on)
        if one.last_due_on != one.first_due_on:
            days = f"từ {days} đến {format_day_month(one.last_due_on)}"
        sent += f", hạn {days}"
    if not one.late and not one.busy:
        return f"⏰ Sắp đến hạn: {sent}."
    names = ", ".join(one.late[:MOST_NAMES])
    rest = f" và {len(one.late) - MOST_NAMES} chi bộ khác" if len(one.late) > MOST_NAMES else ""
    late = f" Đã qua hạn, chưa có: {names}{rest}." if one.late else ""
    busy = f" {one.busy} chi bộ quá hạn đang làm báo cáo, đã xin lùi hạn hoặc nhờ hỗ trợ." if one.busy else ""
    return f"⚠ {capital(sent)}.{late}{busy}"


def _goals(goals: Sequence[Goal], year: int, this_year: int) -> list[str]:
    """Every target set with its numerator and denominator; the issuer where several bind one indicator. The counts are `year`'s."""
    told = []
    for one in goals:
        by = f" ({one.issuer})" if sum(other.indicator is one.indicator for other in goals) > 1 else ""
        told.append(f"{DONE[one.indicator]} {_ratio(one)}{by}")
    name = "Năm nay" if year == this_year else f"Năm {year}"
    return [f"{name}: {'; '.join(told)}."] if told else []


def _ratio(one: Goal) -> str:
    goal = format_count(one.least) if one.least == one.most else f"{one.least}–{one.most}"
    left = one.least - one.number
    state = f"còn {format_count(left)}" if left > 0 else "vượt chỉ tiêu" if one.number > one.most else "đạt chỉ tiêu"
    about = "khoảng " if one.is_approximate else ""
    mark = f" (mẫu số {INFERRED})" if one.is_inferred else ""
    return f"{format_count(one.number)}/{about}{goal}{mark}, {state}"


def _system(one: System) -> list[str]:
    told = [f"{one.joined} người mới tham gia."] if one.joined else []
    told += [f"{one.invited} mã mời chưa dùng."] if one.invited else []
    told += [f"⚠ {one.failed} việc Trợ lý không làm được, cần người vận hành xem."] if one.failed else []
    return told or ["Không có gì mới."]


SENT = "đã gửi"
NOT_SENT = "chưa gửi (chưa tới giờ của người đó, hoặc lúc đó Trợ lý ngừng chạy hay gặp lỗi)"


def report(week: Week, tally: Tally) -> str:
    """To the administrators: how many got the digest, and why the others did not."""
    told = [f"Bản tin {heading(week).lower()}: đã gửi cho {tally.states.get('sent', 0)} người."]
    told += [f"• {count} người: {name}" for name, count in outcomes(tally)[1:]]
    return "\n".join(told)


def outcomes(tally: Tally) -> list[tuple[str, int]]:
    """What became of the digests, each with how many: those that were sent first, also when there are none."""
    told = [(SENT, tally.states.get("sent", 0))]
    told += [(STATES[name], count) for name, count in tally.states.items() if name in STATES]
    told += [(OUTCOMES[name], count) for name, count in tally.outcomes.items() if name in OUTCOMES]
    return [*told, *([(NOT_SENT, len(tally.missing))] if tally.missing else [])]


def bulletin(week: Week, tally: Tally) -> str:
    """What the administrator sees of the last week's digest."""
    return f"{report(week, tally)}\nBản tin gửi mỗi tuần một lần, mỗi người vào giờ đã chọn. Xem thử bản tin của:"


def preview(role: str, text: str) -> str:
    """Without buttons: it is nobody's digest."""
    return f"Xem thử (vai trò: {role}).\n\n{text}"


def no_preview(role: str) -> str:
    return f"Chưa có ai giữ vai trò này, hoặc đơn vị chưa bắt đầu dùng: {role}."


def send_question(week: Week, count: int) -> str:
    return f"Gửi ngay bản tin {heading(week).lower()} cho {count} người chưa nhận?"


def set_off(week: Week, count: int, is_open: bool) -> str:
    """Not `is_open`: at night and on holidays it waits."""
    if not is_open:
        return (
            f"✅ Bản tin {heading(week).lower()} đã xếp cho {count} người. Từ 21 giờ đến 6 giờ 30 và ngày nghỉ lễ Trợ lý "
            "không gửi; hết giờ nghỉ sẽ gửi ngay."
        )
    return f"✅ Đang gửi bản tin {heading(week).lower()} cho {count} người. Nhắn “bản tin” để xem kết quả."


def reminder(stage: Stage, unit: str, owed: Owed, office_from: date) -> str:
    """Three days before, on the day, two days after: never a threat, always the way to do it (ux.md)."""
    name, day = report_name(owed.kind, owed.period), format_day_month(owed.due_on)
    if stage is Stage.BEFORE:
        return f"⏰ {unit} chưa có {name}; chậm nhất ngày {day}. Một dòng là đủ."
    if stage is Stage.DAY:
        return f"⏰ Hạn {name} của {unit} là ngày {day}. Một dòng là đủ."
    if owed.kind is MeetingKind.REGULAR:
        name = f"báo cáo {format_month(owed.period)}"
    return (
        f"{capital(name)} của {unit} chưa có. Từ ngày {format_day_month(office_from)}, Văn phòng tổng hợp tình hình các "
        "chi bộ. Đồng chí cần gì:"
    )


def draft_left(title: str, voice: Voice) -> str:
    return f"📝 {voice.You} còn một bản nháp: {title}. Bản nháp được giữ 14 ngày; Trợ lý chỉ nhắc một lần này."


def pause_question(voice: Voice) -> str:
    return f"{voice.You} muốn tạm dừng bản tin hằng tuần bao lâu? Nhắc hạn báo cáo vẫn gửi."


def paused(until: date | None, voice: Voice) -> str:
    """`until` is the last day of the pause; None: until the person says so."""
    end = f"đến khi {voice.you} bật lại" if until is None else f"đến hết ngày {format_date(until)}"
    return f"✅ Đã tạm dừng bản tin hằng tuần {end}. Bật lại lúc nào cũng được: nhắn “cài đặt”."


def resumed(voice: Voice) -> str:
    return f"✅ Bản tin hằng tuần đã bật lại. {voice.You} nhận bản tin từ tuần tới."


def pause_over(voice: Voice) -> str:
    return f"Hết thời gian tạm dừng, bản tin hằng tuần của {voice.you} đã bật lại."


def skips(is_skipping: bool) -> str:
    return (
        "✅ Tuần không có gì mới, Trợ lý sẽ không gửi bản tin."
        if is_skipping
        else "✅ Tuần nào Trợ lý cũng gửi bản tin."
    )


def not_over(week: Week) -> str:
    return f"tuần {week} chưa hết ({format_date(week.last_on)}); bản tin chỉ nói về tuần đã qua"


def dry_run(count: int, left_out: Mapping[str, int]) -> str:
    """To the operator, after the texts."""
    others = [f"{number} {OUTCOMES[Outcome(name)]}" for name, number in left_out.items() if Outcome(name) in OUTCOMES]
    rest = f"; không gửi: {', '.join(others)}" if others else ""
    return f"Sẽ gửi cho {count} người chưa nhận{rest}. Chưa gửi gì (--dry-run)."


def queued(week: Week, count: int) -> str:
    return f"Bản tin tuần {week} được xếp cho {count} người chưa nhận; gửi khi `chibot run` chạy."
