"""Points, written a second time from the table in `scoring`: value, score by parts, load, objective."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.checker.possible import Possible, Tags
from matching.pairing.checker.rules import Proposed, distance_m
from matching.pairing.problem import Problem, Relation, Request

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

USUAL_LIMIT_M = 10_000  # where neither side says how far is too far
TOP_LEVEL = 3


class Points:
    """The score of pairs, recomputed for one request and many helpers at a time."""

    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self._problem = problem = possible.problem
        self._weights = problem.policy.weights
        helpers = problem.helpers
        self._languages = Tags.of(helpers, lambda helper: helper.languages)
        cap = self._weights.idle_days_at_most
        idle = [cap if helper.last_engaged_days is None else helper.last_engaged_days for helper in helpers]
        self._idle_days = np.minimum(np.array(idle, dtype=np.int64), cap)
        self._losses = self._skill_losses()
        self._ordered_losses = sorted(self._losses, key=lambda skill: (-self._losses[skill], skill))
        self._levels: dict[str, Ints] = {}

    def value_of(self, request: Request) -> int:
        """Points for one helper serving a request."""
        if request.value is not None:
            return request.value
        weights = self._weights
        waited = min(request.waiting_days, weights.waiting_days_at_most)
        return weights.served + weights.priority * request.priority + weights.waiting_day * waited

    def scores(self, request: Request, numbers: Ints, metres: Floats) -> Ints:
        """Score of the pairs of a request with helpers `numbers`, given ones included."""
        nothing = np.zeros(len(numbers), dtype=np.int64)
        total = sum(self.parts(request, numbers, metres).values(), start=nothing)
        given = {n: p.score for n, p in self.possible.listed(request).items() if p.score is not None}
        if given:
            for place, number in enumerate(numbers.tolist()):
                total[place] = given.get(number, total[place])
        return total

    def parts(self, request: Request, numbers: Ints, metres: Floats) -> dict[str, Ints]:
        """Computed points by name of the part, one entry a helper, as if no score were given."""
        weights = self._weights
        spoken = np.zeros(len(numbers), dtype=bool)
        for language in request.languages:
            spoken |= self._languages.has(language)[numbers]
        return {
            "closeness": self._closeness(request, numbers, metres),
            "skills": self._skills(request, numbers),
            "language": weights.language * spoken.astype(np.int64),
            "continuity": self._continuity(request, numbers),
            "idle": weights.idle * self._idle_days[numbers] // max(1, weights.idle_days_at_most),
            "stability": self._stability(request, numbers),
            "rare_skill": -self._loss(request, numbers),
        }

    def _closeness(self, request: Request, numbers: Ints, metres: Floats) -> Ints:
        own = np.inf if request.max_distance_m is None else request.max_distance_m
        limits = np.minimum(self.possible.reach_m[numbers], own)
        limits = np.where(np.isfinite(limits), limits, USUAL_LIMIT_M)
        whole_limits = np.maximum(1, np.floor(limits)).astype(np.int64)
        if request.remote:
            return np.zeros(len(numbers), dtype=np.int64)
        whole = np.floor(np.where(np.isnan(metres), np.inf, metres))
        left = np.maximum(0, whole_limits - whole).astype(np.int64)
        return self._weights.closeness * left // whole_limits

    def _skills(self, request: Request, numbers: Ints) -> Ints:
        named = request.skills | request.wished_skills
        levels = np.zeros(len(numbers), dtype=np.int64)
        for skill in named:
            levels += self._level_column(skill)[numbers]
        return self._weights.skills * levels // max(1, TOP_LEVEL * len(named))

    def _level_column(self, skill: str) -> Ints:
        if skill not in self._levels:
            levels = [helper.skills.get(skill, 0) for helper in self._problem.helpers]
            self._levels[skill] = np.array(levels, dtype=np.int64)
        return self._levels[skill]

    def _continuity(self, request: Request, numbers: Ints) -> Ints:
        familiar = {Relation.KNOWS, Relation.WISHED}
        return self._weights.continuity * self._related(request, numbers, familiar)

    def _stability(self, request: Request, numbers: Ints) -> Ints:
        return self._weights.stability * self._related(request, numbers, {Relation.PROPOSED})

    def _related(self, request: Request, numbers: Ints, relations: set[Relation]) -> Ints:
        """1 for each helper related to the request in one of these ways, else 0."""
        listed = self.possible.listed(request).items()
        known = [number for number, pair in listed if relations & pair.relations]
        # Most requests are related to nobody, and a search is dear.
        return np.isin(numbers, known).astype(np.int64) if known else np.zeros(len(numbers), dtype=np.int64)

    def _loss(self, request: Request, numbers: Ints) -> Ints:
        loss = np.zeros(len(numbers), dtype=np.int64)
        for skill in self._ordered_losses:
            if skill not in request.skills and skill not in request.wished_skills:
                spent = self.possible.skills.has(skill)[numbers]
                loss = np.maximum(loss, np.where(spent, self._losses[skill], 0))
        return loss

    def _skill_losses(self) -> dict[str, int]:
        """Points lost by spending each skill that is scarcer among helpers than among requests."""
        helpers, requests = len(self._problem.helpers), len(self._problem.requests)
        needed = Counter(skill for request in self._problem.requests for skill in request.skills)
        had = Counter(skill for helper in self._problem.helpers for skill in helper.skills)
        losses = {}
        for skill, needing in needed.items():
            missing = max(0, needing * helpers - had[skill] * requests)
            losses[skill] = self._weights.rare_skill * missing // max(1, needing * helpers)
        return {skill: points for skill, points in losses.items() if points > 0}


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What a proposal is worth by the rules, whatever the answer says."""

    proposed: Proposed
    value: int
    score: int
    parts: dict[str, int]


def recalculate(points: Points, item: Proposed, number: int) -> Recalculated:
    """Work out value, score and parts of a proposal; `number` is the helper's place in `problem.helpers`."""
    one, metres = np.array([number]), distance_m(item.helper, item.request)
    measured = np.array([np.nan if metres is None else metres])
    score = int(points.scores(item.request, one, measured)[0])
    if item.pair is not None and item.pair.score is not None:
        parts = {"given": score}
    else:
        parts = {name: int(of[0]) for name, of in points.parts(item.request, one, measured).items()}
    return Recalculated(item, points.value_of(item.request), score, parts)


def score_faults(worth: Recalculated) -> Iterator[CheckFault]:
    """A score or parts that differ from the recalculation; parts of 0 points may be left out."""
    said = worth.proposed.assignment
    if said.score != worth.score:
        yield worth.proposed.fault(CheckCode.SCORE_WRONG, f"score {said.score}", str(worth.score))
    parts = {name: points for name, points in said.parts.items() if points}
    if parts != {name: points for name, points in worth.parts.items() if points}:
        yield worth.proposed.fault(CheckCode.PARTS_WRONG, f"parts {parts}", str(worth.parts))


def objective_of(problem: Problem, worths: Iterable[Recalculated]) -> int:
    """Value and score of all proposals less the load of each helper."""
    counts: Counter[str] = Counter()
    gained = 0
    for worth in worths:
        counts[worth.proposed.helper.id] += 1
        gained += worth.value + worth.score
    load = sum(count * (count - 1) // 2 for count in counts.values())
    return gained - problem.policy.load_weight * load
