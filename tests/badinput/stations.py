"""Every step of every form: how to get there, and how to go on from there to the end. Driven by the draft, not by the form's code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.talk import Draft, FlowName
from tests.flows.desk import Desk

GOOD: dict[str, str] = {
    "introduce.name": "1. Nguyễn Văn Tốt",
    "introduce.birth": "12/3/1998",
    "introduce.births": "3/1998",
    "introduce.twin": "!other",
    "introduce.firm": "Giấy Konya",
    "introduce.job": "thợ may",
    "introduce.word": "đồng chí Mai",
    "meeting.word": "đồng chí Mai",
    "broadcast.text": "14h thứ Sáu 13/11 giao ban",
    "meeting.kind": "!now",  # when it asks again, the month is what was wrong: a kind alone would not change it
    "meeting.times": "18h-19h30",
    "meeting.count": "18 chính thức, 2 dự bị",
    "meeting.topic": "học tập và làm theo",
    "meeting.more": "nghị quyết 1",
    "consider.votes": "10/15",
    "intake.cell": "Chi bộ Maple",
    "intake.job": "thợ may",
    "codes.unit": "Chi bộ Konya",
    "codes.title": "Cộng tác viên",
    "codes.name": "Lưu Thị Hạnh",
    "lookup.name": "ngoc",
    "codes.list": "bí thư Chi bộ Konya: Nguyễn Văn An",
    "codes.r1": "bí thư Chi bộ Konya: Nguyễn Văn Ba",
    "posts.find": "Bùi Thị Hường",
    "posts.unit": "Chi bộ Maple",
    "posts.title": "Cộng tác viên",
    "posts.who": "Phạm Thị Mới",
    "privacy.what": "ngày sinh đúng là 12/03/1998",
    "privacy.phone": "0912 345 678",
    "privacy.name": "Trần Thu Hà",
    "privacy.birth": "20/9/1995",
    "privacy.firm": "Giấy Konya",
    "privacy.whom": "Ban Tổ chức Thành ủy",
    "privacy.document": "12-CV/CB",
    "privacy.class": "12/4/2026 số 45/GCN",
    "privacy.guide": "Ngô Văn Khải, 5/3/2026",
    "units.unit": "Chi bộ Konya",
    "units.name": "Chi bộ Công ty Sao Mai",
    "units.short": "Chi bộ Sao Mai",
    "units.parent": "Đảng ủy",
    "units.into": "Chi bộ Maple",
    "units.alias": "sao mai",
    "units.count": "18 chính thức, 2 dự bị",
    "units.period": "11/2026",
    "units.until": "25/12/2026",
    "units.reason": "nghỉ cả tháng",
    "targets.unit": "Chi bộ Konya",
    "targets.value": "3",
    "targets.document": "NQ 1-NQ/ĐU",
    "targets.amounts": "konya 3, còn lại 1",
}
"""What answers a step; elsewhere the first choice is pressed. "!" presses that value."""
REPORT = ("hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung", "!Nộp", "!Trần Thị Hà")
LISTED = "SELECT id FROM candidate WHERE name = 'Trần Thị Hà'"
OF_NOMURA = "SELECT min(id) FROM target WHERE kind = 'target' AND unit_id = (SELECT unit_id FROM unit_alias WHERE folded = 'nomura')"
WAITING = "SELECT id FROM candidate WHERE name = 'Phan Thị Ngoan'"


@dataclass(frozen=True, slots=True)
class Start:
    """What to say, press ("!" and a label) or send as a token ("@") to open a form."""

    flow: FlowName
    who: str
    opening: tuple[str, ...]


def starts(desk: Desk) -> list[Start]:
    waiting, listed = desk.number(WAITING), desk.number(LISTED)
    return [
        Start(FlowName.INTRODUCE, "secretary", ("/gioithieu",)),
        Start(FlowName.INTRODUCE, "union", ("/gioithieu",)),
        Start(FlowName.INTRODUCE, "two_posts", ("/gioithieu",)),
        Start(FlowName.INTRODUCE, "secretary", ("/gioithieu\nNguyễn Văn An\nTrần Thị Bé 3/1990 cty Konya",)),
        Start(FlowName.INTRODUCE, "secretary", ("/gioithieu Trần Thị Hà sinh 21/9/1995 cty Konya",)),
        Start(FlowName.MEETING, "secretary", ("/hop",)),
        Start(FlowName.MEETING, "secretary", ("/hop", "không họp")),
        Start(FlowName.MEETING, "secretary", ("/hop 5/11 chuyên đề 18/20",)),
        Start(FlowName.MEETING, "deputy", ("/hop thường kỳ tháng 10 ngày 20/10",)),
        Start(FlowName.MEETING, "secretary", ("hop cb 5/11 20/20, 90p, khong xet", "sửa 6")),
        Start(FlowName.MEETING, "secretary", ("hop cb 5/11 20/20, 90p, khong xet", "sửa 1")),
        Start(FlowName.CONSIDER, "secretary", REPORT),
        Start(FlowName.INTAKE, "secretary", (f"@intake.receive.0.{waiting}", f"@intake.complete.0.{waiting}")),
        Start(FlowName.INTAKE, "deputy", (f"@intake.move.0.{waiting}",)),
        Start(FlowName.CODES, "admin", ("/capma",)),
        Start(FlowName.CODES, "admin", ("/capma", "Chi bộ Maple", "!Cộng tác viên", "Cộng tác", "Phạm Thị Mới")),
        Start(FlowName.CODES, "admin", ("/capma", "!Nhiều người")),
        Start(
            FlowName.CODES, "admin", ("/capma\nbi thu cb konya: Nguyen Van An\npho bi thu maple: Le Thi Binh", "sửa 1")
        ),
        Start(FlowName.POSTS, "admin", ("/phanquyen",)),
        Start(FlowName.POSTS, "admin", ("/phanquyen ban giao cong tac vien maple cua Luu Thi Hanh",)),
        Start(FlowName.POSTS, "admin", ("/phanquyen Bùi Thị Hường", "!Giao thêm chức danh")),
        Start(FlowName.INTRODUCE, "office", ("/gioithieu Nguyễn Văn Tốt 12/3/1998 cty Konya",)),
        Start(FlowName.MEETING, "collaborator", ("/hop",)),
        Start(FlowName.BROADCAST, "office", ("/thongbao",)),
        Start(FlowName.BROADCAST, "admin", ("/thongbao 14h thứ Sáu giao ban",)),
        Start(FlowName.LOOKUP, "collaborator", ("/tracuu",)),
        Start(FlowName.PRIVACY, "union", ("@privacy.tosay.0.me",)),
        Start(FlowName.PRIVACY, "secretary", ("@privacy.tophone.0.me",)),
        Start(FlowName.PRIVACY, "secretary", (f"@privacy.tofix.0.{listed}",)),
        Start(FlowName.PRIVACY, "office", (f"@privacy.tofix.0.{listed}", "ngày sinh")),
        Start(FlowName.PRIVACY, "deputy", (f"@privacy.tofix.0.{listed}", "công ty")),
        Start(FlowName.PRIVACY, "office", (f"@privacy.came.0.{listed}",)),
        Start(FlowName.PRIVACY, "office", (f"@privacy.out2.0.{listed}", f"@privacy.again.0.{listed}")),
        Start(FlowName.PRIVACY, "office", (f"@privacy.out2.0.{listed}", "@privacy.share.0.1")),
        Start(FlowName.PRIVACY, "office", (f"@privacy.out2.0.{listed}", "@privacy.extend.0.1")),
        Start(FlowName.PRIVACY, "secretary", (f"@privacy.tofix.0.{listed}", "lớp nhận thức")),
        Start(FlowName.PRIVACY, "office", (f"@privacy.tofix.0.{listed}", "đảng viên giúp đỡ")),
        Start(FlowName.UNITS, "admin", ("@units.do.0.add-0", "làm lại từ đầu")),
        Start(FlowName.UNITS, "admin", ("/donvi đổi tên",)),
        Start(FlowName.UNITS, "admin", ("/donvi sáp nhập",)),
        Start(FlowName.UNITS, "admin", ("/donvi giải thể konya",)),
        Start(FlowName.UNITS, "admin", ("/donvi tên gọi konya",)),
        Start(FlowName.UNITS, "admin", ("/donvi tên gọi konya là nomura",)),
        Start(FlowName.UNITS, "admin", ("/donvi hạn báo cáo konya",)),
        Start(FlowName.UNITS, "admin", ("/donvi số đảng viên konya",)),
        Start(FlowName.UNITS, "admin", ("/donvi lùi hạn konya",)),
        Start(FlowName.UNITS, "admin", ("/donvi giao báo cáo định kỳ konya",)),
        Start(FlowName.TARGETS, "office", ("@targets.new.0.0",)),
        Start(FlowName.TARGETS, "office", ("/chitieu kết nạp 2027 konya 3 thành ủy giao theo NQ 1", "sửa 7")),
        Start(FlowName.TARGETS, "admin", (f"@targets.split.0.{desk.number(OF_NOMURA)}",)),
    ]


def do(desk: Desk, who: str, step: str) -> str:
    if step.startswith("!"):
        return desk.press(who, step[1:])
    return desk.press_token(who, step[1:]) if step.startswith("@") else desk.say(who, step)


def draft_of(desk: Desk, start: Start) -> Draft | None:
    return desk.conversation(start.who).drafts.get(start.flow)


def open_form(desk: Desk, start: Start) -> None:
    for step in start.opening:
        do(desk, start.who, step)


def good_answer(desk: Desk, start: Start, draft: Draft) -> str:
    """What takes this step further."""
    if draft.step == "summary":
        return f"@{draft.flow}.to.{draft.version}.submit"
    if draft.step == "name" and draft.values.get("people"):
        return f"1. {GOOD['introduce.name']}"
    good = GOOD.get(f"{draft.flow}.{draft.step}")
    if good is not None and not good.startswith("!"):
        return good
    if good is not None:
        return f"@{draft.flow}.{draft.step}.{draft.version}.{good[1:]}"
    mine = f"{draft.flow}.{draft.step}.{draft.version}."
    offered = [one.token for one in desk.screen[start.who][-1].buttons if one.token.startswith(mine)]
    return f"@{offered[0]}" if offered else "bỏ qua"


def finish(desk: Desk, start: Start, most: int = 40) -> Iterator[str]:
    """Goes to the end, yielding each step's name. Raises AssertionError when the form cannot be finished."""
    for _ in range(most):
        draft = draft_of(desk, start)
        if draft is None:
            return
        if desk.conversation(start.who).open_flow is not start.flow or not desk.screen[start.who][-1].buttons:
            do(desk, start.who, f"@{draft.flow}.to.{draft.version}.continue")
            draft = draft_of(desk, start) or draft
        yield draft.step
        do(desk, start.who, good_answer(desk, start, draft))
    raise AssertionError(f"{start.flow} cannot be finished: {draft_of(desk, start)} {desk.screen[start.who][-1]}")
