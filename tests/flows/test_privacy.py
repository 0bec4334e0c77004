"""Rights of the person: requests with their days, stopping, correction, codes, and what stands in the way of erasing."""

from __future__ import annotations

import json

import pytest

from tests.flows.desk import Desk

HA = "Trần Thị Hà"
REQUESTS = "SELECT kind, how, outcome FROM privacy_request ORDER BY id"
OFFICE_WAYS = ("req", "answer", "extend", "decline", "decline2", "do", "do2", "toname", "share", "answered")


def number(desk: Desk, name: str = HA) -> int:
    return desk.number("SELECT id FROM candidate WHERE name = ?", name)


def own_code(desk: Desk, by: str = "secretary") -> str:
    desk.say(by, f"dulieu {HA}")
    shown = desk.press(by, "Cấp mã tự xem")
    return shown.partition("Mã tự xem: ")[2][:9].replace(" ", "")


def visit(desk: Desk, chat: str = "phone") -> None:
    desk.say(chat, own_code(desk))
    desk.press(chat, "Xem dữ liệu")


def withdrawn(desk: Desk) -> int:
    ident = number(desk)
    desk.say("secretary", f"dulieu {HA}")
    desk.press("secretary", "Rút lại")
    desk.press("secretary", "Đúng, rút lại")
    return ident


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("tôi đang được lưu những gì", "Trợ lý đang lưu về đồng chí"),
        ("toi dang duoc luu nhung gi", "Trợ lý đang lưu về đồng chí"),
        ("du lieu cua toi", "Trợ lý đang lưu về đồng chí"),
        ("/dulieu", "Trợ lý đang lưu về đồng chí"),
        ("rut lai dong y", "Có đúng là rút lại không?"),
        ("xóa dữ liệu của tôi", "Gửi Văn phòng yêu cầu xóa dữ liệu"),
        ("dulieu tran thi ha", f"Trợ lý đang lưu về {HA}"),
        ("ai da xem tran thi ha", f"Trợ lý đang lưu về {HA}"),
        ("xoa du lieu cua tran thi ha", f"Trợ lý đang lưu về {HA}"),
        ("du lieu cua ha", "Có nhiều người tên"),
        ("dulieu nguyen van khong co", "Không tìm thấy"),
    ],
)
def test_words_open_it(desk: Desk, words: str, shown: str) -> None:
    assert shown in desk.say("secretary", words)


def test_own_page_counts_messages_and_every_look_is_in_the_trail(desk: Desk) -> None:
    assert "còn giữ nội dung: 1;" in desk.say("secretary", "/dulieu")
    assert desk.query("SELECT subject FROM audit WHERE action = 'viewed_data'") == [("person",)]


def test_file_holds_what_the_page_shows_and_who_looked(desk: Desk) -> None:
    shown = desk.say("secretary", f"dulieu {HA}")
    desk.press("secretary", "Tải về")
    name, kind, content = json.loads(
        str(desk.query("SELECT attachment FROM outbox WHERE attachment IS NOT NULL")[0][0])
    )[:3]
    assert name.startswith("du-lieu-quan-chung-")
    assert kind.startswith("text/plain")
    assert all(line in content for line in shown.splitlines() if line.startswith("•"))
    assert "Bí thư, phó bí thư, chi ủy viên · Chi bộ Konya, xem dữ liệu cá nhân" in content


def test_office_reads_who_looked_by_name_and_others_by_post(desk: Desk) -> None:
    desk.say("secretary", f"dulieu {HA}")
    desk.say("office", f"dulieu {HA}")
    assert "Trần Thị Mai (Bí thư" in desk.press("office", "Ai đã xem")
    visit(desk)
    seen = desk.press("phone", "Ai đã xem")
    assert "Bí thư, phó bí thư, chi ủy viên · Chi bộ Konya" in seen
    assert "Văn phòng" in seen
    assert "Mai" not in seen
    assert "Nhàn" not in seen


