"""The list of commands that a messenger shows beside the input: what each does, in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk import FlowName
from language.say.words import Voice, in_voice
from language.vocabulary import words_of

DESCRIPTIONS: dict[FlowName, str] = {
    FlowName.MEETING: "Báo cáo sinh hoạt chi bộ",
    FlowName.INTRODUCE: "Giới thiệu quần chúng ưu tú",
    FlowName.PROGRESS: "Xem tiến độ chỉ tiêu",
    FlowName.LOOKUP: "Tra cứu quần chúng theo tên",
    FlowName.INTAKE: "Tiếp nhận người công đoàn giới thiệu",
    FlowName.TASKS: "Xem việc sắp đến hạn",
    FlowName.CODES: "Cấp mã mời",
    FlowName.POSTS: "Giao, thôi, bàn giao chức danh",
    FlowName.UNITS: "Cây đơn vị, hạn báo cáo",
    FlowName.TARGETS: "Đặt, sửa, chia chỉ tiêu",
    FlowName.BULLETIN: "Xem trước và gửi bản tin tuần",
    FlowName.BROADCAST: "Gửi thông báo cho nhiều người",
    FlowName.TRAIL: "Xem nhật ký thao tác",
    FlowName.SETTINGS: "Giờ nhận tin, tạm dừng, vai trò",
    FlowName.IMPORT: "Nhập Excel, lấy tệp mẫu",
    FlowName.EXPORT: "Xuất trích ngang ra Word, Excel",
}
HELP = ("trogiup", "Trợ giúp")
FOR_STRANGERS = (("start", "Bắt đầu bằng mã mời"), HELP)


def listed(flows: Sequence[FlowName], voice: Voice) -> tuple[tuple[str, str], ...]:
    """(command, description) of these flows, then of the help."""
    return (*((words_of(flow).slash[0], in_voice(DESCRIPTIONS[flow], voice)) for flow in flows), HELP)
