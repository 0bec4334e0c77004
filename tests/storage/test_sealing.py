"""What is sealed opens only whole, only in its place, and only under its own key; a key's id tells nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import sealing
from storage.sealing import CHUNK_BYTES, HEADER_BYTES, Broken, Sealer, WrongKey, key_id, opened, seal_file

NEW, OLD, OTHER = "k" * 40, "o" * 40, "x" * 40
SALT = bytes(range(16))


def nonces() -> Iterator[bytes]:
    return (number.to_bytes(12, "big") for number in count())


def sealer(*secrets: str) -> Sealer:
    fresh = nonces()
    return Sealer(secrets, lambda _count: next(fresh))


def sealed_file(folder: Path, content: bytes) -> Path:
    (folder / "plain").write_bytes(content)
    (folder / "sealed").unlink(missing_ok=True)
    seal_file(folder / "plain", folder / "sealed", NEW, SALT)
    return folder / "sealed"


@given(st.text())
def test_value_comes_back_as_it_was(value: str) -> None:
    one = sealer(NEW)
    sealed = one.seal(value, "token", 7, "secret")
    assert one.open(sealed, "token", 7, "secret") == value
    assert len(value) < 4 or value.encode() not in sealed


@pytest.mark.parametrize("place", [("other", 7, "secret"), ("token", 8, "secret"), ("token", 7, "name")])
def test_value_that_was_moved_does_not_open(place: tuple[str, int, str]) -> None:
    one = sealer(NEW)
    with pytest.raises(Broken):
        one.open(one.seal("access", "token", 7, "secret"), *place)


def test_every_changed_byte_is_noticed() -> None:
    one = sealer(NEW)
    sealed = one.seal("access", "token", 7, "secret")
    for nth in range(len(sealed)):
        changed = bytes([*sealed[:nth], sealed[nth] ^ 1, *sealed[nth + 1 :]])
        with pytest.raises((Broken, WrongKey)):
            one.open(changed, "token", 7, "secret")
    with pytest.raises(Broken):
        one.open(b"", "token", 7, "secret")


def test_value_of_a_replaced_key_opens_and_is_told_apart() -> None:
    before = sealer(OLD).seal("access", "token", 7, "secret")
    both = sealer(NEW, OLD)
    assert both.open(before, "token", 7, "secret") == "access"
    assert not both.is_of_today(before)
    assert both.is_of_today(both.seal("access", "token", 7, "secret"))


def test_key_that_is_missing_is_named_by_its_id() -> None:
    before = sealer(OLD).seal("access", "token", 7, "secret")
    with pytest.raises(WrongKey) as refused:
        sealer(NEW).open(before, "token", 7, "secret")
    assert refused.value.key_id == key_id(OLD)
    assert OLD not in str(refused.value)


def test_same_value_twice_does_not_look_the_same() -> None:
    one = sealer(NEW)
    assert one.seal("access", "token", 7, "secret") != one.seal("access", "token", 7, "secret")


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])
def test_file_comes_back_as_it_was(tmp_path: Path, size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    sealed = sealed_file(tmp_path, content[:size])
    assert b"".join(opened(sealed, [OTHER, NEW])) == content[:size]
    assert sealing.is_sealed(sealed)
    assert not sealing.is_sealed(tmp_path / "plain")


@pytest.mark.parametrize("kept", [10, HEADER_BYTES, HEADER_BYTES + 5, HEADER_BYTES + CHUNK_BYTES + 16, -1])
def test_file_that_was_cut_short_does_not_open(tmp_path: Path, kept: int) -> None:
    sealed = sealed_file(tmp_path, b"a" * (2 * CHUNK_BYTES + 9))
    sealed.write_bytes(sealed.read_bytes()[:kept])
    with pytest.raises(Broken):
        list(opened(sealed, [NEW]))


def test_chunks_in_another_order_do_not_open(tmp_path: Path) -> None:
    sealed = sealed_file(tmp_path, b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES + b"c")
    data, size = sealed.read_bytes(), CHUNK_BYTES + 16
    first, second = (data[HEADER_BYTES + nth * size : HEADER_BYTES + (nth + 1) * size] for nth in (0, 1))
    sealed.write_bytes(data[:HEADER_BYTES] + second + first + data[HEADER_BYTES + 2 * size :])
    with pytest.raises(Broken):
        list(opened(sealed, [NEW]))


def test_file_under_another_key_says_which(tmp_path: Path) -> None:
    with pytest.raises(WrongKey, match=key_id(NEW)):
        list(opened(sealed_file(tmp_path, b"a"), [OTHER]))
    assert len({key_id(one) for one in (NEW, OLD, OTHER)}) == 3
