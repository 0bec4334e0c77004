"""Counts of the digest and of a handover are of those who still agree."""

from __future__ import annotations

from domain.ids import UnitId
from storage import digests, posts
from tests.flows.desk import Desk


def test_whoever_agrees_no_more_is_not_counted_among_those_who_are_followed(desk: Desk) -> None:
    ident = desk.number("SELECT id FROM candidate WHERE name = 'Trần Thị Hà'")
    cell = desk.number("SELECT unit_id FROM candidate WHERE id = ?", ident)
    followed, waiting = digests.followed(desk.db, [UnitId(cell)]), posts.burden(desk.db, UnitId(cell)).waiting
    desk.say("secretary", "dulieu Trần Thị Hà")
    desk.press("secretary", "Rút lại")
    desk.press("secretary", "Đúng, rút lại")
    assert digests.followed(desk.db, [UnitId(cell)]) == followed - 1
    desk.db.execute("UPDATE candidate SET intake = 'waiting', is_stopped = 1 WHERE unit_id = ?", (cell,))
    assert posts.burden(desk.db, UnitId(cell)).waiting == 0
    desk.db.execute("UPDATE candidate SET is_stopped = 0 WHERE unit_id = ?", (cell,))
    assert posts.burden(desk.db, UnitId(cell)).waiting > waiting