def test_withdrawal_hides_the_candidate_from_everybody_but_the_office(desk: Desk) -> None:
    progress = desk.say("leader", "tiendo")
    ident = withdrawn(desk)
    for who in ("secretary", "deputy", "leader", "collaborator", "office"):
        assert f"{HA}, " not in desk.say(who, f"tim {HA}")
        assert "Không tìm thấy" in desk.press_token(who, f"lookup.card.0.{ident}")
    assert HA not in desk.press_token("secretary", f"privacy.view.0.{ident}")
    assert "dừng xử lý" in desk.press_token("office", f"privacy.view.0.{ident}")
    assert desk.say("leader", "tiendo") == progress
    assert desk.query(
        "SELECT is_withdrawal, how, noted_by IS NOT NULL FROM consent WHERE candidate_id = ? ORDER BY id", ident
    ) == [
        (0, "loaded", 0),
        (1, "cadre", 1),
    ]


def test_stopped_candidate_is_not_offered_for_a_vote_nor_changed_nor_exported(desk: Desk) -> None:
    ident = withdrawn(desk)
    desk.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 90p, xet 1 quan chung")
    assert HA not in desk.press("secretary", "Nộp")
    before = desk.query("SELECT * FROM candidate WHERE id = ?", ident)
    desk.press_token("office", f"privacy.tofix.0.{ident}")
    for text in ("công việc", "tổ trưởng"):
        desk.say("office", text)
    desk.say("office", "lưu")
    assert desk.query("SELECT * FROM candidate WHERE id = ?", ident) == before


def test_what_was_withdrawn_is_not_withdrawn_twice(desk: Desk) -> None:
    desk.say("union", "rut lai dong y")
    token = desk.token("union", "Đúng")
    desk.press_token("union", token)
    assert "trước đó rồi" in desk.press_token("union", token)
    assert desk.query(REQUESTS) == [("withdraw", "self", None)]


def test_request_is_a_task_of_the_office_until_it_is_over(desk: Desk) -> None:
    desk.say("union", "xoa du lieu cua toi")
    answer = desk.press("union", "Đúng")
    assert "trả lời chậm nhất 09/11/2026, xong chậm nhất 25/11/2026 (hạn tham khảo)" in answer
    assert "Yêu cầu số 1" in desk.say("office", "viec")
    assert all("Yêu cầu số" not in desk.say(who, "viec") for who in ("admin", "leader", "secretary"))
    desk.press("office", "Yêu cầu số 1")
    assert "Vì sao" in desk.press("office", "Không thực hiện")
    assert desk.query(REQUESTS) == [("erase", "self", None)]
    assert "Lý do: còn giữ vai trò" in desk.say("office", "còn giữ vai trò")
    desk.press("office", "Không thực hiện")
    assert "không thực hiện được. Lý do: còn giữ vai trò." in desk.screen["union"][-1].text
    assert "Yêu cầu số" not in desk.say("office", "viec")
    assert desk.query(REQUESTS) == [("erase", "self", "declined")]


def test_extension_is_given_once_and_told(desk: Desk) -> None:
    desk.say("union", "xoa du lieu cua toi")
    desk.press("union", "Đúng")
    desk.press("office", "Xem yêu cầu")
    token = desk.token("office", "Gia hạn")
    desk.press_token("office", token)
    desk.press("office", "Nhiều yêu cầu")
    assert "10/12/2026" in desk.press("office", "Gia hạn")
    assert "chậm nhất 10/12/2026" in desk.screen["union"][-1].text
    assert "một lần" in desk.press_token("office", token)


def test_erased_user_is_told_and_is_a_stranger_then(desk: Desk) -> None:
    desk.say("union", "xoa du lieu cua toi")
    desk.press("union", "Đúng")
    desk.press("office", "Xem yêu cầu")
    assert "Không thu hồi được" in desk.press("office", "Thực hiện")
    desk.press("office", "Xóa hẳn")
    assert "xóa hẳn" in desk.screen["union"][-1].text
    assert desk.query("SELECT name, is_erased FROM person WHERE is_erased = 1") == [("", 1)]
    assert "chỉ phục vụ người được mời" in desk.say("union", "menu")
    desk.say("office", "thu hoi")
    assert desk.number("SELECT count(*) FROM erasure") == 1


