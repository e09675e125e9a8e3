"""What can be wrong with a list of pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.errors import Fault
from matching.pairing.checks.spots import PAIRS, Rows, Spot, spots, twice
from matching.pairing.problem import Helper, Pair, Relation, Request

MOST_PAIR_MINUTES = 1_000_000


def pair_spots(pairs: Sequence[Pair], rows: Rows) -> list[Spot]:
    """Return the spot of each pair."""
    return spots(
        PAIRS, (f"helper {pair.helper_id} and request {pair.request_id}" for pair in pairs), rows.pairs
    )


def pair_faults(
    helpers: Sequence[Helper], requests: Sequence[Request], pairs: Sequence[Pair], rows: Rows
) -> Iterator[Fault]:
    """Yield unknown ids, pairs listed twice, minutes out of range, and pairs both locked and blocked."""
    helper_ids = {helper.id for helper in helpers}
    request_ids = {request.id for request in requests}
    where = pair_spots(pairs, rows)
    yield from twice(where, "")
    for pair, spot in zip(pairs, where, strict=True):
        if pair.helper_id not in helper_ids:
            yield spot.fault("helper_id", "this helper is unknown", "a helper_id of helpers.csv")
        if pair.request_id not in request_ids:
            yield spot.fault("request_id", "this request is unknown", "a request_id of requests.csv")
        yield from spot.whole("minutes", pair.minutes, 0, MOST_PAIR_MINUTES)
        if {Relation.LOCKED, Relation.BLOCKED} <= pair.relations:
            yield spot.fault("relation", "both locked and blocked", "one of the two")
