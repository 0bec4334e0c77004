"""Files that are made from the program are as it makes them, and the newest version is told."""

from __future__ import annotations

import re
import tomllib

from bot.settings import Settings, env_example, known
from tests.docs.pages import ROOT


def test_env_example_is_what_the_settings_say() -> None:
    written = (ROOT / ".env.example").read_text("utf-8")
    assert written == env_example(), "run `make env-example`"


def test_env_example_lists_every_setting() -> None:
    names = re.findall(r"^#?(CHIBOT_\w+)=", env_example(), re.MULTILINE)
    assert len(names) == len(Settings.model_fields)
    assert set(names) <= set(known())


def newest(changelog: str) -> str | None:
    found = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return found[1] if found else None


def test_changelog_begins_with_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert newest((ROOT / "CHANGELOG.md").read_text("utf-8")) == project["version"]


def test_other_version_is_noticed() -> None:
    assert newest("# Changes\n\n## 0.2.0\n\n## 0.1.0\n") == "0.2.0"
    assert newest("# Changes\n") is None
