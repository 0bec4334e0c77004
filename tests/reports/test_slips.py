"""The sheet of invitations: opens in Word, A4, each slip with its digits, and a picture where there is a link."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

from docx import Document

from domain.channel import Attachment
from language.say.codes import slip_texts
from reports.registry import made

LINK = "https://t.me/chibot_bot?start="


def sheet(count: int, link: str = LINK) -> bytes:
    slips = [
        {
            "unit": "Chi bộ Konya",
            "title": "Bí thư",
            "name": f"Nguyễn Văn {number}",
            "digits": f"4821{number:04d}",
            "link": f"{link}4821{number:04d}" if link else "",
        }
        for number in range(count)
    ]
    content = json.dumps({"texts": slip_texts(date(2026, 11, 12), link, "Trợ lý KKT"), "slips": slips})
    return made(Attachment("phieu.docx", "", content, kind="slips")).body


def test_every_slip_holds_its_digits_and_how_to_begin() -> None:
    document = Document(BytesIO(sheet(5)))
    told = ["\n".join(cell.text for cell in table.rows[0].cells) for table in document.tables]
    assert len(told) == 5
    for number, one in enumerate(told):
        for part in (
            f"4821 {number:04d}",
            f"Nguyễn Văn {number}",
            "Bí thư, Chi bộ Konya",
            "Telegram",
            "“Trợ lý KKT”",
            "12/11/2026",
        ):
            assert part in one


def test_link_is_a_picture_to_scan() -> None:
    assert len(Document(BytesIO(sheet(3))).inline_shapes) == 3
    assert len(Document(BytesIO(sheet(3, ""))).inline_shapes) == 0


def test_page_is_a4() -> None:
    section = Document(BytesIO(sheet(1))).sections[0]
    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    assert (round(width.mm), round(height.mm)) == (210, 297)


def test_slips_are_parted_by_lines_to_cut_and_four_fill_a_page() -> None:
    document = Document(BytesIO(sheet(9)))
    assert sum("✂" in one.text for one in document.paragraphs) == 9
    assert document.element.xml.count('w:type="page"') == 2
