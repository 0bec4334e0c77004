from __future__ import annotations

import json
import unicodedata

import pytest

from language.screen import Sensitive, screen, screen_raw
from tests.language.texts import Form

STAMPS = [
    "MẬT",
    "TỐI MẬT",
    "TUYỆT MẬT",
    "tối mật",
    "Tuyệt mật",
    "TOI MAT",
    "TUYET MAT",
    "công văn đóng dấu MẬT.",
    "[MẬT] về việc",
    "độ mật: A",
    "đóng dấu mật",
    "dong dau mat",
    "văn bản mật",
    "tai lieu mat",
    "tài liệu mật",
    "tài liệu bí mật",
    "tai lieu bi mat",
    "bí mật nhà nước",
    "M.Ậ.T",
    "M\u200bẬT",
    "(mật)",
]
ID_NUMBERS = [
    "001090000001",
    "001 090 000 001",
    "001.090.000.001",
    "001-090-000-001",
    "001 090000001",
    "031123456",
    "031 123 456",
    "031.123.456",
    "123456789",
    "００１０９００００００１",
    "٠٠١٠٩٠٠٠٠٠٠١",
    "CCCD: 001090000001, sinh 12/3/98",
    "so 0010 9000 0001 nhe",
    "18 20 001 090 000 001 5",
    "cmnd 03 11 23 45 6",
    "thẻ đảng số 12 345678 9012",
    "0 0 1 0 9 0 0 0 0 0 0 1",
    "x031123456y",
]
PASSWORDS = ["mật khẩu: xyz", "mat khau la abc123", "Mật khẩu của em là abc", "mk: 123", "password=x", "OTP 123456"]
HARMLESS = [
    "",
    "mật ong",
    "MẬT ONG",
    "mặt",
    "CO MAT 18/20",
    "bí mật lắm",
    "mất hồ sơ",
    "ho so mat roi",
    "mật độ",
    "hop mat dau xuan",
    "quên mật khẩu",
    "mật khẩu là gì",
    "48210937",
    "0912345678",
    "0912 345 678",
    "091 234 5678",
    "+84912345678",
    "+84 912 345 678",
    "84912345678",
    "+842253123456",
    "02253123456",
    "0225 3123 456",
    "38.168.053.000.001",
    "38 168 053 000 001",
    "2611-0042",
    "5/11/2026 18/20",
    "05-11-2026 18 20",
    "2026-11-05",
    "100.000.000",
    "1.100.000",
    "1.100 1200 1300",
    "nhiệm kỳ 2020-2025-2030",
    "0201234567-001",
    "t10 14/16, 1 phep 1 ko",
    "hop cb 5/11 18/20 vang 2 co ly do, xet 1 quan chung",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("texts", "kind"),
    [(STAMPS, Sensitive.SECRET_STAMP), (ID_NUMBERS, Sensitive.ID_NUMBER), (PASSWORDS, Sensitive.PASSWORD)],
)
def test_what_must_not_be_stored_is_recognised(texts: list[str], kind: Sensitive, form: Form) -> None:
    found = {text: screen(unicodedata.normalize(form, f"kính gửi: {text}")) for text in texts}
    assert found == dict.fromkeys(texts, kind)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_talk_passes(text: str, form: Form) -> None:
    assert screen(unicodedata.normalize(form, text)) is None


def test_a_secret_at_the_end_of_a_long_text_is_found() -> None:
    assert screen("nội dung " * 50_000 + "001090000001") is Sensitive.ID_NUMBER
    assert screen("nội dung " * 50_000 + "MẬT") is Sensitive.SECRET_STAMP


@pytest.mark.parametrize("is_escaped", [True, False])
@pytest.mark.parametrize("text", ["TỐI MẬT", unicodedata.normalize("NFD", "x MẬT y"), "a\nMẬT"])
def test_a_raw_payload_is_screened_through_its_escapes(text: str, is_escaped: bool) -> None:
    payload = json.dumps({"update_id": 123456789, "message": {"text": text}}, ensure_ascii=is_escaped)
    assert screen_raw(payload) is Sensitive.SECRET_STAMP
    assert screen_raw(payload.encode()) is Sensitive.SECRET_STAMP
    assert screen_raw(b"\xff\xfe" + payload.encode()) is Sensitive.SECRET_STAMP


def test_technical_numbers_of_a_raw_payload_are_passed_over() -> None:
    payload = {"update_id": 123456789, "message": {"chat": {"id": 987654321}, "date": 1791000000, "text": "chào"}}
    assert screen_raw(json.dumps(payload)) is None
    payload["text"] = "031123456"
    assert screen_raw(json.dumps(payload).encode()) is Sensitive.ID_NUMBER
