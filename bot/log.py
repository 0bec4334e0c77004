"""Logging: text or JSON, with tokens, keys, phone numbers and ID numbers masked in every line, tracebacks included."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

MASKS = (
    (re.compile(r"\d{6,20}(?::|%3[Aa])[\w-]{16,}"), "<token>"),
    (re.compile(r"/bot[^/\s'\"]+/"), "/bot<token>/"),
    (re.compile(r"(key=)[\w-]{16,}"), r"\1<key>"),
    (re.compile(r"(?<!\d)(?:\+?84|0)[35789]\d{8}(?!\d)"), "<phone>"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "<id>"),
)
QUIET = ("aiohttp", "aiosqlite", "apscheduler", "asyncio", "httpx", "httpcore", "telegram")


def mask(text: str) -> str:
    for pattern, shown in MASKS:
        text = pattern.sub(shown, text)
    return text


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """Where it happened, without the values: an exception's text can quote what a person wrote."""
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        lines = []
        while trace is not None:
            lines.append(f"  {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno} {trace.tb_frame.f_code.co_name}")
            trace = trace.tb_next
        return "\n".join([*lines[-8:], getattr(kind, "__name__", "?")])


class _Json(_Masking):
    """One line an event: when (UTC), level, name, text, and an exception in the one field `error`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return mask(json.dumps(line, ensure_ascii=False))


def set_up(level: str, form: str) -> None:
    """Writes to standard error. Called once, before anything else logs."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Masking("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
