"""The office and collaborators enter something for a cell by its word; the cell gets the receipt and can correct it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.desk import Desk, Said

REPORT = "hop cb konya 5/11 18/20 vang 2 co ly do, 18h-19h30, xet 1 quan chung theo loi dc Mai qua dien thoai"
PERSON = "gioi thieu Nguyễn Thị Thảo 12/3/1998 cty Konya, cho cb konya, theo loi dc Mai truc tiep"
OWING = """
SELECT v.short_name FROM unit u JOIN unit_version v ON v.unit_id = u.id AND v.valid_to IS NULL
WHERE u.kind = 'cell' AND u.go_live_on <= '2026-10-01'
AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.unit_id = u.id AND m.period = '2026-10')
"""


def of(said: list[Said], chat: str) -> str:
    return "\n".join(one.text for one in said if one.chat == chat)


def reported(desk: Desk, who: str = "office", line: str = REPORT) -> list[Said]:
    desk.say(who, line)
    return desk.turn(who, press=desk.token(who, "Nộp"))


def introduced(desk: Desk, who: str = "office") -> list[Said]:
    desk.say(who, PERSON)
    for answer in ("nữ", "bỏ qua", "bỏ qua", "bỏ qua", "không", "không", "bỏ qua", "công đoàn", "hôm nay"):
        desk.say(who, answer)
    return desk.turn(who, press=desk.token(who, "Gửi giới thiệu"))


@pytest.mark.parametrize("who", ["office", "collaborator"])
def test_record_keeps_who_entered_it_and_by_whose_word(desk: Desk, who: str) -> None:
    said = reported(desk, who)

    assert "Nhập thay Chi bộ Konya, theo lời đồng chí Trần Thị Mai, qua điện thoại." in of(said, who)
    assert "Đã gửi phiếu cho đồng chí Trần Thị Mai, Bùi Thị Hường." in of(said, who)
    assert desk.query("SELECT by_word, way FROM on_behalf") == [("Trần Thị Mai", "phone")]
    entered = desk.query("SELECT action FROM audit WHERE subject = 'meeting' ORDER BY id")
    assert entered == [("reported",), ("entered_for",)]


def test_both_officers_of_the_cell_get_the_receipt_with_what_was_entered(desk: Desk) -> None:
    said = reported(desk)

    for officer in ("secretary", "deputy"):
        text = of(said, officer)
        assert (
            "Phạm Thị Nhàn (Cán bộ Văn phòng) vừa nhập thay Chi bộ Konya một báo cáo, theo lời đồng chí Trần Thị Mai"
            in text
        )
        assert "Có mặt 18/20 (90%)" in text
        assert "Mã tiếp nhận 2611-0001" in text
    assert of(said, "secretary_maple") == of(said, "leader") == ""


def test_it_counts_as_the_cells_own_report_on_time_by_when_it_was_sent(desk: Desk) -> None:
    assert "25/29 chi bộ" in desk.say("office", "viec")
    name = str(desk.query(OWING)[0][0])
    desk.say("office", f"hop {name} 8/10 18h-19h du khong xet theo loi dc Lan bang giay")
    if "Số" in desk.say("office", "10 chính thức, 0 dự bị"):
        desk.say("office", "đủ")
    desk.press("office", "Nộp")

    assert desk.query("SELECT period, is_on_time FROM meeting ORDER BY id DESC LIMIT 1") == [("2026-10", 1)]
    assert "26/29 chi bộ" in desk.say("office", "viec")


def test_secretary_corrects_it_and_the_author_is_told(desk: Desk) -> None:
    reported(desk)
    desk.press("secretary", "Sửa báo cáo này")
    desk.say("secretary", "19/20 vang 1 co ly do")
    said = desk.turn("secretary", press=desk.token("secretary", "Nộp báo cáo sửa"))

    assert "đã sửa báo cáo 2611-0001 mà đồng chí nhập thay; bản sửa có mã 2611-0002" in of(said, "office")
    assert desk.query("SELECT receipt, present FROM meeting WHERE state = 'live' ORDER BY id DESC LIMIT 1") == [
        ("2611-0002", 19)
    ]
    assert desk.number("SELECT count(*) FROM on_behalf") == 1


def test_secretarys_open_draft_closes_with_a_note(desk: Desk) -> None:
    desk.say("secretary", "họp")
    said = reported(desk)

    assert "Báo cáo này đồng chí Phạm Thị Nhàn vừa nộp" in of(said, "secretary")
    assert desk.draft("secretary") is None


def test_votes_are_left_to_the_cell(desk: Desk) -> None:
    said = reported(desk)
    meeting = desk.number("SELECT max(id) FROM meeting")
    candidate = desk.number("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")

    assert not any("Hà" in button.label for one in said if one.chat == "office" for button in one.buttons)
    assert any("Hà" in button.label for one in said if one.chat == "secretary" for button in one.buttons)
    for who in ("office", "collaborator"):
        assert "Trần Thị Hà" not in desk.press_token(who, f"consider.of.0.{meeting}:{candidate}")


def test_without_the_word_it_is_asked_for(desk: Desk) -> None:
    asked = desk.say("office", "hop cb konya 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet")

    assert "Chi bộ Konya báo theo lời ai, qua đâu?" in asked
    assert "[Trần Thị Mai]" in asked
    assert "Chưa rõ theo lời ai" in desk.say("office", "12345")
    assert "Đồng chí Trần Thị Mai báo qua đâu?" in desk.say("office", "mai")
    assert "Theo lời đồng chí Trần Thị Mai, bằng giấy" in desk.say("office", "giấy")


def test_own_cell_is_never_by_word(desk: Desk) -> None:
    assert "theo lời ai" not in desk.say("secretary", "hop cb 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet")
    desk.press("secretary", "Nộp")

    assert desk.number("SELECT count(*) FROM on_behalf") == 0


def test_collaborator_reports_only_for_the_cells_of_the_post(desk: Desk) -> None:
    other = desk.query(
        "SELECT v.short_name FROM unit u JOIN unit_version v ON v.unit_id = u.id WHERE u.kind = 'cell' AND v.short_name"
        " NOT LIKE '%Konya%' AND v.short_name NOT LIKE '%Maple%' AND v.short_name NOT LIKE '%Horn%' LIMIT 1"
    )
    shown = desk.say("collaborator", f"hop {other[0][0]} 5/11 9/9")

    assert "đơn vị nào?" in shown
    assert "[Chi bộ Horn]" in shown


def test_author_takes_it_back_and_the_cell_hears_of_it(desk: Desk) -> None:
    reported(desk)
    said = desk.turn("office", press=desk.token("office", "Thu hồi"))

    assert "Phạm Thị Nhàn đã thu hồi báo cáo 2611-0001 của Chi bộ Konya" in of(said, "secretary")
    assert desk.number("SELECT count(*) FROM meeting WHERE receipt = '2611-0001' AND state = 'undone'") == 1


def test_cell_takes_back_for_days_whom_the_office_entered_and_the_author_hears_of_it(desk: Desk) -> None:
    said = introduced(desk)
    assert "Nguyễn Thị Thảo, 12/03/1998" in of(said, "secretary")
    assert "theo lời đồng chí Trần Thị Mai, trực tiếp" in of(said, "secretary")
    assert desk.number("SELECT count(*) FROM candidate WHERE name = 'Nguyễn Thị Thảo' AND intake = 'received'") == 1
    token = desk.token("secretary", "Gỡ khỏi danh sách")
    desk.now += timedelta(days=2)

    assert "secretary_maple" not in [
        one.chat for one in desk.turn("secretary_maple", press=token) if "Thảo" in one.text
    ]
    said = desk.turn("secretary", press=token)

    assert "Đã thu hồi" in of(said, "secretary")
    assert "đã thu hồi việc giới thiệu quần chúng của Chi bộ Konya" in of(said, "office")
    assert desk.number("SELECT count(*) FROM candidate WHERE name = 'Nguyễn Thị Thảo' AND is_undone = 0") == 0


def test_cell_completes_whom_the_office_entered_and_the_author_hears_of_it(desk: Desk) -> None:
    introduced(desk)
    desk.press("secretary", "Bổ sung thông tin")
    for answer in ("nữ", "thợ may", "bỏ qua", "bỏ qua", "không", "không", "bỏ qua", "công đoàn"):
        desk.say("secretary", answer)
    said = desk.turn("secretary", text="lưu")

    assert "đã bổ sung thông tin một quần chúng mà đồng chí ghi thay" in of(said, "office")
    assert "Thảo" not in of(said, "office")


@pytest.mark.parametrize("who", ["leader", "admin", "union", "secretary_maple"])
def test_nobody_else_reports_for_the_cell(desk: Desk, who: str) -> None:
    before = desk.number("SELECT count(*) FROM meeting")
    desk.say(who, REPORT)
    desk.say(who, "nộp")

    assert desk.query(
        "SELECT short_name FROM meeting m JOIN unit_version v ON v.unit_id = m.unit_id AND m.id > ?", before
    ) in (
        [],
        [("Chi bộ Maple",)],
    )
    assert desk.number("SELECT count(*) FROM on_behalf") == 0


def test_officer_of_one_cell_who_reports_for_another_enters_no_votes_there(desk: Desk) -> None:
    person, maple = desk.query(
        "SELECT (SELECT person_id FROM account WHERE chat_id = 'secretary' AND channel = 'web'), u.unit_id FROM unit_version u"
        " WHERE u.short_name = 'Chi bộ Maple'"
    )[0]
    desk.query(
        "INSERT INTO post (person_id, role, unit_id, title, since) VALUES (?, 'collaborator', ?, 'Cộng tác viên', '2026-01-01')",
        *(person, maple),
    )
    desk.say("secretary", "hop cb maple 5/11 9/9, 18h-19h, xet 1 quan chung, theo loi dc Tiep truc tiep")
    desk.press("secretary", "Nộp")
    meeting = desk.number("SELECT max(id) FROM meeting")
    candidate = desk.number("SELECT id FROM candidate WHERE name = 'Tạ Đình Khương'")

    assert desk.number("SELECT count(*) FROM on_behalf") == 1
    assert "Khương" not in desk.press_token("secretary", f"consider.of.0.{meeting}:{candidate}")


@pytest.mark.parametrize("words", ["ho", "hộ", "giup", "giúp cho", "thay", "thay mặt", "hộ,"])
def test_usual_words_for_it_are_understood(desk: Desk, words: str) -> None:
    shown = desk.say("office", f"hop {words} chi bo konya 5/11 18/20 vang 2 co ly do, 18h-19h30, khong xet")
    assert "Chưa hiểu" not in shown
    assert "Chi bộ Konya báo theo lời ai" in shown


@pytest.mark.parametrize("words", ["ho", "giúp", "thay"])
def test_they_are_no_part_of_a_name(desk: Desk, words: str) -> None:
    desk.say("office", f"gioi thieu {words} chi bo konya Nguyễn Thị Hoa 12/3/1998")
    draft = desk.draft("office")
    assert draft is not None
    assert draft.values["name"] == "Nguyễn Thị Hoa"


def test_ho_is_a_name(desk: Desk) -> None:
    desk.say("secretary", "gioi thieu Hồ Thị Hoa 12/3/1998")
    draft = desk.draft("secretary")
    assert draft is not None
    assert draft.values["name"] == "Hồ Thị Hoa"


def test_secretary_of_one_cell_is_told_that_another_is_not_hers(desk: Desk) -> None:
    for line in ("hop maple 5/11", "hop cb maple 5/11", "hop cb khong co 5/11"):
        shown = desk.say("secretary", line)
        assert "Đang ghi cho Chi bộ Konya; không phụ trách" in shown
        assert "Chưa hiểu" not in shown
        desk.say("secretary", "xóa nháp")


def test_no_to_how_many_there_are_now_is_no_change(desk: Desk) -> None:
    asked = desk.say("secretary", "hop cb 5/11 18/25 18h-19h30, khong xet")
    assert "Nay là bao nhiêu?" in asked
    desk.say("secretary", "khong")
    draft = desk.draft("secretary")
    assert draft is not None
    assert "count" in draft.values
