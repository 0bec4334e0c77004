"""What cadres type to begin something: without marks, with slips, with courtesy. Typed → what it opens, or the two nearest meanings."""

from __future__ import annotations

import unicodedata

import pytest

from domain.talk import Awaits, Command, Control, Conversation, Draft, FlowName, Menu, Start, Steer, Unclear
from language.understand import Listening, understand
from tests.language.texts import Form

MEETING, INTRODUCE, PROGRESS = FlowName.MEETING, FlowName.INTRODUCE, FlowName.PROGRESS
LOOKUP, INTAKE, CODES, SETTINGS, UNDO, TASKS = (
    *(FlowName.LOOKUP, FlowName.INTAKE, FlowName.CODES, FlowName.SETTINGS, FlowName.UNDO, FlowName.TASKS),
)

BARE: dict[FlowName, list[str]] = {
    MEETING: [
        *("hop", "Họp", "hopp", "hoop", "hopj", "hop chi bo", "hop cb", "da hop", "đã họp ạ", "da hop roi", "em da hop roi a"),
        *("chi bo da hop", "cb da hop xong", "vua hop xong", "bao cao", "bao cao hop", "báo cáo họp", "bao cáo", "baocao"),
        *("bao cao hop chi bo", "bc", "bc hop", "bcao hop", "bc sinh hoat", "bao cao shcb", "bao cao sinh hoat cb"),
        *("sinh hoat", "sinh hoạt chi bộ", "shcb", "sh chi bo", "sh cb", "nop bao cao", "em nop bao cao a", "gui bao cao"),
        *("gửi báo cáo", "toi muon bao cao", "lam bao cao hop", "baos caos", "bao caoo", "báo cáo!", "/bao cao", "/bao_cao"),
    ],
    INTRODUCE: [
        *("gioi thiêu", "gioi thieu", "giới thiêu", "goi thieu", "gioi thie", "gioithieu", "gioiws thieeuj", "gioi thieuu"),
        *("gioi thieu qc", "gioi thieu quan chung uu tu", "gioi thieu dv", "gioi thieu 1 quan chung", "gioi thieu them nguoi"),
        *("gt", "gt qc", "gtqc", "gt quan chung", "gt 1 qcut", "e gt 1 qc", "muon gioi thieu", "em muon gioi thieu 1 nguoi"),
        *("them qc", "them quan chung", "dang ky quan chung", "dang ki qc", "phieu gioi thieu", "giới thiệu đoàn viên ạ"),
        *("/gioi thieu", "gioi thieu quan chung vao dang"),
    ],
    PROGRESS: [
        *("tien do", "tiến độ?", "tiên do", "tien đo", "tieens ddooj", "tien dp", "tiendo", "xem tien do", "cho xem tien do"),
        *("cho toi xem tien do voi", "tien do the nao roi", "tien do den dau roi", "tien do thang nay", "td", "chi tieu"),
        *("chỉ tiêu?", "xem chi tieu", "chi tieu the nao", "bao nhieu % roi", "dat bao nhieu roi", "bao cao tien do"),
        *("kiem tra tien do", "/tien do"),
    ],
    LOOKUP: [
        *("tra cuu", "tra cứu", "tracuu", "traa cuu", "tim", "timf", "tim kiem", "tim nguoi", "tim quan chung", "tim qc"),
        *("tra cuu quan chung", "tra cuu doan vien", "ho so", "xem ho so", "em muon tim nguoi"),
    ],
    INTAKE: ["cho tiep nhan", "tiep nhan", "ds cho tiep nhan", "danh sach cho", "nguoi cho tiep nhan", "tiep nhan doan vien"],
    CODES: ["cap ma", "cap ma moi", "tao ma moi", "xin ma moi", "them nguoi dung", "moi nguoi dung", "cap tai khoan"],
    SETTINGS: [
        *("cai dat", "cai đặt", "cai dst", "caidat", "gio nhan tin", "doi gio nhan tin", "doi gio nhac", "vai tro"),
        *("vai tro cua toi", "toi la ai"),
    ],
    UNDO: ["thu hoi", "thu hồi", "rut lai", "hoan tac", "rut lai bao cao vua gui"],
}  # fmt: skip
HELP = [
    *(
        "giup",
        "giup toi",
        "giup em voi",
        "tro giup",
        "trợ giúp ạ",
        "huong dan",
        "huong dan su dung",
        "cach dung",
        "hdsd",
    ),
    *("lam the nao", "ban lam duoc gi", "khong biet dung", "gioi thieu ve tro ly"),
]
MENU = [
    "menu",
    "mneu",
    "meu",
    "menuu",
    "ve menu",
    "trang chu",
    "bat dau",
    "em chao a",
    "chao em",
    "alo",
]
WITH_REST = [
    ("hopp cb 5/11 18/20", MEETING, "cb 5/11 18/20"),
    ("hop cb 5/11 18/20", MEETING, "cb 5/11 18/20"),
    ("hp cb 5/11 18/20", MEETING, "hp cb 5/11 18/20"),
    ("em xin bao cao hop thang 10", MEETING, "thang 10"),
    ("thang nay chua hop chua bao cao duoc", MEETING, "thang nay chua hop chua bao cao duoc"),
    ("em hop cb 5/11 18/20", MEETING, "em hop cb 5/11 18/20"),
    ("da hop 5/11 18/20", MEETING, "da hop 5/11 18/20"),
    ("t10 hop r nhe 14/16, 1 phep 1 ko", MEETING, "t10 hop r nhe 14/16, 1 phep 1 ko"),
    ("CB Maple TK 6.10, 95p, đủ 9/9 ạ", MEETING, "CB Maple TK 6.10, 95p, đủ 9/9 ạ"),
    ("hom qua chi bo hop", MEETING, "hom qua chi bo hop"),
    ("chi bo hop toi qua", MEETING, "chi bo hop toi qua"),
    ("thang nay khong hop", MEETING, "thang nay khong hop"),
    ("khong hop ly do ca kip", MEETING, "khong hop ly do ca kip"),
    ("chi bo chua hop", MEETING, "chi bo chua hop"),
    ("bao cao thang 10", MEETING, "thang 10"),
    ("bc thang 10", MEETING, "thang 10"),
    ("nop bao cao thang 10", MEETING, "thang 10"),
    ("goi thieu Đỗ Văn Khánh 7/1990", INTRODUCE, "Đỗ Văn Khánh 7/1990"),
    ("em muon gioi thieu Đỗ Văn Khánh 7/1990", INTRODUCE, "Đỗ Văn Khánh 7/1990"),
    ("gt qc Đỗ Văn Khánh", INTRODUCE, "Đỗ Văn Khánh"),
    ("gt quan chung Đỗ Văn Khánh", INTRODUCE, "Đỗ Văn Khánh"),
    ("them qc Đỗ Văn Khánh", INTRODUCE, "Đỗ Văn Khánh"),
    ("tien do ket nap", PROGRESS, "ket nap"),
    ("tiến độ kết nạp?", PROGRESS, "kết nạp?"),
    ("tieens ddooj ket nap", PROGRESS, "ket nap"),
    ("cho toi xem tien do ket nap", PROGRESS, "ket nap"),
    ("bao cao tien do ket nap", PROGRESS, "ket nap"),
    ("tien do nam nay", PROGRESS, "nam nay"),
    ("cho hoi chi tieu ket nap", PROGRESS, "ket nap"),
    ("so lieu ket nap", PROGRESS, "so lieu ket nap"),
    ("kn dc bn r", PROGRESS, "kn dc bn r"),
    ("con thieu bao nhieu", PROGRESS, "con thieu bao nhieu"),
    ("tim thao", LOOKUP, "thao"),
    ("tim nguoi ten thao", LOOKUP, "thao"),
    ("em tra cuu Thảo", LOOKUP, "Thảo"),
    ("cap ma cho bi thu", CODES, "cho bi thu"),
    ("chi bộ nào chưa nộp", TASKS, "chi bo nao chua nop"),
    ("ai chua bao cao thang 10", TASKS, "ai chua bao cao thang 10"),
    ("cac chi bo chua bao cao", TASKS, "cac chi bo chua bao cao"),
    ("chi bo nao chua nop bao cao?", TASKS, "chi bo nao chua nop bao cao?"),
]
NEAREST = [
    ("chi bo nao chua hop", PROGRESS, MEETING),
    ("bao nhieu chi bo da hop", PROGRESS, MEETING),
    ("don vi nao chua ket nap", PROGRESS, MEETING),
    ("hop chua", MEETING, PROGRESS),
    ("da hop chua", MEETING, PROGRESS),
    ("bao gio hop", MEETING, PROGRESS),
    ("hop o dau", MEETING, PROGRESS),
    ("moi hop", MEETING, PROGRESS),
    ("lich hop", MEETING, PROGRESS),
    ("can hop gap", MEETING, PROGRESS),
    ("ngày không hợp lệ", MEETING, PROGRESS),
    ("so lieu khong hop ly", MEETING, PROGRESS),
    ("don vi toi khong hop tac duoc", MEETING, PROGRESS),
    ("bien ban", MEETING, PROGRESS),
    ("gui bao cao cho toi nhe", MEETING, PROGRESS),
    ("xem bao cao", MEETING, PROGRESS),
    ("bao co", MEETING, PROGRESS),
    ("sua bao cao", MEETING, UNDO),
    ("xoa bao cao", UNDO, MEETING),
    ("nop nham roi", UNDO, MEETING),
    ("Đỗ Văn Khánh 12/3/98, Lê Thị Tám 5/6/97 cty konya", INTRODUCE, LOOKUP),
    ("Đỗ Văn Khánh, Lê Thị Tám", LOOKUP, INTRODUCE),
    ("do van khanh", LOOKUP, INTRODUCE),
    ("quan chung", INTRODUCE, LOOKUP),
    ("qcut", INTRODUCE, LOOKUP),
    ("danh sach ung vien", LOOKUP, INTRODUCE),
    ("ds qcut chua hoc lop nhan thuc", LOOKUP, INTRODUCE),
    ("may nguoi", PROGRESS, LOOKUP),
    ("con may nguoi", PROGRESS, LOOKUP),
    ("them dang vien", INTRODUCE, LOOKUP),
    ("them nguoi", INTRODUCE, LOOKUP),
    ("danh sach", LOOKUP, INTAKE),
    ("so lieu", PROGRESS, LOOKUP),
    ("thong ke", PROGRESS, LOOKUP),
    ("ket qua", PROGRESS, LOOKUP),
    ("tien bo", PROGRESS, LOOKUP),
    ("chi tiet", PROGRESS, LOOKUP),
    ("tra cu", LOOKUP, INTRODUCE),
    ("thu hai", UNDO, MEETING),
    ("ma", CODES, SETTINGS),
    ("dang nhap", CODES, SETTINGS),
    ("tat thong bao", SETTINGS, PROGRESS),
    ("doi chuc vu", SETTINGS, PROGRESS),
]
NOTHING_NEAR = ["asdkj qwe", "🎉", "xyz 123", "troi mua qua"]


