"""What is known of pairs before a match: relations, locks, what was proposed, and who was turned down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from helpexchange.match_runs.solving.records import Records
from matching import Pair, Relation


@dataclass
class _Known:
    relations: set[Relation] = field(default_factory=set)
    score: int | None = None
    minutes: int | None = None


def known_pairs(records: Records, *, open_requests: Collection[str]) -> Sequence[Pair]:
    """Return what is known of the pairs of active helpers and `open_requests` (references).

    A pair that was turned down, or is approved already, is blocked, whatever else is known of it. One that an
    earlier run proposed gains `Weights.stability`, so that a new run moves people only for something better.
    """
    helper_refs = {row.id: row.reference for row in records.helpers}
    request_refs = {row.id: row.reference for row in records.requests}
    return [
        Pair(
            helper_id=helper_refs[helper_id],
            request_id=request_refs[request_id],
            relations=frozenset(one.relations),
            score=one.score,
            minutes=one.minutes,
        )
        for (helper_id, request_id), one in sorted(_known(records).items())
        if helper_id in helper_refs and request_refs.get(request_id) in open_requests
    ]


def _known(records: Records) -> Mapping[tuple[int, int], _Known]:
    known: dict[tuple[int, int], _Known] = {}
    for helper_id, request_id, relations, score, minutes in records.relations:
        known[helper_id, request_id] = _Known({Relation(word) for word in relations}, score, minutes)
    for pair in records.locked:
        known.setdefault(pair, _Known()).relations.add(Relation.LOCKED)
    for pair in records.proposed:
        known.setdefault(pair, _Known()).relations.add(Relation.PROPOSED)
    approved = {(binding.helper_id, binding.request_id) for binding in records.bindings}
    for pair in records.turned_down | approved:
        one = known.setdefault(pair, _Known())
        one.relations = (one.relations | {Relation.BLOCKED}) - {Relation.LOCKED}
    return known
