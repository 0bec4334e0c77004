"""The words that open a flow or steer a form. Folded forms are made from these once; typed text is folded before it is compared."""

from __future__ import annotations

from dataclasses import dataclass

from domain.talk import Control, FlowName
from language.text import fold, spell


@dataclass(frozen=True, slots=True)
class CommandWords:
    """How people name a flow: slash names, phrases that may begin a line, the tile's label and the line in the help."""

    flow: FlowName
    slash: tuple[str, ...]
    phrases: tuple[str, ...]
    label: str
    help: str


COMMANDS: tuple[CommandWords, ...] = (
    CommandWords(
        FlowName.INTRODUCE,
        ("gioithieu", "dangky", "introduce"),
        (
            *(
                "giới thiệu quần chúng ưu tú",
                "giới thiệu đoàn viên ưu tú",
                "giới thiệu quần chúng",
                "giới thiệu đoàn viên",
            ),
            *("giới thiệu qc", "giới thiệu", "gt quần chúng", "gt qc", "gt", "đăng ký quần chúng", "thêm quần chúng"),
            *("thêm qc", "thêm đoàn viên"),
        ),
        "Giới thiệu quần chúng",
        "giới thiệu một hoặc nhiều quần chúng ưu tú. Ví dụ: gioi thieu Nguyen Thi Thao sinh 12/3/1998 cty Konya",
    ),
    CommandWords(
        FlowName.MEETING,
        ("hop", "baocao", "meeting"),
        ("báo cáo sinh hoạt chi bộ", "báo cáo sinh hoạt", "báo cáo họp", "báo cáo", "sinh hoạt chi bộ", "họp"),
        "Báo cáo sinh hoạt",
        "báo cáo sinh hoạt chi bộ, một dòng là đủ. Ví dụ: hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung",
    ),
    CommandWords(
        FlowName.PROGRESS,
        ("tiendo", "progress"),
        ("xem tiến độ", "tiến độ", "báo cáo tiến độ", "xem chỉ tiêu", "chỉ tiêu", "kết quả chỉ tiêu"),
        "Tiến độ",
        "xem chỉ tiêu đã đạt bao nhiêu, có tử số và mẫu số. Ví dụ: tien do nam nay",
    ),
    CommandWords(
        FlowName.LOOKUP,
        ("tracuu", "tim", "hoso", "find"),
        ("tra cứu quần chúng", "tra cứu", "tìm quần chúng", "tìm người tên", "tìm người", "tìm kiếm", "tìm"),
        "Tra cứu",
        "tìm quần chúng theo một phần của tên. Ví dụ: tìm Thảo",
    ),
    CommandWords(
        FlowName.INTAKE,
        ("tiepnhan", "receive"),
        ("chờ tiếp nhận", "danh sách chờ tiếp nhận", "xem danh sách chờ", "danh sách chờ", "tiếp nhận"),
        "Chờ tiếp nhận",
        "xem những người công đoàn giới thiệu đang chờ chi bộ tiếp nhận",
    ),
    CommandWords(
        FlowName.CODES,
        ("capma", "moi", "invite"),
        ("cấp mã mời", "cấp mã", "mời người dùng"),
        "Cấp mã mời",
        "cấp mã tham gia, một người hoặc cả danh sách; “ai đã vào” để xem ai chưa dùng. Ví dụ: capma bi thu cb konya Nguyen Van An",
    ),
    CommandWords(
        FlowName.POSTS,
        ("phanquyen", "posts"),
        ("phân quyền", "xem chức danh", "quản lý chức danh"),
        "Phân quyền",
        "giao, thôi hoặc bàn giao chức danh (quản trị). Ví dụ: phanquyen Nguyen Van An",
    ),
    CommandWords(
        FlowName.TASKS,
        ("viec", "tasks"),
        ("việc của tôi", "việc cần làm", "xem việc", "việc"),
        "Việc của tôi",
        "xem việc đang chờ: báo cáo sắp đến hạn, người chờ tiếp nhận, bản nháp",
    ),
    CommandWords(
        FlowName.BULLETIN,
        ("bantin", "digest"),
        ("bản tin hằng tuần", "bản tin tuần", "bản tin"),
        "Bản tin",
        "xem trước bản tin hằng tuần, ai đã nhận, gửi cho người chưa nhận (quản trị)",
    ),
    CommandWords(
        FlowName.EXPORT,
        ("xuattep", "xuat", "export"),
        (
            *("xuất tệp", "xuất file", "xuất excel", "xuất word", "xuất danh sách", "in danh sách", "in trích ngang"),
            *(
                "xuất trích ngang",
                "danh sách trích ngang",
                "danh sách quần chúng",
                "trích ngang",
                "tải tệp",
                "tải excel",
                "excel",
            ),
        ),
        "Xuất tệp",
        "xuất danh sách trích ngang ra Word hoặc Excel. Ví dụ: trich ngang Konya word",
    ),
    CommandWords(
        FlowName.SETTINGS,
        ("caidat", "vaitro", "settings"),
        (
            *("cài đặt", "giờ nhận tin", "vai trò của tôi"),
            *("tạm dừng bản tin", "dừng bản tin", "tắt bản tin", "bật lại bản tin", "bật bản tin"),
        ),
        "Cài đặt",
        "chọn giờ nhận tin, tạm dừng bản tin, xem vai trò của mình",
    ),
    CommandWords(
        FlowName.ACCOUNTS,
        ("taikhoan", "accounts"),
        (
            "tài khoản của tôi",
            "tài khoản",
            "nối tài khoản",
            "nối thêm tài khoản",
            "nối zalo",
            "nối telegram",
            "thêm tài khoản",
            "gỡ ra",
            "gỡ tài khoản",
            "gỡ zalo",
            "gỡ telegram",
        ),
        "Tài khoản",
        "nối thêm tài khoản (Zalo, Telegram), chọn nơi nhận bản tin",
    ),
    CommandWords(
        FlowName.PRIVACY,
        ("dulieu", "privacy"),
        (
            *("tôi đang được lưu những gì", "dữ liệu của tôi", "dữ liệu cá nhân", "xem dữ liệu của tôi", "dữ liệu"),
            *("đang lưu gì về tôi", "thông tin của tôi", "dữ liệu của"),
            *("ai đã xem", "xóa dữ liệu của", "xóa dữ liệu", "xem dữ liệu của"),
        ),
        "Dữ liệu cá nhân",
        "xem, tải về, sửa, xin xóa dữ liệu của mình; hoặc thay một quần chúng. Ví dụ: du lieu Tran Thi Ha",
    ),
    CommandWords(
        FlowName.BROADCAST,
        ("thongbao", "broadcast"),
        ("gửi thông báo", "soạn thông báo", "ra thông báo", "thông báo"),
        "Gửi thông báo",
        "gửi một thông báo cho nhiều người, xem trước số người nhận. Ví dụ: thong bao bi thu cac chi bo: 14h thứ Sáu giao ban",
    ),
    CommandWords(
        FlowName.TRAIL,
        ("nhatky", "trail"),
        ("nhật ký thao tác", "xem nhật ký", "nhật ký"),
        "Nhật ký",
        "xem ai đã làm gì, theo người, bản ghi, ngày, đơn vị. Ví dụ: nhat ky hom qua",
    ),
    CommandWords(
        FlowName.UNITS,
        ("donvi", "units"),
        ("cây đơn vị", "danh sách đơn vị", "quản lý đơn vị", "đơn vị"),
        "Đơn vị",
        "xem cây đơn vị, thêm, đổi tên, chuyển, sáp nhập, giải thể (quản trị). Ví dụ: đơn vị chuyển Konya sang KCN Đình Vũ từ 1/12",
    ),
    CommandWords(
        FlowName.TARGETS,
        ("chitieu", "targets"),
        (
            *("giao chỉ tiêu", "đặt chỉ tiêu", "sửa chỉ tiêu", "chia chỉ tiêu", "phân bổ chỉ tiêu"),
            *("danh sách chỉ tiêu", "quản lý chỉ tiêu"),
        ),
        "Giao chỉ tiêu",
        "đặt, sửa, chia chỉ tiêu (quản trị, Văn phòng). Ví dụ: giao chỉ tiêu kết nạp 2027 Konya 3 theo NQ 12-NQ/ĐU ngày 5/1/2027",
    ),
    CommandWords(
        FlowName.IMPORT,
        ("nhaptep", "nhapexcel", "tepmau", "import"),
        (
            "nhập tệp excel",
            "nhập tệp",
            "nhập excel",
            "nhập file excel",
            "nhập file",
            "tệp mẫu",
            "file mẫu",
            "lấy tệp mẫu",
        ),
        "Nhập Excel",
        "lấy tệp mẫu Excel, gửi tệp đã điền; xem trước rồi mới ghi. Ví dụ: tep mau quan chung",
    ),
    CommandWords(
        FlowName.UNDO,
        ("thuhoi", "undo"),
        ("thu hồi",),
        "Thu hồi",
        "rút lại việc vừa ghi, trong 10 phút",
    ),
)

