"""Invitations to print: an A4 sheet in Word, a slip for each post, to cut apart (kind "slips")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

A4 = (Mm(210), Mm(297))
MARGIN = Mm(15)
A_PAGE = 4
"""Slips on a page."""
QR_SIDE = Mm(32)


def slips(content: str) -> bytes:
    """A .docx from JSON: `texts` for every slip (heading, telegram, zalo, expires, cut), `slips` with unit, title, name, digits, link."""
    spec = json.loads(content)
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    for number, one in enumerate(spec["slips"], 1):
        _slip(document, one, spec["texts"])
        is_last = number == len(spec["slips"])
        if not is_last and number % A_PAGE == 0:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _slip(document: Any, one: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """A table without lines: what is written on the left, the picture on the right; below it the line to cut along."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(140), Mm(40)
    heading = left.paragraphs[0]
    heading.add_run(texts["heading"]).bold = True
    name = left.add_paragraph()
    name.add_run(one["name"]).bold = True
    left.add_paragraph(f"{one['title']}, {one['unit']}")
    digits = left.add_paragraph().add_run(f"{one['digits'][:4]} {one['digits'][4:]}")
    digits.bold, digits.font.size = True, Pt(28)
    for line in (texts["telegram"], texts["zalo"], texts["expires"]):
        left.add_paragraph(line).runs[0].font.size = Pt(10)
    if one["link"]:
        picture = right.paragraphs[0]
        picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture.add_run().add_picture(_qr(one["link"]), width=QR_SIDE)
    cut = document.add_paragraph(texts["cut"])
    cut.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cut.paragraph_format.space_before = Pt(10)
    cut.paragraph_format.space_after = Pt(10)


def _qr(link: str) -> BytesIO:
    """PNG."""
    out = BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return out
