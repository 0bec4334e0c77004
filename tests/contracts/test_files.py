"""Files on every messenger (`domain.channel.Channel`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.channel import Attachment, Delivered, File, FileIn, FileRef, MediaIn, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.talk import Sent
from tests.contracts.bare import KINDS, RAW, address, channel, opened

SHEET = Attachment("danh-sach.xlsx", "application/vnd.ms-excel", "{}")
LOST = FileRef("a.xlsx", 0, "nothing-is-here")


def upload(kind: str, name: str) -> dict[str, object]:
    """The update by which a file of that name comes in."""
    raw = {key: value for key, value in RAW[kind].items() if key != "text"}
    if kind == "web":
        return {**raw, "file": {"name": name, "size": 5, "reference": "r1"}}
    if kind == "console":
        return {**raw, "text": f"(file {name})"}
    if kind == "telegram":
        told = raw["message"]
        assert isinstance(told, dict)
        message = {key: value for key, value in told.items() if key != "text"}
        return {**raw, "message": {**message, "document": {"file_id": "f1", "file_name": name, "file_size": 5}}}
    return {**raw, "file": name}


@pytest.mark.parametrize("kind", ["web", "console", "telegram", "buttons"])
def test_workbook_comes_in_under_its_own_name(kind: str) -> None:
    arrival = channel(kind).parse(address(kind).bot_id, upload(kind, "Danh sách.xlsx"))
    assert arrival is not None
    assert isinstance(arrival.content, FileIn)
    assert arrival.content.file.name == "Danh sách.xlsx"
    assert arrival.sent_at is not None


@pytest.mark.parametrize("kind", ["web", "console", "telegram"])
def test_other_file_is_only_something_that_came(kind: str) -> None:
    arrival = channel(kind).parse(address(kind).bot_id, upload(kind, "ly-lich.pdf"))
    assert arrival is not None
    assert arrival.content == MediaIn(Sent.FILE)


@pytest.mark.parametrize("kind", KINDS)
async def test_file_that_is_not_there_is_a_failure_without_its_address(kind: str) -> None:
    async with opened(kind) as one:
        found = await one.fetch(address(kind).bot_id, LOST, 1000)
    assert isinstance(found, Failure)
    if not one.capabilities.takes_files:
        assert found.kind is FailureKind.NOT_SUPPORTED
    assert "/" not in found.code


@pytest.mark.parametrize("kind", KINDS)
async def test_message_with_a_file_is_delivered_or_a_failure(kind: str) -> None:
    if not channel(kind).capabilities.sends_files:
        return
    made = File(SHEET.name, SHEET.content_type, b"PK")
    async with opened(kind) as one:
        sent = await one.send(
            Outgoing(OutboxId(1), address(kind), OutgoingAction.SEND, "Đây", attachment=SHEET, file=made)
        )
    assert isinstance(sent, Delivered | Failure)


async def test_terminal_reads_no_more_of_a_file_than_it_may(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"12345")
    async with opened("console") as one:
        assert await one.fetch("practice", FileRef("a.xlsx", 0, str(file)), 5) == b"12345"
        assert await one.fetch("practice", FileRef("a.xlsx", 0, str(file)), 4) == Failure(
            FailureKind.REJECTED, "too_large"
        )
