"""What a signed link gives over HTTP, and what any other gets."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession

from channels.http.files import files
from channels.http.front import Front
from domain.channel import File
from tests.channels.http.serving import serving

PATH = "/tep/{id}/{until}/{signature}"


async def find(ident: int, until: int, signature: str) -> File | None:
    return File("danh sách.csv", "text/csv", "a,ô\n".encode()) if (ident, until, signature) == (7, 99, "ok") else None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tep/7/99/ok", 200),
        ("/tep/7/99/no", 404),
        ("/tep/8/99/ok", 404),
        ("/tep/x/99/ok", 404),
        (f"/tep/7/{'9' * 60}/ok", 404),
    ],
)
async def test_only_the_whole_link_gives_it_and_nobody_keeps_it(path: str, status: int) -> None:
    front = Front("127.0.0.1", 0)
    front.add_get(PATH, files(find))
    async with serving(front) as root, ClientSession() as session, session.get(f"{root}{path}") as answer:
        assert answer.status == status
        if status == 200:
            assert await answer.text() == "a,ô\n"
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''danh%20s%C3%A1ch.csv"
