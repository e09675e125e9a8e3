"""The numbers of the report: by district, by distance, by load, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matching.pairing.answer import Answer
from matching.pairing.explanation import SupplyGap, Unmatched, UnmatchedReason, supply_gaps
from matching.pairing.problem import Problem
from matching.wording import REASON_TITLES

DISTANCE_STEPS_KM = (0.5, 1, 2, 3, 5, 8, 12, 20, 50, 100)
MOST_LOADS = 8
MOST_GAPS = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table with a bar.

    Attributes:
        share: length of the bar, 0..100.
    """

    label: str
    count: int
    share: float


def gaps(problem: Problem, answer: Answer) -> list[SupplyGap]:
    """Where help is missing by district and skill, the most points first; empty when it is nowhere."""
    return list(supply_gaps(problem, answer).cells[:MOST_GAPS])


def distances(answer: Answer) -> list[Bar]:
    """How many proposals lie in each step of distance; empty when no way is known."""
    ways_km = [item.distance_m / 1000 for item in answer.assignments if item.distance_m is not None]
    if not ways_km:
        return []
    counts = Counter(sum(way >= step for step in DISTANCE_STEPS_KM) for way in ways_km)
    rows = [(_step_label(step), counts[step]) for step in range(max(counts) + 1)]
    return _bars(rows)


def _step_label(step: int) -> str:
    if step == 0:
        return f"under {DISTANCE_STEPS_KM[0]:g} km"
    if step == len(DISTANCE_STEPS_KM):
        return f"{DISTANCE_STEPS_KM[-1]:g} km and more"
    return f"{DISTANCE_STEPS_KM[step - 1]:g} to {DISTANCE_STEPS_KM[step]:g} km"


def loads(problem: Problem, answer: Answer) -> list[Bar]:
    """How many helpers have 0, 1, 2 .. requests."""
    requests = Counter(item.helper_id for item in answer.assignments)
    counts = Counter(min(requests[helper.id], MOST_LOADS) for helper in problem.helpers)
    rows = [(_load_label(load), counts[load]) for load in range(max(counts, default=0) + 1)]
    return _bars(rows)


def _load_label(load: int) -> str:
    if load == MOST_LOADS:
        return f"{load} requests or more"
    return "1 request" if load == 1 else f"{load or 'no'} requests"


def reasons(unmatched: Sequence[Unmatched]) -> list[Bar]:
    """How many requests lack helpers for each reason, the most frequent first."""
    counts = Counter(one.reason.code for one in unmatched)
    order = {code: place for place, code in enumerate(UnmatchedReason)}
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], order[entry[0]]))
    return _bars([(REASON_TITLES[code], count) for code, count in ranked])


def _bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in rows), default=0) or 1
    return [Bar(label, count, 100 * count / most) for label, count in rows]
