"""Which hard rule keeps each helper from one request: every rule by itself, for all who come near enough.

Who lacks a skill can never be helped over it, and who lives far beyond any limit is too far whatever else
holds, so both are only counted: the work for a request grows with the helpers around it, not with the town.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from matching.distance import chords, distances_m, furthest_chord, nearest_chord
from matching.pairing import rules
from matching.pairing.candidates import Candidates
from matching.pairing.columns import Bools, Columns, Floats, Ints
from matching.pairing.listed import listed_pairs
from matching.pairing.problem import Problem

# Nobody is asked to go further than this times their limit, or this much further, whichever is more.
LONGEST_WAY = 2.0
LONGER_BY_M = 5_000.0
# A geodesic is its angle times a radius that differs by 1.1 % at most (see `distance.py`), so the nearest by
# the one is among the nearest by the other with this much to spare.
_NEARLY_NEAREST = 1.02


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
    """One request against the helpers around it; each array has one entry a helper.

    Attributes:
        helpers: indices into `problem.helpers`, ascending: who has the skills, is allowed, and lives within
            the limits or not out of all proportion beyond them.
        broken: shape (7, helpers), True where the rule of that `Stage` is broken; the first two never are.
            The times of those who break two other rules are not looked at.
        checks_lacking: how many of the required checks each helper lacks.
        chord: straight line through the earth, in radii; NaN when a place is unknown.
        minutes: minutes a week the request would take.
        with_skill: how many in the whole town have the skills and are allowed.
        nearest_m: how far away the nearest of those lives; None when nobody's way is known.
        best_beyond: the best stage of everybody who is not among `helpers`.
    """

    helpers: Ints
    broken: Bools
    checks_lacking: Ints
    chord: Floats
    minutes: Ints
    with_skill: int
    nearest_m: float | None
    best_beyond: Stage

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
        self._alike: dict[object, _Skilled] = {}

    def of(self, request: int) -> Barriers:
        """Test every rule on the helpers around one request."""
        skilled, kept = self._skilled(request), self._allowed(request)
        allowed = skilled if kept is None else skilled.at(np.flatnonzero(kept[skilled.helpers]))
        chord = self._chords(request, allowed)
        near = allowed.at(np.flatnonzero(self._worth_a_look(request, allowed.helpers, chord)))
        chord_near = self._chords(request, near)
        minutes = self._minutes(request, near.helpers)
        return Barriers(
            helpers=near.helpers,
            broken=self._broken(request, near, chord_near, minutes),
            checks_lacking=near.checks_lacking,
            chord=chord_near,
            minutes=minutes,
            with_skill=len(allowed.helpers),
            nearest_m=self._nearest_m(request, allowed.helpers, chord),
            best_beyond=self._best_beyond(len(allowed.helpers), kept),
        )

    def distance_m(self, request: int, helpers: Ints) -> Floats:
        """Geodesic metres from the helpers to the request; NaN when a place is unknown."""
        places = self._columns.requests.places[np.full(len(helpers), request)]
        return distances_m(self._columns.helpers.places[helpers], places)

    def _skilled(self, request: int) -> _Skilled:
        asked = self._problem.requests[request]
        key = (asked.skills, asked.checks, asked.kinds)
        if key not in self._alike:
            self._alike[key] = _Skilled.of(self._columns, request)
        return self._alike[key]

    def _allowed(self, request: int) -> Bools | None:
        """Who may be paired at all; None for everybody."""
        first, last = np.searchsorted(
            self._listed.keys, (request * self._listed.n_helpers, (request + 1) * self._listed.n_helpers)
        )
        named, blocked = self._listed.helper[first:last], self._listed.blocked[first:last]
        only_listed = self._problem.policy.only_listed_pairs
        if not only_listed and not blocked.any():
            return None
        kept = np.full(len(self._problem.helpers), not only_listed, dtype=np.bool_)
        kept[named] = ~blocked
        return kept

    def _best_beyond(self, n_allowed: int, kept: Bools | None) -> Stage:
        if n_allowed:
            return Stage.DISTANCE
        return Stage.LISTED if kept is not None and not kept.any() else Stage.SKILL

    def _chords(self, request: int, skilled: _Skilled) -> Floats:
        return chords(skilled.vectors, self._columns.requests.vectors[request])

    def _counts_presence(self, request: int) -> bool:
        return not (self._problem.policy.only_listed_pairs or self._problem.requests[request].remote)

    def _worth_a_look(self, request: int, helpers: Ints, chord: Floats) -> Bools:
        if not self._counts_presence(request):
            return np.ones(len(helpers), dtype=np.bool_)
        limit_m = self._limit_m(request, helpers)
        longest_m = np.maximum(limit_m * LONGEST_WAY, limit_m + LONGER_BY_M)
        look: Bools = chord <= furthest_chord(longest_m)
        return look

    def _limit_m(self, request: int, helpers: Ints) -> Floats:
        limit: Floats = np.minimum(
            self._columns.helpers.limit_m[helpers], self._columns.requests.limit_m[request]
        )
        return limit

    def _minutes(self, request: int, helpers: Ints) -> Ints:
        of_request = np.full(len(helpers), request, dtype=np.int64)
        row = self._listed.find(helpers, of_request)
        return self._listed.minutes_of(self._columns, row, of_request)

    def _broken(self, request: int, near: _Skilled, chord: Floats, minutes: Ints) -> Bools:
        columns, helpers = self._columns, near.helpers
        broken = np.zeros((Stage.NOTHING, len(helpers)), dtype=np.bool_)
        broken[Stage.DISTANCE] = self._too_far(request, helpers, chord)
        broken[Stage.KIND] = near.other_kind
        broken[Stage.CHECK] = near.checks_lacking > 0
        broken[Stage.ROOM] = (columns.helpers.capacity[helpers] == 0) | (
            minutes > columns.helpers.week_minutes[helpers]
        )
        hopeful = np.flatnonzero(broken.sum(axis=0) <= 1)
        of_request = np.full(len(hopeful), request, dtype=np.int64)
        broken[Stage.TIME, hopeful] = rules.not_free(columns, helpers[hopeful], of_request)
        return broken

    def _too_far(self, request: int, helpers: Ints, chord: Floats) -> Bools:
        """By the chord, and by the geodesic only where the chord cannot tell; an unknown place is too far."""
        if not self._counts_presence(request):
            return np.zeros(len(helpers), dtype=np.bool_)
        limit_m = self._limit_m(request, helpers)
        far: Bools = ~(chord <= furthest_chord(limit_m))
        doubtful = np.flatnonzero(~far & (chord > nearest_chord(limit_m)))
        far[doubtful] = self.distance_m(request, helpers[doubtful]) > limit_m[doubtful]
        return far

    def _nearest_m(self, request: int, helpers: Ints, chord: Floats) -> float | None:
        known = ~np.isnan(chord)
        if not known.any():
            return None
        nearly = helpers[known & (chord <= chord[known].min() * _NEARLY_NEAREST)]
        return float(self.distance_m(request, nearly).min())


@dataclass(frozen=True, slots=True)
class _Skilled:
    """The helpers who have all skills of a request, and how they stand to its checks and kinds."""

    helpers: Ints
    checks_lacking: Ints
    other_kind: Bools
    vectors: Floats

    @classmethod
    def of(cls, columns: Columns, request: int) -> _Skilled:
        helpers = np.flatnonzero(~rules.lacks_skill(columns, request)).astype(np.int64)
        required = columns.requests.checks[:, request]
        lacking = (~columns.helpers.checks[required]).sum(axis=0, dtype=np.int64)
        other_kind = rules.of_other_kind(columns, request)
        vectors = columns.helpers.vectors[helpers]
        return cls(helpers, lacking[helpers], other_kind[helpers], vectors)

    def at(self, positions: Ints) -> _Skilled:
        """The same for some of them."""
        return _Skilled(
            self.helpers[positions],
            self.checks_lacking[positions],
            self.other_kind[positions],
            self.vectors[positions],
        )
