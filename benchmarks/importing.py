"""`python -m benchmarks.importing`: 20,000 rows of candidates come in by a workbook while a person goes on writing.

The whole program with a messenger in memory: how long until the preview and until the receipt, the worst answer meanwhile, and the
peak of memory. The workbook is made in another process. Exit status 1 when a limit of the issue is missed.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.environment import REPOSITORY
from benchmarks.table import number, render
from domain.imports import MOST_ROWS, Subject
from language.sheets.subjects import LAYOUTS
from reports.subject_books import subject_workbook
from tests.fakes.channel import BOT
from tests.stage import Stage, open_stage

LIMITS = {"checked_seconds": 5.0, "written_seconds": 5.0, "worst_reply_seconds": 1.0, "peak_mb": 300.0}
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Quốc", "Ngọc", "Hữu", "Thu", "Xuân")
GIVEN = (
    "Anh",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
    "Yến",
)
CELLS = ("Chi bộ Konya", "Chi bộ Maple", "Chi bộ Nichias", "Chi bộ Regina Miracle", "Chi bộ Proconco")
EVERY_SECONDS = 0.05


def make(target: Path, count: int) -> None:
    """Everybody is another person: a name and a day of birth that nobody shares."""
    columns = [one.name for one in LAYOUTS[Subject.CANDIDATES].columns]
    rows = []
    for nth in range(count):
        name = (FAMILY[nth % 10], MIDDLE[nth // 10 % 10], MIDDLE[nth // 100 % 10], GIVEN[nth // 1_000 % 15])
        told = {
            "name": " ".join(name),
            "birth": f"{1 + nth // 15_000 * 7 + nth % 13:02d}/{1 + nth % 12:02d}/{1980 + nth % 23}",
            "sex": "Nữ" if nth % 2 else "Nam",
            "unit": CELLS[nth % len(CELLS)],
            "firm": f"Công ty TNHH Mẫu số {nth % 50}",
            "consent_on": f"{1 + nth % 28:02d}/03/2026",
            "job": "công nhân vận hành máy",
            "education": "THPT",
            "union": "Đoàn viên",
            "identified": f"{1 + nth % 28:02d}/04/2026",
            "cell_resolution": "đã có, chưa rõ ngày" if nth % 3 == 0 else "",
        }
        rows.append([told.get(column, "") for column in columns])
    target.write_bytes(
        subject_workbook(json.dumps({"subject": Subject.CANDIDATES, "units": [], "cells": [], "rows": rows}))
    )


@dataclass
class Meanwhile:
    """Somebody who writes again as soon as they are answered, and how long each answer took."""

    stage: Stage
    waits: list[float] = field(default_factory=list)
    is_over: bool = False

    async def write(self) -> None:
        while not self.is_over:
            before, began = self._answers(), time.perf_counter()
            raw = self.stage.channel.raw("secretary", self.stage.clock.now(), None, text="menu")
            await self.stage.receive([(BOT, raw)])
            await until(partial(self._has_more, before))
            self.waits.append(time.perf_counter() - began)
            await asyncio.sleep(EVERY_SECONDS)

    def _has_more(self, before: int) -> bool:
        return self._answers() != before

    def _answers(self) -> int:
        return sum(one.address.chat_id == "secretary" for one in self.stage.channel.sent)


async def until(has_come: Callable[[], bool]) -> None:
    while not has_come():  # noqa: ASYNC110 - what is waited for happens in the program under measurement, which knows no event of ours
        await asyncio.sleep(0.002)


def has_label(stage: Stage, label: str) -> bool:
    return any(one.startswith(label) for one in stage.labels("office"))


async def measure(content: bytes, folder: Path, rows: int) -> dict[str, float]:
    async with open_stage(folder) as stage:
        stage.channel.files["danh-sach.xlsx"] = content
        person = Meanwhile(stage)
        writing = asyncio.create_task(person.write())
        began = time.perf_counter()
        raw = stage.channel.raw("office", stage.clock.now(), None, file="danh-sach.xlsx")
        await stage.receive([(BOT, raw)])
        await until(lambda: has_label(stage, "Ghi"))
        checked = time.perf_counter() - began
        message, token = stage.button("office", "Ghi")
        began = time.perf_counter()
        await stage.receive(
            [(BOT, stage.channel.raw("office", stage.clock.now(), None, press=token, message_id=message))]
        )
        await until(lambda: has_label(stage, "Thu hồi"))
        written = time.perf_counter() - began
        await asyncio.sleep(1)
        person.is_over = True
        await writing
        count = stage.query("SELECT count(*) FROM candidate WHERE is_import = 1")[0][0]
    if count != rows:
        raise RuntimeError(f"{count} of {rows} rows were written")
    return {
        "checked_seconds": checked,
        "written_seconds": written,
        "worst_reply_seconds": max(person.waits),
        "median_reply_seconds": sorted(person.waits)[len(person.waits) // 2],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> int:
    rows = MOST_ROWS
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "danh-sach.xlsx"
        if sys.argv[1:2] == ["--make"]:
            make(Path(sys.argv[2]), rows)
            return 0
        command = [sys.executable, "-m", "benchmarks.importing", "--make", str(workbook)]
        subprocess.run(command, check=True, cwd=REPOSITORY)
        found = asyncio.run(measure(workbook.read_bytes(), Path(folder), rows))
    table = [[name, number(value), number(LIMITS[name]) if name in LIMITS else ""] for name, value in found.items()]
    print(render(["20,000 candidates", "measured", "limit"], table))
    return int(any(found[name] > most for name, most in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
