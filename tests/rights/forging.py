"""Whoever has no right to it presses, writes and sends what others are shown: at each moment of a dialogue, and rolled back each time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from domain.talk import STEER, FlowName, Press
from tests.flows.desk import Desk

FIRST = 9_001
"""The id of the first forger, and of their post: beyond all of the sample zone's."""


class Forger(NamedTuple):
    """Whoever holds that one post, of whose unit no dialogue speaks; without a role: nobody invited them."""

    chat: str
    name: str = ""
    role: str = ""
    unit: str = ""


FORGERS = (
    Forger("other_secretary", "Đào Thị Kẻ", "secretary", "Chi bộ Jinka"),
    Forger("other_union", "Tống Văn Mượn", "union", "CĐCS Flat"),
    Forger("other_collaborator", "Lục Thị Thử", "collaborator", "Chi bộ Mẫu Bạch Long Vĩ"),
    Forger("never_invited"),
)
OPEN_TO_MANY = ("introduce", "meeting", "consider", "intake", "lookup", "privacy")
"""Forms that a forger may have of their own; of the others they have at most one from a post that ended."""
OPENINGS = {"introduce": "/gioithieu", "meeting": "/hop", "lookup": "/tracuu", "privacy": "@privacy.tosay.0.me"}
"""How a forger begins a form of their own: a text, or ("@") a button."""
UNWATCHED = {
    "inbox": "what was written and pressed",
    "outbox": "what is said is judged word by word",
    "audit": "a look or a refusal is noted; what it is about is judged by what is said",
    "audit_value": "belongs to the audit",
    "account": "when an account was seen last",
    "meta": "marks of what changed: those who changed are watched",
    "code_try": "a guess of a code is counted",
    "row_before": "written with the rows that it keeps, which are watched",
    "receipt_counter": "counts what is written elsewhere",
    "conversation": "what somebody may answer goes with what they are told",
}
"""Tables that a forgery may write, each with its reason."""
PERSONS = re.compile(r"person_id|\w+_by|subject_id", re.ASCII)
UNITS = ("unit_id", "introduced_unit_id")
NEW = "SELECT chat_id, text, buttons, attachment FROM outbox WHERE id > ? AND action <> 'strip' ORDER BY id"
HELD = (
    "SELECT open_flow, drafts, shown FROM conversation WHERE owner = ? AND drafts <> '[]' AND drafts NOT LIKE '%join%'"
)
ASKED = "SELECT 1 FROM conversation WHERE owner = ? AND open_flow IS NOT NULL"
HOLD = "INSERT OR REPLACE INTO conversation (owner, open_flow, drafts, shown) VALUES (?, ?, ?, ?)"
PARENTS = "SELECT unit_id, parent_id FROM unit_version WHERE valid_to IS NULL"
UNIT = "SELECT unit_id FROM unit_version WHERE short_name = ? AND valid_to IS NULL"
SETTLE = (
    "INSERT INTO person (id, name) VALUES (:id, :name)",
    "INSERT INTO post (id, person_id, role, unit_id, title, since) VALUES (:id, :id, :role, :unit, 'Người khác', '2025-01-01')",
    "INSERT INTO account (channel, bot_id, chat_id, person_id, linked_at, last_seen_at) VALUES ('web', 'practice', :chat, :id, 0, 0)",
)
THEIRS = (
    "SELECT name, unit_id FROM candidate",
    "SELECT name, introduced_unit_id FROM candidate",
    f"SELECT p.name, o.unit_id FROM person p LEFT JOIN post o ON o.person_id = p.id WHERE p.id < {FIRST}",
    "SELECT receipt, unit_id FROM meeting",
    "SELECT reason, unit_id FROM report_waiver",
    "SELECT name, NULL FROM upload",
)
"""What names people and their papers, with the one unit that may know it."""
SHARED = (
    "SELECT short_name, unit_id FROM unit_version",
    "SELECT DISTINCT document, unit_id FROM target WHERE document <> ''",
)
"""What those below may know, too."""
NUMBER = re.compile(r"\d+")
NOWHERE = "987654321"
"""An id that nothing has."""


