"""The literal list of what can be made from an attachment's stored content, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.channel import Attachment, File
from domain.tables import Dump


def _sheet(content: str) -> bytes:
    """What reads and writes offices' files is loaded once somebody wants one."""
    from reports.sheets import sheet

    return sheet(content)


def _document(content: str) -> bytes:
    from reports.documents import document

    return document(content)


def _slips(content: str) -> bytes:
    from reports.slips import slips

    return slips(content)


def _subject(content: str) -> bytes:
    from reports.subject_books import subject_workbook

    return subject_workbook(content)


def _faults(content: str) -> bytes:
    from reports.subject_books import faults_workbook

    return faults_workbook(content)


def _text(content: str) -> bytes:
    return content.encode()


RENDERERS: Mapping[str, Callable[[str], bytes]] = {
    "text": _text,
    "table": _sheet,
    "document": _document,
    "slips": _slips,
    "template": _subject,
    "import_errors": _faults,
}


def dumped(tables: Dump) -> bytes:
    """All records as a workbook, a sheet each."""
    from reports.sheets import dump

    return dump(tables)


def made(one: Attachment) -> File:
    """The file itself; takes as long as it takes: call it off the event loop. Raises KeyError for a kind that is not on the list."""
    return File(one.name, one.content_type, RENDERERS[one.kind](one.content), one.is_picture)
