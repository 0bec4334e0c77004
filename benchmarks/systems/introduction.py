"""chibot's own form in daily use, a union's introduction: the command, then name, birth date, firm, consent, and the word that sends it.

Every name belongs to somebody in the zone already, with another birth date, so that the duplicate guard looks and does not
ask; the cell's secretary is told. It does more than the peers' form: read beside it, not instead of it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.form import SEND
from benchmarks.load import Form, Replied, System, main
from benchmarks.systems.chibot import DATABASE, DURABLE, OFFICERS_FROM, program
from sample_data import rows
from sample_data.naming import invented
from storage.connection import connect_to_read

FORMS = """
SELECT name, birth, firm, consent_on, introduced_unit_id, intake FROM candidate
WHERE added_by = ? AND is_undone = 0 AND needs_matching = 0
"""


def script(person: int) -> Form:
    """The union's introduction; no two people introduce the same person, and nobody introduces somebody of the zone."""
    who = invented(person, rows.names()).name
    birth = f"{1 + person % 28:02d}/{1 + person // 28 % 12:02d}/{1968 + person % 11}"
    answers = (who, birth, f"Konya {person}", f"{1 + person % 31:02d}/10/2026", SEND)
    return Form(("gioi thieu", *answers), answers)


def _written(day: str) -> str:
    """A date as it was typed."""
    return f"{date.fromisoformat(day):%d/%m/%Y}"


async def start(path: Path, replied: Replied) -> System:
    deliver, stop = await program(path, replied)
    reader = connect_to_read(path / DATABASE)

    def form(person: int) -> tuple[str, ...] | None:
        found = reader.execute(FORMS, (OFFICERS_FROM + person,)).fetchall()
        if len(found) != 1:
            return None
        name, birth, firm, consent, _, intake = found[0]
        return (name, _written(birth), firm, _written(consent), *([SEND] if intake == "waiting" else []))

    return System("chibot, introduction", "0.1", DURABLE, deliver, form, stop, script)


if __name__ == "__main__":
    main(start)
