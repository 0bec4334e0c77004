"""No line of the log holds a token, a key, a phone or ID number, or what an exception quotes: as text and as JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest

from bot.log import set_up

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRETS = {
    "a token": (f"calls {TOKEN} now", TOKEN),
    "a token in an address": (f"GET https://api.example/bot{TOKEN}/getMe", "AAHdqTcvCH1"),
    "another vendor's token": ("GET https://api.example/botAbc-123.xyz/getMe", "Abc-123"),
    "a page's key": ("GET /?key=k9-AbCdEfGhIjKlMnOpQrStUvWx_yz HTTP/1.1", "AbCdEfGhIjKl"),
    "a phone number": ("from 0912345678 today", "0912345678"),
    "a phone number from abroad": ("from +84912345678 today", "912345678"),
    "a phone number without the plus": ("from 84912345678.", "912345678"),
    "an ID number": ("CCCD 031098765432.", "031098765432"),
}


@pytest.fixture(params=["text", "json"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the program logs, in each format."""
    stream, root = StringIO(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr(sys, "stderr", stream)
    set_up("INFO", request.param)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(written: StringIO) -> str:
    """What was written, with JSON's escapes read."""
    text = written.getvalue()
    assert text.endswith("\n")
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("is_argument", [False, True])
def test_secret_is_masked(written: StringIO, kind: str, is_argument: bool) -> None:
    text, secret = SECRETS[kind]
    if is_argument:
        logging.getLogger("chibot.test").warning("it was %s", text)
    else:
        logging.getLogger("chibot.test").warning(text)
    assert secret not in lines(written)
    assert "chibot.test" in lines(written)


@pytest.mark.parametrize("text", [text for text, _ in SECRETS.values()] + ["Nguyễn Thị Hiền Thảo, sinh 12/03/1998"])
def test_text_of_an_exception_is_not_written_but_where_and_what_it_was(written: StringIO, text: str) -> None:
    try:
        try:
            raise KeyError(text)
        except KeyError as cause:
            raise ValueError(text) from cause
    except ValueError:
        logging.getLogger("chibot.test").exception("turn 7 failed")
    said = lines(written)
    assert text not in said
    assert "Hiền Thảo" not in said
    assert "turn 7 failed" in said
    assert "ValueError" in said
    assert "test_log.py" in said


def test_harmless_numbers_stay(written: StringIO) -> None:
    text = "turn 123456, receipt 2611-0001, at 1762346520000, 18/20"
    logging.getLogger("chibot.test").warning(text)
    assert text in lines(written)


def test_chatter_of_libraries_is_left_out(written: StringIO) -> None:
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("apscheduler").info("tick")
    assert written.getvalue() == ""


def test_event_is_one_line_of_json_whatever_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, root = StringIO(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr(sys, "stderr", stream)
    try:
        set_up("INFO", "json")
        try:
            raise ValueError("Nguyễn Thị Hiền Thảo\nsecond line")
        except ValueError:
            logging.getLogger("chibot.test").exception("turn 7 failed\nfor %s", "two lines")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    assert event.keys() == {"at", "level", "name", "text", "error"}
    assert datetime.fromisoformat(event["at"]).utcoffset() == timedelta(0)
    assert event["error"].endswith("ValueError")
    assert "Thảo" not in line
