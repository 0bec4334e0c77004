"""The pinned dependencies: complete, hashed, in step with each other, and free of any index's address."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"
# Only there to build chibot itself; see requirements.in.
BUILD_TOOLS = {"setuptools", "wheel"}


def breaches(root: Path) -> list[str]:
    """One line for each thing that is wrong with the locks."""
    runtime, dev = pins(root / RUNTIME), pins(root / DEV)
    asked, declared = _asked_for(root / "requirements.in"), _declared(root)
    return [
        *_addresses(root),
        *(f"{name}: {lock} has no hash for it" for lock in (RUNTIME, DEV) for name in _without_hash(root / lock)),
        *(f"{name}: {RUNTIME} and {DEV} differ" for name, version in runtime.items() if dev.get(name) != version),
        *(f"{name}: not in {RUNTIME}, run `make lock`" for name in sorted(asked - runtime.keys())),
        *(f"{name}: requirements.in and pyproject.toml differ" for name in sorted((asked - BUILD_TOOLS) ^ declared)),
        *(f"{name}: not in requirements.in" for name in sorted(BUILD_TOOLS - asked)),
    ]


def pins(lock: Path) -> dict[str, str]:
    """Distribution → pinned version."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))


def _without_hash(lock: Path) -> Iterator[str]:
    for requirement in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip()):
        if "--hash=sha256:" not in requirement:
            yield requirement.splitlines()[0]


def _addresses(root: Path) -> Iterator[str]:
    for path in sorted(root.glob("requirements*")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-[if] ", line):
                yield f"{path.name}:{number}: names an index: {line}"


def _asked_for(requirements: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+)", requirements.read_text(encoding="utf-8"), flags=re.MULTILINE))


def _declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[^\w.-]", dependency)[0] for dependency in project["dependencies"]}
