"""Files on the page: up into memory for an hour, down for their own chat only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientResponse

from channels.web import uploads
from domain.channel import Attachment, FileIn, FileRef, MediaIn, Outgoing, OutgoingAction
from domain.failures import Failure, FailureKind
from domain.ids import OutboxId
from domain.people import Address
from domain.talk import Sent
from language.say import web as say
from tests.channels.web.conftest import Behind, Site

BODY = b"PK\x03\x04" + bytes(range(256)) * 1000


async def upload(site: Site, body: bytes = BODY, who: str = "mai", **headers: str) -> ClientResponse:
    own = {"Origin": site.root, "Content-Type": "application/octet-stream", "Sec-Fetch-Site": "same-origin"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await site.session.post(f"{site.root}/api/upload?as={who}", data=body, headers=own | named)


async def sent(site: Site, who: str = "mai", name: str = "Danh sách.xlsx") -> FileRef:
    told = await (await upload(site, who=who)).json()
    return FileRef(name, told["size"], told["reference"])


def message(file: FileRef, who: str = "mai") -> dict[str, object]:
    return {"as": who, "id": "a-1", "file": {"name": file.name, "size": file.size, "reference": file.reference}}


async def test_file_is_kept_until_it_is_fetched_and_an_hour_is_over(entered: Site, behind: Behind) -> None:
    file = await sent(entered)
    assert (await entered.post(message(file))).status == 200
    arrival = entered.channel.parse("practice", behind.received[0])

    assert arrival is not None
    assert arrival.content == FileIn(file)
    assert await entered.channel.fetch("practice", file, len(BODY)) == BODY
    assert await entered.channel.fetch("practice", file, len(BODY) - 1) == Failure(FailureKind.REJECTED, "too_large")
    behind.time += timedelta(hours=1)
    assert await entered.channel.fetch("practice", file, len(BODY)) == Failure(FailureKind.REJECTED, "file_gone")
    assert (await entered.post({**message(file), "id": "a-2"})).status == 400


async def test_file_that_is_no_workbook_is_only_something_that_came(entered: Site, behind: Behind) -> None:
    await entered.post(message(await sent(entered, name="anh.jpg")))
    arrival = entered.channel.parse("practice", behind.received[0])
    assert arrival is not None
    assert arrival.content == MediaIn(Sent.FILE)


async def test_reference_of_somebody_else_is_none(entered: Site, behind: Behind) -> None:
    answer = await entered.post(message(await sent(entered, "nam"), "mai"))
    assert (answer.status, await answer.text()) == (400, say.file_gone())
    assert behind.received == []


async def test_only_the_page_itself_uploads(entered: Site, stranger: Site) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "cross-site"}, {"Host": "evil.example"}):
        assert (await upload(entered, BODY, **headers)).status == 403
    assert (await upload(entered, who="nobody")).status == 400
    entered.session.cookie_jar.clear()
    assert (await upload(stranger)).status == 403
    assert (await stranger.get("/api/file/8?as=mai")).status == 403


async def test_upload_is_read_no_further_than_its_limit(entered: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.web.routes.MOST_BYTES", 1000)
    assert (await upload(entered, b"x" * 1001)).status == 413
    assert (await upload(entered, b"x" * 1000)).status == 200
    assert (await upload(entered, b"")).status == 400


async def test_oldest_files_go_when_there_are_many(entered: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 2)
    ids = iter(["one", "two", "three"])
    monkeypatch.setattr(entered.channel._uploads, "_new_id", lambda: next(ids))
    kept = [await sent(entered) for _ in range(3)]
    found = [isinstance(await entered.channel.fetch("practice", one, 10**6), bytes) for one in kept]
    assert found == [False, True, True]


async def test_attachment_is_a_link_that_gives_it_to_its_own_chat_only(entered: Site) -> None:
    own = await entered.get("/api/file/8?as=mai", Sec_Fetch_Site="same-origin")
    assert (own.status, await own.read()) == (200, b"mai:8")
    assert own.headers["Content-Disposition"] == "attachment; filename*=UTF-8''danh%20s%C3%A1ch.csv"
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert own.headers["Cache-Control"] == "no-store"
    for path in ("/api/file/8?as=nam", "/api/file/9?as=mai", "/api/file/x?as=mai", "/api/file/8²?as=mai"):
        assert (await entered.get(path)).status == 404
    assert (await entered.get("/api/file/8?as=who")).status == 400
    assert (await entered.get("/api/file/8?as=mai", Sec_Fetch_Site="cross-site")).status == 403


async def test_message_names_what_goes_with_it(entered: Site) -> None:
    one = Attachment("ds.xlsx", "x", "{}", kind="table")
    to = Address("web", "practice", "mai")
    await entered.channel.send(Outgoing(OutboxId(5), to, OutgoingAction.SEND, "Đây", attachment=one))
    kept = entered.channel._feeds["mai"]._kept[-1][1].decode()
    assert '"file": "ds.xlsx"' in kept