MENU_WORDS = ("menu", "danh mục", "bắt đầu", "start")
DRAFT_WORDS = ("nháp", "bản nháp", "xem nháp", "xem bản nháp", "các bản nháp")
OWN_DIGEST_WORDS = ("nhận bản tin", "xem bản tin", "bản tin của tôi")
MANAGING_WORDS = ("quản trị", "việc quản trị", "quản lý", "admin")
OUT_WORDS = ("rút lại đồng ý", "rút đồng ý", "rút lại sự đồng ý")
AGAIN_WORDS = ("đồng ý lại", "tôi đồng ý lại", "cho đồng ý lại")
ERASE_WORDS = ("xóa dữ liệu của tôi", "xin xóa dữ liệu", "xóa dữ liệu", "xóa thông tin của tôi")
JOINED_WORDS = (
    "ai đã vào",
    "ai chưa vào",
    "ai vào rồi",
    "danh sách mã",
    "danh sách mã mời",
    "ai đã tham gia",
    "ai chặn trợ lý",
)
HELP_WORDS = ("trợ giúp", "giúp", "giúp với", "hướng dẫn", "help", "trogiup")

CONTROL_WORDS: dict[Control, tuple[str, ...]] = {
    Control.BACK: ("quay lại", "lùi", "lùi lại", "back"),
    Control.SKIP: ("bỏ qua", "skip"),
    Control.LATER: ("để sau", "lát nữa", "hủy", "thôi", "dừng", "cancel"),
    Control.DISCARD: ("xóa nháp", "xóa bản nháp", "bỏ nháp", "bỏ bản nháp", "hủy nháp", "hủy bản nháp"),
    Control.CONTINUE: ("tiếp", "tiếp tục", "làm tiếp", "continue"),
    Control.RESTART: ("làm lại từ đầu", "làm lại"),
    Control.EDIT: ("sửa",),
    Control.SUBMIT: ("nộp", "nộp báo cáo", "gửi", "gửi đi", "lưu", "xong", "submit"),
}