def heard(text: str) -> Command:
    return understand(text, Listening(Conversation("x")))


@pytest.mark.parametrize(("flow", "texts"), BARE.items(), ids=list(BARE))
def test_what_clearly_means_a_command_opens_it(flow: FlowName, texts: list[str]) -> None:
    assert {text: heard(text) for text in texts} == dict.fromkeys(texts, Start(flow))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_follows_the_opening_is_kept_as_it_was_typed(form: Form) -> None:
    typed = {unicodedata.normalize(form, text): Start(flow, rest) for text, flow, rest in WITH_REST}
    assert {text: heard(text) for text in typed} == typed


def test_help_and_menu_in_many_words() -> None:
    assert {text: heard(text) for text in HELP} == dict.fromkeys(HELP, Menu(is_help=True))
    assert {text: heard(text) for text in MENU} == dict.fromkeys(MENU, Menu())


def test_everything_else_gives_the_two_nearest_meanings() -> None:
    found = {text: heard(text) for text, *_ in NEAREST}
    shown = {text: one.nearest[:2] if isinstance(one, Unclear) else one for text, one in found.items()}
    assert shown == {text: (first, second) for text, first, second in NEAREST}


def test_what_resembles_nothing_gives_no_meaning_but_the_menu() -> None:
    assert {text: heard(text) for text in NOTHING_NEAR} == dict.fromkeys(NOTHING_NEAR, Unclear(()))


