"""What there is to check: the packages of the tree and their files."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PRODUCT = ("bot", "channels", "domain", "handlers", "language", "reports", "sample_data", "scheduler", "storage")
PACKAGES = (*PRODUCT, "benchmarks", "tests")


def python_files(root: Path, packages: Iterable[str] = PACKAGES) -> Iterator[Path]:
    """Every Python file of these packages, in a stable order; none of a package that is not there, or of a `.venv`."""
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            if not any(part.startswith(".") for part in path.relative_to(root).parts):
                yield path


def name_of(path: Path, root: Path) -> str:
    """The path as the exceptions write it: `bot/clock.py`."""
    return path.relative_to(root).as_posix()


def copy_product(root: Path, target: Path) -> Path:
    """A copy of the product's Python files and of the checks' settings, to plant a breach in. Returns `target`."""
    for path in python_files(root, PRODUCT):
        copy = target / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for settings in (".importlinter", "pyproject.toml"):
        shutil.copyfile(root / settings, target / settings)
    return target


def plant(root: Path, name: str, source: str) -> Path:
    """Write `source` as the new module `name` (`domain/planted.py`), with the `__init__.py` that its folder needs."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(source, encoding="utf-8")
    return path
