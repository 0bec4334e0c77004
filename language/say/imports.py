"""Sentences of the workbooks that come in: what is wrong with a row, with a file, the preview, and the buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.imports import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, FileRefused, Subject, Trouble, Upload, Verdict
from language.formatting import format_date
from language.numbers import format_count
from language.reading import Misread
from language.say.unit_refusals import taken
from language.sheets.subjects import LAYOUTS
from language.text import cut

TITLE = "Nhập Excel"
TEMPLATE = "Tệp mẫu"
WRITE = "Ghi"
ERRORS = "Tệp có cột Lỗi"
STOP = "Thôi"
ERRORS_WORDS = ("tệp lỗi", "lỗi")
EXAMPLE_MARK = "Dụ"
"""In every example row."""
NOT_USED = "Không dùng cột này"
EXAMPLE_NOTE = "Dòng ví dụ ngay dưới tiêu đề được bỏ qua khi đọc; có thể xóa."
NOTES_SHEET = "Hướng dẫn"
LISTS_SHEET = "Danh mục"
REQUIRED_NOTE = "Cột có dấu * là bắt buộc. Ô trống ở các cột khác nghĩa là chưa biết, không xóa số liệu đã có."
DATES_NOTE = "Ngày ghi kiểu 05/11/2026. Gõ số thẳng vào ô, không dùng công thức. Mã và số có số 0 ở đầu giữ nguyên."
PRIVATE_NOTE = (
    "Không đưa vào tệp: số căn cước, thẻ đảng, lý lịch, gia đình, sức khỏe, kỷ luật, tài liệu MẬT; "
    "tệp có các cột đó không được nhận."
)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_name(subject: Subject) -> str:
    return f"mau-{_SLUGS[subject]}.xlsx"


def export_name(subject: Subject) -> str:
    return f"{_SLUGS[subject]}.xlsx"


_SLUGS = {
    Subject.UNITS: "don-vi",
    Subject.PEOPLE: "nguoi-va-chuc-danh",
    Subject.TARGETS: "chi-tieu",
    Subject.CANDIDATES: "quan-chung",
    Subject.MEETINGS: "sinh-hoat",
    Subject.YEARLY: "so-lieu-nam",
}
WORDS_FOR: Mapping[Subject, tuple[str, ...]] = {
    Subject.UNITS: ("đơn vị", "danh mục đơn vị"),
    Subject.PEOPLE: ("người", "chức danh", "người và chức danh"),
    Subject.TARGETS: ("chỉ tiêu",),
    Subject.CANDIDATES: ("quần chúng", "quần chúng ưu tú", "qcut", "qc"),
    Subject.MEETINGS: ("sinh hoạt", "họp", "sinh hoạt chi bộ"),
    Subject.YEARLY: ("số liệu năm", "số liệu", "năm"),
}


def subject_name(subject: Subject) -> str:
    return LAYOUTS[subject].title


# Rows


def missing(title: str) -> str:
    return f"Thiếu “{title}”."


def lacking(titles: Sequence[str]) -> str:
    return f"Thiếu {', '.join(f'“{one}”' for one in titles)}."


def misread(title: str, why: Misread) -> str:
    example = "" if why.example in why.sentence else f" Ví dụ: {why.example}."
    return f"{title}: {why.sentence}{example}"


def formula(title: str) -> str:
    return f"{title}: ô là công thức; gõ thẳng giá trị."


def twice(number: int) -> str:
    return f"Trùng với dòng {number}."


def newer_target(document: str) -> str:
    return f"Chỉ tiêu này nay theo “{document}”; ghi văn bản đó, hoặc sửa bằng /chitieu."


def fixed(titles: Sequence[str]) -> str:
    return f"Chi bộ đã báo cáo kỳ này, khác ở {', '.join(titles)}; chi bộ tự sửa báo cáo của mình."


def withdrawn() -> str:
    return "Người này đã rút lại đồng ý; Văn phòng xử lý ở /dulieu, không ghi từ tệp."


def parent_refused() -> str:
    return "Đơn vị cấp trên ở dòng khác của tệp chưa ghi được."


def wrong_order(field: str) -> str:
    return {
        "ends_on": "“Đến ngày” trước “Từ ngày”.",
        "most": "“Nhiều nhất” nhỏ hơn “Số giao”.",
        "until": "“Thôi giữ từ ngày” không sau “Từ ngày”.",
    }.get(field, "“Ngày giải thể” không sau “Ngày thành lập”.")


def in_the_future(field: str) -> str:
    what = {"period": "Kỳ", "held_on": "Ngày họp", "consent_on": "Ngày đồng ý", "as_of": "Ngày chốt số"}[field]
    return f"{what} chưa tới."


def not_due_yet(due: date) -> str:
    return f"Kỳ này còn hạn báo cáo đến {format_date(due)}: chi bộ báo cáo bằng /hop, không nhập từ tệp."


def not_a_cell() -> str:
    return "Chỉ ghi cho chi bộ."


def too_young() -> str:
    return "Chưa đủ 14 tuổi: xem lại ngày sinh."


def needs_decision() -> str:
    return "Có lễ kết nạp mà chưa có quyết định; chưa rõ ngày thì ghi “đã có, chưa rõ ngày”."


def steps_out_of_order() -> str:
    return "Ngày các bước không theo thứ tự: nghị quyết chi bộ, quyết định, lễ kết nạp."


def stands_elsewhere(unit: str) -> str:
    return f"Đã có trong danh sách {unit}; cùng một người thì bỏ dòng này, khác người thì nhập bằng /gioithieu."


def needs_reason() -> str:
    return "Không họp thì cần “Lý do không họp”."


def needs_day() -> str:
    return "Thiếu “Ngày họp”."


def counts_incomplete() -> str:
    return "Có số người thì cần ít nhất “Chính thức” và “Có mặt”."


def does_not_add_up(there: int, due: int) -> str:
    return f"Có mặt + vắng = {there}, nhưng phải dự {due}."


def year_not_over(last: int) -> str:
    return f"Chỉ nhập năm đã qua, đến {last}."


def has_records(year: str) -> str:
    return f"Năm {year} đã có danh sách từng người; số liệu đếm từ danh sách."


def counted_twice(year: str) -> str:
    return f"Năm {year} đã có số của đơn vị cấp trên hoặc cấp dưới; nhập cả hai là đếm hai lần."


def same_name(name: str, row: int | None) -> str:
    where = "Đã có người" if row is None else f"Dòng {row} cũng là"
    return f"{where} tên {name}: cột “Trùng tên” ghi “Cùng một người” hoặc “Người khác”."


def several_of_that_name(name: str) -> str:
    return f"Có hơn một người tên {name}; thêm chức danh bằng /phanquyen."


def person_not_whole() -> str:
    return "Người này còn chức danh ngoài phạm vi của tài khoản: đảng viên hay không thì quản trị cấp trên sửa."


def unit_out_of_reach() -> str:
    return "Đơn vị ngoài phạm vi của tài khoản."


def unit_by_chat() -> str:
    return "Đơn vị đã có: đổi tên, cấp trên hay ngày thành lập bằng /donvi, để giữ lịch sử."


def unit_taken(name: str, standing: str, parent: str) -> str:
    """`standing`: the name by which a row means that unit; "" when it is of another kind."""
    same = f"; đúng đơn vị đó thì ghi tên “{standing}”" if standing else ""
    return f"{taken(name, parent) if parent else f'Đã có đơn vị tên “{name}”'}{same}."


def newer_count(day: date) -> str:
    return f"Đã có số đảng viên mới hơn, ngày {format_date(day)}."


def needs_as_of() -> str:
    return "Có số đảng viên thì cần “Số đảng viên tính đến”."


def wrong_due_day() -> str:
    return "“Hạn báo cáo” là một ngày trong tháng, 1 đến 31."


def needs_parent() -> str:
    return "Thiếu “Trực thuộc”."


# Files


def refused(trouble: FileRefused) -> str:
    """One sentence on what is wrong, one on what to do."""
    names = ", ".join(f"“{cut(one, 40)}”" for one in trouble.names[:8])
    return {
        Trouble.TOO_LARGE: f"Tệp quá lớn: nhiều nhất {MOST_BYTES // 1_000_000} MB, mở ra không quá 50 MB. "
        "Chép riêng bảng cần nhập sang tệp mới rồi gửi lại.",
        Trouble.TOO_MANY_ROWS: f"Tệp có hơn {format_count(MOST_ROWS)} dòng. Chia thành vài tệp rồi gửi lần lượt.",
        Trouble.TOO_MANY_COLUMNS: f"Tệp có hơn {MOST_COLUMNS} cột. Chỉ giữ các cột của tệp mẫu rồi gửi lại.",
        Trouble.PASSWORD: "Tệp có mật khẩu nên không đọc được. Trong Excel: Tệp → Thông tin → bỏ mật khẩu, lưu lại rồi gửi.",
        Trouble.OLD_FORMAT: "Tệp ở định dạng Excel cũ (.xls). Mở bằng Excel, chọn Lưu thành → .xlsx rồi gửi lại.",
        Trouble.NO_WORKBOOK: "Đây không phải tệp Excel (.xlsx) đọc được. Mở và lưu lại bằng Excel rồi gửi.",
        Trouble.EMPTY: "Tệp không có dòng nào để nhập.",
        Trouble.NO_HEADER: "Không thấy dòng tiêu đề trong 15 dòng đầu. Dùng tệp mẫu thì chắc chắn đọc được.",
        Trouble.FORBIDDEN: f"Không nhận tệp này vì có cột không được lưu: {names}. Trợ lý không giữ gì của tệp. "
        "Xóa các cột đó rồi gửi lại.",
        Trouble.SENSITIVE: f"Không nhận tệp này vì có số giấy tờ, mật khẩu hoặc dấu MẬT ở {names}. "
        "Trợ lý không giữ gì của tệp. Xóa các ô đó rồi gửi lại.",
        Trouble.GONE: "Chưa lấy được tệp từ ứng dụng nhắn tin. Gửi lại tệp giúp.",
        Trouble.ERASED: "Trợ lý đã bỏ tệp đang chờ, chưa ghi gì của tệp: vừa có người được xóa dữ liệu theo yêu cầu. Gửi lại tệp giúp; "
        "trong tệp có người đã xin xóa thì bỏ dòng đó trước.",
        Trouble.NOT_ALLOWED: "Bảng này không thuộc phạm vi của tài khoản.",
    }[trouble.trouble]


def place(column: str, row: int) -> str:
    return f"cột {column}, dòng {row}" if column else f"dòng {row}"


# The chat


def received(name: str) -> str:
    return f"Đã nhận tệp “{cut(name, 60)}”, đang đọc. Đọc xong Trợ lý cho xem trước, chưa ghi gì."


def ask_subject() -> str:
    return "Nhập bảng nào? Chọn để lấy tệp mẫu; điền xong thì gửi tệp vào đây."


def here_is_template(subject: Subject) -> str:
    return (
        f"Tệp mẫu “{subject_name(subject)}”. Điền từ dòng dưới ví dụ rồi gửi tệp vào đây; "
        "Trợ lý đọc thử và cho xem trước khi ghi."
    )


def ask_which(name: str) -> str:
    return f"Tệp “{cut(name, 60)}” là bảng nào?"


def ask_column(heading: str, left: int) -> str:
    of = f" (còn {left} cột)" if left > 1 else ""
    return f"Cột “{cut(heading, 40)}” trong tệp là gì?{of} Trợ lý nhớ cho lần sau."


def preview(upload: Upload) -> str:
    """Counts of each verdict and the first refusals, in words."""
    what = subject_name(upload.subject) if upload.subject else ""
    lines = [f"📝 Đọc thử tệp “{cut(upload.name, 60)}” ({what}), chưa ghi gì:"]
    words = ((Verdict.ADD, "thêm mới"), (Verdict.CHANGE, "thay đổi"), (Verdict.SAME, "đã có, giống hệt"))
    lines += [f"• {format_count(upload.count(one))} dòng {word}" for one, word in words if upload.count(one)]
    lines += [f"  ({_changes(upload)})"] if upload.changed else []
    if upload.count(Verdict.REFUSE):
        lines.append(f"⚠ {format_count(upload.count(Verdict.REFUSE))} dòng chưa nhận:")
        lines += [f"  dòng {number}: {why}" for number, why in upload.samples]
        left = upload.count(Verdict.REFUSE) - len(upload.samples)
        lines += [f"  và {format_count(left)} dòng nữa, xem trong “{ERRORS}”"] if left > 0 else []
    if not upload.has_news:
        lines.append("Không có gì mới để ghi.")
    elif upload.count(Verdict.REFUSE):
        lines.append("Ghi các dòng được nhận, hay sửa tệp rồi gửi lại?")
    return "\n".join(lines)


def _changes(upload: Upload) -> str:
    layout = LAYOUTS[upload.subject] if upload.subject else None
    titles = {column.name: column.title for column in layout.columns} if layout else {}
    return "; ".join(f"{titles.get(name, name)}: {format_count(count)}" for name, count in upload.changed.items())


def changed_since() -> str:
    """Of a file that was shown before."""
    return "Số liệu trong máy đã thay đổi từ lúc đọc thử nên chưa ghi gì. Trợ lý đang đọc lại tệp, xong sẽ cho xem lại."


def checking_again() -> str:
    return "Số liệu trong máy vừa thay đổi, Trợ lý đang đối chiếu lại tệp rồi mới ghi."


def written(upload: Upload) -> str:
    added, changed = upload.count(Verdict.ADD), upload.count(Verdict.CHANGE)
    parts = [f"thêm {format_count(added)}"] if added else []
    parts += [f"sửa {format_count(changed)}"] if changed else []
    what = subject_name(upload.subject) if upload.subject else ""
    return f"✅ Đã ghi từ tệp “{cut(upload.name, 60)}” ({what}): {', '.join(parts)} dòng, nhập bổ sung."


def label(upload: Upload) -> str:
    return f"nhập tệp “{cut(upload.name, 60)}”"


def dropped() -> str:
    return "Đã thôi, không ghi gì. Trợ lý xóa các dòng đã đọc."


def gone() -> str:
    return "Tệp này đã xử lý xong hoặc quá 24 giờ, các dòng đã đọc không còn. Gửi lại tệp nếu cần."


def still_reading() -> str:
    return "Trợ lý đang đọc tệp này, xong sẽ báo ngay."


def errors_file(count: int) -> str:
    return f"Tệp như đã đọc, thêm cột “Lỗi” ở cuối: {format_count(count)} dòng cần sửa. Sửa xong gửi lại cả tệp được."


def errors_name(name: str) -> str:
    return f"{name.removesuffix('.xlsx')[:60]}.loi.xlsx"


# The command line


def counted(upload: Upload) -> str:
    return (
        f"thêm {upload.count(Verdict.ADD)}, sửa {upload.count(Verdict.CHANGE)}, "
        f"giống {upload.count(Verdict.SAME)}, chưa nhận {upload.count(Verdict.REFUSE)}"
    )


def refused_row(number: int, why: str) -> str:
    return f"dòng {number}: {why}"


def file_needed() -> str:
    return "cần tên tệp: chibot import TEP.xlsx, hoặc chibot import --template SUBJECT --output TEP.xlsx"


def no_file(name: str) -> str:
    return f"không có tệp {name}"


def output_needed() -> str:
    return "--output là một tệp .xlsx trong thư mục có sẵn"


def changed_meanwhile() -> str:
    return "số liệu đã thay đổi từ lúc đọc thử nên chưa ghi gì; dưới đây là kết quả đọc lại, xem rồi chạy lại lệnh"


def unknown_columns(names: Sequence[str]) -> str:
    return f"chưa rõ các cột: {', '.join(names)}; đặt lại tên như tệp mẫu (chibot import --template)"
