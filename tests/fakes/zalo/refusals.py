"""What the Bot Platform answers when it does not do what it was asked."""

from __future__ import annotations

from tests.fakes.zalo.parameters import Json

# The documentation has the codes; the words are ours but for those of 403 and 408.
WORDS = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Internal server error",
    404: "Not found",
    408: "Request timeout",
    409: "Conflict",
    426: "Webhook was tested too often today",
    429: "Quota exceeded",
    500: "Server error",
}


class Refusal(Exception):
    """An answer with `ok` false. Without `description` it has the words of its code."""

    def __init__(self, code: int, description: str = "") -> None:
        self.code, self.description = code, description or WORDS.get(code, f"Error {code}")
        super().__init__(f"{code} {self.description}")

    def body(self) -> Json:
        """The JSON that is sent; 426 has a key of its own."""
        key = "errorCode" if self.code == 426 else "error_code"
        return {"ok": False, key: self.code, "description": self.description}


def bad_request(reason: str) -> Refusal:
    return Refusal(400, f"{WORDS[400]}: {reason}")


def not_found(reason: str) -> Refusal:
    return Refusal(404, f"{WORDS[404]}: {reason}")


def quota_exceeded(reason: str) -> Refusal:
    return Refusal(429, f"{WORDS[429]}: {reason}")


def other_poller() -> Refusal:
    return Refusal(409, f"{WORDS[409]}: another getUpdates took over")


def webhook_is_set() -> Refusal:
    return bad_request("getUpdates does not work while a webhook is set")
