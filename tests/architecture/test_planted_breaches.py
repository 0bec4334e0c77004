"""Every import contract is seen to catch what it forbids: one breach each, planted in a copy of the real tree."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

from tests.architecture import contracts
from tests.architecture.exceptions import SHARED_HANDLERS
from tests.architecture.tree import PRODUCT, ROOT, copy_product, plant

pytestmark = pytest.mark.slow

SETTINGS = configparser.ConfigParser()
SETTINGS.read(ROOT / ".importlinter", encoding="utf-8")

# One breach of each contract that is not of the type "forbidden": contract → the files that hold it.
OTHERS = {
    "stages": [
        ("domain/planted.py", "import language.planted\n"),
        ("language/planted.py", "import handlers.planted\n"),
        ("handlers/planted.py", "import storage.planted\n"),
        ("storage/planted.py", "import channels.planted\n"),
        ("channels/planted.py", "import scheduler.planted\n"),
        ("scheduler/planted.py", "import bot.planted\n"),
        ("bot/planted.py", ""),
    ],
    "channels-are-strangers": [
        ("channels/planted/page.py", "import channels.other.planted\n"),
        ("channels/other/planted.py", ""),
    ],
    "flows-are-strangers": [
        ("handlers/planted.py", "from handlers import other\n"),
        ("handlers/other.py", ""),
    ],
}


def listed(contract: str, key: str) -> list[str]:
    return SETTINGS[contracts.PREFIX + contract][key].split("\n")[1:]


@pytest.fixture
def copied_tree(tmp_path: Path) -> Path:
    return copy_product(ROOT, tmp_path)


FORBIDDING = [one for one in contracts.ids(ROOT) if SETTINGS[contracts.PREFIX + one]["type"] == "forbidden"]


@pytest.mark.parametrize("contract", FORBIDDING)
def test_each_forbidden_import_is_caught_from_each_of_its_sources(copied_tree: Path, contract: str) -> None:
    forbidden, importers = listed(contract, "forbidden_modules"), listed(contract, "source_modules")
    for importer in importers:
        plant(copied_tree, f"{importer}/planted.py", "".join(f"import {module}\n" for module in forbidden))

    found = contracts.breaches(copied_tree, contract)

    name = SETTINGS[contracts.PREFIX + contract]["name"]
    missed = [
        f"{importer} -> {module}"
        for importer in importers
        for line, module in enumerate(forbidden, start=1)
        if f"{name}: {importer}.planted -> {module} (l.{line})" not in found
    ]
    assert missed == [], found


@pytest.mark.parametrize("contract", OTHERS)
def test_one_breach_of_each_other_contract_is_caught(copied_tree: Path, contract: str) -> None:
    for name, source in OTHERS[contract]:
        plant(copied_tree, name, source)

    found = contracts.breaches(copied_tree, contract)

    name = SETTINGS[contracts.PREFIX + contract]["name"]
    for path, source in OTHERS[contract]:
        importer = path.removesuffix(".py").replace("/", ".")
        assert not source or any(line.startswith(f"{name}: {importer} -> ") for line in found), found


def test_every_contract_that_is_not_a_list_of_imports_has_its_breach_here() -> None:
    others = [name for name in contracts.ids(ROOT) if SETTINGS[contracts.PREFIX + name]["type"] != "forbidden"]

    assert sorted(others) == sorted(OTHERS)


def test_flow_may_use_what_is_shared_and_the_registry_every_flow(copied_tree: Path) -> None:
    plant(copied_tree, "handlers/planted.py", "from handlers import flow, form\n")
    plant(copied_tree, "handlers/flow.py", "")
    plant(copied_tree, "handlers/form.py", "from handlers import flow\n")
    plant(copied_tree, "handlers/registry.py", "from handlers import planted\n")

    assert contracts.breaches(copied_tree, "flows-are-strangers") == []


@pytest.mark.parametrize("shared", sorted(SHARED_HANDLERS.keys() - {"registry"}))
def test_shared_module_may_not_know_a_flow(copied_tree: Path, shared: str) -> None:
    plant(copied_tree, "handlers/planted.py", "")
    plant(copied_tree, f"handlers/{shared}.py", "from handlers import planted\n")

    assert contracts.breaches(copied_tree, "flows-are-strangers")


def test_breach_through_a_third_module_is_caught(copied_tree: Path) -> None:
    plant(copied_tree, "handlers/planted.py", "import language.planted\n")
    plant(copied_tree, "language/planted.py", "import asyncio\n")

    assert any("handlers.planted -> language.planted" in line for line in contracts.breaches(copied_tree, "pure"))


def test_package_without_a_contract_is_caught(copied_tree: Path) -> None:
    plant(copied_tree, "planted/module.py", "")

    assert len(contracts.gaps(copied_tree)) == 3


def test_folder_that_no_contract_can_see_is_caught(copied_tree: Path) -> None:
    plant(copied_tree, "channels/planted/page.py", "")
    (copied_tree / "channels/planted/__init__.py").unlink()

    assert contracts.gaps(copied_tree) == ["channels/planted has no __init__.py: no contract sees what is in it"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("handlers.** -> handlers.flow\n", "handlers.** -> handlers.flow\n    handlers.join -> handlers.menu\n"),
        ("channels.** -> channels.http\n", "channels.** -> channels.http\n    channels.** -> channels.web\n"),
        ("    handlers.*\n", "    handlers.join\n    handlers.menu\n"),
    ],
)
def test_flow_or_channel_let_off_quietly_is_caught(copied_tree: Path, before: str, after: str) -> None:
    settings = copied_tree / ".importlinter"
    text = settings.read_text(encoding="utf-8")
    assert before in text
    settings.write_text(text.replace(before, after), encoding="utf-8")

    assert len(contracts.gaps(copied_tree)) == 1


def test_every_package_of_the_product_is_copied(copied_tree: Path) -> None:
    assert {path.parent.name for path in copied_tree.glob("*/__init__.py")} == set(PRODUCT)