SLASH = {name: words.flow for words in COMMANDS for name in words.slash}
BARE_SLASH = {name: flow for name, flow in SLASH.items() if name not in ("moi",)}
"""A slash name typed without its slash; "moi" stays out: it is mời, mới or môi."""
GLUED = frozenset(BARE_SLASH) & {
    fold(phrase).replace(" ", "") for words in COMMANDS for phrase in words.phrases if " " in phrase
}
"""Slash names that are a phrase without its spaces: no Vietnamese word looks like that."""
PHRASES = sorted(
    {**{fold(phrase): words.flow for words in COMMANDS for phrase in words.phrases}, **BARE_SLASH}.items(),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
FOLDED_CONTROLS = {fold(word): control for control, words in CONTROL_WORDS.items() for word in words}
EXACT_CONTROLS = frozenset(spell(word) for words in CONTROL_WORDS.values() for word in words)
FOLDED_MENU = frozenset(fold(word) for word in MENU_WORDS)
FOLDED_DRAFTS = frozenset(fold(word) for word in DRAFT_WORDS)
FOLDED_OWN_DIGEST = frozenset(fold(word) for word in OWN_DIGEST_WORDS)
FOLDED_MANAGING = frozenset(fold(word) for word in MANAGING_WORDS)
FOLDED_RIGHTS = {
    **{fold(word): "out" for word in OUT_WORDS},
    **{fold(word): "gone" for word in ERASE_WORDS},
    **{fold(word): "again" for word in AGAIN_WORDS},
}
"""What asks for a right over one's own data by its name: the step that it opens."""
FOLDED_JOINED = frozenset(fold(word) for word in JOINED_WORDS)
FOLDED_HELP = frozenset(fold(word) for word in HELP_WORDS)


def words_of(flow: FlowName) -> CommandWords:
    """Raises KeyError for a flow that has no command of its own (the join, the clock, …)."""
    return next(iter(words for words in COMMANDS if words.flow is flow), None) or _missing(flow)


def _missing(flow: FlowName) -> CommandWords:
    raise KeyError(flow)
