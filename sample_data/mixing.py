"""Variety without chance: the same numbers always give the same number."""

from __future__ import annotations

_MODULUS = 2_147_483_647


def mix(*numbers: int) -> int:
    """A number from 0 to 2³¹-2 that looks unrelated to its neighbours; take it modulo what is needed."""
    found = 17
    for number in numbers:
        found = (found * 48_271 + (number + 1) * 69_621) % _MODULUS
        found = (found ^ (found >> 13)) * 40_692 % _MODULUS
    return found


def spread(count: int, days: int, seed: int) -> list[int]:
    """`count` days from 0 to `days` - 1, ascending, one in each of `count` equal stretches (`count` at most `days`)."""
    found = []
    for nth in range(count):
        first, end = days * nth // count, days * (nth + 1) // count
        found.append(first + mix(seed, nth) % (end - first))
    return found
