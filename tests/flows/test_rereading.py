"""A line that is typed while a form is open: an answer, or something new, and what begins anew knows nothing of the form before."""

from __future__ import annotations

import pytest

from tests.flows.desk import Desk


def test_what_is_typed_instead_of_a_draft_is_about_itself(desk: Desk) -> None:
    """The preview names whom it is written for, not whom the draft was about."""
    desk.say("admin", "phanquyen thoi pho bi thu konya")
    desk.say("admin", "phanquyen ban giao bi thu konya cho Hoàng Văn Tiệp")
    shown = desk.press("admin", "Theo tin vừa nhắn")
    assert "Trần Thị Mai" in shown
    assert "Bùi Thị Hường" not in shown


@pytest.mark.parametrize("said", ["don vi konya", "tien do", "du lieu cua toi", "phanquyen konya"])
def test_nobody_is_called_like_a_command(desk: Desk, said: str) -> None:
    desk.say("admin", "phanquyen ban giao bi thu konya")
    shown = desk.say("admin", said)
    assert "(người mới)" not in shown
    assert "Người nhận" not in shown


@pytest.mark.parametrize("said", ["don vi doi ten maple thanh Chi bộ Mép", "tiến độ kết nạp", "tra cuu lan"])
def test_command_at_a_free_text_step_is_asked_about(desk: Desk, said: str) -> None:
    desk.say("admin", "/donvi tên gọi konya" if said.startswith("don vi") else "/donvi đổi tên konya")
    shown = desk.say("admin", said)
    assert "là câu trả lời cho câu đang hỏi, hay là việc mới?" in shown
    assert "[Là câu trả lời]" in shown


def test_it_is_an_answer(desk: Desk) -> None:
    desk.say("admin", "/donvi đổi tên konya")
    desk.say("admin", "Đơn vị Konya Một")
    assert "Đơn vị Konya Một" in desk.press("admin", "Là câu trả lời")


def test_it_is_something_new_and_the_form_stays_a_draft(desk: Desk) -> None:
    desk.say("admin", "/donvi đổi tên konya")
    desk.say("admin", "tiến độ kết nạp")
    shown = desk.press("admin", "Là việc mới")
    assert shown.startswith("📊")
    assert "[Làm tiếp: Đơn vị]" in shown


def test_something_new_of_the_same_kind_begins_the_form_anew(desk: Desk) -> None:
    desk.say("admin", "/donvi đổi tên konya")
    desk.say("admin", "đơn vị đổi tên maple thành Chi bộ Mép")
    shown = desk.press("admin", "Là việc mới")
    assert "Maple" in shown
    assert "Konya" not in shown


def test_topic_and_notice_may_begin_with_a_command(desk: Desk) -> None:
    desk.say("office", "/thongbao")
    desk.press("office", "Tất cả") if "[Tất cả]" in desk.say("office", "toan dang bo") else None
    assert "hay là việc mới?" not in desk.say("office", "Báo cáo tháng 11 chậm nhất ngày 10/12")


@pytest.mark.parametrize("said", ["hom nay", "hôm qua", "1/12/2026"])
def test_day_is_no_name_of_a_unit(desk: Desk, said: str) -> None:
    desk.say("admin", "don vi doi ten konya thanh Chi bộ Giấy Konya")
    shown = desk.say("admin", said)
    assert "✓ Tên ngắn" not in shown
    assert "Ví dụ" in shown or "ví dụ" in shown or "Nhắn như" in shown
