"""Writing records in bulk: what is new is inserted, what differs is changed, the rest is left alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from helpexchange.match_runs.solving.import_records import Belongings, Family, Incoming, Key

ROWS_AT_ONCE = 1_000

Row = dict[str, Any]
Item = TypeVar("Item")
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """What an import does to one table."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


def chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items, some at a time."""
    for start in range(0, len(items), ROWS_AT_ONCE):
        yield items[start : start + ROWS_AT_ONCE]


def write_family(
    session: Session, family: Family, records: Sequence[Incoming], advance: Advance
) -> tuple[Counts, dict[str, int]]:
    """Write records and what belongs to them; return what was done and the id of each by reference."""
    counts, ids = Counts(), {}
    for chunk in chunks(records):
        writer = _Writer(session, family, chunk)
        counts += writer.write()
        ids.update(writer.ids)
        advance(len(chunk))
    return counts, ids


class _Writer:
    """Writes one chunk of a family.

    Attributes:
        ids: of the records of the chunk, by reference.
    """

    def __init__(self, session: Session, family: Family, records: Sequence[Incoming]) -> None:
        self._session = session
        self._family = family
        self._records = records
        self.ids: dict[str, int] = {}

    def write(self) -> Counts:
        there = self._read()
        fresh = [record for record in self._records if record.reference not in there]
        known = [record for record in self._records if record.reference in there]
        changed = {record.reference for record in known if _differs(record, there[record.reference])}
        self._update([record for record in known if record.reference in changed])
        self._insert(fresh)
        for belongings in self._family.belongings:
            changed |= self._write_belongings(belongings, fresh, known)
        return Counts(len(fresh), len(changed), len(known) - len(changed))

    def _read(self) -> dict[str, Row]:
        table = self._family.table
        columns = [table.c[name] for name in ("id", "reference", *self._family.columns)]
        references = [record.reference for record in self._records]
        rows = self._session.execute(select(*columns).where(table.c.reference.in_(references))).mappings()
        there = {row["reference"]: dict(row) for row in rows}
        self.ids = {reference: row["id"] for reference, row in there.items()}
        return there

    def _update(self, records: Sequence[Incoming]) -> None:
        if records:
            table = self._family.table
            statement = update(table).where(table.c.id == bindparam("this_id"))
            rows = [{"this_id": self.ids[record.reference], **record.values} for record in records]
            self._session.connection().execute(statement, rows)

    def _insert(self, records: Sequence[Incoming]) -> None:
        if records:
            table = self._family.table
            rows = [{"reference": record.reference, **record.values, **record.at_first} for record in records]
            self._session.connection().execute(insert(table), rows)
            new = select(table.c.reference, table.c.id).where(
                table.c.reference.in_([record.reference for record in records])
            )
            self.ids.update((reference, number) for reference, number in self._session.execute(new))

    def _write_belongings(
        self, belongings: Belongings, fresh: Sequence[Incoming], known: Sequence[Incoming]
    ) -> set[str]:
        """Write the rows of one table and return the references of known records whose rows differed."""
        there = self._read_belongings(belongings, [self.ids[record.reference] for record in known])
        gone: list[Row] = []
        added: list[Row] = []
        changed = set()
        for record in (*fresh, *known):
            number = self.ids[record.reference]
            wanted, present = record.belongings[belongings.table.name], there.get(number, set())
            gone += (_row(belongings, number, key) for key in present - wanted.keys())
            added += (
                {**_row(belongings, number, key), **more}
                for key, more in wanted.items()
                if key not in present
            )
            if present != wanted.keys():
                changed.add(record.reference)
        _delete(self._session, belongings, gone)
        _insert(self._session, belongings.table, added)
        return changed - {record.reference for record in fresh}

    def _read_belongings(self, belongings: Belongings, owner_ids: Sequence[int]) -> Mapping[int, set[Key]]:
        found: defaultdict[int, set[Key]] = defaultdict(set)
        if owner_ids:
            owner = belongings.table.c[belongings.owner]
            columns = [belongings.table.c[name] for name in belongings.columns]
            for number, *key in self._session.execute(select(owner, *columns).where(owner.in_(owner_ids))):
                found[number].add(tuple(key))
        return found


def _differs(record: Incoming, row: Row) -> bool:
    return any(_plain(row[name]) != _plain(value) for name, value in record.values.items())


def _plain(value: Any) -> Any:
    """Return lists sorted: they are sets that the tables keep as lists."""
    return sorted(value) if isinstance(value, list) else value


def _row(belongings: Belongings, owner_id: int, key: Key) -> Row:
    return {belongings.owner: owner_id, **dict(zip(belongings.columns, key, strict=True))}


def _delete(session: Session, belongings: Belongings, rows: Sequence[Row]) -> None:
    if rows:
        same = [
            belongings.table.c[name] == bindparam(f"this_{name}")
            for name in (belongings.owner, *belongings.columns)
        ]
        named = [{f"this_{name}": value for name, value in row.items()} for row in rows]
        session.connection().execute(delete(belongings.table).where(and_(*same)), named)


def _insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    for chunk in chunks(rows):
        session.connection().execute(insert(table), list(chunk))
