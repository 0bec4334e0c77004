"""The tables of docs/zalo.md: what work costs in messages, counted on the fake Zalo: `python -m tests.docs.zalo_costs`.

How often a work is done is an estimate; what it takes each time is played.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import NamedTuple

from channels.zalo_bot.channel import FREE
from domain.quota import TIGHT
from language.numbers import format_count
from tests.dialogs.drivers.zalo import OnZalo
from tests.dialogs.player import Player
from tests.docs.pages import ROOT

PAGE: Path = ROOT / "docs" / "zalo.md"
BETWEEN = re.compile(r"(?<=<!-- bảng -->\n\n).*(?=\n<!-- hết bảng -->)", re.DOTALL)
BOTS_AN_ACCOUNT = 3
CADRES = (30, 100, 300)
REPORT = "@ secretary\n> hop 5/11 18/20 vang 2 co ly do, xet 1 quan chung, 18h-19h30\n> [Nộp báo cáo]\n"


class Work(NamedTuple):
    """`dialogue` after `before`; `times` a month, by a secretary, a union officer, a leader."""

    title: str
    dialogue: str
    times: tuple[float, float, float]
    before: str = ""


class Cost(NamedTuple):
    received: int
    sent: int

    @property
    def messages(self) -> int:
        return self.received + self.sent


WORKS = (
    Work(
        "Báo cáo sinh hoạt bằng một dòng, Trợ lý hỏi thêm một câu",
        "@ secretary\n> hop 5/11 18/20 vang 2 co ly do, xet 1 quan chung\n> 18h-19h30\n> [Nộp báo cáo]\n",
        (1, 0, 0),
    ),
    Work(
        "Ghi kết quả xét một quần chúng",
        "> [Trần Thị Hà]\n> 15/18\n> [Ghi kết quả]\n",
        (0.5, 0, 0),
        REPORT,
    ),
    Work(
        "Chi bộ giới thiệu một quần chúng",
        "@ secretary\n> gioi thieu Nguyễn Văn Tốt 12/3/1998 cty Konya\n> [Nam]\n> tổ trưởng\n> [Không]\n> [THPT]\n> [Không]\n"
        "> [Không]\n> bỏ qua\n> [Công đoàn]\n> [Hôm nay]\n> [Gửi]\n",
        (1, 0, 0),
    ),
    Work(
        "Công đoàn giới thiệu một đoàn viên",
        "@ union\n> gioi thieu Hoàng Thị Lan 4/1999 Konya\n> [Hôm nay]\n> [Gửi]\n",
        (0, 2, 0),
    ),
    Work("Xem tiến độ một chỉ tiêu", "@ leader\n> tien do ket nap\n", (2, 1, 8)),
    Work("Tìm một người, mở phiếu", "@ secretary\n> tim thao\n> [Nguyễn Thị Hiền Thảo]\n", (2, 1, 2)),
    Work("Xem việc của tôi, menu, trợ giúp", "@ secretary\n> viec\n", (2, 2, 1)),
    Work("Bản tin hằng tuần (tháng có 5 thứ Hai)", "@ secretary\n~ 2026-11-09 07:30\n", (5, 5, 5)),
    Work("Nhắc hạn, báo có người vừa trả lời", "@ two_posts\n~ 2026-11-07 07:30\n", (1, 2, 0)),
)


async def cost(work: Work) -> Cost:
    """What the person of the dialogue wrote and was sent."""
    (all_in, all_out), (in_before, out_before) = [
        await _counted(text) for text in (work.before + work.dialogue, work.before)
    ]
    return Cost(all_in - in_before, all_out - out_before)


async def _counted(dialogue: str) -> tuple[int, int]:
    if not dialogue:
        return 0, 0
    with tempfile.TemporaryDirectory() as folder:
        driver = OnZalo(Path(folder))
        player = Player(driver)
        await player.play(dialogue)
        chat = driver.fake.chat(driver.chat(player.person))
    return len(chat.messages) - len(chat.from_bot), len(chat.from_bot)


async def tables() -> str:
    costs = [await cost(work) for work in WORKS]
    each = [
        sum((Fraction(work.times[role]) * one.messages for work, one in zip(WORKS, costs, strict=True)), Fraction(0))
        for role in range(3)
    ]
    return f"{_works(costs, each)}\n{_cadres(ceil(each[0]))}"


def _works(costs: Sequence[Cost], each: Sequence[Fraction]) -> str:
    head = "| Việc | Mỗi lần: tin đồng chí nhắn + tin Trợ lý gửi | Bí thư | Công đoàn | Lãnh đạo |\n|---|---|---|---|---|\n"
    rows = [
        f"| {work.title} | {one.received} + {one.sent} = {one.messages} | "
        + " | ".join(_times(times, one.messages) for times in work.times)
        + " |\n"
        for work, one in zip(WORKS, costs, strict=True)
    ]
    return (
        head + "".join(rows) + f"| **Một người, một tháng** | | {' | '.join(f'**{_plain(one)}**' for one in each)} |\n"
    )


def _times(times: float, messages: int) -> str:
    return f"{_plain(Fraction(times))} × {messages} = {_plain(Fraction(times) * messages)}" if times else "–"


def _plain(number: Fraction) -> str:
    return format_count(int(number)) if number == int(number) else f"{float(number):.1f}".replace(".", ",")


def _cadres(each: int) -> str:
    head = (
        f"| Cán bộ | Tin một tháng | Bot tối thiểu theo số người ({FREE.users} người mỗi bot) | "
        f"Bot nên có (dưới {TIGHT}%) | Tài khoản Zalo ({BOTS_AN_ACCOUNT} bot mỗi tài khoản) | "
        "Tài khoản Zalo, nếu cả tài khoản mới được tính chung một hạn mức |\n|---|---|---|---|---|---|\n"
    )
    return head + "".join(_row(cadres, each) for cadres in CADRES)


def _row(cadres: int, each: int) -> str:
    messages, usable = cadres * each, FREE.per_month * TIGHT // 100
    least = ceil(cadres / FREE.users)
    enough = max(least, ceil(messages / usable))
    cells = (
        str(cadres),
        f"{cadres} × {each} = {format_count(messages)}",
        f"{least} bot ({_share(messages, least)}%)",
        f"{enough} bot ({_share(messages, enough)}%)",
        str(ceil(enough / BOTS_AN_ACCOUNT)),
        str(ceil(messages / usable)),
    )
    return f"| {' | '.join(cells)} |\n"


def _share(messages: int, bots: int) -> int:
    return round(100 * messages / (bots * FREE.per_month))


async def rewritten(page: str) -> str:
    """The page with the tables as they are counted. Raises ValueError when the page has no place for them."""
    if len(BETWEEN.findall(page)) != 1:
        raise ValueError("the page needs the two marks of the tables, once")
    made = await tables()
    return BETWEEN.sub(lambda _: made, page)


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(rewritten(PAGE.read_text("utf-8"))), "utf-8")
