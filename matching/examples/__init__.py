"""Invented towns of any size, for tests and benchmarks: the same seed gives the same town.

Districts lie some kilometres apart and grow in number with the town, so that a request meets about as many
helpers in a large town as in a small one. Skills differ in how many have and need them, a few are rare;
evenings are asked for more often than offered; some visits recur; some people want a language, a check,
a kind of helper, a phone call, or two helpers together. Helpers of one district go to the next, so people
are shared across every border.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.examples.acquaintance import known_pairs
from matching.examples.chance import Chance
from matching.examples.ground import Ground
from matching.examples.people import draw_helpers, draw_requests
from matching.examples.reach import with_reach
from matching.examples.town import Town
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import Problem

__all__ = ["Town", "example_town"]


def example_town(town: Town) -> Problem:
    """Return an invented town with some pairs known, wished, blocked and locked."""
    chance = Chance(np.random.default_rng(town.seed))
    ground = Ground(town)
    helpers = draw_helpers(town, ground, chance)
    requests = draw_requests(town, ground, chance)
    problem = build_problem(helpers=helpers, requests=requests, policy=town.policy)
    if town.pairs_per_request is not None:
        problem = with_reach(problem, town.pairs_per_request, chance)
    pairs = known_pairs(problem, find_candidates(problem), town.locked_share, chance)
    # Possible pairs break no rule, and nobody is locked twice: there is nothing to check again.
    return replace(problem, pairs=tuple(pairs))