OTHERS = {
    "nobody": "",
    "locked": "UPDATE person SET locked_at = 1 WHERE id = 9001",
    "leaves soon": "UPDATE post SET until = '2026-12-01' WHERE id = 9001",
    "never joined": "UPDATE account SET person_id = NULL WHERE person_id = 9001",
}


@pytest.mark.parametrize("other", OTHERS)
def test_last_administrator_stays(desk: Desk, other: str) -> None:
    """Also beside one who would not look after the program."""
    if OTHERS[other]:
        desk.db.execute("INSERT INTO person (id, name) VALUES (9001, 'Phạm Văn Phụ')")
        desk.db.execute(
            "INSERT INTO post (id, person_id, role, unit_id, title, since) VALUES (9001, 9001, 'admin', 1, 'Quản trị', '2026-01-01')"
        )
        desk.db.execute(
            "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at)"
            " SELECT channel, bot_id, 'second', 9001, 0, 0 FROM account WHERE chat_id = 'admin' AND channel = 'web'"
        )
        desk.db.execute(OTHERS[other])
    for words in ("xoa du lieu cua toi", "rut lai dong y"):
        desk.say("admin", words)
        desk.press("admin", "Đúng")
        desk.press("office", "Xem yêu cầu")
        desk.press("office", "Thực hiện")
        label = "Xóa hẳn" if words.startswith("xoa") else "Thực hiện"
        assert "quản trị cuối cùng" in desk.press("office", label)
    assert desk.query("SELECT 1 FROM erasure") == []
    assert "Menu" not in desk.say("admin", "menu")


def test_own_draft_that_names_the_candidate_is_thrown_away_first(desk: Desk) -> None:
    desk.say("secretary", f"dulieu {HA}")
    desk.press("secretary", "Xin xóa")
    desk.press("secretary", "Đúng")
    draft = {"flow": "lookup", "step": "name", "version": 1, "answers": {"name": HA}, "trail": [], "misses": 0}
    drafts = json.dumps([{**draft, "total": 1, "updated_at": 1}])
    owner = desk.conversation("office").owner
    desk.db.execute("UPDATE conversation SET drafts = ? WHERE owner = ?", (drafts, owner))
    desk.press("office", "Xem yêu cầu")
    desk.press("office", "Thực hiện")
    assert "bản nháp" in desk.press("office", "Xóa hẳn")
    assert desk.query("SELECT 1 FROM erasure") == []


def test_correction_of_each_field_is_taken_back(desk: Desk) -> None:
    ident = number(desk)
    before = desk.query("SELECT * FROM candidate WHERE id = ?", ident)
    answers = {
        "Họ tên": "Trần Thu Hà",
        "Ngày sinh": "20/9/1995",
        "Công ty": "Công ty Maple",
        "Giới tính": "nam",
        "Công việc": "thủ kho",
        "Chức vụ": "có",
        "Học vấn": "đại học",
        "Công đoàn": "không",
        "Đoàn Thanh niên": "không",
        "Thành tích": "sáng tạo",
        "Người giới thiệu": "Công đoàn",
    }
    for label, value in answers.items():
        with desk.aside():
            desk.press_token("secretary", f"privacy.view.0.{ident}")
            desk.press("secretary", "Sửa thông tin")
            desk.press("secretary", label)
            desk.say("secretary", value)
            assert "✅ Đã sửa" in desk.press("secretary", "Ghi"), label
            assert desk.query("SELECT * FROM candidate WHERE id = ?", ident) != before, label
            assert "✅ Đã thu hồi" in desk.press("secretary", "Thu hồi")
            assert desk.query("SELECT * FROM candidate WHERE id = ?", ident) == before, label


