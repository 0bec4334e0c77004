"""With CHIBOT_CI_NO_SKIP=1 (`.ci/run` sets it) a test that was skipped or xfailed fails the whole run, and is named."""

from __future__ import annotations

import os

import pytest

NOT_RUN: list[str] = []


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
