"""What the lists of the administration are called as files, and their columns."""

from __future__ import annotations

from collections.abc import Sequence

from domain.periods import Period
from domain.targets import Indicator, Target
from language.formatting import format_month
from language.numbers import format_count
from language.say.progress import INFERRED, RECORDS_OF

POST, SINCE, UNTIL, NOTE, DETAIL = "Chức danh", "Từ ngày", "Thôi từ ngày", "Ghi chú", "Chi tiết"
POSTS, WAITS_TO_JOIN = "Danh sách chức danh", "chờ người được mời vào"
JOINED, JOINED_ON, CODE_UNTIL = "Danh sách đã vào, chưa vào", "Ngày vào", "Mã dùng đến hết ngày"
JOINED_STATES = {
    "in": "đã vào",
    "open": "chưa vào",
    "out": "chưa vào",
    "gone": "không gửi tới được",
    "locked": "đang khóa",
}
TREE, LEVEL, SHORT, FULL, KIND, ABOVE = "Cây đơn vị", "Cấp", "Tên ngắn", "Tên đầy đủ", "Loại", "Trực thuộc"
FOUNDED, CLOSED, LIVE = "Thành lập", "Không còn từ ngày", "Báo cáo từ ngày"
DUE_DAY = "Hạn báo cáo (ngày của tháng sau)"
CELLS, MEMBERS = "Số chi bộ", "Số đảng viên"
CARD, NUMBER, DAY, TOLD = "Chi tiết đơn vị", "Số", "Ngày", "Chi tiết"
POST_COUNT, FOLLOWED, ALIAS = "Số chức danh", "Quần chúng đang theo dõi", "Tên gọi khác"
VERSION = "Tên và cấp trên từ ngày"
HEAD_COUNT = {
    "full": "Đảng viên chính thức",
    "probationary": "Đảng viên dự bị",
    "temporary": "Đảng viên sinh hoạt tạm",
    "away": "Đảng viên đi nơi khác",
    "exempt": "Đảng viên được miễn sinh hoạt",
}
TARGETS, TARGET, FROM, TO = "Danh sách chỉ tiêu", "Chỉ tiêu", "Từ ngày", "Đến ngày"
LEAST, MOST = "Số giao", "Số giao cao nhất"
ISSUER, DOCUMENT, DOCUMENT_ON = "Nơi giao", "Văn bản", "Ngày văn bản"
IN_FORCE, FORMER = "đang áp dụng", "đã được thay"
SETTER, SET_ON, SHARED, SHARED_BY = "Người ghi", "Ngày ghi", "Đã chia xuống", "Số đơn vị được chia"
WHEN, WHO, DID, RECORDS, FIELDS = "Thời điểm", "Người làm", "Việc", "Số bản ghi", "Thông tin"
RECORD, WHOLE_YEAR = "Bản ghi", "số cả năm, nhập bổ sung"


def only(what: str, part: str) -> str:
    """Which part of a list it is; "" for all of it. `part` is a folded part of a name."""
    named = f"tên có “{part}”" if part else ""
    return ", ".join(told for told in (what, named) if told)


def waiver(month: Period, *, is_exempt: bool) -> str:
    return f"Báo cáo {format_month(month)}: miễn" if is_exempt else f"Báo cáo {format_month(month)}: lùi đến hết ngày"


def version(name: str, above: str) -> str:
    return f"{name}, thuộc {above}" if above else name


def of_year(unit: str, year: int) -> str:
    return f"{unit}, năm {year}"


def target_note(one: Target) -> str:
    """What a number alone does not say."""
    notes = (one.term or "", "con số khoảng" if one.is_approximate else "", INFERRED if one.is_inferred else "")
    return "; ".join(note for note in notes if note)


def trail_of(what: Sequence[str], most: int | None) -> str:
    """`most`: where older lines are left out, how many there are in the file."""
    told = ", ".join(what)
    cut = (
        "" if most is None else f"{format_count(most)} dòng mới nhất; các dòng cũ hơn: lọc theo ngày, người hoặc đơn vị"
    )
    return "; ".join(part for part in (told[:1].upper() + told[1:], cut) if part)


def record(indicator: Indicator, name: str) -> tuple[str, int]:
    """What it is, with the receipt of a report, and how many it counts as. `name` is as the database names it: "meeting 2611-0001"."""
    table, _, ident = name.partition(" ")
    if table == "figure":
        return WHOLE_YEAR, int(ident)
    kind = RECORDS_OF[indicator]
    return (f"{kind} {ident}" if table == "meeting" else kind), 1


def records_of(indicator: str) -> str:
    return f"Bản ghi: {indicator}"
