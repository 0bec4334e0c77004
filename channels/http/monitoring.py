"""What a monitor asks for: /healthz, and /metrics in the text format of Prometheus (prometheus.io, exposition formats, 0.0.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from channels.http.front import Handler

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number, or one for each of several labels; `name` and the labels' names are ASCII identifiers.

    Whoever reaches the port reads it: nothing personal and no token stands in it.
    """

    name: str
    help: str
    kind: Literal["gauge", "counter"]
    samples: Sequence[tuple[Mapping[str, str], float]]


def rendered(metrics: Sequence[Metric]) -> str:
    """In their order, each line ended."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def healthz(trouble: Callable[[], Awaitable[str]]) -> Handler:
    """200 {"status": "ok"}, or 503 {"status": "failing", "reason": …}: a few words, nothing personal."""

    async def get(_request: web.Request) -> web.Response:
        reason = await trouble()
        told = {"status": "failing", "reason": reason} if reason else {"status": "ok"}
        return web.json_response(told, status=503 if reason else 200)

    return get


def metrics(measured: Callable[[], Awaitable[Sequence[Metric]]]) -> Handler:
    async def get(_request: web.Request) -> web.Response:
        text = rendered(await measured())
        return web.Response(body=text.encode(), headers={"Content-Type": CONTENT_TYPE})

    return get


def _lines(metric: Metric) -> Sequence[str]:
    about = metric.help.replace("\\", r"\\").replace("\n", r"\n")
    head = [f"# HELP {metric.name} {about}", f"# TYPE {metric.name} {metric.kind}"]
    return head + [f"{metric.name}{_labels(labels)} {value}" for labels, value in metric.samples]


def _labels(labels: Mapping[str, str]) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
