"""The import contracts of `.importlinter`: do they hold, and do they cover the whole tree?"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.exceptions import SHARED_CHANNELS, SHARED_HANDLERS
from tests.architecture.tree import PRODUCT, name_of, python_files

LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PREFIX = "importlinter:contract:"

# The one import that is let off beside those of what is shared.
REGISTRY = "handlers.registry -> handlers.**"


def breaches(root: Path, contract: str | None = None) -> list[str]:
    """`name of contract: importer -> imported (l.1)` for each forbidden import; with an id, of that contract only."""
    limit = [] if contract is None else ["--contract", contract]
    linter = subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache", *limit],
        cwd=root,
        env={**os.environ, "COLUMNS": "400", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    if linter.returncode == 0:
        return []
    found = list(_imports_in(linter.stdout))
    return found or [f"lint-imports failed: {linter.stdout}{linter.stderr}"]


def _imports_in(report: str) -> Iterator[str]:
    lines = report.splitlines()
    contract = ""
    for line, next_line in zip(lines, [*lines[1:], ""], strict=True):
        if line and next_line == "-" * len(line):
            contract = line
        elif " -> " in line:
            yield f"{contract}: {line.strip('- ')}"


def ids(root: Path) -> list[str]:
    """The ids of all contracts, as `.importlinter` writes them."""
    return [section.removeprefix(PREFIX) for section in _settings(root).sections() if section.startswith(PREFIX)]


def gaps(root: Path) -> list[str]:
    """What no contract looks at: a package without a row, a folder without __init__.py, a module let off quietly."""
    settings = _settings(root)
    return [
        *_packages_left_out(root, settings),
        *_folders_left_out(root),
        *_let_off(settings, "flows-are-strangers", "handlers", SHARED_HANDLERS),
        *_let_off(settings, "channels-are-strangers", "channels", SHARED_CHANNELS),
    ]


def _settings(root: Path) -> configparser.ConfigParser:
    settings = configparser.ConfigParser()
    settings.read(root / ".importlinter", encoding="utf-8")
    return settings


def _values(settings: configparser.ConfigParser, section: str, key: str) -> list[str]:
    return settings.get(section, key, fallback="").split("\n")[1:]


def _packages_left_out(root: Path, settings: configparser.ConfigParser) -> Iterator[str]:
    there = {path.parent.name for path in root.glob("*/__init__.py")} - {"tests", "benchmarks"}
    if unknown := there - set(PRODUCT):
        yield f"packages that tests/architecture/tree.py does not list: {sorted(unknown)}"
    if missing := there - set(_values(settings, "importlinter", "root_packages")):
        yield f"packages that .importlinter does not list: {sorted(missing)}"
    for package in sorted(there):
        row = f"{PREFIX}{package.replace('_', '-')}-row"
        if _values(settings, row, "source_modules") != [package]:
            yield f"{package} has no contract of its own [{row}]"


def _folders_left_out(root: Path) -> Iterator[str]:
    for folder in sorted({path.parent for path in python_files(root, PRODUCT)}):
        if not (folder / "__init__.py").exists():
            yield f"{name_of(folder, root)} has no __init__.py: no contract sees what is in it"


def _let_off(settings: configparser.ConfigParser, contract: str, package: str, shared: dict[str, str]) -> Iterator[str]:
    section = PREFIX + contract
    if _values(settings, section, "modules") != [f"{package}.*"]:
        yield f"{contract} does not look at every module of {package}"
    for ignored in _values(settings, section, "ignore_imports"):
        module = re.fullmatch(rf"{package}\.\*\* -> {package}\.(\w+)(\.\*\*)?", ignored)
        if ignored != REGISTRY and (module is None or module[1] not in shared):
            yield f"{contract} lets off {ignored!r}, which tests/architecture/exceptions.py does not list as shared"
