"""Changes that are written down as they are made, so that they can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlalchemy import update

from helpexchange.core.database import Base, db


class Changes:
    """What a merge has changed, as JSON: table, column, rows, and the values before and after."""

    def __init__(self) -> None:
        """Begin with nothing changed."""
        self.made: list[dict[str, Any]] = []

    def set(self, model: type[Base], column: str, ids: Sequence[int], before: Any, after: Any) -> None:
        """Give a column of these rows a new value, and remember the old one."""
        if not ids or before == after:
            return
        table = Base.metadata.tables[model.__tablename__]
        db.session.execute(update(table).where(table.c.id.in_(ids)).values({column: after}))
        self.made.append(
            {
                "table": table.name, "column": column, "ids": list(ids), "before": _plain(before),
                "after": _plain(after),
            }
        )  # fmt: skip


def undo(made: Sequence[dict[str, Any]]) -> None:
    """Give the columns their values back, where nobody has given them another one since."""
    for change in reversed(made):
        table = Base.metadata.tables[change["table"]]
        column = table.c[change["column"]]
        untouched = column == change["after"] if change["after"] is not None else column.is_(None)
        rows = update(table).where(table.c.id.in_(change["ids"]), untouched)
        db.session.execute(rows.values({change["column"]: change["before"]}))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
