"""What can be wrong with the policy, the travel times, and the size of all points together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.errors import Fault
from matching.pairing.checks.spots import PAIRS, POLICY, REQUESTS, TRAVEL_TIMES, Spot
from matching.pairing.problem import (
    MINUTES_PER_DAY,
    Helper,
    Pair,
    Policy,
    Relation,
    Request,
    Travel,
    Weights,
)
from matching.pairing.scoring import value_of

MOST_WEIGHT = 100_000_000
# Prices and worths are counted in 2**-20 points in 64 bits, which leaves 2**43 points.
MOST_OBJECTIVE = 2**42
_POLICY = Spot(POLICY, 0, "policy")


def policy_faults(policy: Policy) -> Iterator[Fault]:
    """Yield settings out of range."""
    if not 1 <= policy.grid_minutes <= MINUTES_PER_DAY or MINUTES_PER_DAY % policy.grid_minutes:
        yield _POLICY.fault(
            "grid_minutes", f"grid_minutes is {policy.grid_minutes}", "a divisor of 1440, such as 15"
        )
    yield from _POLICY.measure("detour", policy.detour, 1, 100)
    yield from _POLICY.measure("speed_kmh", policy.speed_kmh, 0.1, 1000)
    yield from _POLICY.measure("coverage_floor", policy.coverage_floor, 0, 1)
    yield from _POLICY.whole("seed", policy.seed, 0, 2**31 - 1)
    for name, weight in dataclasses.asdict(policy.weights).items():
        lowest = 1 if name == "idle_days_at_most" else 0
        yield from _POLICY.whole(name, weight, lowest, MOST_WEIGHT)


def travel_faults(
    requests: Sequence[Request], policy: Policy, travel_min: npt.NDArray[np.int32] | None
) -> Iterator[Fault]:
    """Yield what does not fit between `policy.travel` and the matrix, and places travel cannot do without."""
    spot = Spot(TRAVEL_TIMES, 0, "travel times")
    if policy.travel is not Travel.MATRIX:
        if travel_min is not None:
            yield _POLICY.fault(
                "travel", f'travel is "{policy.travel}", but travel times are given', '"matrix"'
            )
    elif travel_min is None:
        yield spot.fault("", 'travel is "matrix", but no travel times are given', "minutes between requests")
    elif travel_min.shape != (len(requests), len(requests)):
        yield spot.fault("", f"the shape is {travel_min.shape}", f"{len(requests)} rows and columns")
    elif travel_min.size and (travel_min.min() < 0 or travel_min.max() > MINUTES_PER_DAY):
        yield spot.fault("minutes", "minutes out of range", "whole minutes from 0 to 1440")


def size_faults(
    helpers: Sequence[Helper], requests: Sequence[Request], pairs: Sequence[Pair], policy: Policy
) -> Iterator[Fault]:
    """Yield a fault if the objective could pass 2**42 points, beyond which the engine's sums could overflow.

    The most any answer can have is counted as if every request got all its helpers at the highest score,
    and every helper as many requests as possible.
    """
    seats = [min(request.helpers_needed, len(helpers)) for request in requests]
    values = sum(n * value_of(request, policy.weights) for n, request in zip(seats, requests, strict=True))
    is_repeated = any(Relation.PROPOSED in pair.relations for pair in pairs)
    highest = _highest_score(policy.weights, is_repeated=is_repeated)
    score = max(highest, *(abs(pair.score or 0) for pair in pairs), 0)
    load = sum(_load(min(helper.max_requests, len(requests)), policy) for helper in helpers)
    most = values + sum(seats) * score + load
    if most > MOST_OBJECTIVE:
        file = PAIRS if score * sum(seats) > values else REQUESTS
        found = f"values, scores and load cost could add up to {most}"
        yield Spot(file, 0, "all points together").fault("", found, f"at most 2**42 = {MOST_OBJECTIVE}")


def _highest_score(weights: Weights, *, is_repeated: bool) -> int:
    gained = weights.closeness + weights.skills + weights.language + weights.continuity + weights.idle
    return max(gained + weights.stability * is_repeated, weights.rare_skill)


def _load(requests: int, policy: Policy) -> int:
    return policy.load_weight * requests * (requests - 1) // 2
