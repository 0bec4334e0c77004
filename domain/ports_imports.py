"""What the flow of workbooks asks of the database (`domain.ports.Read` inherits it)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.ids import UnitId
from domain.imports import Subject, Upload
from domain.units import Unit


class ReadImports(Protocol):
    def upload(self, upload_id: int) -> Upload | None:
        """Only of the person who acts."""
        ...

    def open_upload(self) -> Upload | None:
        """The newest of this person's files that waits for their answer."""
        ...

    def next_upload(self) -> int: ...

    def import_stamp(self, subject: Subject, within: frozenset[UnitId]) -> str: ...

    def every_unit(self) -> Sequence[Unit]:
        """Closed ones too, whoever asks: for finding names; whoever shows them limits them."""
        ...

    def upload_rows(self, upload_id: int) -> Sequence[tuple[int, list[str], str]]:
        """(number, cells as read, what is wrong) of that file's rows, in order."""
        ...
