"""The same conversation leaves the same records on every messenger, however the choices are made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.contracts.talkers import DIGITS, ZALO, talker

SCRIPT = (
    *("chào", DIGITS, "[Đúng, bắt đầu", "[Tôi đồng ý", "[6 giờ 45"),
    *("/gioithieu Nguyễn Văn Tốt 12/3/1998 cty Maple", "[Nam", "tổ trưởng", "[Không", "[THPT", "[Không", "[Không"),
    *("bỏ qua", "[Công đoàn", "[Hôm nay", "[Gửi"),
    *(
        "hop 5/11 8/9, 90p, xet 1 quan chung",
        "[1 có lý do",
        "[Nộp báo cáo tháng 11",
        "[Phạm Thị Hoa",
        "7/8",
        "[Ghi kết quả",
    ),
    *("/hop chuyên đề 4/11", "[120 phút", "[Không đổi", "[Đủ 9/9", "[Không xét", "học tập", "[Nộp", "[Thu hồi"),
)
RECORDS = (
    "SELECT name, birth, unit_id, firm, intake, sex, job, is_manager, education, is_union_member, introduced_by, needs_matching"
    " FROM candidate WHERE operation_id IS NOT NULL",
    "SELECT receipt, unit_id, period, kind, held_on, minutes, present, absent_excused, considered, topic, is_on_time, state"
    " FROM meeting WHERE operation_id IS NOT NULL ORDER BY id",
    "SELECT candidate_id, votes_for, eligible, is_passed FROM vote",
    "SELECT flow, person_id, unit_id, label, undone_at IS NULL FROM operation ORDER BY id",
    "SELECT person_id, message_hour FROM account JOIN person ON person.id = person_id WHERE person_id = 900",
    "SELECT action, subject, fields FROM audit ORDER BY id",
)
KINDS = ("buttons", "letters", "words", "web", "console", "telegram", *ZALO)


async def records_of(kind: str, folder: Path) -> list[list[tuple[object, ...]]]:
    """Plays the script and returns what it left."""
    folder.mkdir()
    async with talker(kind, folder) as person:
        for step in SCRIPT:
            answer = await (person.choose(step[1:]) if step.startswith("[") else person.say(step))
            assert answer.strip(), step
        database = person.database
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM inbox WHERE error IS NOT NULL").fetchone() == (0,)
        return [connection.execute(sql).fetchall() for sql in RECORDS]


@pytest.mark.parametrize("kind", KINDS)
async def test_conversation_leaves_the_same_records(kind: str, tmp_path: Path) -> None:
    found = await records_of(kind, tmp_path / kind)
    expected = await records_of("buttons", tmp_path / "again")

    assert found == expected
    assert [len(rows) for rows in expected[:4]] == [1, 2, 1, 4]
    assert [row[-1] for row in expected[1]] == ["live", "undone"]
