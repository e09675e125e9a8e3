"""Reading what is known of single pairs, and travel times between requests."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from matching.files.tables import Columns, Reading, Row, read_table
from matching.pairing.problem import Pair, Relation

PAIR_COLUMNS = Columns(required=("helper_id", "request_id"), optional=("relation", "score", "minutes"))


def read_pairs(
    reading: Reading, file: str, helper_ids: AbstractSet[str], request_ids: AbstractSet[str]
) -> Sequence[tuple[Pair, int]]:
    """Read pairs with their line numbers; several rows on one pair are put together.

    Args:
        reading: collects faults.
        file: "pairs.csv"; it may be absent.
        helper_ids: ids of helpers.csv.
        request_ids: ids of requests.csv.
    """
    found: dict[tuple[str, str], tuple[Pair, int]] = {}
    for row in read_table(reading, file, PAIR_COLUMNS):
        pair = _pair(row)
        _check_known(row, "helper_id", pair.helper_id, helper_ids)
        _check_known(row, "request_id", pair.request_id, request_ids)
        key = (pair.helper_id, pair.request_id)
        if row.is_sound and key in found:
            pair = _together(row, found[key][0], pair)
        if row.is_sound:
            found[key] = pair, found[key][1] if key in found else row.line
    return list(found.values())


def _pair(row: Row) -> Pair:
    return Pair(
        helper_id=row.required("helper_id", "a helper_id of helpers.csv"),
        request_id=row.required("request_id", "a request_id of requests.csv"),
        relations=row.choices("relation", Relation),
        score=row.whole("score"),
        minutes=row.whole("minutes"),
    )


def _check_known(row: Row, column: str, known_id: str, known_ids: AbstractSet[str]) -> None:
    if known_id and known_id not in known_ids:
        row.fault(column, f'"{known_id}" is unknown', f"a {column} of {column[:-3]}s.csv")


def _together(row: Row, first: Pair, second: Pair) -> Pair:
    """Put two rows on one pair together; only one of them may give a score, and only one minutes."""
    for column in ("score", "minutes"):
        if getattr(first, column) is not None and getattr(second, column) is not None:
            row.fault(column, "an earlier row on this pair gives it too", "one row with it")
    return replace(
        first,
        relations=first.relations | second.relations,
        score=second.score if first.score is None else first.score,
        minutes=second.minutes if first.minutes is None else first.minutes,
    )
