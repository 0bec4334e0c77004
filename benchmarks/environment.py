"""The peers' own virtual environment, made on first use, and the facts about this machine that explain a result."""

from __future__ import annotations

import hashlib
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
PEERS = HERE / ".venv"
REQUIREMENTS = HERE / "requirements.txt"


def peers_python() -> Path:
    """The interpreter that has aiogram and python-telegram-bot, installed anew when the pins or Python changed.

    Raises SystemExit, with the installer's last lines, when they cannot be installed.
    """
    python = PEERS / "bin" / "python"
    stamp = PEERS / "installed"
    wanted = f"{sys.version}\n{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}\n"
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print(
        "First use: installing the peers into benchmarks/.venv (about a minute, needs the package index) …", flush=True
    )
    _run([sys.executable, "-m", "venv", "--clear", str(PEERS)])
    install = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:"]
    _run([*install, "-r", str(REQUIREMENTS)])
    stamp.write_text(wanted)
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise SystemExit(f"The peers could not be installed:\n{tail}\nWithout them: python -m benchmarks --only chibot")


def machine(folder: Path) -> dict[str, object]:
    """What a reader needs to compare two results; `folder` is where the databases will lie."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "platform": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "fsync_ms": round(fsync_ms(folder), 3),
    }


def fsync_ms(folder: Path, count: int = 100) -> float:
    """The median time to put 4 KB safely on this disk. Near 0 means a RAM disk, where being durable costs nothing."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(count):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000
