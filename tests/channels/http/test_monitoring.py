"""What a monitor reads: /healthz and the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiohttp import ClientSession

from channels.http.monitoring import Metric, healthz, metrics, rendered
from tests.channels.http.serving import front, serving

ROWS = Metric("rows", "Rows, by state.", "gauge", [({"state": "waiting", "bot": "7001"}, 3), ({"state": "dead"}, 0)])


def test_metrics_are_lines_as_prometheus_reads_them() -> None:
    assert rendered([ROWS, Metric("seconds", "So long.", "counter", [({}, 12.5)])]) == (
        "# HELP rows Rows, by state.\n"
        "# TYPE rows gauge\n"
        'rows{state="waiting",bot="7001"} 3\n'
        'rows{state="dead"} 0\n'
        "# HELP seconds So long.\n"
        "# TYPE seconds counter\n"
        "seconds 12.5\n"
    )


def test_nothing_measured_is_no_line() -> None:
    assert rendered([]) == ""
    assert rendered([Metric("rows", "Rows.", "gauge", [])]) == "# HELP rows Rows.\n# TYPE rows gauge\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [('a"b', r"a\"b"), ("a\\b", r"a\\b"), ("a\nb", r"a\nb"), ("\\n", r"\\n"), ("tổ 3", "tổ 3"), ("{},=", "{},=")],
)
def test_label_cannot_end_its_line_or_its_quotes(value: str, shown: str) -> None:
    line = rendered([Metric("rows", "", "gauge", [({"name": value}, 1)])]).splitlines()[2:]
    assert line == [f'rows{{name="{shown}"}} 1']


def test_help_keeps_its_quotes_and_cannot_end_its_line() -> None:
    assert rendered([Metric("rows", 'a "b"\nc\\d', "gauge", [])]).splitlines()[0] == r'# HELP rows a "b"\nc\\d'


@pytest.mark.parametrize(
    ("reason", "status", "said"),
    [
        ("", 200, {"status": "ok"}),
        ("writer does not answer", 503, {"status": "failing", "reason": "writer does not answer"}),
    ],
)
async def test_health_is_told_by_the_status(reason: str, status: int, said: dict[str, str]) -> None:
    async def look() -> str:
        return reason

    one = front()
    one.add_get("/healthz", healthz(look))
    async with serving(one) as root, ClientSession() as session, session.get(f"{root}/healthz") as response:
        assert response.status == status
        assert await response.json() == said


async def test_metrics_are_measured_at_each_request() -> None:
    asked: list[int] = []

    async def measured() -> Sequence[Metric]:
        asked.append(1)
        return [Metric("asked", "How often.", "counter", [({}, len(asked))])]

    one = front()
    one.add_get("/metrics", metrics(measured))
    async with serving(one) as root, ClientSession() as session:
        for count in (1, 2):
            async with session.get(f"{root}/metrics") as response:
                assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
                assert (await response.text()).splitlines()[-1] == f"asked {count}"