def test_correction_that_makes_two_of_one_is_refused(desk: Desk) -> None:
    ident = number(desk)
    ((name, birth),) = desk.query(
        "SELECT name, birth FROM candidate WHERE id <> ? AND length(birth) = 10 AND unit_id = (SELECT unit_id FROM candidate WHERE id = ?)"
        " ORDER BY id LIMIT 1",
        ident,
        ident,
    )
    desk.db.execute("UPDATE candidate SET birth = ? WHERE id = ?", (birth, ident))
    desk.press_token("secretary", f"privacy.view.0.{ident}")
    desk.press("secretary", "Sửa thông tin")
    desk.press("secretary", "Họ tên")
    desk.say("secretary", str(name))
    assert "cùng họ tên" in desk.press("secretary", "Ghi")


def test_code_is_used_once_and_only_for_half_an_hour(desk: Desk) -> None:
    digits = own_code(desk)
    desk.say("phone", digits)
    assert HA in desk.press("phone", "Xem dữ liệu")
    assert "không dùng được" in desk.say("thief", digits)
    desk.wait(minutes=31)
    assert "Đã hết 30 phút" in desk.press("phone", "Ai đã xem")
    assert "chỉ phục vụ người được mời" in desk.say("phone", "/dulieu")


def test_code_ends_after_a_week_and_by_a_newer_one(desk: Desk) -> None:
    old = own_code(desk)
    with desk.aside():
        desk.wait(days=7)
        assert "không dùng được" in desk.say("phone", old)
    own_code(desk)
    assert "không dùng được" in desk.say("phone", old)


def test_codes_are_not_guessed(desk: Desk) -> None:
    digits = own_code(desk)
    for guess in range(5):
        desk.say("thief", str(55_555_550 + guess))
    assert HA not in desk.say("thief", digits)
    assert desk.query("SELECT used_at FROM own_code") == [(None,)]
    assert desk.query("SELECT 1 FROM own_code WHERE digest LIKE ?", f"%{digits}%") == []


def test_visitor_sees_one_record_and_nothing_else(desk: Desk) -> None:
    visit(desk)
    ident = number(desk)
    others = [row[0] for row in desk.query("SELECT id FROM candidate WHERE id <> ? LIMIT 5", ident)]
    tokens = [
        f"privacy.{step}.0.{other}"
        for step in ("view", "file", "seen", "tofix", "out2", "gone2", "code")
        for other in (*others, "me")
    ]
    tokens += [f"privacy.{step}.0.v" for step in ("tofix", "code", "toname", "tophone")]
    for token in (*tokens, "privacy.keep.0.list", "privacy.keep2.0.0", f"lookup.card.0.{others[0]}"):
        shown = desk.press_token("phone", token)
        assert "Trợ lý đang lưu về" not in shown or HA in shown
    for text in ("/tracuu ha", "/viec", f"dulieu {HA}", "dulieu nguyen", "/capma"):
        assert "chỉ phục vụ người được mời" in desk.say("phone", text)
    assert desk.query(REQUESTS) == []
    assert desk.query("SELECT person_id FROM account WHERE chat_id = 'phone'") == [(None,)]


def test_visitor_asks_for_correction_and_is_told_the_outcome(desk: Desk) -> None:
    visit(desk)
    desk.press("phone", "Xin sửa")
    desk.say("phone", "ngày sinh đúng là 20/09/1995")
    assert "✅ Đã gửi Văn phòng" in desk.press("phone", "Gửi yêu cầu")
    assert "ngày sinh đúng là 20/09/1995" in desk.press("office", "Xem yêu cầu")
    before = desk.screen["phone"][-1]
    assert "Trợ lý chưa tự sửa gì" in desk.press("office", "Thực hiện")
    assert desk.screen["phone"][-1] == before
    assert desk.query(REQUESTS) == [("correct", "code", None)]
    desk.press("office", "Sửa thông tin")
    desk.say("office", "ngày sinh")
    desk.say("office", "20/9/1995")
    desk.press("office", "Ghi sửa đổi")
    desk.press_token("office", "privacy.do.0.1")
    desk.say("office", "đã sửa rồi")
    assert "đã sửa xong" in desk.screen["phone"][-1].text
    assert desk.query(REQUESTS) == [("correct", "code", "done")]


