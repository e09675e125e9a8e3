"""How far the helpers of an invented town go, so that its requests have a wanted number of possible pairs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.examples.chance import Chance, Floats, Ints
from matching.pairing.candidates import find_candidates
from matching.pairing.problem import Problem

# So many requests are asked for their pairs; more would not make the average much surer.
_ASKED = 2_000
# No way is made longer than so many times what was drawn.
_FURTHEST = 4.0


def with_reach(problem: Problem, pairs_per_request: float, chance: Chance) -> Problem:
    """Return the town, all ways lengthened or shortened alike so that a request has the pairs wanted."""
    asked = chance.some(len(problem.requests), _ASKED)
    factors = _factors_of_pairs(_with_factor(problem, _FURTHEST), asked)
    wanted = round(pairs_per_request * len(asked))
    factor = _FURTHEST if wanted >= len(factors) else float(factors[wanted])
    return _with_factor(problem, factor)


def _with_factor(problem: Problem, factor: float) -> Problem:
    helpers = tuple(
        replace(helper, max_distance_m=round((helper.max_distance_m or 0) * factor, 3))
        for helper in problem.helpers
    )
    return replace(problem, helpers=helpers)


def _factors_of_pairs(problem: Problem, asked: Ints) -> Floats:
    """By how much ways must be longer for each pair to become possible, ascending; 0 for remote requests."""
    requests = tuple(problem.requests[index] for index in asked.tolist())
    candidates = find_candidates(replace(problem, requests=requests))
    limit_m = candidates.columns.helpers.limit_m[candidates.helper]
    remote = candidates.columns.requests.remote[candidates.request]
    return np.sort(np.where(remote, 0.0, candidates.distance_m / limit_m * _FURTHEST))
