"""What many tests begin with is made once in each kind of database; later tests get a copy of its rows.

Entering the cast record by record takes three times as long as copying it, loading the demo town six times.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, inspect, select
from sqlalchemy.orm import make_transient_to_detached

from helpexchange.core.database import Base
from tests.cast import Cast, DbSession, enter_cast

Rows = Mapping[Table, list[dict[str, Any]]]


class RowCopies:
    """Remembers what was made in empty databases, by name and kind of database."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Rows] = {}
        self._people: dict[tuple[str, str], Mapping[str, tuple[type, Any]]] = {}

    def enter(self, name: str, session: DbSession, make: Callable[[], object]) -> None:
        """Enter what `make` makes into an empty database, and commit."""
        key = (name, session.get_bind().dialect.name)
        if key not in self._rows:
            make()
            session.commit()
            self._rows[key] = _rows_of(session)
        else:
            for table, rows in self._rows[key].items():
                session.execute(insert(table), rows)
        session.commit()

    def enter_cast(self, session: DbSession, *, now: datetime) -> Cast:
        """Enter the cast into an empty database, commit, and return it."""
        name = f"cast {now.isoformat()}"
        made: list[Cast] = []
        self.enter(name, session, lambda: made.append(enter_cast(session, now=now)))
        key = (name, session.get_bind().dialect.name)
        if made:
            self._people[key] = _people_of(made[0])
            session.commit()
            return made[0]
        return Cast(**{each: _known(session, *found) for each, found in self._people[key].items()})


def _rows_of(session: DbSession) -> Rows:
    """Return every row of every table, in an order that respects foreign keys."""
    found = {
        table: [dict(row) for row in session.execute(select(table)).mappings()]
        for table in Base.metadata.sorted_tables
    }
    return {table: rows for table, rows in found.items() if rows}


def _people_of(cast: Cast) -> Mapping[str, tuple[type, Any]]:
    """Return class and primary key of everybody and everything in the cast, by name."""
    records = {each.name: getattr(cast, each.name) for each in fields(cast)}
    return {name: (type(record), inspect(record).identity) for name, record in records.items()}


def _known(session: DbSession, kind: type, key: tuple[Any, ...]) -> Any:
    """Return a record whose columns are read when somebody asks for them, as after any commit."""
    columns: Any = inspect(kind).primary_key
    record = kind(**{column.name: part for column, part in zip(columns, key, strict=True)})
    make_transient_to_detached(record)
    session.add(record)
    return record
