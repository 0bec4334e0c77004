"""A picture or a file where the messenger takes none: text bars, a sentence, or a link that ends after a day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.attachments import Links, plain
from domain.channel import Attachment, Outgoing, OutgoingAction
from domain.ids import OutboxId
from domain.people import Address
from reports.registry import made
from storage import outbox
from storage.connection import connect
from storage.outbox import NewMessage
from tests.fakes.channel import BOT, LETTERS_ONLY
from tests.stage import EVENING, SECRET, Stage, open_stage

PUBLIC = "https://chibot.example.vn"
CHART = Attachment("tien-do.svg", "image/svg+xml", "<svg/>", is_picture=True, bars="Kết nạp ▓▓▓░ 3/4")
FILE = Attachment("danh-sach.csv", "text/csv", "a,b")


def sent(one: Attachment, links: Links) -> str:
    outgoing = Outgoing(OutboxId(7), Address("x", BOT, "c"), OutgoingAction.SEND, "Tiến độ", attachment=one)
    found = plain(outgoing, LETTERS_ONLY, links, EVENING)
    assert found.attachment is None
    return found.text


def test_without_a_public_address_a_picture_is_text_and_a_file_is_told_of() -> None:
    links = Links("", SECRET)
    assert sent(CHART, links) == "Tiến độ\nKết nạp ▓▓▓░ 3/4"
    assert sent(FILE, links).endswith(
        "Tệp danh-sach.csv: lấy trên Telegram hoặc trang web; Zalo không nhận tệp từ bot."
    )


def test_with_a_public_address_both_are_links() -> None:
    links = Links(PUBLIC, SECRET)
    assert f"Xem hình (trong 24 giờ): {PUBLIC}/tep/7/" in sent(CHART, links)
    assert f"Tải tệp danh-sach.csv (trong 24 giờ): {PUBLIC}/tep/7/" in sent(FILE, links)


def link_of(links: Links) -> tuple[int, int, str]:
    ident, until, signature = links.to(OutboxId(7), EVENING).removeprefix(f"{PUBLIC}/tep/").split("/")
    return int(ident), int(until), signature


def test_link_ends_after_a_day_and_cannot_be_made_by_others() -> None:
    links = Links(PUBLIC, SECRET)
    ident, until, signature = link_of(links)

    assert links.is_good(ident, until, signature, EVENING + timedelta(hours=23, minutes=59))
    assert not links.is_good(ident, until, signature, EVENING + timedelta(days=1))
    assert not links.is_good(ident + 1, until, signature, EVENING)
    assert not links.is_good(ident, until + 1, signature, EVENING)
    assert not Links(PUBLIC, SECRET + "x").is_good(ident, until, signature, EVENING)
    assert not links.is_good(ident, 2**70, signature, EVENING)
    assert not links.is_good(ident, until, "\ud800", EVENING)


def put(stage: Stage, one: Attachment) -> OutboxId:
    connection = connect(stage.database)
    ident = outbox.add(connection, NewMessage(Address("web", BOT, "secretary"), None, "Đây", attachment=one), EVENING)
    connection.close()
    assert ident is not None
    return ident


@pytest.mark.parametrize("one", [CHART, FILE])
async def test_it_outlives_the_commit_and_is_given_to_whoever_has_the_link(tmp_path: Path, one: Attachment) -> None:
    async with open_stage(tmp_path, capabilities=LETTERS_ONLY) as stage:
        ident = put(stage, one)
        stage.program.dispatcher.wake()
        await stage.program.settle()
        assert stage.last("secretary").startswith("Đây\n")
        _, until, signature = link_of(Links(PUBLIC, SECRET))
        assert await stage.program.attachment(ident, until, signature) is None
        own = Links(PUBLIC, SECRET).to(ident, EVENING).rsplit("/", 2)
        assert await stage.program.attachment(ident, int(own[1]), own[2]) == made(one)
