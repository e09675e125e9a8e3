"""Which helpers the hard rules allow for a request, times left out; all helpers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.rules import WGS84
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

EARTH_RADIUS_M = 6_371_008.8
# The sphere and the ellipsoid differ by less than 0.6 %; what is left is measured exactly.
SPHERE_MARGIN = 1.01
SPHERE_MARGIN_M = 200.0  # a cosine is blind for a few metres


@dataclass(slots=True)
class Tags:
    """Which helpers carry a word (a skill, a language, a check), as one column of flags a word."""

    count: int
    columns: dict[str, Bools] = field(default_factory=dict)

    @classmethod
    def of(cls, helpers: Sequence[Helper], words: Callable[[Helper], Iterable[str]]) -> Tags:
        """Read `words` of every helper."""
        tags = cls(len(helpers))
        for number, helper in enumerate(helpers):
            for word in words(helper):
                tags.columns.setdefault(word, np.zeros(tags.count, dtype=bool))[number] = True
        return tags

    def has(self, word: str) -> Bools:
        """One flag a helper."""
        column = self.columns.get(word)
        return np.zeros(self.count, dtype=bool) if column is None else column


def _place(person: Helper | Request) -> tuple[float, float]:
    known = person.latitude is not None and person.longitude is not None
    return (person.latitude or 0.0, person.longitude or 0.0) if known else (np.nan, np.nan)


def _on_sphere(degrees: Floats) -> Floats:
    latitude, longitude = np.radians(degrees[..., 0]), np.radians(degrees[..., 1])
    flat = np.cos(latitude)
    return np.stack([flat * np.cos(longitude), flat * np.sin(longitude), np.sin(latitude)], axis=-1)


def _least_cosine(limit_m: Floats) -> Floats:
    """Return what the cosine between two places within the limit is at least, with a margin."""
    angle = np.minimum((limit_m * SPHERE_MARGIN + SPHERE_MARGIN_M) / EARTH_RADIUS_M, np.pi)
    cosine: Floats = np.cos(angle)
    return np.where(angle < np.pi, cosine, -2.0)


class Possible:
    """The hard rules over all helpers of a problem."""

    def __init__(self, problem: Problem) -> None:
        helpers = problem.helpers
        self.problem = problem
        self.skills = Tags.of(helpers, lambda helper: helper.skills)
        self.checks = Tags.of(helpers, lambda helper: helper.checks)
        self.places = np.array([_place(helper) for helper in helpers], dtype=float).reshape(-1, 2)
        self._spots = _on_sphere(self.places)
        reach = [np.inf if helper.max_distance_m is None else helper.max_distance_m for helper in helpers]
        self.reach_m = np.array(reach, dtype=float)
        self._least_cosine = _least_cosine(self.reach_m)
        self.kinds = np.array([helper.kind.value for helper in helpers], dtype=object)
        self._open = np.array([helper.max_requests > 0 for helper in helpers], dtype=bool)
        self._listed = self._pairs_by_request()

    def _pairs_by_request(self) -> dict[str, dict[int, Pair]]:
        numbers = {helper.id: number for number, helper in enumerate(self.problem.helpers)}
        listed: dict[str, dict[int, Pair]] = defaultdict(dict)
        for pair in self.problem.pairs:
            listed[pair.request_id][numbers[pair.helper_id]] = pair
        return listed

    def listed(self, request: Request) -> dict[int, Pair]:
        """What `pairs` says of a request, by number of the helper."""
        return self._listed.get(request.id, {})

    def minutes(self, request: Request, number: int) -> int:
        """Minutes a week a request takes of a helper: listed, or those of its visits."""
        pair = self.listed(request).get(number)
        usual = request.visits_per_week * request.visit_minutes
        return usual if pair is None or pair.minutes is None else pair.minutes

    def helpers_for(self, request: Request) -> tuple[Ints, Floats]:
        """Numbers of the helpers allowed for a request, and their distances in metres (NaN unknown)."""
        allowed = self._allowed(request)
        numbers = np.flatnonzero(allowed)
        here = np.array(_place(request))
        if not self._anywhere(request):
            own = _least_cosine(
                np.array(np.inf if request.max_distance_m is None else request.max_distance_m)
            )
            # An unknown place is NaN, which is near to nothing.
            near = self._spots[numbers] @ _on_sphere(here) >= np.maximum(self._least_cosine[numbers], own)
            numbers = numbers[near]
        limit_m = self._limit_m(request)[numbers]
        metres = self._metres(here, numbers)
        # NaN <= inf is False: an unknown place is never near, unless distance does not count.
        kept = (metres <= limit_m) | self._anywhere(request)
        return numbers[kept], metres[kept]

    def _anywhere(self, request: Request) -> bool:
        return request.remote or self.problem.policy.only_listed_pairs

    def _limit_m(self, request: Request) -> Floats:
        if self._anywhere(request):
            return np.full(len(self.reach_m), np.inf)
        own = np.inf if request.max_distance_m is None else request.max_distance_m
        limit_m: Floats = np.minimum(self.reach_m, own)
        return limit_m

    def _allowed(self, request: Request) -> Bools:
        allowed = self._open.copy()
        for skill in request.skills:
            allowed &= self.skills.has(skill)
        for check in request.checks:
            allowed &= self.checks.has(check)
        if request.kinds:
            allowed &= np.isin(self.kinds, [kind.value for kind in request.kinds])
        listed = self.listed(request)
        if self.problem.policy.only_listed_pairs:
            on_list = np.zeros(len(allowed), dtype=bool)
            on_list[list(listed)] = True
            allowed &= on_list
        blocked = [number for number, pair in listed.items() if Relation.BLOCKED in pair.relations]
        allowed[blocked] = False
        return allowed

    def _metres(self, here: Floats, numbers: Ints) -> Floats:
        metres = np.full(len(numbers), np.nan)
        known = np.flatnonzero(~np.isnan(self.places[numbers, 0]) & ~np.isnan(here[0]))
        there = self.places[numbers[known]]
        start = np.full(len(known), here[1]), np.full(len(known), here[0])
        metres[known] = WGS84.inv(*start, there[:, 1], there[:, 0])[2]
        return metres
