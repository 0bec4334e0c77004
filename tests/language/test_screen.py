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
    "BÍ MẬT",
    "tài liệu mật về bảo vệ bí mật nội bộ",
    "học chuyên đề bảo mật, kèm văn bản MẬT",
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
    "031 123 456 đồng chí Nam",
    "thẻ đảng 03.123456",
    "001,090,000,001",
    "0010/9000/0001",
    "031_123_456",
    "hộ chiếu C1234567",
    "so ho chieu: B 1234567",
    "bhxh 0123456789",
    "so the dang vien 03123456",
    "số định danh 031098 765432",
    "chung minh thu 031123456",
    "sđt 0912 345 678, cccd 031 098 765 432",
]
PASSWORDS = [
    "mật khẩu: xyz",
    "mat khau la abc123",
    "Mật khẩu của em là abc",
    "mk: 123",
    "password=x",
    "OTP 123456",
    "mật khẩu của tôi abc123",
    "mat khau cua toi abc123",
    "MẬT KHẨU CỦA TÔI ABC123",
    "mật khẩu zalo của em 123456",
    "mật khẩu wifi bachdang1288",
    "mật khẩu bachdang",
    "pass may Konya@2026",
    "mk vneid cua c Ho@ngha1",
    "mk 20261105",
    "mật khẩu đăng nhập cổng dịch vụ công Thao1998",
    "mật khẩu cũ 123456 mới 654321",
    "tài khoản thao.nt mật khẩu Thao@123",
    "otp cua em 482911",
    "otp 482-911",
    "OTP: 482 911",
    "mã otp của em 482.911",
    "mã xác nhận 482-911",
    "ma xac thuc la 482 911",
    "pw: abc123",
    "pw abc123",
    "pwd cua em Konya@2026",
    "passcode 4829",
    "mã OTP của đồng chí là 482911",
    "mã xác thực 482911",
    "ma xac nhan ngan hang 482911",
    "mã pin thẻ 1234",
    "ma pin: 123456",
    "token abcd1234efgh5678",
    "api key: 9f8e7d6c5b4a",
    "access token = qwertyuiop",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "12345678:AAExampleExampleExampleExampleExample",
    "ghp_exampleexampleexampleexample12",
    "-----BEGIN PRIVATE KEY-----",
]
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
    "chi bộ liên hệ mật thiết với nhân dân",
    "GẮN BÓ MẬT THIẾT VỚI NHÂN DÂN",
    "hop cb 5/11, hoc chuyen de bao mat thong tin",
    "chuyên đề: Bảo mật thông tin trên mạng",
    "CHUYÊN ĐỀ BẢO MẬT THÔNG TIN 18/20",
    "sinh hoạt chuyên đề Luật Bảo vệ bí mật nhà nước 5/11 18/20",
    "CHUYÊN ĐỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "hoc luat bao ve bi mat nha nuoc, du 9/9",
    "họp về công tác bảo mật, có mặt 18/20",
    "tài liệu mất rồi, gửi lại giúp",
    "tai lieu mat roi gui lai giup",
    "van ban mat dau",
    "HOM QUA TOI MAT DIEN, KHONG HOP DUOC",
    "hom qua toi mat dien khong hop",
    "cơ mật đường",
    "vang mat 2, co mat 18",
    "Đ/C Mật vắng có lý do",
    "đổi mật khẩu thế nào",
    "quen mat khau roi lam the nao",
    "mat khau cua toi bi khoa",
    "mật khẩu zalo của tôi quên mất",
    "mật khẩu telegram",
    "tập huấn đặt mật khẩu an toàn 5/11 18/20",
    "đổi mật khẩu 3 tháng một lần",
    "mật khẩu hết hạn ngày 31/12/2026",
    "mk hop 5/11 18/20 vang 2",
    "mk hop 18h30 hom qua",
    "5/11,18/20,90,2,1,0",
    "18/20, 9/9, 12/12",
    "09/05/2026, 090/120",
    "đối chiếu 1234567",
    "hop bhxh 5/11 18/20",
    "pass lop nhan thuc t11",
    "token hết hạn",
    "hop ban ve otp va chu ky so 5/11 14/16",
    "cty pin 2026 quy 4",
    "hop ban ve otp 5-11, 18/20",
    "otp het han, goi 0912 345 678",
    "mã xác nhận chưa có, gọi 091 234 5678",
    "cty PwC: 18/20",
    "quen pw roi lam the nao",
    "pw hop 5/11 18/20 vang 2",
    "mã xác nhận 2611-0042",
    "mã tiếp nhận 2611-0042, 2611-0043",
    "2611-0042 2611-0043 2611-0044",
    "mã tham gia 48210937",
    "/start 48210937",
    "ma 4821 0937",
    "0912.345.678",
    "091-234-5678",
    "0912345678 0987654321",
    "0912 345 678 0987 654 321",
    "gọi 0912 3456 78 lúc 18 20",
    "0225.3.123.456",
    "số CCCD thì gọi cho em 0912345678",
    "chung minh hop xong goi 0912 345 678 nhe",
    "the dang trao ngay 03022026",
    "trao thẻ đảng ngày 3.2.2026 cho 2 đồng chí",
    "quy 150 500 000 đồng",
    "150000000 vnđ",
    "thu đảng phí 1 250 000 đ",
    "5/11 18h-19h30 18/20, 6/10 9/9, 7/9 12/12",
    "05.11.2026 18.20 19.30",
    "QĐ 1630/QĐ-TTg ngày 30/7/2025, 2500/QĐ-TTg 17/11/2025",
    "nguyen van a 12031998 cty konya",
    "MST 0201234567",
    "38.168.053.000.001 và 38.168.053.000.002",
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
