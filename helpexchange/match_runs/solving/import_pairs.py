"""Writing what a folder says about pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, insert, select, update
from sqlalchemy.orm import Session

from helpexchange.match_runs.models import PairRelation
from helpexchange.match_runs.solving.import_tables import Advance, Counts, Row, chunks
from matching import Pair

_TABLE = cast(Table, PairRelation.__table__)
Known = dict[tuple[int, int], tuple[list[str], int | None, int | None]]


def write_pairs(
    session: Session,
    pairs: Sequence[Pair],
    *,
    helper_ids: Mapping[str, int],
    request_ids: Mapping[str, int],
    advance: Advance,
) -> Counts:
    """Write the pairs; what is known of other pairs stays."""
    counts = Counts()
    for chunk in chunks(pairs):
        rows = [_row(pair, helper_ids, request_ids) for pair in chunk]
        there = _read(session, rows)
        fresh = [row for row in rows if _key(row) not in there]
        changed = [row for row in rows if _key(row) in there and there[_key(row)] != _content(row)]
        _write(session, fresh, changed)
        counts += Counts(len(fresh), len(changed), len(rows) - len(fresh) - len(changed))
        advance(len(chunk))
    return counts


def _row(pair: Pair, helper_ids: Mapping[str, int], request_ids: Mapping[str, int]) -> Row:
    return {
        "helper_id": helper_ids[pair.helper_id],
        "request_id": request_ids[pair.request_id],
        "relations": sorted(relation.value for relation in pair.relations),
        "score": pair.score,
        "minutes": pair.minutes,
    }


def _key(row: Row) -> tuple[int, int]:
    return row["helper_id"], row["request_id"]


def _content(row: Row) -> tuple[list[str], int | None, int | None]:
    return row["relations"], row["score"], row["minutes"]


def _read(session: Session, rows: Sequence[Row]) -> Known:
    """Return what is known of the pairs of these helpers and requests, and maybe of a few more."""
    statement = select(*_TABLE.c).where(
        _TABLE.c.helper_id.in_({row["helper_id"] for row in rows}),
        _TABLE.c.request_id.in_({row["request_id"] for row in rows}),
    )
    found: list[dict[str, Any]] = [dict(row) for row in session.execute(statement).mappings()]
    return {_key(row): (sorted(row["relations"]), row["score"], row["minutes"]) for row in found}


def _write(session: Session, fresh: Sequence[Row], changed: Sequence[Row]) -> None:
    if fresh:
        session.connection().execute(insert(_TABLE), list(fresh))
    if changed:
        same = and_(
            _TABLE.c.helper_id == bindparam("this_helper_id"),
            _TABLE.c.request_id == bindparam("this_request_id"),
        )
        rows = [
            {f"this_{name}" if name.endswith("_id") else name: row[name] for name in row} for row in changed
        ]
        session.connection().execute(update(_TABLE).where(same), rows)
