"""The files that dialogues send: `> (file danh-sach.xlsx)` sends the workbook of that name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from io import BytesIO

import openpyxl

Cell = str | int | float | date | time | None
CANDIDATES: Sequence[Sequence[Cell]] = (
    ("DANH SÁCH QUẦN CHÚNG ƯU TÚ", None, None, None, None, None, None, None),
    ("STT", "Họ và tên", "Sinh ngày", "Chi bộ", "Công ty", "Ngày đồng ý", "Nghị quyết chi bộ", "Ghi chú"),
    (1, "Nguyễn Văn Ngọt", date(1998, 3, 12), "Konya", "Công ty TNHH Giấy Konya", "1/3/2026", None, None),
    (2, "Lê Thị Mận", "02/1990", "Chi bộ Maple", "Công ty TNHH Maple", "1.3.26", "đã có, chưa rõ ngày", "x"),
    (3, "Trần Văn Ổi", "31/2/1998", "Konya", "Công ty TNHH Giấy Konya", "1/3/2026", None, None),
    (4, "Phạm Thị Chanh", "5/6/1997", "Chi bộ Trên Trời", "Công ty X", "1/3/2026", None, None),
)
WORKBOOKS: Mapping[str, Sequence[Sequence[Cell]]] = {
    "danh-sach.xlsx": CANDIDATES,
    "ten-cot-khac.xlsx": (
        ("Họ và tên", "Sinh", "Tổ dân cư", "Chi bộ", "Nơi đang làm", "Ngày đồng ý"),
        ("Vũ Văn Quýt", "7/8/1995", "tổ 5", "Konya", "Công ty TNHH Giấy Konya", "2/3/2026"),
    ),
    "co-can-cuoc.xlsx": (("Họ và tên", "Số CCCD", "Hoàn cảnh gia đình"), ("Nguyễn Văn Ngọt", "x", "y")),
    "chi-tieu.xlsx": (
        ("Chỉ tiêu", "Đơn vị", "Năm", "Số giao", "Cơ quan giao", "Văn bản"),
        ("Kết nạp đảng viên", "Chi bộ Konya", 2027, 4, "Đảng ủy", "Kế hoạch số 12-KH/ĐU"),
    ),
    "don-vi-trung.xlsx": (
        ("Tên đơn vị", "Loại", "Trực thuộc", "Ngày thành lập"),
        ("Chi bộ Konya", "Chi bộ", "Đảng bộ KCN Nomura", 2020),
        ("Chi bộ Cty TNHH Giấy Konya Việt Nam", "Chi bộ", "Đảng bộ KCN Nomura", 2020),
        ("Chi bộ Giấy Konya VN", "Chi bộ", "Đảng bộ KCN Nomura", 2020),
        ("Chi bộ Công ty TNHH Sao Mai", "Chi bộ", "Đảng bộ KCN Nomura", 2020),
        ("Chi bộ Cty Sao Mai", "Chi bộ", "Đảng bộ KCN Nomura", 2020),
    ),
}


def workbook(rows: Sequence[Sequence[Cell]], title: str = "Sheet1") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def file_of(name: str) -> bytes:
    return workbook(WORKBOOKS[name])
