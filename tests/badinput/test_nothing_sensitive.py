"""What must never be stored is refused at every step, and stands nowhere in the database afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.badinput.stations import do, draft_of, good_answer, open_form, starts
from tests.flows.desk import Desk
from tests.stage import open_stage

SECRETS = {
    "id number": ("số của anh ấy 031098765432", "031098765432"),
    "grouped id number": ("0310 9876 5432", "9876 5432"),
    "wide digits": ("０３１０９８７６５４３２ cua em", "０３１０９８７６５４３２"),
    "old id number": ("CMND 031987654", "031987654"),
    "stamp": ("Văn bản MẬT về quy hoạch bến bãi", "quy hoạch bến bãi"),
    "stamp without marks": ("tai lieu mat ve quy hoach ben bai", "quy hoach ben bai"),
    "password": ("mật khẩu là bachdang1288", "bachdang1288"),
    "password without a sign": ("mat khau zalo cua toi bachdang1288", "bachdang1288"),
    "one-time code": ("mã xác thực ngân hàng 482911", "482911"),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_refused_at_every_step_and_stored_nowhere(kind: str) -> None:
    text, secret = SECRETS[kind]
    desk = Desk()
    for start in starts(desk):
        with desk.aside():
            open_form(desk, start)
            for _ in range(14):
                draft = draft_of(desk, start)
                if draft is None:
                    break
                before = (draft.step, draft.values)
                assert "không nhận và không lưu" in desk.say(start.who, text), (start, draft.step)
                after = draft_of(desk, start)
                assert after is not None
                assert (after.step, after.values) == before
                do(desk, start.who, f"@{after.flow}.to.{after.version}.continue")
                do(desk, start.who, good_answer(desk, start, draft_of(desk, start) or after))
            assert secret not in desk.everything(), start
            assert draft_of(desk, start) is None
    desk.close()


async def test_not_a_byte_of_it_reaches_the_disk(tmp_path: Path) -> None:
    async with open_stage(tmp_path) as stage:
        for text, _ in SECRETS.values():
            await stage.say("secretary", text)
            await stage.say("nobody at all", text)
        files = [path.read_bytes() for path in tmp_path.iterdir()]
    files += [path.read_bytes() for path in tmp_path.iterdir()]

    for _, secret in SECRETS.values():
        assert not any(secret.encode() in data for data in files), secret


def test_planted_leak_would_be_seen() -> None:
    desk = Desk()
    desk.db.execute("INSERT INTO meta VALUES ('leak', 'số 031098765432')")
    assert "031098765432" in desk.everything()
    desk.close()