def test_visitor_withdraws_and_it_holds_at_once(desk: Desk) -> None:
    visit(desk)
    desk.press("phone", "Rút lại")
    assert "đã dừng xử lý ngay" in desk.press("phone", "Đúng")
    assert "Không thấy" in desk.say("secretary", f"tim {HA}")
    assert desk.query("SELECT how, noted_by FROM consent WHERE is_withdrawal = 1") == [("code", None)]


@pytest.mark.parametrize(
    "who", ["admin", "leader", "secretary", "deputy", "union", "collaborator", "secretary_maple", "stranger"]
)
def test_who_is_not_the_office_handles_no_request(desk: Desk, who: str) -> None:
    desk.say("union", "xoa du lieu cua toi")
    desk.press("union", "Đúng")
    before = desk.query("SELECT * FROM privacy_request")
    for step in OFFICE_WAYS:
        shown = desk.press_token(who, f"privacy.{step}.0.1")
        assert "Thắm" not in shown
    for token in ("privacy.keep.0.list", "privacy.keep2.0.0"):
        shown = desk.press_token(who, token)
        assert shown.startswith(("Không tìm thấy", "Xin chào. Đây là trợ lý tự động"))
    assert desk.query("SELECT * FROM privacy_request") == before


@pytest.mark.parametrize("who", ["admin", "secretary_maple", "two_posts", "union", "stranger"])
def test_candidate_out_of_reach_does_not_exist(desk: Desk, who: str) -> None:
    ident = number(desk)
    for step in ("view", "file", "seen", "tofix", "code", "out", "out2", "gone", "gone2", "again", "again2", "came"):
        assert HA not in desk.press_token(who, f"privacy.{step}.0.{ident}")
    assert HA not in desk.say(who, f"dulieu {HA}")
    assert desk.query(REQUESTS) == []
    assert desk.query("SELECT is_stopped FROM candidate WHERE id = ?", ident) == [(0,)]
    assert desk.query("SELECT 1 FROM own_code") == []


@pytest.mark.parametrize("who", ["leader", "collaborator"])
def test_who_only_looks_changes_nothing(desk: Desk, who: str) -> None:
    ident = number(desk)
    assert HA in desk.press_token(who, f"privacy.view.0.{ident}")
    for step in ("tofix", "code", "out", "out2", "gone", "gone2"):
        assert "nhờ họ ghi giúp" in desk.press_token(who, f"privacy.{step}.0.{ident}")
    assert desk.query(REQUESTS) == []


def test_retention_erases_what_was_shown_and_only_then(desk: Desk) -> None:
    ident = withdrawn(desk)
    desk.db.execute("UPDATE privacy_request SET outcome = 'done'")
    assert "Không có gì đến hạn" in desk.press_token("office", "privacy.keep.0.list")
    desk.wait(days=800)
    shown = desk.press_token("office", "privacy.keep.0.list")
    assert HA in shown
    assert desk.query("SELECT 1 FROM erasure") == []
    assert "Xóa theo quy định" in desk.press_token("office", "privacy.keep2.0.12345")
    assert desk.query("SELECT 1 FROM erasure") == []
    desk.press_token("office", "privacy.keep.0.list")
    assert "✅ Đã xóa theo quy định" in desk.press("office", "Xóa theo quy định")
    assert (ident,) in desk.query("SELECT subject_id FROM erasure WHERE reason = 'retention'")
    assert desk.query("SELECT name FROM candidate WHERE id = ?", ident) == [("",)]


@pytest.mark.parametrize("value", ["", "0", "abc", "99999999999999999999", "me", "v", "ask", "-1", "1.1"])
def test_forged_values_are_answered(desk: Desk, value: str) -> None:
    own = ("view", "file", "seen", "tosay", "tophone", "tofix", "toname", "again", "again2", "came")
    steps = (*own, "code", "out", "gone", "keep", "what", "field", *OFFICE_WAYS)
    for who in ("office", "stranger"):
        for step in steps:
            with desk.aside():
                assert desk.press_token(who, f"privacy.{step}.0.{value}")
