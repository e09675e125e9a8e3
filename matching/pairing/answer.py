"""The output of a match: who goes to whom and when, and the numbers that prove how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How good an answer is proven to be."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True, slots=True, order=True)
class Visit:
    """One visit of the week: weekday 0 (Monday) to 6, minutes after midnight, half-open."""

    weekday: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One helper proposed for one request.

    Attributes:
        visits: sorted; empty when neither side gave times.
        score: the pair's points; `parts` sums to it.
        parts: points by name of the part (`scoring.PART_NAMES`), or {"given": score}.
        distance_m: geodesic metres between the two; None when a place is unknown.
    """

    helper_id: str
    request_id: str
    visits: tuple[Visit, ...]
    score: int
    parts: Mapping[str, int]
    distance_m: float | None


@dataclass(frozen=True, slots=True, order=True)
class MeetingPrice:
    """What a helper pays for one time of a request whose helpers come together, not that of `Answer.prices`.

    Attributes:
        starts: (weekday, minutes after midnight) of all visits of the week, ascending.
        price: points, of any sign. At no time may the `helpers_needed` highest prices of those who could come
            add up to more than `helpers_needed` times the price of the request.
    """

    request_id: str
    helper_id: str
    starts: tuple[tuple[int, int], ...]
    price: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer.

    Attributes:
        assignments: sorted by request id, then helper id.
        objective: sum of value and score of the assignments minus the load cost, in points.
        bound: no answer can have more points (Lagrangian bound at `prices`).
        prices: y_r >= 0 for every request id, in points.
        meeting_prices: where helpers come together, what differs from y_r; sorted.
        status: `optimal` only with a gap of 1e-6 or less.
        seconds: time the solver took.
    """

    assignments: tuple[Assignment, ...]
    objective: int
    bound: float
    prices: Mapping[str, float]
    status: Status
    seconds: float
    meeting_prices: tuple[MeetingPrice, ...] = ()

    @property
    def gap(self) -> float:
        """(bound - objective) / max(1, |objective|), never below 0."""
        return max(0.0, self.bound - self.objective) / max(1.0, abs(self.objective))
