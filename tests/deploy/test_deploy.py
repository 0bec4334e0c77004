"""The unit, the image and the example settings name what exists: settings, commands, paths, and time enough to drain."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bot import program
from bot.main import parser
from bot.settings import Settings, known, load, read_env_file
from tests.docs.pages import ROOT

DEPLOY = ROOT / "deploy"
NAME = re.compile(r"\bCHIBOT_[A-Z_]+")
HARDENING = {
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "NoNewPrivileges": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "RestrictSUIDSGID": "true",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
}


class AsWritten(configparser.ConfigParser):
    """systemd's keys have capitals."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit() -> configparser.ConfigParser:
    found = AsWritten(interpolation=None)
    found.read(DEPLOY / "chibot.service", "utf-8")
    return found


def instructions() -> list[tuple[str, str]]:
    """(name, arguments) of each instruction of the Dockerfile, in order."""
    lines = [line for line in (DEPLOY / "Dockerfile").read_text("utf-8").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(one.partition(" ")[0], one.partition(" ")[2]) for one in joined.splitlines() if one]


def given(name: str) -> list[str]:
    return [arguments for found, arguments in instructions() if found == name]


def environment() -> dict[str, str]:
    """What stands in the example, the lines that wait to be switched on included."""
    text = (DEPLOY / "chibot.env.example").read_text("utf-8")
    return dict(re.findall(r"^#?(CHIBOT_\w+)=(.*)$", text, re.MULTILINE))


def test_unit_starts_a_command_that_exists_as_nobody_important() -> None:
    service = unit()["Service"]
    words = shlex.split(service["ExecStart"])
    assert words[0].endswith("/.venv/bin/chibot")
    assert parser().parse_args(words[1:]).command == "run"
    assert service["User"] == service["Group"] == "chibot"
    assert service["Restart"] in ("always", "on-failure")


@pytest.mark.parametrize("key", HARDENING)
def test_unit_is_hardened(key: str) -> None:
    assert unit()["Service"][key] == HARDENING[key]


def test_unit_waits_longer_than_the_program_drains() -> None:
    assert int(unit()["Service"]["TimeoutStopSec"]) >= 10 > program.DRAIN_SECONDS
    assert unit()["Service"]["KillSignal"] == "SIGTERM"


def test_memory_has_a_limit_above_what_was_measured() -> None:
    assert int(unit()["Service"]["MemoryMax"].removesuffix("M")) > 300


def test_everything_that_is_written_lies_where_the_unit_lets_it() -> None:
    service, settings = unit()["Service"], environment()
    home = service["ReadWritePaths"]
    assert service["WorkingDirectory"] == home == f"/var/lib/{service['StateDirectory']}"
    found = Settings.model_validate(
        {"database_url": settings["CHIBOT_DATABASE_URL"], "backup_dir": settings["CHIBOT_BACKUP_DIR"]}
    )
    assert str(found.database) == f"{home}/chibot.db"
    assert str(found.backup_dir) == f"{home}/backups"


def test_every_setting_of_the_example_exists_and_is_taken() -> None:
    assert set(environment()) <= set(known())
    secrets = {name: value for name, value in environment().items() if name.endswith("_FILE")}
    assert all(value.startswith("/etc/chibot/") for value in secrets.values())
    kept = {name: value for name, value in read_env_file(DEPLOY / "chibot.env.example").items() if name not in secrets}
    settings, warnings = load(kept, ROOT / "no such file")
    assert warnings == []
    assert settings.log_format == "json"


def test_command_of_the_operator_runs_as_the_service_does() -> None:
    path, service = DEPLOY / "chibot-command", unit()["Service"]
    subprocess.run(["sh", "-n", str(path)], check=True)
    text = path.read_text("utf-8")
    assert path.stat().st_mode & 0o100
    assert f". {service['EnvironmentFile']}" in text
    assert f"cd {service['WorkingDirectory']}" in text
    assert f"runuser -u {service['User']} -- {service['ExecStart'].removesuffix(' run')} " in text


def test_image_runs_a_command_that_exists_as_nobody_important() -> None:
    assert json.loads(given("ENTRYPOINT")[0]) == ["chibot"]
    assert parser().parse_args(json.loads(given("CMD")[0])).command == "run"
    assert given("USER") == ["chibot"]
    assert given("FROM") == ["python:3.11-slim"]
    names = [name for name, _ in instructions()]
    assert names.index("USER") < names.index("ENTRYPOINT")


def test_image_takes_locked_libraries_only() -> None:
    install = [one for one in given("RUN") if "pip install" in one]
    assert "--require-hashes" in install[0]
    assert all("--require-hashes" in one or "--no-deps" in one for one in install)
    assert "requirements.lock" in given("COPY")[0]


def test_image_keeps_its_data_in_the_volume_and_asks_healthz() -> None:
    settings = dict(word.split("=", 1) for line in given("ENV") for word in shlex.split(line))
    own = {name: value for name, value in settings.items() if NAME.fullmatch(name)}
    assert set(own) <= set(known())
    found, _ = load(own, ROOT / "no such file")
    home = f"{given('WORKDIR')[0]}/data"
    assert given("VOLUME") == [home]
    assert f"{given('WORKDIR')[0]}/{found.database.parent}" == home
    assert found.backup_dir.is_relative_to("data")
    check = given("HEALTHCHECK")[0]
    assert f"http://127.0.0.1:{found.http_port}/healthz" in check
    assert given("EXPOSE") == [str(found.http_port)]
    compile(json.loads(check.partition("CMD ")[2])[2], "healthcheck", "exec")


def test_every_folder_of_the_program_travels_into_the_image() -> None:
    allowed = set(re.findall(r"^!(\S+)$", (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8"), re.MULTILINE))
    packages = {one.parent.name for one in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert packages | {"pyproject.toml", "requirements.lock"} <= allowed
    assert all((ROOT / one).exists() for one in allowed)


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: str(path.name))
def test_every_setting_that_is_named_exists_and_no_secret_stands_there(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(NAME.findall(text)) <= set(known())
    assert not re.search(r"(?:KEY|TOKEN|TOKENS|SECRET)=\S", text)
