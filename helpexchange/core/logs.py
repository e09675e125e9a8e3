"""Structured logs without personal data: ids and codes only, one line an event."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

ALLOWED_KEYS = frozenset(
    {
        "event",
        "level",
        "logger",
        "timestamp",
        "request_id",
        "method",
        "route",
        "status",
        "duration_ms",
        "error_id",
        "exception",
        "account_id",
        "office_id",
        "run_id",
        "proposal_id",
        "job",
        "count",
        "seconds",
        "state",
        "code",
        "port",
        "pid",
        "environment",
        "objective",
        "bound",
        "gap",
    }
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d /()-]{6,}\d")


class _StandardErrorHandler(logging.Handler):
    """Writes to whatever standard error is at that moment; whoever redirects it later gets the lines too."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        sys.stderr.write(self.format(record) + "\n")
        sys.stderr.flush()


def init_logs(*, level: str, style: str) -> None:
    """Send all logs, also those of libraries, to standard error as `style` ("json" or "text")."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        remove_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    render = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = _StandardErrorHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    logging.getLogger("werkzeug").setLevel("WARNING")
    logging.getLogger("apscheduler").setLevel("ERROR")  # it warns of every tick that meets a long match
    logging.getLogger("alembic").setLevel("WARNING")


def remove_personal_data(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop keys that are not on the list and blank e-mail addresses and phone numbers in texts."""
    kept = {key: value for key, value in event.items() if key in ALLOWED_KEYS or key.startswith("_")}
    for key in ("event", "exception"):
        if isinstance(kept.get(key), str):
            kept[key] = _PHONE.sub("[number]", _EMAIL.sub("[address]", kept[key]))
    return kept


def get_logger(name: str) -> Any:
    """Return the logger of a module; log codes and ids as keywords, never names or addresses."""
    return structlog.stdlib.get_logger(name)
