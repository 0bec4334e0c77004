"""What else goes up from a meeting, in one line: numbers of resolutions and proposals, dues, place (domain.md §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.reading import Misread
from language.text import clean, cut, fold

EXAMPLE = "nghị quyết 1, kiến nghị 2, đảng phí đủ"
_RESOLUTIONS = re.compile(
    r"(?:nghi quyet|ket luan|nq)\D{0,3}(\d{1,2})|(\d{1,2}) (?:nghi quyet|ket luan|nq)\b", re.ASCII
)
_PROPOSALS = re.compile(r"(?:kien nghi|de xuat|kn)\D{0,3}(\d{1,2})|(\d{1,2}) (?:kien nghi|de xuat|kn)\b", re.ASCII)
_DUES = re.compile(r"dang phi (?:da )?(?:thu |nop )?(chua|thieu|du|xong|day du|roi)")
_PLACE = re.compile(r"(?:địa điểm|dia diem|tại|họp tại|hop tai)[: ]+([^,;\n]{2,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class More:
    """None = not said. Counts only: the wording of resolutions and proposals does not go through the bot."""

    resolutions: int | None = None
    proposals: int | None = None
    are_dues_paid: bool | None = None
    place: str | None = None


def read_more(text: str) -> More | Misread:
    """Misread when none of the four is in the text."""
    said, folded = clean(text[:300]), fold(text[:300])
    dues, place = _DUES.search(folded), _PLACE.search(said)
    more = More(
        _number(_RESOLUTIONS.search(folded)),
        _number(_PROPOSALS.search(folded)),
        None if dues is None else dues.group(1) not in ("chua", "thieu"),
        None if place is None else cut(place.group(1).strip(), 60),
    )
    if more == More():
        return Misread("Chưa rõ số nghị quyết, số kiến nghị, đảng phí hay địa điểm.", EXAMPLE)
    return more


def _number(match: re.Match[str] | None) -> int | None:
    return None if match is None else int(match.group(1) or match.group(2))