Named = tuple[str, int | None]
"""A word that tells of something, and the unit that it belongs to."""


class Fault(NamedTuple):
    """What a forgery did that it must not: `who` did `what`, `how`, and what came of it."""

    who: str
    how: str
    what: str
    came: str


class Forging:
    """A desk of its own, on copies of the database of a running dialogue. `faults` is what was found, `tried` how much was tried."""

    def __init__(self) -> None:
        self.desk = Desk()
        self._units = {one.chat: self.desk.number(UNIT, one.unit) if one.unit else 0 for one in FORGERS}
        self._parents: dict[int, int | None] = dict(self.desk.db.execute(PARENTS))
        self._above = dict(self._chains())
        self._last_named: tuple[list[Named], list[Named]] = ([], [])
        self.faults: list[Fault] = []
        self.tried = 0
        self._watch()
        self.desk.db.execute("COMMIT")

    def copy(self, database: Path, at: datetime, codes: Sequence[str]) -> None:
        """From here on the forgers try things at that moment. `codes` are the digits that anybody was told."""
        self.desk.load(database)
        self.desk.now = at
        rows = [
            {"id": FIRST + nth, "unit": self._units[one.chat], "name": one.name, "role": one.role, "chat": one.chat}
            for nth, one in enumerate(FORGERS)
            if one.role
        ]
        for sql in SETTLE:
            self.desk.db.executemany(sql, rows)
        self.look(codes)

    def look(self, codes: Sequence[str] = ()) -> None:
        """Takes note of what stands there now."""
        self.desk.query("DELETE FROM written")
        theirs, shared = self._named(THEIRS), self._named(SHARED)
        theirs += [(code, None) for digits in codes for code in (digits, f"{digits[:4]} {digits[4:]}")]
        if (theirs, shared) != self._last_named:
            self._last_named = theirs, shared
            self._secrets = {one.chat: self._secrets_of(one, theirs, shared) for one in FORGERS}

    def close(self) -> None:
        self.desk.close()

    # Who forges, and what they must not hear of.

    def _named(self, queries: Sequence[str]) -> list[Named]:
        return [row for sql in queries for row in self.desk.db.execute(sql)]

    def _secrets_of(self, forger: Forger, theirs: Sequence[Named], shared: Sequence[Named]) -> Sequence[str]:
        """Words that nobody says by chance, but for those that stand in an open one."""
        unit = self._units[forger.chat]
        open_to = {unit, *self._above[unit], *self._beside(unit)} if unit else set()
        known = {word for word, one in theirs if unit and one == unit} | {
            word for word, one in shared if one in open_to
        }
        shown = "\n".join([forger.name, *known])
        return [word for word in {word for word, _ in (*theirs, *shared)} if word not in shown]

    def _beside(self, unit: int) -> set[int]:
        """What is below it; for a union the enterprise of its cell, too."""
        kinds: dict[int, str] = dict(self.desk.db.execute("SELECT id, kind FROM unit"))
        cell = self._parents[unit] if kinds[unit] == "union" else None
        below = {one for one, over in self._above.items() if unit in over}
        return below | {
            one
            for one, over in self._parents.items()
            if cell is not None and over == cell and kinds[one] == "enterprise"
        }

    def _chains(self) -> Iterator[tuple[int, set[int]]]:
        """Each unit with all that are above it."""
        for unit in self._parents:
            above, over = set(), self._parents[unit]
            while over is not None:
                above.add(over)
                over = self._parents.get(over)
            yield unit, above

    # What was written.

    def _watch(self) -> None:
        query = self.desk.query
        query("CREATE TEMP TABLE written (name TEXT, was TEXT, became TEXT)")
        for (table,) in query("SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
            if table in UNWATCHED:
                continue
            columns = [str(row[1]) for row in query(f"PRAGMA table_info({table})")]
            old, new = (
                "json_object(" + ", ".join(f"'{one}', {row}.{one}" for one in columns) + ")" for row in ("OLD", "NEW")
            )
            for event, was, became in (("INSERT", "NULL", new), ("UPDATE", old, new), ("DELETE", old, "NULL")):
                query(
                    f"CREATE TEMP TRIGGER w_{table}_{event} AFTER {event} ON main.{table} BEGIN"
                    f" INSERT INTO written VALUES ('{table}', {was}, {became}); END"
                )

    def _written(self, forger: Forger) -> Iterator[tuple[str, bool]]:
        """Each row that was written, as text, and whether it is the forger's own to write. Whom it concerns may be told of it."""
        for table, was, became in self.desk.query("SELECT name, was, became FROM written WHERE was IS NOT became"):
            rows = [json.loads(str(one)) for one in (was, became) if one is not None]
            yield f"{table}: {rows[-1]}", all(self._is_own(str(table), row, forger) for row in rows)

    def _is_own(self, table: str, row: Mapping[str, Any], forger: Forger) -> bool:
        """Whether all that the row names is theirs: the person, the unit, the candidate, the operation."""
        nth = FORGERS.index(forger)
        owners = [FIRST + nth] if forger.role else []
        if table == "person":
            return row["id"] in owners
        if table == "operation_subject":
            return self._operation(row["operation_id"]) in owners
        people = [row[one] for one in row if PERSONS.fullmatch(one) and isinstance(row[one], int)]
        units = [row[one] for one in UNITS if row.get(one) is not None]
        operations = [self._operation(row["operation_id"])] if row.get("operation_id") is not None else []
        candidates = self.desk.query(
            "SELECT unit_id, introduced_unit_id FROM candidate WHERE id = ?", row.get("candidate_id")
        )
        mine = {self._units[forger.chat]} | (
            {self._parents[self._units[forger.chat]]} if forger.role == "union" else set()
        )
        is_theirs = all(one in owners for one in [*people, *operations]) and bool(people or operations)
        return is_theirs and all(one in mine for one in units) and all(mine & {*two} for two in candidates)

    def _operation(self, ident: object) -> int:
        return self.desk.number("SELECT person_id FROM operation WHERE id = ?", ident)

    # What they try.

    def try_buttons(self, chat: str, tokens: Sequence[str]) -> None:
        """Buttons that were shown there: in a fresh conversation, with what that person has begun, and amid the forger's own form."""
        presses = [press for token in tokens if (press := Press.parse(token)) is not None]
        for forger in FORGERS:
            for press in self._first_of_a_question(presses):
                self._try(forger, "fresh", press=press.token())
            for how in self._with_drafts(forger, chat):
                for press in presses:
                    if press.flow in self.desk.conversation(forger.chat).drafts:
                        self._try(forger, how, press=press.token())
            for flow in {press.flow for press in presses} & set(OPENINGS):
                self._amid(forger, flow, [press for press in presses if press.flow == flow and press.step != STEER])

    @staticmethod
    def _first_of_a_question(presses: Sequence[Press]) -> Sequence[Press]:
        """Whoever is asked nothing has no question: of one's choices the first stands for all."""
        asked = {(press.flow, press.step): press for press in reversed(presses) if press.version}
        return [press for press in presses if not press.version or asked[press.flow, press.step] is press]

    def _amid(self, forger: Forger, flow: str, presses: Sequence[Press]) -> None:
        """Amid a form of that flow that is the forger's own, as if it were its question."""
        if not presses:
            return
        with self.desk.aside():
            opening = OPENINGS[flow]
            self._say(forger, **({"press": opening[1:]} if opening.startswith("@") else {"text": opening}))
            draft = self.desk.conversation(forger.chat).drafts.get(FlowName(flow))
            if draft is None:
                return
            for press in presses:
                version = draft.version if press.version else 0
                self._try(forger, f"amid {flow}", press=replace(press, version=version).token())

    def try_text(self, chat: str, text: str) -> None:
        """What somebody is about to say there: a command as it is, an answer with what that person has begun."""
        is_asked = bool(self.desk.query(ASKED, self._owner(chat)))
        for forger in FORGERS[:3]:
            if not is_asked:
                self._try(forger, "fresh", text=text)
            for how in self._with_drafts(forger, chat) if is_asked else ():
                self._try(forger, how, text=text)

    def try_number(self, forger: Forger, step: tuple[str, str], value: str) -> str:
        """That step with that value, bound to a record: the answer."""
        return self._try(forger, "fresh", press=f"{step[0]}.{step[1]}.0.{value}")

    def try_file(self, name: str) -> None:
        for forger in FORGERS:
            self._try(forger, "fresh", file=name)

    def _with_drafts(self, forger: Forger, chat: str) -> Iterator[str]:
        """The forger has what that chat's person has begun: for that one's unit, as after a post that ended, then for their own."""
        rows = self.desk.query(HELD, self._owner(chat))
        if not rows or not forger.role:
            return
        open_flow, drafts, shown = rows[0]
        as_own = _for_unit(str(drafts), self._units[forger.chat]) if open_flow in OPEN_TO_MANY else None
        for how, mine in (("with their draft", drafts), ("with their draft as one's own", as_own)):
            if mine is None:
                continue
            with self.desk.aside():
                self.desk.query(HOLD, f"p{FIRST + FORGERS.index(forger)}", open_flow, mine, shown)
                self.desk.query("DELETE FROM written")
                yield how

    def _owner(self, chat: str) -> str:
        found = self.desk.query("SELECT person_id, id FROM account WHERE chat_id = ? AND channel = 'web'", chat)
        return "" if not found else f"a{found[0][1]}" if found[0][0] is None else f"p{found[0][0]}"

    def _try(self, forger: Forger, how: str, **content: str) -> str:
        """What was answered."""
        self.tried += 1
        what = " ".join(map(str, content.values()))
        with self.desk.aside():
            known = what + self._typed(forger)
            try:
                said = self._say(forger, **content)
            except Exception as error:
                self.faults.append(Fault(forger.chat, how, what, f"raised {error!r}"))
                return ""
            wrote = list(self._written(forger))
            came = [f"wrote {row}" for row, is_own in wrote if not is_own]
            mine = "\n".join(text for chat, text in said if chat == forger.chat)
            came += [
                f"said {word}: {mine}" for word in self._secrets[forger.chat] if word in mine and word not in known
            ]
            if not wrote:
                came += [f"told {chat}: {text}" for chat, text in said if chat != forger.chat]
        self.faults += [Fault(forger.chat, how, what, one) for one in came]
        return mine

    def _typed(self, forger: Forger) -> str:
        """What stands in the drafts that they have: whoever typed it knows it."""
        found = self.desk.query("SELECT drafts FROM conversation WHERE owner = ?", self._owner(forger.chat))
        return json.dumps(json.loads(str(found[0][0])), ensure_ascii=False) if found else ""

    def _say(self, forger: Forger, **content: str) -> list[tuple[str, str]]:
        """Everything that left, to whomever: its text, its buttons and its file."""
        before = self.desk.number("SELECT coalesce(max(id), 0) FROM outbox")
        self.desk.turn(forger.chat, **content)
        return [
            (str(chat), f"{text}\n{json.dumps(json.loads(str(buttons)), ensure_ascii=False)}\n{attachment or ''}")
            for chat, text, buttons, attachment in self.desk.query(NEW, before)
        ]


def _for_unit(drafts: str, unit: int) -> str | None:
    """The drafts, as if for that unit; None when none is for a unit."""
    found = json.loads(drafts)
    meant = [one["answers"] for one in found if "unit" in one["answers"]]
    for answers in meant:
        answers["unit"] = unit
    return json.dumps(found, ensure_ascii=False) if meant else None
