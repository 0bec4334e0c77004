"""Nothing that belongs on a registry is forgotten, in the registry or in the tests that walk it."""

from __future__ import annotations

from pathlib import Path

from tests.architecture import registries
from tests.architecture.tree import ROOT, plant


def test_every_flow_is_on_the_registry() -> None:
    assert registries.breaches(ROOT) == []


def test_planted_flow_that_the_registry_does_not_know_is_caught(tmp_path: Path) -> None:
    plant(tmp_path, "handlers/registry.py", "from handlers import join, menu as _menu\nimport handlers.lookup\n")
    plant(tmp_path, "handlers/join.py", "")
    plant(tmp_path, "handlers/menu.py", "")
    plant(tmp_path, "handlers/lookup/read.py", "")
    plant(tmp_path, "handlers/flow.py", "")
    plant(tmp_path, "handlers/planted.py", "")

    assert registries.breaches(tmp_path) == ["handlers/planted: handlers/registry.py does not import it"]
