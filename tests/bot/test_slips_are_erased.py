"""What goes with a secret message goes with it: the sheet of codes is nowhere once it was sent, or given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from docx import Document

from bot.attachments import Links, plain
from domain.channel import Attachment, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from tests.fakes.channel import BOT, LETTERS_ONLY, WITH_BUTTONS
from tests.stage import EVENING, SECRET, open_stage

LIST = "/capma\nBí thư; Maple; Nguyễn Văn An\nctv cb horn: Phan Thị Dịu"
CAN = replace(WITH_BUTTONS, sends_files=True)
KEPT = "SELECT state, text, attachment FROM outbox WHERE is_secret = 1"


async def test_sheet_is_sent_as_a_file_and_kept_nowhere(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=CAN) as stage:
        await stage.say("admin", LIST)
        await stage.press("admin", "Cấp 2 mã")
        (sent,) = [one for one in stage.channel.sent if one.file is not None]
        assert sent.file is not None
        told = "".join(cell.text for table in Document(BytesIO(sent.file.body)).tables for cell in table.rows[0].cells)
        digits = sent.text.split(": ")[2][:9]
        assert digits in told
        assert stage.query(KEPT) == [("sent", "", None)]
        for table in ("inbox", "outbox", "conversation", "code", "audit", "audit_value"):
            said = repr(stage.query(f"SELECT * FROM {table}"))
            assert digits not in said, table
            assert digits.replace(" ", "") not in said, table


async def test_sheet_waits_as_long_as_it_is_not_sent_and_goes_when_it_is_given_up(tmp_path: Path) -> None:
    async with open_stage(tmp_path, capabilities=CAN) as stage:
        await stage.say("admin", LIST)
        stage.channel.failures.extend([Failure(FailureKind.UNREACHABLE)] * 4)
        await stage.press("admin", "Cấp 2 mã")
        ((state, text, attachment),) = stage.query(KEPT)
        assert state == "waiting"
        assert text
        assert attachment
        stage.channel.failures.clear()
        stage.channel.failures.append(Failure(FailureKind.RECIPIENT_GONE))
        stage.clock.advance(timedelta(minutes=6))
        await stage.program.settle()
        assert stage.query(KEPT) == [("failed", "", None)]


def test_no_link_leads_to_what_is_erased() -> None:
    sheet = Attachment("phieu.docx", "", "{}", kind="slips", is_once=True)
    outgoing = Outgoing(OutboxId(7), Address("x", BOT, "c"), OutgoingAction.SEND, "Mã", attachment=sheet)
    found = plain(outgoing, LETTERS_ONLY, Links("https://chibot.example.vn", SECRET), EVENING)
    assert "/tep/" not in found.text
    assert "không giữ lại" in found.text
