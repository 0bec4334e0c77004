"""Requests from the office's side: the longer clock of shared data, what came on paper, the one extension, consent given again."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk

HA = "Trần Thị Hà"
NUMBER = "SELECT id FROM candidate WHERE name = ?"
CLOCK = "SELECT answer_on, due_on, shared_with FROM privacy_request WHERE id = 1"
CONSENTS = "SELECT is_withdrawal, given_on, how FROM consent WHERE candidate_id = ? ORDER BY id"


def number(desk: Desk, name: str = HA) -> int:
    return desk.number(NUMBER, name)


def withdraw(desk: Desk) -> int:
    ident = number(desk)
    desk.press_token("secretary", f"privacy.out2.0.{ident}")
    return ident


def share(desk: Desk, whom: str = "Ban Tổ chức Thành ủy") -> str:
    desk.press_token("office", "privacy.share.0.1")
    desk.say("office", whom)
    return desk.press("office", "Ghi đã chia sẻ")


def came(desk: Desk, *answers: str, whose: str = "") -> str:
    desk.press_token("office", f"privacy.came.0.{whose or number(desk)}")
    for answer in answers:
        desk.say("office", answer)
    return desk.press("office", "Ghi yêu cầu")


# Shared with others


def test_data_that_others_got_has_twenty_days_from_the_withdrawal(desk: Desk) -> None:
    withdraw(desk)
    desk.wait(days=3)
    assert "25/11/2026" in share(desk)
    assert desk.query(CLOCK) == [("2026-11-09", "2026-11-25", "Ban Tổ chức Thành ủy")]
    assert "Báo Ban Tổ chức Thành ủy cùng ngừng dùng" in desk.say("office", "viec")
    assert desk.query("SELECT count(*) FROM audit WHERE action = 'shared_request'") == [(1,)]


def test_sharing_is_taken_back_and_the_days_are_those_from_before(desk: Desk) -> None:
    withdraw(desk)
    share(desk)
    assert "✅ Đã thu hồi" in desk.press("office", "Thu hồi")
    assert desk.query(CLOCK) == [("2026-11-09", "2026-11-20", None)]


def test_sharing_that_something_rests_on_is_not_taken_back(desk: Desk) -> None:
    withdraw(desk)
    share(desk)
    token = desk.token("office", "Thu hồi")
    desk.press_token("office", "privacy.answer.0.1")
    assert "không thu hồi được" in desk.press_token("office", token)
    assert desk.query(CLOCK) == [("2026-11-09", "2026-11-25", "Ban Tổ chức Thành ủy")]


def test_second_recipient_is_added_and_an_extension_stays(desk: Desk) -> None:
    withdraw(desk)
    desk.press_token("office", "privacy.extend.0.1")
    desk.press("office", "Phải báo")
    desk.press("office", "Gia hạn")
    share(desk)
    share(desk, "Công ty TNHH Konya")
    assert desk.query(CLOCK) == [("2026-11-09", "2026-12-10", "Ban Tổ chức Thành ủy; Công ty TNHH Konya")]


def test_office_says_that_the_others_were_told_before_it_is_over(desk: Desk) -> None:
    withdraw(desk)
    share(desk)
    assert "Đã báo nơi đó cùng ngừng dùng chưa?" in desk.press_token("office", "privacy.do.0.1")
    assert desk.query("SELECT outcome FROM privacy_request") == [(None,)]
    assert "✅ Đã xong" in desk.say("office", "da bao xong")


@pytest.mark.parametrize("whom", ["Ban Tổ chức 0912345678", "=cmd()", "số 031 098 7"])
def test_recipient_is_an_office_and_not_a_number(desk: Desk, whom: str) -> None:
    withdraw(desk)
    desk.press_token("office", "privacy.share.0.1")
    assert "✅" not in desk.say("office", whom)
    assert desk.query(CLOCK) == [("2026-11-09", "2026-11-20", None)]


def test_only_a_withdrawal_has_the_longer_clock(desk: Desk) -> None:
    desk.press_token("secretary", f"privacy.gone2.0.{number(desk)}")
    assert "Đã chia sẻ" not in desk.press_token("office", "privacy.req.0.1")
    assert "Chỉ yêu cầu rút lại đồng ý" in share(desk)


@pytest.mark.parametrize("kind", ["word", "excel"])
def test_page_suggests_it_where_a_file_named_the_person(desk: Desk, kind: str) -> None:
    desk.press_token("office", f"export.list.0.{kind}:1")
    withdraw(desk)
    shown = desk.press_token("office", "privacy.req.0.1")
    assert "Có tệp xuất ra mang tên người này: 05/11/2026 (Phạm Thị Nhàn)" in shown
    share(desk)
    assert "Có tệp xuất ra" not in desk.press_token("office", "privacy.req.0.1")


def test_what_the_candidate_took_along_themselves_suggests_nothing(desk: Desk) -> None:
    shown = desk.press_token("secretary", f"privacy.code.0.{number(desk)}")
    desk.say("phone", shown.partition("Mã tự xem: ")[2][:9].replace(" ", ""))
    desk.press_token("phone", "privacy.file.0.v")
    withdraw(desk)
    assert desk.query("SELECT 1 FROM audit WHERE action = 'exported_data'")
    assert "Có tệp xuất ra" not in desk.press_token("office", "privacy.req.0.1")


# The one extension


@pytest.mark.parametrize(("said", "why"), [("b", "phải báo các bên đã nhận dữ liệu"), ("chờ ý kiến", "chờ ý kiến")])
def test_extension_has_its_reason_in_the_task_and_for_whoever_asked(desk: Desk, said: str, why: str) -> None:
    desk.say("union", "xoa du lieu cua toi")
    desk.press("union", "Đúng")
    desk.press("office", "Xem yêu cầu")
    assert "Vì sao cần gia hạn?" in desk.press("office", "Gia hạn")
    if said == "b":
        desk.press("office", "Phải báo")
    else:
        desk.say("office", said)
    desk.press("office", "Gia hạn")
    assert f"đã gia hạn: {why}" in desk.say("office", "viec")
    assert f"Lý do: {why}." in desk.screen["union"][-1].text
    assert "một lần" in desk.press_token("office", "privacy.extend.0.1")


# What came from outside


def test_request_on_paper_has_its_days_from_the_day_of_receipt(desk: Desk) -> None:
    shown = came(desk, "xóa", "2/11", "giấy", "12-CV/CB")
    assert "nhận ngày 02/11/2026 bằng giấy, số 12-CV/CB" in shown
    assert desk.query("SELECT kind, came_on, came_way, document, answer_on, due_on FROM privacy_request") == [
        ("erase", "2026-11-02", "paper", "12-CV/CB", "2026-11-04", "2026-11-20")
    ]
    assert "Yêu cầu số 1" in desk.say("office", "viec")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("6/11/2026", "chưa tới"),
        ("31/12/2025", "từ ngày 01/01/2026"),
        ("hôm kia", "bằng cách nào"),
        ("mai", "chưa tới"),
    ],
)
def test_day_of_receipt_is_past_and_within_the_rules(desk: Desk, said: str, answer: str) -> None:
    desk.press_token("office", f"privacy.came.0.{number(desk)}")
    desk.say("office", "xóa")
    assert answer in desk.say("office", said)


@pytest.mark.parametrize(
    ("way", "document", "kept"),
    [
        ("giấy", "ko co so", ("paper", None)),
        ("giấy", "bq", ("paper", None)),
        ("gặp trực tiếp", "không có", ("in_person", None)),
        ("dien thoai", "ko", ("phone", None)),
        ("văn bản", "số 5", ("paper", "số 5")),
        ("email", "bỏ qua", ("message", None)),
    ],
)
def test_how_it_came_is_read_in_any_words(desk: Desk, way: str, document: str, kept: tuple[str, str | None]) -> None:
    came(desk, "xóa dữ liệu", "hôm nay", way, document)
    assert desk.query("SELECT came_way, document FROM privacy_request") == [kept]


def test_withdrawal_on_paper_holds_at_once_and_its_consent_has_that_day(desk: Desk) -> None:
    ident = number(desk)
    shown = came(desk, "rút lại đồng ý", "hôm qua", "qua điện thoại", "bỏ qua")
    assert "Đã dừng xử lý ngay" in shown
    assert desk.query("SELECT is_stopped FROM candidate WHERE id = ?", ident) == [(1,)]
    assert desk.query(CONSENTS, ident)[-1] == (1, "2026-11-04", "cadre")


def test_what_a_user_sent_on_paper_is_theirs_and_they_hear_of_it(desk: Desk) -> None:
    desk.say("office", "ghi yêu cầu của vũ thị thắm")
    for answer in ("xóa", "hôm nay", "trực tiếp", "bỏ qua"):
        desk.say("office", answer)
    desk.press("office", "Ghi yêu cầu")
    assert desk.query(
        "SELECT r.how, p.name FROM privacy_request r JOIN person p ON p.id = r.asked_by AND p.id = r.person_id"
    ) == [("self", "Vũ Thị Thắm")]
    assert "Không đúng thì báo Văn phòng ngay" in desk.screen["union"][-1].text
    desk.press_token("office", "privacy.do.0.1")
    desk.press("office", "Xóa hẳn")
    assert "xóa hẳn" in desk.screen["union"][-1].text


def test_answer_on_paper_has_its_day(desk: Desk) -> None:
    came(desk, "xóa", "2/11", "giấy", "bỏ qua")
    desk.press_token("office", "privacy.req.0.1")
    desk.press("office", "Đã trả lời ngày")
    assert "không trả lời trước ngày đó" in desk.say("office", "1/11")
    for answer, day in (("3/11", "03/11/2026"), ("hôm qua", "04/11/2026")):
        desk.press_token("office", "privacy.answered.0.1")
        desk.say("office", answer)
        assert f"đã trả lời ngày {day}" in desk.press("office", "Ghi đã trả lời")
        assert f"Đã trả lời ngày {day}" in desk.press_token("office", "privacy.req.0.1")
    assert desk.query("SELECT answered_on FROM privacy_request") == [("2026-11-04",)]


def test_extension_does_not_stand_for_an_answer_on_paper(desk: Desk) -> None:
    came(desk, "xóa dữ liệu", "2/11", "giấy", "bỏ qua")
    desk.press_token("office", "privacy.extend.0.1")
    desk.press("office", "Nhiều yêu cầu")
    assert "báo lại người yêu cầu ngoài Trợ lý" in desk.press("office", "Gia hạn")
    assert "[Đã trả lời ngày …]" in desk.press("office", "Quay lại yêu cầu")


def test_who_sent_paper_is_told_outside(desk: Desk) -> None:
    came(desk, "sửa thông tin", "ngày sinh đúng là 20/09/1995", "hôm nay", "giấy", "bỏ qua")
    assert "ngày sinh đúng là 20/09/1995" in desk.press_token("office", "privacy.req.0.1")
    assert "báo lại người yêu cầu ngoài Trợ lý" in desk.press_token("office", "privacy.do2.0.1")


def test_same_request_is_not_entered_twice(desk: Desk) -> None:
    came(desk, "xóa", "2/11", "giấy", "bỏ qua")
    desk.press_token("office", f"privacy.came.0.{number(desk)}")
    for answer in ("xóa", "hôm nay", "giấy"):
        desk.say("office", answer)
    assert "đang được giải quyết" in desk.say("office", "bỏ qua")
    assert desk.query("SELECT count(*) FROM privacy_request") == [(1,)]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("ghi yeu cau", "Yêu cầu của ai?"),
        ("ghi yêu cầu của thắm", "Vũ Thị Thắm yêu cầu gì?"),
        ("ghi yêu cầu của hà", "Có nhiều người tên"),
        ("ghi yêu cầu của nguyễn văn không có", "Không tìm thấy"),
        ("ghi yeu cau giay cua tran thi ha", f"{HA} yêu cầu gì?"),
        ("nhập đơn của trần thị hà", f"{HA} yêu cầu gì?"),
        ("yeu cau so 7", "đã giải quyết xong, hoặc không thuộc"),
    ],
)
def test_words_of_the_office(desk: Desk, words: str, shown: str) -> None:
    assert shown in desk.say("office", words)


@pytest.mark.parametrize("who", ["secretary", "leader", "admin", "union", "collaborator", "stranger"])
def test_only_the_office_enters_what_came(desk: Desk, who: str) -> None:
    person = desk.number("SELECT id FROM person WHERE name = 'Vũ Thị Thắm'")
    for value in (str(number(desk)), f"p{person}", "me", "tran thi ha", "vu thi tham"):
        shown = desk.press_token(who, f"privacy.came.0.{value}")
        assert "yêu cầu gì?" not in shown
    assert desk.query("SELECT 1 FROM privacy_request") == []


def test_office_looks_at_no_other_user(desk: Desk) -> None:
    person = desk.number("SELECT id FROM person WHERE name = 'Vũ Thị Thắm'")
    for step in ("view", "file", "seen", "tophone", "out2", "gone2", "again", "again2", "tosay"):
        assert "Thắm" not in desk.press_token("office", f"privacy.{step}.0.p{person}")


# Consent given again


def test_consent_given_again_is_a_new_row_and_all_goes_on(desk: Desk) -> None:
    ident = withdraw(desk)
    desk.wait(days=2)
    assert f"{HA} đồng ý lại ngày nào?" in desk.say("secretary", "đồng ý lại trần thị hà")
    desk.say("secretary", "hôm qua")
    assert "Yêu cầu số 1 (rút lại đồng ý) đã đóng" in desk.press("secretary", "Ghi đồng ý lại")
    assert desk.query(CONSENTS, ident) == [
        (0, "2026-01-19", "loaded"),
        (1, "2026-11-05", "cadre"),
        (0, "2026-11-06", "cadre"),
    ]
    assert desk.query("SELECT outcome, closed_why FROM privacy_request") == [
        ("declined", "đã đồng ý lại ngày 06/11/2026")
    ]
    assert f"{HA}, " in desk.say("secretary", f"tim {HA}")
    assert "đã đóng: người đó đã đồng ý lại ngày 06/11/2026" in desk.screen["office"][-1].text
    assert "đã đóng: đã đồng ý lại ngày 06/11/2026" in desk.press_token("office", "privacy.req.0.1")


def test_office_writes_it_after_the_request_is_over(desk: Desk) -> None:
    ident = withdraw(desk)
    desk.press_token("office", "privacy.do.0.1")
    assert "Đã rút lại đồng ý" in desk.say("office", f"dulieu {HA}")
    desk.press("office", "Đồng ý lại")
    desk.press("office", "Hôm nay")
    assert "Mọi việc tiếp tục như trước" in desk.press("office", "Ghi đồng ý lại")
    assert desk.query("SELECT is_stopped, consent_on FROM candidate WHERE id = ?", ident) == [(0, "2026-11-05")]


@pytest.mark.parametrize(("said", "shown"), [("4/11", "không thể trước ngày đó"), ("mai", "chưa tới")])
def test_day_of_the_new_consent_is_after_the_withdrawal_and_past(desk: Desk, said: str, shown: str) -> None:
    ident = withdraw(desk)
    desk.press_token("office", f"privacy.again.0.{ident}")
    assert shown in desk.say("office", said)


def test_candidate_agrees_again_by_a_code_of_their_own(desk: Desk) -> None:
    ident = withdraw(desk)
    shown = desk.press_token("office", f"privacy.code.0.{ident}")
    desk.say("phone", shown.partition("Mã tự xem: ")[2][:9].replace(" ", ""))
    desk.press("phone", "Xem dữ liệu")
    assert "Đọc và cho biết có đồng ý lại không" in desk.press("phone", "Đồng ý lại")
    assert "✅ Đã ghi đồng ý lại" in desk.say("phone", "đồng ý")
    assert desk.query(CONSENTS, ident)[-1] == (0, "2026-11-05", "code")
    assert desk.query("SELECT outcome, done_by FROM privacy_request") == [("declined", None)]


def test_user_agrees_again_while_the_request_waits(desk: Desk) -> None:
    desk.say("union", "rut lai dong y")
    desk.press("union", "Đúng")
    desk.say("union", "dong y lai")
    assert "Yêu cầu số 1 (rút lại đồng ý) đã đóng" in desk.say("union", "có")
    assert "Không cần" not in desk.say("union", "/dulieu")
    assert "không cần ghi lại" in desk.say("union", "tôi đồng ý lại")
    assert "đã đóng" in desk.screen["office"][-1].text


def test_what_was_erased_stays_erased(desk: Desk) -> None:
    ident = withdraw(desk)
    desk.press_token("office", f"privacy.gone2.0.{ident}")
    desk.press_token("office", "privacy.do2.0.2")
    for who, said in (("secretary", "đồng ý lại trần thị hà"), ("office", "đồng ý lại trần thị hà")):
        assert "Dữ liệu đã xóa hẳn thì không lấy lại được" in desk.say(who, said)
    shown = desk.press_token("office", f"privacy.again.0.{ident}")
    assert "giới thiệu mới" in shown
    assert "[Giới thiệu quần chúng]" in desk.press_token("secretary", f"privacy.again.0.{HA.lower()}")
    assert desk.query("SELECT name, is_stopped FROM candidate WHERE id = ?", ident) == [("", 1)]


@pytest.mark.parametrize("who", ["secretary", "deputy", "leader", "collaborator", "union", "secretary_maple", "admin"])
def test_numbers_that_are_tried_bring_nobody_back(desk: Desk, who: str) -> None:
    ident = withdraw(desk)
    assert HA not in desk.press_token(who, f"privacy.again.0.{ident}")
    desk.press_token(who, f"privacy.again2.0.{ident}")
    assert desk.query("SELECT is_stopped FROM candidate WHERE id = ?", ident) == [(1,)]


@pytest.mark.parametrize("who", ["leader", "collaborator", "secretary_maple", "union", "admin"])
def test_name_brings_somebody_back_only_for_who_may_write(desk: Desk, who: str) -> None:
    withdraw(desk)
    assert HA not in desk.say(who, "đồng ý lại trần thị hà")


def test_two_of_one_name_are_for_the_office(desk: Desk) -> None:
    ident = withdraw(desk)
    mates = "SELECT id FROM candidate WHERE id <> ? AND unit_id = (SELECT unit_id FROM candidate WHERE id = ?)"
    other = desk.number(mates, ident, ident)
    desk.db.execute("UPDATE candidate SET name = ?, folded = 'tran thi ha', is_stopped = 1 WHERE id = ?", (HA, other))
    assert "trùng tên thì nhờ Văn phòng" in desk.say("secretary", "đồng ý lại trần thị hà")


# Who looked


@pytest.mark.parametrize("token", ["export.list.0.word:1", "export.list.0.excel:1", "lookup.excel.0.tran thi ha"])
def test_files_and_papers_that_named_the_person_are_among_who_looked(desk: Desk, token: str) -> None:
    desk.press_token("office", token)
    desk.press_token("secretary", f"privacy.view.0.{number(desk)}")
    assert "xuất ra tệp, bản in có tên" in desk.press("secretary", "Ai đã xem")


def test_what_the_operator_took_out_is_among_who_looked(desk: Desk) -> None:
    for subject in ("candidates", "units"):
        desk.db.execute(
            "INSERT INTO audit (at, action, subject, subject_id, fields) VALUES (?, 'exported', 'database', 0, ?)",
            (int(desk.now.timestamp() * 1000), subject),
        )
    desk.press_token("office", f"privacy.view.0.{number(desk)}")
    assert desk.press("office", "Ai đã xem").count("người vận hành máy chủ, xuất ra tệp") == 1
    withdraw(desk)
    assert "05/11/2026 (người vận hành máy chủ)" in desk.press_token("office", "privacy.req.0.1")
