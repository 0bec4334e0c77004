"""Secrets at rest: single values and whole files under AES-256-GCM, each key derived by HKDF from a secret of the settings.

A key is known by its id, which tells nothing of it, so that what was sealed says which key opens it. The one home of `cryptography`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ID_BYTES, NONCE_BYTES, SALT_BYTES, TAG_BYTES = 4, 12, 16, 16
VALUE_VERSION = b"\x01"
FILE_MAGIC = b"chibot backup\x01"
"""Begins a sealed file: the name, then the version of the format."""
HEADER_BYTES = len(FILE_MAGIC) + ID_BYTES + SALT_BYTES
CHUNK_BYTES = 1024 * 1024
LAST, NOT_LAST = b"\x01", b"\x00"


class WrongKey(Exception):
    """Sealed under a key that is not among ours (`key_id` says which): set the key with which it was made."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"sealed under key {key_id}, which is not set")
        self.key_id = key_id


class Broken(Exception):
    """What was sealed was changed, cut short or belongs elsewhere: nothing of it can be believed."""


def _derived(secret: str, salt: bytes, about: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt, b"chibot " + about).derive(secret.encode())


def key_id(secret: str) -> str:
    """Eight hexadecimal digits that name the key and tell nothing of it."""
    return _derived(secret, b"", b"key id", ID_BYTES).hex()


class Sealer:
    """Seals the values of single columns. `secrets`: the key of today first, then those that still open what they sealed.

    `nonce` gives twelve fresh random bytes at each call (`bot.ids.fresh_bytes`).
    """

    def __init__(self, secrets: Sequence[str], nonce: Callable[[int], bytes]) -> None:
        self._ciphers = {key_id(one): AESGCM(_derived(one, b"", b"columns")) for one in reversed(secrets)}
        self._current, self._nonce = key_id(secrets[0]), nonce

    def seal(self, value: str, table: str, row: int, column: str) -> bytes:
        """Opens again only for the same table, row and column."""
        head, nonce = VALUE_VERSION + bytes.fromhex(self._current), self._nonce(NONCE_BYTES)
        about = head + _place(table, row, column)
        return head + nonce + self._ciphers[self._current].encrypt(nonce, value.encode(), about)

    def open(self, sealed: bytes, table: str, row: int, column: str) -> str:
        """Raises WrongKey for a key that we do not have, Broken for what was changed or stands in another place."""
        head, rest = sealed[: 1 + ID_BYTES], sealed[1 + ID_BYTES :]
        if head[:1] != VALUE_VERSION or len(rest) < NONCE_BYTES + TAG_BYTES:
            raise Broken("not a sealed value")
        cipher = self._ciphers.get(head[1:].hex())
        if cipher is None:
            raise WrongKey(head[1:].hex())
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + _place(table, row, column)).decode()
        except InvalidTag as error:
            raise Broken("a sealed value was changed, or belongs elsewhere") from error

    def is_of_today(self, sealed: bytes) -> bool:
        """False for what should be sealed anew, so that its key can go."""
        return sealed[1 : 1 + ID_BYTES].hex() == self._current


def _place(table: str, row: int, column: str) -> bytes:
    return f"{table}:{row}:{column}".encode()


def is_sealed(path: Path) -> bool:
    """Raises OSError when the file cannot be read."""
    with path.open("rb") as file:
        return file.read(len(FILE_MAGIC)) == FILE_MAGIC


def seal_file(source: Path, target: Path, secret: str, salt: bytes) -> None:
    """Writes the whole source, chunk by chunk, to a new file that is on the disk afterwards. `salt`: sixteen fresh random bytes."""
    header = FILE_MAGIC + bytes.fromhex(key_id(secret)) + salt
    cipher = AESGCM(_derived(secret, salt, b"file"))
    with source.open("rb") as plain, target.open("xb") as sealed:
        sealed.write(header)
        for nth, (chunk, is_last) in enumerate(_chunks(plain, CHUNK_BYTES)):
            sealed.write(cipher.encrypt(_nonce(nth, is_last), chunk, header))
        sealed.flush()
        os.fsync(sealed.fileno())


def opened(source: Path, secrets: Sequence[str]) -> Iterator[bytes]:
    """The plain chunks of a sealed file, each checked before it is given; read to the end, the whole is proven.

    Raises WrongKey or Broken.
    """
    with source.open("rb") as sealed:
        header = sealed.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or not header.startswith(FILE_MAGIC):
            raise Broken("not a sealed file")
        ident = header[len(FILE_MAGIC) : len(FILE_MAGIC) + ID_BYTES].hex()
        secret = next((one for one in secrets if key_id(one) == ident), None)
        if secret is None:
            raise WrongKey(ident)
        cipher = AESGCM(_derived(secret, header[-SALT_BYTES:], b"file"))
        for nth, (chunk, is_last) in enumerate(_chunks(sealed, CHUNK_BYTES + TAG_BYTES)):
            try:
                yield cipher.decrypt(_nonce(nth, is_last), chunk, header)
            except InvalidTag as error:
                raise Broken("the sealed file was changed or cut short") from error


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Every chunk, and whether it is the last one; an empty file is one empty chunk."""
    chunk = file.read(size)
    while following := file.read(size):
        yield chunk, False
        chunk = following
    yield chunk, True


def _nonce(nth: int, is_last: bool) -> bytes:
    """Each file has a key of its own, so a count never meets itself; the last chunk is told apart, so that none can be cut off."""
    return nth.to_bytes(NONCE_BYTES - 1, "big") + (LAST if is_last else NOT_LAST)
