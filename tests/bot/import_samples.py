"""One good workbook of each subject, and whose work it is."""

from __future__ import annotations

from collections.abc import Sequence

from domain.imports import Subject
from tests.dialogs.workbooks import Cell

HEAD = ("Họ và tên", "Ngày sinh", "Chi bộ", "Công ty", "Ngày đồng ý", "Lễ kết nạp", "Quyết định kết nạp")
NGOT = ("Nguyễn Văn Ngọt", "12/3/1998", "Konya", "Công ty Konya", "1/3/2026", "20/8/2025", "x")
OWNERS = {
    Subject.UNITS: "admin",
    Subject.PEOPLE: "admin",
    Subject.TARGETS: "admin",
    Subject.CANDIDATES: "office",
    Subject.MEETINGS: "office",
    Subject.YEARLY: "office",
}
SAMPLES: dict[Subject, Sequence[Sequence[Cell]]] = {
    Subject.UNITS: (
        ("Tên đơn vị", "Loại", "Trực thuộc", "Ngày thành lập", "Chính thức", "Số đảng viên tính đến", "Tên gọi khác"),
        ("Chi bộ Con", "Chi bộ", "Đảng bộ Mới", "1/2/2020", 5, "1/10/2026", "con"),
        ("Đảng bộ Mới", "Đảng bộ", "Đảng bộ Ban Quản lý Khu kinh tế Hải Phòng", 2019, None, None, None),
    ),
    Subject.PEOPLE: (
        ("Họ và tên", "Đơn vị", "Vai trò", "Chức danh", "Từ ngày", "Trùng tên"),
        ("Phạm Văn Lạ", "Chi bộ Konya", "Cộng tác viên", "Cộng tác viên", "1/1/2026", None),
        ("Phạm Văn Lạ", "Chi bộ Maple", "Cộng tác viên", "Cộng tác viên", "1/1/2026", "Cùng một người"),
    ),
    Subject.TARGETS: (
        ("Chỉ tiêu", "Đơn vị", "Năm", "Số giao", "Cơ quan giao", "Văn bản"),
        ("Kết nạp đảng viên", "Chi bộ Konya", 2027, 4, "Đảng ủy", "Kế hoạch số 12-KH/ĐU"),
    ),
    Subject.CANDIDATES: (HEAD, NGOT),
    Subject.MEETINGS: (
        ("Chi bộ", "Tháng", "Ngày họp", "Chính thức", "Có mặt", "Vắng có lý do"),
        ("Konya", "10/2025", "3/10/2025", 18, 17, 1),
        ("Maple", "9/2025", "3/9/2025", None, None, None),
    ),
    Subject.YEARLY: (
        ("Chỉ tiêu", "Đơn vị", "Năm", "Số", "Nguồn"),
        ("Kết nạp đảng viên", "Đảng bộ KCN Nomura", 2019, 12, "Báo cáo số 45"),
    ),
}
