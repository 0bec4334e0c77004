"""The registries are literal lists, and nothing that belongs on one is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.exceptions import SHARED_HANDLERS


def breaches(root: Path) -> list[str]:
    """One line for each flow that the registry does not know. No registry yet: no breach."""
    registry = root / "handlers" / "registry.py"
    if not registry.exists():
        return []
    known = set(_imported_from_handlers(registry))
    return [f"handlers/{flow}: handlers/registry.py does not import it" for flow in flows(root) if flow not in known]


def flows(root: Path) -> list[str]:
    """The names of the flows: every module right under handlers/ that is not shared."""
    modules = {path.stem for path in (root / "handlers").glob("*.py")}
    modules |= {path.parent.name for path in (root / "handlers").glob("*/__init__.py")}
    return sorted(modules - {"__init__"} - SHARED_HANDLERS.keys())


def _imported_from_handlers(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module="handlers", names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)) if module.startswith("handlers."):
                yield module.split(".")[1]
            case ast.ImportFrom(level=1, module=None, names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(level=1, module=str(module)):
                yield module.split(".")[0]
            case ast.Import(names=names):
                yield from (alias.name.split(".")[1] for alias in names if alias.name.startswith("handlers."))
