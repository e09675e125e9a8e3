"""Changes that are written down as they are made, so that they can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from helpexchange.core.database import Base, db

#: A row of a table without an id of its own: columns and values.
Row = dict[str, Any]
OWNER = "helper_id"


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

    def rows(self, model: type[Base], helper_id: int) -> list[Row]:
        """Return the rows of a helper in a table without ids, such as their times."""
        return _rows_of(Base.metadata.tables[model.__tablename__], helper_id)

    def replace(self, model: type[Base], helper_id: int, rows: Iterable[Row]) -> None:
        """Give a helper other rows of such a table, and remember the old ones."""
        table = Base.metadata.tables[model.__tablename__]
        before = _rows_of(table, helper_id)
        _write_rows(table, helper_id, [{**row, OWNER: helper_id} for row in rows])
        after = _rows_of(table, helper_id)
        if before != after:
            self.made.append(
                {"table": table.name, "rows_of": helper_id, "before": _as_json(before),
                 "after": _as_json(after)}
            )  # fmt: skip


def _rows_of(table: Table, helper_id: int) -> list[Row]:
    own = select(table).where(table.c[OWNER] == helper_id).order_by(*table.primary_key.columns)
    return [dict(row) for row in db.session.execute(own).mappings()]


def _write_rows(table: Table, helper_id: int, rows: Sequence[Row]) -> None:
    db.session.execute(delete(table).where(table.c[OWNER] == helper_id))
    if rows:
        db.session.execute(insert(table), list(rows))


def _as_json(rows: Sequence[Row]) -> list[Row]:
    return [
        {name: value.isoformat() if isinstance(value, date) else _plain(value) for name, value in row.items()}
        for row in rows
    ]


def _from_json(table: Table, row: Row) -> Row:
    return {
        name: date.fromisoformat(value) if value and table.c[name].type.python_type is date else value
        for name, value in row.items()
    }


def undo(made: Sequence[dict[str, Any]]) -> None:
    """Give the columns their values back, where nobody has given them another one since."""
    for change in reversed(made):
        table = Base.metadata.tables[change["table"]]
        if "rows_of" in change:
            _undo_rows(table, change)
            continue
        column = table.c[change["column"]]
        untouched = column == change["after"] if change["after"] is not None else column.is_(None)
        rows = update(table).where(table.c.id.in_(change["ids"]), untouched)
        db.session.execute(rows.values({change["column"]: change["before"]}))


def _undo_rows(table: Table, change: dict[str, Any]) -> None:
    helper_id = change["rows_of"]
    if _as_json(_rows_of(table, helper_id)) == change["after"]:
        _write_rows(table, helper_id, [_from_json(table, row) for row in change["before"]])


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
