"""A replaced key: codes made under it work until they expire; new ones are made under the new one; links, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.attachments import Links
from bot.ids import digester
from domain.ids import OutboxId
from storage.sealing import key_id
from tests.bot.cli import CommandLine
from tests.flows.desk import Desk
from tests.rights.test_codes import invited
from tests.stage import EVENING, SECRET

NEW, THIRD = "another-key-since-yesterday-long-enough", "a-third-key-that-nobody-knows-long-enough"
FIRST = "the-first-key-without-a-comma-long-enough"
CODES = "SELECT digest, key_id FROM code ORDER BY id DESC LIMIT 1"


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.close()


def rotate(desk: Desk, *keys: str) -> None:
    """The program was started anew with these keys, today's first."""
    today, *old = [digester(key) for key in keys]
    sources = replace(desk.around.sources, digest=today, old_digests=lambda digits: [one(digits) for one in old])
    desk.around = replace(desk.around, sources=sources)


def is_known(desk: Desk, digits: str) -> bool:
    return "không dùng được" not in desk.say("stranger", digits)


def test_code_says_under_which_key_it_was_made(desk: Desk) -> None:
    digits = invited(desk)
    assert desk.db.execute(CODES).fetchone() == (digester(SECRET)(digits), key_id(SECRET))
    assert digits not in digester(SECRET)(digits)


def test_open_code_of_a_replaced_key_still_works(desk: Desk) -> None:
    digits = invited(desk)
    rotate(desk, NEW, SECRET)
    assert is_known(desk, digits)


def test_code_of_a_key_that_is_gone_does_not(desk: Desk) -> None:
    digits = invited(desk)
    rotate(desk, NEW, THIRD)
    assert not is_known(desk, digits)


def test_new_code_is_made_under_the_new_key(desk: Desk) -> None:
    rotate(desk, NEW, SECRET)
    digits = invited(desk)
    assert desk.db.execute(CODES).fetchone() == (digester(NEW)(digits), key_id(NEW))
    assert is_known(desk, digits)


def test_code_of_a_replaced_key_ends_when_it_would_have(desk: Desk) -> None:
    digits = invited(desk)
    rotate(desk, NEW, SECRET)
    desk.now += timedelta(days=8)
    assert not is_known(desk, digits)


@pytest.mark.parametrize("keys", [(SECRET,), (NEW, SECRET)])
def test_code_from_before_keys_had_ids_still_works(desk: Desk, keys: tuple[str, ...]) -> None:
    digits = invited(desk)
    desk.db.execute("UPDATE code SET digest = substr(digest, 10), key_id = NULL WHERE key_id IS NOT NULL")
    rotate(desk, *keys)
    assert is_known(desk, digits)


def test_digits_that_an_open_code_of_an_old_key_has_are_not_given_again(desk: Desk) -> None:
    digits = invited(desk)
    rotate(desk, NEW, SECRET)
    desk.digits = int(digits) - 1
    assert invited(desk, "Phạm Văn Khá") != digits


def test_link_that_was_signed_before_the_change_opens_for_its_day() -> None:
    before, after = Links("https://x.example", SECRET), Links("https://x.example", NEW, (SECRET,))
    _, ident, until, signature = before.to(OutboxId(7), EVENING).rsplit("/", 3)
    assert after.is_good(int(ident), int(until), signature, EVENING)
    assert not Links("https://x.example", NEW).is_good(int(ident), int(until), signature, EVENING)


def test_doctor_says_when_an_old_key_can_go_and_when_one_is_missing(cli: CommandLine) -> None:
    cli.set("SECRET_KEY", FIRST)
    assert cli("init", "--admin", "Trần Văn Một").status == 0
    assert cli.findings(cli("doctor", "--json"))["codes"] == "ok"
    cli.set("SECRET_KEY", NEW)
    assert cli.findings(cli("doctor", "--json"))["codes-lost"] == "warn"
    cli.set("SECRET_KEYS_OLD", f"{THIRD},{FIRST}")
    assert cli.findings(cli("doctor", "--json"))["codes"] == "ok"
    cli.change(cli.real, "UPDATE code SET cancelled_at = 1")
    assert cli.findings(cli("doctor", "--json"))["codes-old-key-done"] == "ok"


def test_short_old_key_is_refused_without_being_told(cli: CommandLine) -> None:
    cli.set("SECRET_KEYS_OLD", f"{FIRST},tooshort")
    line = cli("doctor").one_line()
    assert "CHIBOT_SECRET_KEYS_OLD" in line
    assert "tooshort" not in line
