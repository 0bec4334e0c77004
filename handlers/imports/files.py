"""The workbooks that the flow sends: templates, exports of the same columns, and a file with what is wrong in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from domain.channel import Attachment
from domain.decision import Reply, ReplyKind
from domain.imports import KnownRow, Subject, Upload
from language.say import imports as say
from language.sheets.cells import show
from language.sheets.columns import ERROR_TITLE
from language.sheets.subjects import LAYOUTS
from language.sheets.units import UnitNames


def template(subject: Subject, names: UnitNames) -> Attachment:
    content = json.dumps(_told(subject, names, None), ensure_ascii=False)
    return Attachment(say.template_name(subject), say.WORKBOOK, content, kind="template")


def filled(subject: Subject, rows: Iterable[KnownRow], names: UnitNames) -> str:
    """The records as the same workbook: read again it changes nothing. The content of an attachment of the kind "template"."""
    columns = LAYOUTS[subject].columns
    cells = [
        [show(column.kind, row.fields.get(column.name, ""), names, column.labels) for column in columns] for row in rows
    ]
    return json.dumps(_told(subject, names, cells), ensure_ascii=False)


def _told(subject: Subject, names: UnitNames, rows: list[list[str]] | None) -> dict[str, object]:
    return {"subject": subject, "units": names.labels, "cells": names.cells, "rows": rows}


def errors_content(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str], str]]) -> str:
    """The cells as read and a last column in words."""
    wide = len(headings)
    lines = [[*cells, *[""] * (wide - len(cells)), why] for _, cells, why in rows]
    return json.dumps({"headings": [*headings, ERROR_TITLE], "rows": lines}, ensure_ascii=False)


def with_errors(upload: Upload, rows: Sequence[tuple[int, Sequence[str], str]]) -> Reply:
    content = errors_content(upload.headings, rows)
    file = Attachment(say.errors_name(upload.name), say.WORKBOOK, content, kind="import_errors")
    count = sum(bool(why) for _, _, why in rows)
    return Reply(say.errors_file(count), kind=ReplyKind.RECEIPT, is_personal=True, attachment=file)
