"""With CHIBOT_CI_NO_SKIP=1 (`.ci/run` sets it) a test that was skipped or xfailed fails the whole run, and is named."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

NOT_RUN: list[str] = []

# How long an example takes on a busy machine says nothing about it.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A test that runs the program's own set-up of the log leaves the next one its lines."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    root.setLevel(level)
    root.handlers[:] = handlers


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test that was skipped or xfailed."""
    if report.skipped:
        NOT_RUN.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note a file that was skipped as a whole."""
    if report.skipped:
        NOT_RUN.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a run in which something was skipped into a failure."""
    if _nothing_may_be_skipped() and NOT_RUN and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests they were."""
    if _nothing_may_be_skipped() and NOT_RUN:
        terminalreporter.section("CHIBOT_CI_NO_SKIP=1: nothing may be skipped", red=True)
        for nodeid in NOT_RUN:
            terminalreporter.line(nodeid, red=True)


def _nothing_may_be_skipped() -> bool:
    return os.environ.get("CHIBOT_CI_NO_SKIP") == "1"
