"""docs/van-hanh.md is whole and true: every id of doctor, every metric, every command, every file that it installs."""

from __future__ import annotations

import re
import shlex

from bot.main import parser
from tests.bot.test_doctor_upkeep import ids
from tests.docs.pages import FENCED, ROOT

TEXT = (ROOT / "docs" / "van-hanh.md").read_text("utf-8")
MONITORING = (ROOT / "bot" / "monitoring.py").read_text("utf-8")
COMMAND = re.compile(r"\bsudo chibot ([^`\n]+)")
DOCKER = re.compile(r"^docker run .* chibot ((?:doctor|init|run)\b.*)$", re.MULTILINE)
ROW = re.compile(r"^\| ((?:`[a-z-]+`(?:, )?)+) \| (.+) \|$", re.MULTILINE)
PLACES = {"ID": "1"}


def explained() -> dict[str, str]:
    """What to do, by id."""
    table = TEXT.partition("## 10.")[2].partition("## 11.")[0]
    return {ident: what for names, what in ROW.findall(table) for ident in re.findall(r"`([a-z-]+)`", names)}


def test_every_finding_of_doctor_says_what_to_do() -> None:
    assert set(explained()) == ids()
    assert all(explained().values())


def test_every_metric_is_explained_and_none_that_is_gone() -> None:
    assert set(re.findall(r"`(chibot_[a-z_]+)`", TEXT)) == set(re.findall(r'"(chibot_[a-z_]+)"', MONITORING))


def test_every_command_exists() -> None:
    found = [*COMMAND.findall(TEXT), *DOCKER.findall(TEXT)]
    assert len(found) > 25
    for line in found:
        parser().parse_args([PLACES.get(word, word) for word in shlex.split(line)])


def test_every_file_that_is_installed_and_target_that_is_made_is_there() -> None:
    blocks = "\n".join(found["text"] for found in FENCED.finditer(TEXT))
    files = re.findall(r"/opt/chibot/(deploy/\S+)", blocks) + re.findall(r"--file (\S+)", blocks)
    assert len(files) == 4
    assert all((ROOT / one).is_file() for one in files)
    assert "RUNTIME := .venv/.runtime-installed\n" in (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"systemctl (?:[a-z-]+ )*(?:--now )?(\w+)$", blocks, re.MULTILINE)) <= {"chibot", "reload"}


def test_page_says_that_the_image_was_not_built() -> None:
    assert "Ảnh Docker chưa được dựng" in TEXT
