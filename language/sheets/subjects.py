"""The literal list of workbooks: the columns of each subject, in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.imports import Subject
from domain.people import Role
from domain.units import UnitKind
from language.progress_line import INDICATOR_WORDS
from language.say import candidate as about
from language.say import meeting as meetings
from language.say.progress import NAMES as INDICATORS
from language.say.small import ROLES
from language.sheets.cells import NO, UNDATED_TEXT, Kind
from language.sheets.columns import Column, Layout

UNIT_KINDS = {
    UnitKind.CELL: "Chi bộ",
    UnitKind.COMMITTEE: "Đảng bộ",
    UnitKind.UNION: "Công đoàn",
    UnitKind.ENTERPRISE: "Doanh nghiệp",
}
FIGURES = {name: INDICATORS[name] for name in INDICATORS if name in ("admitted", "introduced")}
TARGET_KINDS = {"target": "Chỉ tiêu", "comparison": "So sánh"}
UNION = {"none": "Không", "member": "Đoàn viên", "officer": "Cán bộ công đoàn"}
ALSO = {"same": "Cùng một người", "other": "Người khác"}


def _plain(labels: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): label for value, label in labels.items()}


def _plain_words(known: Mapping[Any, str]) -> dict[str, str]:
    """What the chat takes for them."""
    return {words: str(one) for words, one in INDICATOR_WORDS if one in known}


ROLE_WORDS = {
    **dict.fromkeys(
        ("bi thu", "pho bi thu", "chi uy vien", "chi uy", "cap uy", "bi thu chi bo", "pho bi thu chi bo"),
        str(Role.SECRETARY),
    ),
    **dict.fromkeys(
        ("cong doan", "chu tich cong doan", "pho chu tich cong doan", "chu tich cdcs", "pho chu tich cdcs"),
        str(Role.UNION),
    ),
    **dict.fromkeys(("ctv",), str(Role.COLLABORATOR)),
    **dict.fromkeys(("vp", "can bo van phong", "chanh van phong"), str(Role.OFFICE)),
    **dict.fromkeys(("thuong truc", "thuong truc dang uy", "lanh dao dang uy"), str(Role.LEADER)),
    **dict.fromkeys(("quan tri vien", "admin"), str(Role.ADMIN)),
}
"""What people write for a role: mostly the post."""

_COUNTS = (
    Column("full", "Chính thức", Kind.COUNT, "18", ("đảng viên chính thức", "số chính thức", "ct")),
    Column("probationary", "Dự bị", Kind.COUNT, "2", ("đảng viên dự bị", "số dự bị", "db")),
    Column("temporary", "Sinh hoạt tạm thời", Kind.COUNT, "", ("tạm thời", "chuyển đến tạm thời")),
    Column("away", "Đi sinh hoạt nơi khác", Kind.COUNT, "", ("đi nơi khác", "chuyển đi tạm thời")),
    Column("exempt", "Được miễn", Kind.COUNT, "", ("miễn sinh hoạt", "miễn")),
)

UNITS = Layout(
    Subject.UNITS,
    "Đơn vị",
    (
        Column("name", "Tên đơn vị", Kind.TEXT, "Chi bộ Công ty TNHH Ví Dụ", ("đơn vị", "tên", "tên đầy đủ"), True),
        Column("short_name", "Tên ngắn", Kind.TEXT, "Chi bộ Ví Dụ", ("tên viết tắt", "viết tắt", "tên gọi tắt")),
        Column("kind", "Loại", Kind.CHOICE, "Chi bộ", ("loại đơn vị", "loại hình"), True, _plain(UNIT_KINDS)),
        Column(
            "parent",
            "Trực thuộc",
            Kind.UNIT,
            "Đảng bộ Ví Dụ",
            ("cấp trên", "thuộc", "đơn vị cấp trên", "trực thuộc đơn vị"),
        ),
        Column("founded_on", "Ngày thành lập", Kind.FROM, "27/09/2013", ("thành lập", "ngày tl"), True),
        Column("closed_on", "Ngày giải thể", Kind.FROM, "", ("giải thể", "kết thúc")),
        Column("go_live_on", "Dùng Trợ lý từ", Kind.FROM, "01/11/2026", ("ngày bắt đầu", "bắt đầu dùng")),
        Column("report_due_day", "Hạn báo cáo", Kind.COUNT, "10", ("ngày hạn báo cáo",), most=31, default="10"),
        Column("is_in_enterprise", "Trong doanh nghiệp", Kind.FLAG, "có", ("thuộc doanh nghiệp",), default="0"),
        Column("is_founding_counted", "Tính vào thành lập mới", Kind.FLAG, "không", default="0"),
        Column("is_proposed_by_union_cell", "Do chi bộ công đoàn đề nghị", Kind.FLAG, "không", default="0"),
        Column("aliases", "Tên gọi khác", Kind.NAMES, "vi du; vd", ("bí danh", "tên khác")),
        *_COUNTS,
        Column(
            "as_of", "Số đảng viên tính đến", Kind.DATE, "31/10/2026", ("tính đến", "ngày chốt số", "tính đến ngày")
        ),
    ),
    ("kind", "name"),
    (
        "Một dòng là một đơn vị: đảng bộ, chi bộ, công đoàn hay doanh nghiệp. Cấp trên có thể là đơn vị ở dòng khác trong tệp.",
        "Đổi tên, chuyển cấp trên, sáp nhập: dùng lệnh /donvi, để giữ lịch sử.",
        "Năm con số đảng viên đi cùng cột “Số đảng viên tính đến”.",
    ),
)
PEOPLE = Layout(
    Subject.PEOPLE,
    "Người và chức danh",
    (
        Column("name", "Họ và tên", Kind.NAME, "Nguyễn Văn Ví Dụ", ("họ tên", "tên"), True),
        Column("unit", "Đơn vị", Kind.UNIT, "Chi bộ Ví Dụ", ("tên đơn vị", "chi bộ"), True),
        Column(
            "role", "Vai trò", Kind.CHOICE, ROLES[next(iter(ROLES))], ("quyền",), True, _plain(ROLES), words=ROLE_WORDS
        ),
        Column("title", "Chức danh", Kind.TEXT, "Bí thư", ("chức vụ",), True),
        Column("since", "Từ ngày", Kind.FROM, "01/01/2026", ("bắt đầu", "từ"), True),
        Column("until", "Thôi giữ từ ngày", Kind.FROM, "", ("kết thúc", "thôi giữ")),
        Column("is_party_member", "Đảng viên", Kind.FLAG, "có", ("là đảng viên",), default="1"),
        Column("also", "Trùng tên", Kind.CHOICE, "", ("kiêm nhiệm",), labels=ALSO),
    ),
    ("name", "unit", "role"),
    (
        "Một dòng là một chức danh. Người giữ hai chức danh có hai dòng.",
        "Gặp người trùng tên, cột “Trùng tên” ghi “Cùng một người” (kiêm nhiệm) hoặc “Người khác”.",
        "Nhập xong vẫn phải cấp mã (/capma) thì người đó mới dùng được Trợ lý.",
    ),
)
TARGETS = Layout(
    Subject.TARGETS,
    "Chỉ tiêu",
    (
        Column(
            "indicator",
            "Chỉ tiêu",
            Kind.CHOICE,
            INDICATORS[next(iter(INDICATORS))],
            ("tên chỉ tiêu", "nội dung"),
            True,
            _plain(INDICATORS),
            words=_plain_words(INDICATORS),
        ),
        Column("unit", "Đơn vị", Kind.UNIT, "Đảng bộ Ví Dụ", ("tên đơn vị",), True),
        Column("starts_on", "Từ ngày", Kind.FROM, "2026", ("từ", "năm", "bắt đầu"), True),
        Column("ends_on", "Đến ngày", Kind.UNTIL, "2026", ("đến", "kết thúc", "đến hết")),
        Column(
            "least", "Số giao", Kind.COUNT, "12", ("số lượng", "giao", "chỉ tiêu giao", "ít nhất", "kế hoạch"), True
        ),
        Column("most", "Nhiều nhất", Kind.COUNT, "", ("cao nhất",), note="khi giao theo khoảng"),
        Column("issuer", "Cơ quan giao", Kind.TEXT, "Đảng ủy", ("nơi giao", "cấp giao"), True),
        Column(
            "document", "Văn bản", Kind.TEXT, "Kế hoạch số 12-KH/ĐU ngày 05/01/2026", ("số văn bản", "căn cứ"), True
        ),
        Column("kind", "Loại", Kind.CHOICE, "Chỉ tiêu", labels=TARGET_KINDS, default="target"),
        Column("is_inferred", "Suy ra từ tỷ lệ", Kind.FLAG, "không", default="0"),
        Column("is_approximate", "Số ước", Kind.FLAG, "không", ("khoảng",), default="0"),
        Column("term", "Nhiệm kỳ", Kind.TEXT, ""),
        Column("published", "Tỷ lệ đã công bố", Kind.TEXT, ""),
    ),
    ("indicator", "unit", "starts_on", "ends_on", "document"),
    ("Chỉ tiêu cả năm: ghi năm ở cả hai cột “Từ ngày” và “Đến ngày”.",),
)
CANDIDATES = Layout(
    Subject.CANDIDATES,
    "Quần chúng ưu tú",
    (
        Column("name", "Họ và tên", Kind.NAME, "Nguyễn Thị Ví Dụ", ("họ tên", "tên", "họ tên quần chúng"), True),
        Column(
            "birth",
            "Ngày sinh",
            Kind.BIRTH,
            "12/03/1998",
            ("sinh", "sinh ngày", "năm sinh", "tháng năm sinh", "ngày tháng năm sinh"),
            True,
        ),
        Column("sex", "Giới tính", Kind.CHOICE, "Nữ", ("nam nữ", "phái"), labels=about.SEXES),
        Column(
            "unit", "Chi bộ theo dõi", Kind.UNIT, "Chi bộ Ví Dụ", ("chi bộ", "đơn vị", "tên chi bộ"), True, is_cell=True
        ),
        Column(
            "firm", "Doanh nghiệp", Kind.TEXT, "Công ty TNHH Ví Dụ", ("công ty", "nơi làm việc", "tên công ty"), True
        ),
        Column("consent_on", "Ngày đồng ý lưu thông tin", Kind.DATE, "01/03/2026", ("ngày đồng ý", "đồng ý"), True),
        Column("introduced_unit", "Đơn vị giới thiệu", Kind.UNIT, "", ("nơi giới thiệu",)),
        Column(
            "introduced_by",
            "Người giới thiệu",
            Kind.EITHER,
            about.INTRODUCERS["union"],
            ("ai giới thiệu",),
            labels=about.INTRODUCERS,
        ),
        Column(
            "intake",
            "Tiếp nhận",
            Kind.CHOICE,
            "đang theo dõi",
            ("trạng thái",),
            labels=_plain(about.INTAKES),
            default="received",
        ),
        Column("job", "Công việc", Kind.TEXT, "tổ trưởng chuyền 3", ("nghề nghiệp", "vị trí")),
        Column("is_manager", "Giữ chức vụ quản lý", Kind.FLAG, "không", ("quản lý",)),
        Column(
            "education",
            "Trình độ",
            Kind.CHOICE,
            "THPT",
            ("học vấn", "trình độ học vấn"),
            labels=_plain(about.EDUCATION),
        ),
        Column("union", "Công đoàn", Kind.CHOICE, "Đoàn viên", ("đoàn viên công đoàn",), labels=UNION),
        Column("is_youth_union_member", "Đoàn viên Thanh niên", Kind.FLAG, "có", ("đoàn thanh niên", "đoàn viên tncs")),
        Column("achievements", "Thành tích", Kind.CHOICES, "", labels={**about.ACHIEVEMENTS, "": "chưa có"}),
        Column("identified", "Vào danh sách", Kind.STEP, "05/03/2026", ("ngày vào danh sách", "ngày giới thiệu")),
        Column(
            "awareness_class",
            "Lớp nhận thức",
            Kind.STEP,
            "12/04/2026",
            (
                "ngày học lớp nhận thức",
                "học lớp nhận thức",
                "ngày chứng nhận",
                "ngày cấp giấy chứng nhận",
                "lớp cảm tình đảng",
            ),
            note="ngày trên giấy chứng nhận",
        ),
        Column("awareness_document", "Số chứng nhận", Kind.TEXT, "", ("số giấy chứng nhận", "chứng nhận số", "số gcn")),
        Column("guide_assigned", "Phân công giúp đỡ", Kind.STEP, "", ("ngày phân công giúp đỡ", "ngày phân công")),
        Column(
            "guide",
            "Đảng viên giúp đỡ",
            Kind.NAME,
            "",
            ("đvgđ", "người giúp đỡ", "đảng viên phân công giúp đỡ"),
            note="một đảng viên chính thức, ghi họ tên",
        ),
        Column(
            "cell_resolution", "Nghị quyết chi bộ", Kind.STEP, UNDATED_TEXT, ("ngày nghị quyết chi bộ", "nghị quyết")
        ),
        Column("decision", "Quyết định kết nạp", Kind.STEP, "", ("ngày quyết định", "ngày quyết định kết nạp")),
        Column("decision_document", "Số quyết định", Kind.TEXT, "", ("quyết định số", "số qđ")),
        Column("ceremony", "Lễ kết nạp", Kind.STEP, "", ("ngày kết nạp", "kết nạp")),
    ),
    ("name", "birth", "unit"),
    (
        f"Bước nào đã có mà chưa rõ ngày: ghi “{UNDATED_TEXT}”. Bước chưa tới: để trống.",
        "“Lớp nhận thức” là ngày trên giấy chứng nhận; học trước khi vào danh sách cũng ghi được.",
        "“Đảng viên giúp đỡ” là họ tên một đảng viên chính thức; chưa ghi ngày phân công thì hiểu là đã có, chưa rõ ngày.",
        "Chỉ nhập người đã đồng ý cho lưu thông tin; ngày đồng ý là bắt buộc.",
    ),
)
MEETINGS = Layout(
    Subject.MEETINGS,
    "Sinh hoạt chi bộ",
    (
        Column("unit", "Chi bộ", Kind.UNIT, "Chi bộ Ví Dụ", ("đơn vị", "tên chi bộ"), True, is_cell=True),
        Column("period", "Kỳ", Kind.MONTH, "10/2025", ("tháng", "kỳ báo cáo"), True),
        Column(
            "kind",
            "Loại",
            Kind.CHOICE,
            meetings.KINDS[next(iter(meetings.KINDS))],
            ("loại sinh hoạt", "hình thức"),
            False,
            _plain(meetings.KINDS),
            "regular",
        ),
        Column("is_held", "Có họp", Kind.FLAG, "có", ("họp",), default="1"),
        Column("reason", "Lý do không họp", Kind.CHOICE, "", ("lý do",), labels=_plain(meetings.REASONS)),
        Column("held_on", "Ngày họp", Kind.DATE, "03/10/2025", ("ngày", "ngày sinh hoạt")),
        Column("starts", "Từ giờ", Kind.TIME, "17:30", ("bắt đầu", "giờ bắt đầu")),
        Column("ends", "Đến giờ", Kind.TIME, "19:00", ("kết thúc", "giờ kết thúc")),
        Column("minutes", "Số phút", Kind.COUNT, "90", ("thời lượng",), most=1_440),
        *_COUNTS,
        Column("present", "Có mặt", Kind.COUNT, "18", ("dự", "số dự", "số có mặt")),
        Column("absent_excused", "Vắng có lý do", Kind.COUNT, "2", ("vắng có phép", "có lý do")),
        Column("absent_unexcused", "Vắng không lý do", Kind.COUNT, "0", ("vắng không phép", "không lý do")),
        Column("considered", "Xét kết nạp", Kind.COUNT, "1", ("số xét kết nạp",)),
        Column("topic", "Chuyên đề", Kind.TEXT, "", ("nội dung",)),
        Column("place", "Địa điểm", Kind.TEXT, "Phòng họp", ("nơi họp",)),
        Column("resolutions", "Nghị quyết", Kind.COUNT, "1", ("số nghị quyết",)),
        Column("proposals", "Kiến nghị", Kind.COUNT, "0", ("số kiến nghị",)),
        Column("are_dues_paid", "Đã thu đảng phí", Kind.FLAG, "có", ("đảng phí",)),
    ),
    ("unit", "period", "kind"),
    (
        "Một dòng là một buổi sinh hoạt đã qua. Số liệu nhập ở đây là “nhập bổ sung”, không tính đúng hạn hay trễ hạn.",
        f"Không họp: cột “Có họp” ghi “{NO}” và chọn lý do. Có số người thì ghi đủ: có mặt + vắng = số phải dự.",
    ),
)
YEARLY = Layout(
    Subject.YEARLY,
    "Số liệu năm",
    (
        Column(
            "indicator",
            "Chỉ tiêu",
            Kind.CHOICE,
            INDICATORS[next(iter(INDICATORS))],
            ("nội dung", "tên chỉ tiêu"),
            True,
            _plain(FIGURES),
            words=_plain_words(FIGURES),
        ),
        Column("unit", "Đơn vị", Kind.UNIT, "Đảng bộ Ví Dụ", ("tên đơn vị", "chi bộ"), True),
        Column("year", "Năm", Kind.YEAR, "2023", (), True),
        Column("number", "Số", Kind.COUNT, "12", ("số lượng", "kết quả", "tổng số"), True),
        Column(
            "source",
            "Nguồn",
            Kind.TEXT,
            "Báo cáo số 45-BC/ĐU ngày 15/12/2023",
            ("văn bản", "báo cáo", "số văn bản"),
            True,
        ),
    ),
    ("indicator", "unit", "year"),
    (
        "Số cả năm của các năm trước khi dùng Trợ lý, chỉ cho đơn vị và năm chưa có danh sách từng người.",
        "Số của cấp trên và của cấp dưới trong cùng một năm không nhập cùng lúc, để không đếm hai lần.",
    ),
)

LAYOUTS: Mapping[Subject, Layout] = {
    Subject.UNITS: UNITS,
    Subject.PEOPLE: PEOPLE,
    Subject.TARGETS: TARGETS,
    Subject.CANDIDATES: CANDIDATES,
    Subject.MEETINGS: MEETINGS,
    Subject.YEARLY: YEARLY,
}
