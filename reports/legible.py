"""A stored table as a file can hold it: XML, which both Word and Excel are made of, has no sign for most controls."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.tables import Table

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def table_of(content: str) -> Table:
    """The table (`domain.tables.Table` as JSON) without signs that cannot be seen. Raises ValueError for anything else."""
    table = Table.from_json(content)
    rows = tuple(tuple(legible(cell) if isinstance(cell, str) else cell for cell in row) for row in table.rows)
    return replace(
        table, title=legible(table.title), subtitle=legible(table.subtitle), footer=legible(table.footer), rows=rows
    )


def legible(text: str) -> str:
    return NOT_IN_XML.sub("", text)
