"""The whole table of what goes wrong with Zalo: what it means for a read, and what for a message (reference, §4)."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from channels.http.client import Answer, NoAnswer
from channels.zalo_bot.api import Garbled, Ok, Refused, read
from channels.zalo_bot.errors import Trouble, failure, told, trouble
from domain.failures import Failure, FailureKind

PAGE = b"<html></html>"


class Row(NamedTuple):
    """One signal, for reads and calls about the webhook, and for a message."""

    signal: int
    reads: Trouble
    sends: FailureKind
    code: str


TABLE = [
    Row(400, Trouble.PERMANENT, FailureKind.REJECTED, "400"),
    Row(401, Trouble.STOP, FailureKind.MISCONFIGURED, "token_refused"),
    Row(403, Trouble.RETRY, FailureKind.UNCERTAIN, "403"),
    Row(404, Trouble.PERMANENT, FailureKind.RECIPIENT_GONE, "404"),
    Row(408, Trouble.AGAIN, FailureKind.UNCERTAIN, "408"),
    Row(409, Trouble.RETRY, FailureKind.REJECTED, "409"),
    Row(426, Trouble.PERMANENT, FailureKind.REJECTED, "426"),
    Row(429, Trouble.DEFER, FailureKind.THROTTLED, "429"),
    Row(-32, Trouble.DEFER, FailureKind.THROTTLED, "429"),
    Row(-1, Trouble.PERMANENT, FailureKind.REJECTED, "-1"),
    *(Row(code, Trouble.RETRY, FailureKind.UNCERTAIN, str(code)) for code in (500, 502, 503, 504, 599)),
]


def refusal(body: object, status: int) -> Refused:
    outcome = read(Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode()))
    assert isinstance(outcome, Refused)
    return outcome


def forms(code: int) -> list[Refused]:
    """Every form in which that signal may come."""
    found = [refusal({"ok": False, "error_code": code}, 200), refusal({"error": code, "message": "x"}, 200)]
    if code >= 400:
        found += [refusal({"ok": False, "error_code": code}, code), refusal({"ok": False}, code)]
    if code >= 500:
        found.append(refusal(PAGE, code))
    return found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.signal))
def test_signal_means_this_for_reads_and_that_for_messages(row: Row) -> None:
    for outcome in forms(row.signal):
        assert trouble(outcome) is row.reads
        assert failure(outcome) == Failure(row.sends, row.code)
        assert told(outcome) == str(row.signal)


@pytest.mark.parametrize(
    ("is_written", "kind"),
    [(False, FailureKind.UNREACHABLE), (True, FailureKind.UNCERTAIN)],
    ids=["unwritten", "written"],
)
def test_call_without_an_answer_is_uncertain_once_it_was_written(is_written: bool, kind: FailureKind) -> None:
    outcome = NoAnswer(is_written, "TimeoutError")

    assert trouble(outcome) is Trouble.RETRY
    assert failure(outcome) == Failure(kind, "TimeoutError")
    assert told(outcome) == "TimeoutError"


@pytest.mark.parametrize("status", [200, 302, 401, 404])
def test_answer_that_is_not_of_zalo_puts_the_token_in_doubt(status: int) -> None:
    outcome = read(Answer(status, PAGE))

    assert isinstance(outcome, Garbled)
    assert trouble(outcome) is Trouble.DOUBT
    assert failure(outcome) == Failure(FailureKind.UNCERTAIN, f"garbled_{status}")
    assert told(outcome) == f"not an answer of Zalo, HTTP {status}"


def test_success_is_told_as_one() -> None:
    assert told(Ok(None)) == "ok"


def test_nothing_that_may_have_arrived_is_tried_again_by_itself() -> None:
    """What the dispatcher repeats is what Zalo surely did not take."""
    repeated = {row.signal for row in TABLE if row.sends.is_retryable}

    assert repeated == {429, -32}
