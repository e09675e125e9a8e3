"""How much work a search is, however busy the machine: processor time, and rows read or steps taken."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text

from helpexchange.core.database import db

#: SQLite is asked each time it has taken so many steps of its virtual machine.
STEPS = 100


def processor_ms() -> float:
    """Return what this process, and the server's process of this connection, have used so far."""
    return (time.process_time() + _server_seconds()) * 1000


def _server_seconds() -> float:
    if db.engine.dialect.name != "postgresql":
        return 0.0
    pid = db.session.scalar(text("SELECT pg_backend_pid()"))
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def work_of(act: Callable[[], Any]) -> int:
    """Return what an act reads: rows touched by scans on PostgreSQL, steps of SQLite's machine."""
    return _rows_read(act) if db.engine.dialect.name == "postgresql" else _steps_taken(act)


def _steps_taken(act: Callable[[], Any]) -> int:
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += STEPS
        return 0

    connection: Any = db.session.connection().connection.driver_connection
    connection.set_progress_handler(count, STEPS)
    act()
    connection.set_progress_handler(None, 0)
    return taken


def _rows_read(act: Callable[[], Any]) -> int:
    with _statements() as sent:
        act()
    connection = db.session.connection()
    plans = [
        connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", words).scalar_one()
        for statement, words in sent
    ]
    return round(sum(_rows_of(plan[0]["Plan"]) for plan in plans))


def _rows_of(node: dict[str, Any]) -> float:
    """Return the rows that the scans of a plan have looked at, kept or not."""
    below = sum(_rows_of(each) for each in node.get("Plans", ()))
    if "Scan" not in node["Node Type"] or node["Node Type"] == "CTE Scan":
        return below
    each_time = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return below + float(each_time * node["Actual Loops"])


@contextmanager
def _statements() -> Iterator[list[tuple[str, Any]]]:
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, words: Any, *_others: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            sent.append((statement, words))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
