"""Correcting one person of a pasted list without typing the others again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.introduce.facts import Listed
from language.text import fold


def corrected_list(text: str, people: Sequence[Listed], listed: Sequence[Listed]) -> list[str] | None:
    """The list with some of its people told anew: by their number ("2) Trần Thị Huệ") or the same name with its marks.

    What is not told anew stays. None when it is not clear whose place is meant.
    """
    places: dict[int, Listed] = {}
    number = re.match(r"\s*(\d{1,2}) ?[.)/:]", text, re.ASCII)
    for told in people:
        same = [at for at, before in enumerate(listed) if fold(before.name) == fold(told.name)]
        if len(same) != 1 and number is not None and len(people) == 1 and 1 <= int(number[1]) <= len(listed):
            same = [int(number[1]) - 1]
        if len(same) != 1 or same[0] in places:
            return None
        places[same[0]] = told
    return [_told_anew(before, places.get(at)).pack() for at, before in enumerate(listed)] if places else None


def _told_anew(before: Listed, told: Listed | None) -> Listed:
    if told is None:
        return before
    return Listed(
        told.name, told.birth or before.birth, told.firm or before.firm, told.sex or before.sex, told.job or before.job
    )
