"""The literal list of what can be made from an attachment's stored content, by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.channel import Attachment, File
from reports.sheets import faults_workbook, subject_workbook


def _text(content: str) -> bytes:
    return content.encode()


RENDERERS: Mapping[str, Callable[[str], bytes]] = {
    "text": _text,
    "template": subject_workbook,
    "import_errors": faults_workbook,
}


def made(one: Attachment) -> File:
    """The file itself; takes as long as it takes: call it off the event loop. Raises KeyError for a kind that is not on the list."""
    return File(one.name, one.content_type, RENDERERS[one.kind](one.content), one.is_picture)
