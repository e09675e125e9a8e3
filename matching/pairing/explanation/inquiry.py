"""One waiting request and the helpers around it: who has room, and who is tried first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.pairing.columns import Bools, Ints
from matching.pairing.explanation.barriers import Barriers, Stage
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import Helper, Problem, Request

# Helpers tried for one fix, the nearest first: enough to find one, few enough for thousands of requests.
HELPERS_TRIED = 12


@dataclass(frozen=True)
class Inquiry:
    """A request that lacks helpers; arrays have one entry for each of `barriers.helpers`.

    Attributes:
        gains: whether one more pair with each helper would bring more points than it costs.
    """

    problem: Problem
    diaries: Diaries
    request: int
    barriers: Barriers
    gains: Bools

    @property
    def asked(self) -> Request:
        """The request itself."""
        return self.problem.requests[self.request]

    @property
    def missing(self) -> int:
        """How many more helpers it needs."""
        return self.asked.helpers_needed - len(self.diaries.served_by[self.request])

    def helper(self, index: int) -> Helper:
        """The helper of this index in the problem."""
        return self.problem.helpers[index]

    @cached_property
    def others(self) -> Bools:
        """Who does not serve it yet and would be worth asking."""
        there = list(self.diaries.served_by[self.request])
        return self.gains & ~np.isin(self.barriers.helpers, there) if there else self.gains

    @cached_property
    def has_requests(self) -> Bools:
        """Who takes one more request."""
        left: Bools = self.diaries.spare_requests[self.barriers.helpers] > 0
        return left

    @cached_property
    def has_minutes(self) -> Bools:
        """Who has minutes enough left."""
        enough: Bools = self.diaries.spare_minutes[self.barriers.helpers] >= self.barriers.minutes
        return enough

    @cached_property
    def has_room(self) -> Bools:
        """Who has both, does not serve it yet, and would be worth asking."""
        return self.others & self.has_requests & self.has_minutes

    @cached_property
    def is_possible(self) -> Bools:
        """Who breaks no rule of the pair."""
        possible: Bools = np.logical_not(self.barriers.broken.any(axis=0))
        return possible

    def breaks_only(self, stage: Stage) -> Bools:
        """Who has room and breaks this rule alone."""
        return self.barriers.only(stage) & self.has_room

    def nearest_first(self, chosen: Bools) -> Iterator[int]:
        """Yield the nearest of the chosen, as indices into `problem.helpers`; unknown ways come last."""
        places: Ints = np.flatnonzero(chosen)
        away = np.where(np.isnan(self.barriers.chord[places]), np.inf, self.barriers.chord[places])
        order = np.lexsort((places, away))[:HELPERS_TRIED]
        yield from self.barriers.helpers[places[order]].tolist()

    def fits(self, helper: int) -> bool:
        """Whether all visits find a time beside what the helper does."""
        return self.diaries.fits(helper, self.request)
