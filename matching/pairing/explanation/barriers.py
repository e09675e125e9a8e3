"""Which hard rule keeps each helper from one request: all helpers at once, every rule by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from matching.distance import distances_m
from matching.pairing import rules
from matching.pairing.candidates import Candidates
from matching.pairing.columns import Bools, Floats, Ints
from matching.pairing.listed import listed_pairs
from matching.pairing.problem import Problem


class Stage(IntEnum):
    """How near a helper comes to a request: the first rule broken, in this order.

    Distance comes before checks and times, because a neighbour who lacks a check is nearer to helping than
    a stranger two towns away who has it.
    """

    LISTED = 0
    SKILL = 1
    DISTANCE = 2
    KIND = 3
    CHECK = 4
    TIME = 5
    ROOM = 6
    NOTHING = 7


@dataclass(frozen=True, slots=True)
class Barriers:
    """One request against all helpers; each array has one entry a helper.

    Attributes:
        broken: shape (7, helpers), True where the rule of that `Stage` is broken.
        checks_lacking: how many of the required checks each helper lacks.
        distance_m: NaN when a place is unknown.
        minutes: minutes a week the request would take.
    """

    broken: Bools
    checks_lacking: Ints
    distance_m: Floats
    minutes: Ints

    def stages(self) -> Ints:
        """The first rule that each helper breaks."""
        first: Ints = np.where(self.broken.any(axis=0), self.broken.argmax(axis=0), Stage.NOTHING)
        return first

    def only(self, stage: Stage) -> Bools:
        """Helpers who break this rule and no other."""
        alone: Bools = self.broken[stage] & (self.broken.sum(axis=0) == 1)
        return alone


class BarrierFinder:
    """Works out `Barriers`; what requests share (skills, checks, kinds) is worked out once."""

    def __init__(self, problem: Problem, candidates: Candidates) -> None:
        self._problem, self._columns = problem, candidates.columns
        self._listed = listed_pairs(problem)
        self._everyone = np.arange(len(problem.helpers), dtype=np.int64)
        self._alike: dict[object, tuple[Bools, Ints, Bools]] = {}

    def of(self, request: int) -> Barriers:
        """Test every rule on every helper for one request."""
        columns, everyone = self._columns, self._everyone
        of_request = np.full(len(everyone), request, dtype=np.int64)
        lacks_skill, checks_lacking, other_kind = self._aptitude(request)
        row = self._listed.find(everyone, of_request)
        minutes = np.where(
            self._listed.has_minutes[row], self._listed.minutes[row], columns.requests.minutes[request]
        )
        distance_m = distances_m(columns.helpers.places, columns.requests.places[of_request])
        far = rules.too_far(columns, everyone, of_request, distance_m)
        broken = {
            Stage.LISTED: self._not_allowed(row),
            Stage.SKILL: lacks_skill,
            Stage.DISTANCE: far | rules.lacks_place(columns, everyone, of_request),
            Stage.KIND: other_kind,
            Stage.CHECK: checks_lacking > 0,
            Stage.TIME: rules.not_free(columns, everyone, of_request),
            Stage.ROOM: rules.takes_nothing(columns) | rules.takes_too_long(columns, everyone, minutes),
        }
        table = np.stack([broken[stage] for stage in Stage if stage is not Stage.NOTHING])
        return Barriers(table, checks_lacking, distance_m, minutes)

    def _not_allowed(self, row: Ints) -> Bools:
        unlisted = self._problem.policy.only_listed_pairs & (row < 0)
        return self._listed.blocked[row] | unlisted

    def _aptitude(self, request: int) -> tuple[Bools, Ints, Bools]:
        asked = self._problem.requests[request]
        key = (asked.skills, asked.checks, asked.kinds)
        if key not in self._alike:
            columns = self._columns
            required = columns.requests.checks[:, request]
            lacking = (~columns.helpers.checks[required]).sum(axis=0, dtype=np.int64)
            kinds = rules.of_other_kind(columns, request)
            self._alike[key] = (rules.lacks_skill(columns, request), lacking, kinds)
        return self._alike[key]
