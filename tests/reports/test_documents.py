"""The paper that a cell signs, read again."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from domain.channel import Attachment
from domain.tables import Column, ColumnType, Letterhead, Table
from reports.registry import made

HEAD = Letterhead(
    "Đảng bộ KCN Nomura",
    "Chi bộ Konya",
    "Số …-…/…",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "…, ngày 05 tháng 11 năm 2026",
    ("T/M CHI BỘ", "BÍ THƯ"),
    ("Nơi nhận:", "- Lưu"),
)
TABLE = Table(
    "DANH SÁCH TRÍCH NGANG\nquần chúng ưu tú",
    (Column("Họ và tên"), Column("Ngày sinh", ColumnType.DATE)),
    (("=Trần & <Hà>", date(1995, 9, 21)), ("Bùi \x07Thị", "07/1994")),
    footer="Người xuất: Trần Thị Mai, lúc 19 giờ 42",
    letterhead=HEAD,
).numbered("TT")


def paper(table: Table = TABLE):  # type: ignore[no-untyped-def] # python-docx names its class only in a private place
    return Document(BytesIO(made(Attachment("a", "b", table.to_json(), kind="document")).body))


def test_it_has_the_form_of_the_partys_papers() -> None:
    head, grid, signs = paper().tables
    left, right = head.rows[0].cells
    assert left.text == "ĐẢNG BỘ KCN NOMURA\nCHI BỘ KONYA\n*\nSố …-…/…"
    assert right.text == "ĐẢNG CỘNG SẢN VIỆT NAM\n…, ngày 05 tháng 11 năm 2026"
    assert "CỘNG HÒA" not in "".join(paper().element.itertext())
    assert signs.rows[0].cells[1].text.startswith("T/M CHI BỘ\nBÍ THƯ")
    assert [one.text for one in paper().paragraphs][1:3] == ["DANH SÁCH TRÍCH NGANG", "quần chúng ưu tú"]
    assert len(grid.rows) == 3


def test_rows_stand_as_they_were_written_without_what_cannot_be_seen() -> None:
    rows = [[cell.text for cell in row.cells] for row in paper().tables[1].rows]
    assert rows == [
        ["TT", "Họ và tên", "Ngày sinh"],
        ["1", "=Trần & <Hà>", "21/09/1995"],
        ["2", "Bùi Thị", "07/1994"],
    ]


def test_it_is_a_page_across_in_times_new_roman_with_its_header_on_each() -> None:
    one = paper()
    section, style = one.sections[0], one.styles["Normal"]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert (style.font.name, style.font.size) == ("Times New Roman", Pt(13))
    assert section.footer.paragraphs[0].text.startswith(TABLE.footer)
    assert one.tables[1].rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert sum(cell.width for cell in one.tables[1].rows[0].cells) <= Mm(257)


def test_paper_of_a_union_names_no_party() -> None:
    head = Letterhead("", "CĐCS Konya", "Số", "", "ngày", ("CHỦ TỊCH",))
    plain = Table(TABLE.title, TABLE.columns, TABLE.rows, letterhead=head)
    assert "ĐẢNG" not in "".join(paper(plain).element.itertext())
