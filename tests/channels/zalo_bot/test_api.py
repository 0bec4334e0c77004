"""Every form in which Zalo was seen, or is said, to answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.http.client import Answer
from channels.zalo_bot.api import Garbled, Ok, Outcome, Refused, read

UPDATE = {"event_name": "message.text.received", "message": {"text": "chào"}}
PAGE = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"
NESTED = b"[" * 100_000
CODES = [400, 401, 403, 404, 408, 409, 429, 500, 502, 504]


def said(body: object, status: int = 200) -> Outcome:
    return read(Answer(status, body if isinstance(body, bytes) else json.dumps(body).encode()))


def envelope(code: int) -> dict[str, object]:
    return {"ok": False, "error_code": code, "description": "Bad luck"}


@pytest.mark.parametrize("result", [{}, UPDATE, [UPDATE], [], "", 0, None])
def test_success_gives_its_result(result: object) -> None:
    assert said({"ok": True, "result": result}) == Ok(result)
    assert said({"ok": True, "result": result, "error_code": 0}) == Ok(result)


def test_success_may_have_no_result() -> None:
    assert said({"ok": True}) == Ok(None)


@pytest.mark.parametrize("found", [UPDATE, [UPDATE], [{"ok": True, "result": UPDATE}], []])
def test_update_without_an_envelope_is_a_success(found: object) -> None:
    assert said(found) == Ok(found)


@pytest.mark.parametrize("code", CODES)
def test_refusal_is_the_same_on_http_200_and_on_its_own_status(code: int) -> None:
    for outcome in (said(envelope(code)), said(envelope(code), code)):
        assert isinstance(outcome, Refused)
        assert outcome.code == code


def test_code_in_the_envelope_goes_before_the_status() -> None:
    assert said(envelope(401), 400) == Refused(401)
    assert said({"ok": False, "error_code": 429, "error": 5}, 502) == Refused(429)


@pytest.mark.parametrize("body", [{"error": -32, "message": "Rate limit"}, {"ok": False, "error": -32}])
def test_form_that_only_libraries_know_is_a_refusal(body: object) -> None:
    outcome = said(body)

    assert isinstance(outcome, Refused)
    assert outcome.code == -32


@pytest.mark.parametrize("ok", [1, "true", None, {}, []])
def test_only_true_is_a_success(ok: object) -> None:
    outcome = said({"ok": ok, "result": {}})

    assert isinstance(outcome, Garbled)


@pytest.mark.parametrize("body", [{"ok": False}, {"message": "no"}, {"ok": False, "error_code": 0}, {"error": "-32"}])
def test_refusal_without_a_code_has_that_of_the_status(body: object) -> None:
    on_200, on_401 = said(body), said(body, 401)

    assert isinstance(on_200, Garbled)
    assert isinstance(on_401, Refused)
    assert on_401.code == 401


@pytest.mark.parametrize("code", [True, False, "401", 401.0, None, [401]])
def test_code_that_is_no_number_is_none(code: object) -> None:
    assert isinstance(said({"ok": False, "error_code": code}), Garbled)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("body", [PAGE, b"", NESTED, b"null", b'"Bad Gateway"', b"502", b"[]", b"{}"])
def test_outage_is_one_whatever_stands_in_it(status: int, body: bytes) -> None:
    outcome = said(body, status)

    assert isinstance(outcome, Refused)
    assert outcome.code == status


@pytest.mark.parametrize("status", [200, 302, 401, 404])
@pytest.mark.parametrize("body", [PAGE, b"", b"\xff\xfe", b"{", NESTED, b"null", b'"x"', b"5", b"true", b"9" * 5_000])
def test_what_is_no_answer_of_zalo_is_garbled(status: int, body: bytes) -> None:
    outcome = said(body, status)

    assert isinstance(outcome, Garbled)
    assert outcome.status == status


def test_what_is_garbled_is_no_refusal() -> None:
    """A page of HTTP 404 does not say what Zalo's own 404 says."""
    assert said(PAGE, 404) != said(envelope(404))


@given(
    st.binary(max_size=40)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(["ok", "error", "error_code", "result", "event_name"]), inner, max_size=4)
        ),
        max_leaves=5,
    ).map(lambda body: json.dumps(body).encode()),
    st.sampled_from([200, 302, 400, 500]),
)
def test_reading_never_raises(body: bytes, status: int) -> None:
    assert isinstance(read(Answer(status, body)), Ok | Refused | Garbled)
