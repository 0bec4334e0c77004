"""Calls of the Bot API. What became of a call is a value: the token stands in every address, so no exception may carry one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from channels.http.client import Answer, HttpClient, NoAnswer

READ_SECONDS = 30.0
TOO_MANY = 429
OUTAGE = 500
"""From this status on the vendor itself is in trouble, and says so in HTML."""


@dataclass(frozen=True, slots=True)
class Ok:
    """Zalo says `"ok": true`; a code of 0 beside it means nothing."""

    result: object


@dataclass(frozen=True, slots=True)
class Refused:
    """An error, whether it came with HTTP 200 or with a status of its own. `code` is Zalo's, else the status."""

    code: int


@dataclass(frozen=True, slots=True)
class Garbled:
    """An answer that is not what Zalo sends: perhaps the token is bad."""

    status: int


Outcome = Ok | Refused | Garbled | NoAnswer


class Api:
    """The methods of one bot. `api_url` has no path of its own."""

    def __init__(self, token: str, api_url: str, client: HttpClient) -> None:
        self._root, self._client = f"{api_url.rstrip('/')}/bot{token}", client

    async def call(self, method: str, read_seconds: float = READ_SECONDS, **parameters: object) -> Outcome:
        """One call; never raises for what Zalo or the network may do, nor for half of a character, which ASCII can hold."""
        body = json.dumps(parameters).encode()
        answer = await self._client.call("POST", f"{self._root}/{method}", body, "application/json", read_seconds)
        return answer if isinstance(answer, NoAnswer) else read(answer)


def read(answer: Answer) -> Outcome:
    """What an answer says: wrapped as documented, or an update alone or in a list as it was seen live."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return _strange(answer.status)
    if isinstance(said, list) and answer.status < 400:
        return Ok(said)
    if not isinstance(said, dict):
        return _strange(answer.status)
    if said.get("ok") is True:
        return Ok(said.get("result"))
    if "ok" not in said and "event_name" in said:
        return Ok(said)
    code = next((said[name] for name in ("error_code", "error") if _is_code(said.get(name))), None)
    if code is not None:
        return Refused(code)
    return Refused(answer.status) if answer.status >= 400 else Garbled(answer.status)


def _strange(status: int) -> Refused | Garbled:
    """Of what Zalo does not send: in an outage, and from a gateway that has had enough, anything may stand."""
    return Refused(status) if status >= OUTAGE or status == TOO_MANY else Garbled(status)


def _is_code(value: object) -> bool:
    """0 is what stands beside a success."""
    return isinstance(value, int) and not isinstance(value, bool) and value != 0