@pytest.mark.parametrize("awaits", [Awaits.NAME, Awaits.TEXT])
@pytest.mark.parametrize(
    "text", ["da hop roi", "hopp", "em muon gioi thieu", "chi tieu?", "toi la ai", "lam the nao", "mneu"]
)
def test_while_an_answer_is_awaited_a_loose_opening_is_the_answer(text: str, awaits: Awaits) -> None:
    draft = Draft(INTRODUCE, "firm", 1, {})
    listening = Listening(Conversation("x", INTRODUCE, {INTRODUCE: draft}), awaits)
    assert type(understand(text, listening)).__name__ == "Answer"


@pytest.mark.parametrize("awaits", [Awaits.NAME, Awaits.TEXT])
@pytest.mark.parametrize(("text", "flow"), [("taikhoan", FlowName.ACCOUNTS), ("Tiendo", FlowName.PROGRESS)])
def test_two_words_written_as_one_are_a_command_at_every_question(text: str, flow: FlowName, awaits: Awaits) -> None:
    draft = Draft(INTRODUCE, "firm", 1, {})
    assert understand(text, Listening(Conversation("x", INTRODUCE, {INTRODUCE: draft}), awaits)) == Start(flow)


@pytest.mark.parametrize("awaits", [Awaits.NUMBER, Awaits.CHOICE])
def test_question_who_is_missing_is_never_the_number_or_the_choice(awaits: Awaits) -> None:
    draft = Draft(FlowName.UNITS, "since", 1, {})
    listening = Listening(Conversation("x", FlowName.UNITS, {FlowName.UNITS: draft}), awaits)
    said = "ai chua bao cao chuyen de quy 4"
    assert understand(said, listening) == Start(TASKS, said)


@pytest.mark.parametrize(
    "text", ["chuyen quan chung sang kcn nomura", "ban giao ho so cho van phong", "chuyen sang kcn"]
)
def test_what_is_done_to_people_or_papers_is_no_change_of_units_or_posts(text: str) -> None:
    assert isinstance(heard(text), Unclear)


def test_with_a_draft_open_nop_bao_cao_sends_it() -> None:
    draft = Draft(MEETING, "summary", 1, {})
    listening = Listening(Conversation("x", MEETING, {MEETING: draft}), Awaits.CHOICE)
    assert understand("nop bao cao", listening) == Steer(Control.SUBMIT)


@pytest.mark.parametrize("text", ["a " * 8_000, "nop" + " nhe" * 4_000 + " x", "hop 1/2 " * 2_000])
def test_courtesy_without_end_is_looked_at_no_longer_than_a_word(text: str) -> None:
    assert understand(text, Listening(Conversation("x"))) is not None
