"""What somebody has been shown, held against whom they may know: judged by SQL of its own, not by the program's reach."""

from __future__ import annotations

from tests.flows.desk import Desk, Said

CELLS = {
    "admin": (),
    "secretary": ("Chi bộ Konya",),
    "deputy": ("Chi bộ Konya",),
    "secretary_maple": ("Chi bộ Maple",),
    "two_posts": ("Chi bộ Horn", "CĐCS Horn"),
    "collaborator": ("Chi bộ Konya", "Chi bộ Maple", "Chi bộ Horn"),
    "union": (),
    "stranger": (),
}
UNIONS = {"union": "CĐCS Konya", "two_posts": "CĐCS Horn"}
NAMES = """
SELECT DISTINCT c.name FROM candidate c JOIN unit_version v ON v.unit_id = {column} AND v.valid_to IS NULL WHERE v.short_name = ?
"""


def known_to(desk: Desk, who: str) -> set[str]:
    """Names of the candidates that this person may know."""
    found: set[str] = set()
    for cell in CELLS[who]:
        found |= {str(row[0]) for row in desk.query(NAMES.format(column="c.unit_id"), cell)}
    if who in UNIONS:
        found |= {str(row[0]) for row in desk.query(NAMES.format(column="c.introduced_unit_id"), UNIONS[who])}
    return found


def all_names(desk: Desk) -> set[str]:
    return {str(row[0]) for row in desk.query("SELECT name FROM candidate")}


def leaked(desk: Desk, who: str, said: list[Said] | None = None) -> set[str]:
    """Names beyond their reach in all that they were sent (or in `said`), texts and buttons."""
    shown = desk.screen.get(who, []) if said is None else said
    text = "\n".join("\n".join([one.text, *(button.label for button in one.buttons)]) for one in shown)
    return {name for name in all_names(desk) - known_to(desk, who) if name in text}
