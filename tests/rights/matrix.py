"""The matrix role × command × scope, twice: from the table of grants through `may()`, and from what people really get.

`python -m tests.rights.matrix` rewrites matrix.txt, which is reviewed like code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from domain.ids import PersonId, PostId, UnitId
from domain.people import Post, Role
from domain.rights import Action, may
from domain.units import Unit, UnitKind, UnitTree
from tests.flows.desk import Desk

FILE = Path(__file__).with_name("matrix.txt")
ON = date(2026, 11, 5)
SCOPES = ("own", "below", "above", "sibling", "anywhere", "no post")
KINDS = (UnitKind.COMMITTEE, UnitKind.CELL, UnitKind.UNION)
ABOVE, OWN, SIBLING, BELOW = (UnitId(number) for number in (1, 2, 3, 4))

PEOPLE = (
    *("admin", "office", "leader", "secretary", "deputy", "two_posts", "union", "collaborator", "secretary_maple"),
    "stranger",
)
COMMANDS = {
    "introduce": ("/gioithieu", "/gioithieu Nguyễn Văn Tèo 3/1998"),
    "report": ("/hop", "/hop 5/11 90p"),
    "progress": ("/tiendo", "/tiendo kết nạp"),
    "look up": ("/tracuu", "/tracuu nguyen"),
    "intake": ("/tiepnhan", ""),
    "export": ("/xuattep", "/xuattep konya word"),
    "invite": ("/capma", "/capma ai da vao"),
    "posts": ("/phanquyen", "/phanquyen cb konya"),
    "units": ("/donvi", "/donvi đổi tên konya thành Chi bộ Sao Mai"),
    "targets": ("/chitieu", "/chitieu kết nạp 2027 konya 3 theo NQ 1"),
    "settings": ("/caidat", ""),
    "own data": ("/dulieu", "/dulieu Trần Thị Hà"),
    "undo": ("/thuhoi", ""),
    "broadcast": ("/thongbao", "/thongbao công đoàn: Mời họp ngày 20/11"),
    "trail": ("/nhatky", "/nhatky hôm nay"),
    "import": ("/nhaptep", ""),
    "template": ("/tepmau chi tieu", ""),
    "menu": ("menu", ""),
}
UNITS = {"Konya": "konya", "Maple": "maple", "zone": "khu kinh te", "Nomura": "kcn nomura", "no such": "bach hoa"}
CANDIDATES = {
    "Konya's": "Trần Thị Hà",
    "Maple's": "Tạ Đình Khương",
    "Horn's": "Khúc Văn Chiến",
    "waiting": "Phan Thị Ngoan",
}


def tree(kind: UnitKind) -> UnitTree:
    """A unit of that kind with one above, one beside and one below it."""
    below = UnitKind.CELL if kind is UnitKind.COMMITTEE else UnitKind.UNION
    kinds = {ABOVE: UnitKind.COMMITTEE, OWN: kind, SIBLING: kind, BELOW: below}
    parents = {ABOVE: None, OWN: ABOVE, SIBLING: ABOVE, BELOW: OWN}
    return UnitTree.of(ON, [Unit(one, kinds[one], "", "", parents[one], date(2020, 1, 1)) for one in kinds])


def granted(role: Role, action: Action, kind: UnitKind, scope: str) -> bool:
    """What `may()` says for one post of that role in a unit of that kind."""
    posts = [] if scope == "no post" else [Post(PostId(1), PersonId(1), role, OWN, "", date(2020, 1, 1))]
    units = {"own": OWN, "below": BELOW, "above": ABOVE, "sibling": SIBLING}
    return may(posts, action, tree(kind), units.get(scope))


def granted_lines() -> Iterator[str]:
    for kind in KINDS:
        yield f"{'post in a ' + kind:<34}" + "".join(f"{scope:>10}" for scope in SCOPES)
        for role in Role:
            for action in Action:
                cells = ["yes" if granted(role, action, kind, scope) else "-" for scope in SCOPES]
                yield f"  {role:<14}{action:<18}" + "".join(f"{cell:>10}" for cell in cells)
        yield ""


def table(title: str, columns: list[str], cell: Callable[[str, str], str]) -> Iterator[str]:
    width = max(12, *(len(column) + 2 for column in columns))
    yield f"{title:<34}" + "".join(f"{column:>{width}}" for column in columns)
    for who in PEOPLE:
        yield f"  {who:<32}" + "".join(f"{cell(who, column):>{width}}" for column in columns)
    yield ""


def outcome(text: str) -> str:
    """What kind of answer it is: the stranger's sentence, a refusal by role, nothing found, a choice of units, or the thing itself."""
    if "chỉ phục vụ người được mời" in text:
        return "stranger"
    if "không thuộc vai trò" in text or "” là việc của " in text:
        return "refused"
    if text.startswith(("Không thấy", "Không tìm thấy", "Chưa tìm thấy đơn vị")):
        return "not found"
    if "đơn vị nào?" in text:
        return "which unit"
    return "yes" if text else "NOTHING"


def played_lines(desk: Desk) -> Iterator[str]:
    def said(who: str, text: str) -> str:
        with desk.aside():
            return outcome(desk.say(who, text))

    def carded(who: str, whose: str) -> str:
        number = desk.number("SELECT id FROM candidate WHERE name = ?", CANDIDATES[whose])
        with desk.aside():
            text = desk.press_token(who, f"lookup.card.0.{number}")
            return "yes" if CANDIDATES[whose] in text else outcome(text)

    def printed(who: str, whose: str) -> str:
        number = desk.number("SELECT id FROM candidate WHERE name = ?", CANDIDATES[whose])
        with desk.aside():
            text = desk.press_token(who, f"export.one.0.w:{number}")
            is_sent = desk.query("SELECT 1 FROM outbox WHERE attachment LIKE ?", f"%{CANDIDATES[whose]}%")
        return "yes" if is_sent else outcome(text)

    def answered(who: str, whose: str) -> str:
        number = desk.number("SELECT id FROM candidate WHERE name = ?", CANDIDATES[whose])
        with desk.aside():
            desk.press_token(who, f"intake.receive.0.{number}")
            is_received = desk.query("SELECT 1 FROM operation WHERE flow = 'intake'")
        return "yes" if is_received else "-"

    yield from table("command", list(COMMANDS), lambda who, name: said(who, COMMANDS[name][0]))
    filled = [name for name, (_, line) in COMMANDS.items() if line]
    yield from table("command with its line", filled, lambda who, name: said(who, COMMANDS[name][1]))
    yield from table("progress of", list(UNITS), lambda who, name: said(who, f"/tiendo kết nạp {UNITS[name]}"))
    yield from table("look up by name", list(CANDIDATES), lambda who, whose: said(who, f"/tracuu {CANDIDATES[whose]}"))
    yield from table("card by number", list(CANDIDATES), carded)
    yield from table("prints by number", list(CANDIDATES), printed)
    yield from table("receives an introduction", list(CANDIDATES), answered)


def matrix() -> str:
    desk = Desk()
    try:
        lines = [
            "# Who may do what, where. Written by `python -m tests.rights.matrix`; review every change.",
            "",
            "## What the grants say, through may()",
            *granted_lines(),
            "## What people really get",
            *played_lines(desk),
        ]
    finally:
        desk.close()
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


if __name__ == "__main__":
    FILE.write_text(matrix(), encoding="utf-8")
