"""The only place that makes random values, and keyed digests of those that must not be stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable

from storage.sealing import key_id


def new_id() -> str:
    return secrets.token_hex(8)


def new_key() -> str:
    """32 random bytes as text, for a page's address or a secret key."""
    return secrets.token_urlsafe(32)


def fresh_digits() -> str:
    """Eight random digits, never beginning with 0 (a spreadsheet would drop it)."""
    return str(10_000_000 + secrets.randbelow(90_000_000))


def fresh_bytes(count: int) -> bytes:
    """For what is sealed: nonces and salts."""
    return secrets.token_bytes(count)


def digester(secret_key: str) -> Callable[[str], str]:
    """How the digits of a code become the digest that is stored: the id of the key, then HMAC-SHA-256 under it."""
    key, ident = secret_key.encode(), key_id(secret_key)
    return lambda digits: f"{ident}:{hmac.new(key, b'code:' + digits.encode(), hashlib.sha256).hexdigest()}"
