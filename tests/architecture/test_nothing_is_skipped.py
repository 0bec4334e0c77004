"""What `.ci/run` promises: a skip is a failure there, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SKIPS = {
    "skip": "import pytest\n\n\ndef test_it() -> None:\n    pytest.skip('no browser')\n",
    "whole_file": "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n",
    "xfail": "import pytest\n\n\n@pytest.mark.xfail\ndef test_it() -> None:\n    raise ValueError\n",
}


WORKERS = ("-n0", "-n2")


def run_pytest(
    folder: Path, sources: dict[str, str], no_skip: str, workers: str = "-n0"
) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    for name, source in sources.items():
        text = f"{source}\n\ndef test_other() -> None:\n    pass\n"
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", workers, "-p", "no:cacheprovider", "--rootdir", ".", "-c", os.devnull, "."],
        cwd=folder,
        env={**os.environ, "CHIBOT_CI_NO_SKIP": no_skip},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("workers", WORKERS)
def test_each_kind_of_skip_fails_the_run_of_ci_and_is_named(tmp_path: Path, workers: str) -> None:
    run = run_pytest(tmp_path, SKIPS, no_skip="1", workers=workers)

    assert run.returncode != 0
    assert "nothing may be skipped" in run.stdout
    named = run.stdout[run.stdout.index("nothing may be skipped") :]
    assert [name for name in SKIPS if f"test_{name}.py" not in named] == []


@pytest.mark.slow
def test_skip_elsewhere_is_fine(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, SKIPS, no_skip="").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("workers", WORKERS)
def test_ci_run_without_a_skip_passes(tmp_path: Path, workers: str) -> None:
    assert run_pytest(tmp_path, {"nothing": ""}, no_skip="1", workers=workers).returncode == 0
