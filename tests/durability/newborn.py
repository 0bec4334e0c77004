"""What a process of tests/durability/nursery.py does with its life. It imports next to nothing by itself."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path


def live(
    argv: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    script: Path | None,
    out: Connection,
    err: Connection,
) -> None:
    """Takes the place of `chibot argv…`, or of `python script argv…`, from the first line of `main` to the exit status."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for end, stream in ((out, sys.stdout), (err, sys.stderr)):
        os.dup2(end.fileno(), stream.fileno())
        end.close()
    sys.argv = [str(script or "chibot"), *argv]
    if script is not None:
        runpy.run_path(str(script), run_name="__main__")
    from bot.main import main

    sys.exit(main())
