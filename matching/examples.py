"""Invented towns of any size, for tests and benchmarks: the same seed gives the same town.

Districts lie some kilometres apart and grow in number with the town, so that a request meets about as many
helpers in a large town as in a small one. Skills differ in how many have and need them, a few are rare;
evenings are asked for more often than offered; some visits recur; some people want a language, a check,
a kind of helper, a phone call, or two helpers together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import (
    Helper,
    HelperKind,
    Pair,
    Policy,
    Problem,
    Relation,
    Request,
    Window,
)

_CENTRE = (51.514, 7.468)
_DEGREE_M = 111_000.0
_DISTRICT_GAP_M = 4_500.0
_DISTRICT_SPREAD_M = 1_300.0
_PEOPLE_IN_DISTRICT = 90

# Share of helpers who have the skill, and weight among the skills asked for.
_SKILLS: Mapping[str, tuple[float, float]] = {
    "company": (0.55, 5.0),
    "shopping": (0.50, 5.0),
    "walk": (0.45, 3.0),
    "garden": (0.22, 2.0),
    "paperwork": (0.20, 2.5),
    "computer": (0.18, 2.5),
    "tutoring": (0.15, 2.0),
    "small_repairs": (0.12, 2.0),
    "driving": (0.10, 2.0),
    "dementia_company": (0.05, 1.2),
    "sign_language": (0.01, 0.3),
}
_LANGUAGES: Mapping[str, float] = {"tr": 0.10, "ru": 0.07, "ar": 0.06, "pl": 0.06, "uk": 0.04, "en": 0.30}
_KINDS: Sequence[tuple[HelperKind, float]] = (
    (HelperKind.VOLUNTEER, 0.80),
    (HelperKind.STUDENT, 0.13),
    (HelperKind.PEER_SUPPORTER, 0.07),
)
_CHECK = "good_conduct"
_MORNING, _AFTERNOON, _EVENING = (8 * 60, 12 * 60), (13 * 60, 18 * 60), (18 * 60, 21 * 60)
_HALF_HOUR = 30
_WORKDAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """How large and of what kind an invented town is.

    Attributes:
        districts: 0 for as many as the people fill.
        locked_share: share of the requests for which one possible pair is locked.
    """

    helpers: int = 400
    requests: int = 300
    districts: int = 0
    seed: int = 1
    locked_share: float = 0.02
    policy: Policy = field(default_factory=Policy)


class _Builder:
    """Draws people one after the other from one stream of chance."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.chance = np.random.default_rng(town.seed)
        self.centres = self._district_centres()
        weights = np.array([asked for _, asked in _SKILLS.values()])
        self._asked = np.cumsum(weights / weights.sum())

    def _district_centres(self) -> Sequence[tuple[float, float]]:
        """Metres north and east of the town's centre: a spiral, each new district further out."""
        people = self.town.helpers + self.town.requests
        count = self.town.districts or max(3, math.ceil(people / _PEOPLE_IN_DISTRICT / 2))
        golden_angle = math.pi * (3 - math.sqrt(5))
        turns = ((math.sqrt(index) * _DISTRICT_GAP_M * 0.6, index * golden_angle) for index in range(count))
        return [(radius * math.cos(angle), radius * math.sin(angle)) for radius, angle in turns]

    def happens(self, share: float) -> bool:
        return bool(self.chance.random() < share)

    def whole(self, lowest: int, highest: int) -> int:
        return int(self.chance.integers(lowest, highest + 1))

    def place(self, district: int) -> tuple[float, float]:
        north, east = np.array(self.centres[district]) + self.chance.normal(0, _DISTRICT_SPREAD_M, 2)
        latitude = _CENTRE[0] + north / _DEGREE_M
        longitude = _CENTRE[1] + east / _DEGREE_M / math.cos(math.radians(_CENTRE[0]))
        return round(float(latitude), 6), round(float(longitude), 6)

    def skill(self) -> str:
        return list(_SKILLS)[int(np.searchsorted(self._asked, self.chance.random()))]

    def kind(self) -> HelperKind:
        draw, total = self.chance.random(), 0.0
        for kind, share in _KINDS:
            total += share
            if draw < total:
                return kind
        return _KINDS[-1][0]

    def languages(self) -> frozenset[str]:
        return frozenset({"de"} | {language for language, share in _LANGUAGES.items() if self.happens(share)})

    def window(self, part_of_day: tuple[int, int], shortest_min: int, weekdays: int = 7) -> Window:
        """Draw a window within a part of the day, on the half hour."""
        earliest, latest = part_of_day
        slots = (latest - earliest - shortest_min) // _HALF_HOUR
        start = earliest + _HALF_HOUR * self.whole(0, max(0, slots))
        end = (
            start
            + shortest_min
            + _HALF_HOUR * self.whole(0, max(0, (latest - start - shortest_min) // _HALF_HOUR))
        )
        return Window(self.whole(0, weekdays - 1), start, end)

    def helper(self, index: int) -> Helper:
        district = self.whole(0, len(self.centres) - 1)
        latitude, longitude = self.place(district)
        skills = {skill: self.whole(1, 3) for skill, (share, _) in _SKILLS.items() if self.happens(share)}
        return Helper(
            id=f"h{index:06d}",
            latitude=latitude,
            longitude=longitude,
            max_distance_m=float(self.chance.choice([2000, 3000, 5000, 8000])),
            max_requests=int(self.chance.choice([1, 1, 1, 2, 2, 3])),
            minutes_per_week=int(self.chance.choice([120, 180, 240, 360])) if self.happens(0.4) else None,
            skills=skills,
            languages=self.languages(),
            kind=self.kind(),
            checks=frozenset({_CHECK}) if self.happens(0.6) else frozenset(),
            windows=self.helper_windows(),
            district=f"district {district + 1:02d}",
            last_engaged_days=None if self.happens(0.3) else self.whole(0, 300),
        )

    def helper_windows(self) -> tuple[Window, ...]:
        """Two to five windows, few of them in the evening; one helper in twenty is free any time."""
        if self.happens(0.05):
            return ()
        day = [self.window(self._daytime(), 120) for _ in range(self.whole(2, 5))]
        return (*day, self.window(_EVENING, 60, _WORKDAYS)) if self.happens(0.15) else tuple(day)

    def _daytime(self) -> tuple[int, int]:
        return _MORNING if self.happens(0.45) else _AFTERNOON

    def request(self, index: int) -> Request:
        district = self.whole(0, len(self.centres) - 1)
        latitude, longitude = self.place(district)
        skill = self.skill()
        minutes = int(self.chance.choice([30, 60, 60, 90, 120]))
        together = skill in {"walk", "small_repairs"} and self.happens(0.2)
        visits = 1 if together else int(self.chance.choice([1, 1, 1, 1, 1, 2, 2, 3]))
        return Request(
            id=f"r{index:06d}",
            latitude=latitude,
            longitude=longitude,
            skills=frozenset({skill}),
            wished_skills=frozenset({self.skill()}) - {skill} if self.happens(0.2) else frozenset(),
            languages=frozenset({str(self.chance.choice(list(_LANGUAGES)))})
            if self.happens(0.15)
            else frozenset(),
            kinds=frozenset({HelperKind.STUDENT, HelperKind.VOLUNTEER})
            if skill == "tutoring"
            else frozenset(),
            checks=frozenset({_CHECK}) if skill == "dementia_company" or self.happens(0.2) else frozenset(),
            helpers_needed=2 if together or self.happens(0.03) else 1,
            together=together,
            visits_per_week=visits,
            visit_minutes=minutes,
            remote=skill in {"company", "computer", "tutoring"} and self.happens(0.06),
            priority=int(self.chance.choice([0, 1, 1, 1, 2, 2, 3, 4])),
            waiting_days=min(90, int(self.chance.exponential(14))),
            windows=self.request_windows(minutes, visits, together=together),
            district=f"district {district + 1:02d}",
        )

    def request_windows(self, minutes: int, visits: int, *, together: bool) -> tuple[Window, ...]:
        """More windows than visits; one request in five wants evenings alone, one in ten has no wish."""
        if together:
            return self._exact_windows(minutes)
        if self.happens(0.1):
            return ()
        if self.happens(0.2):
            return tuple(self.window(_EVENING, minutes, _WORKDAYS) for _ in range(visits + 1))
        return tuple(self.window(self._daytime(), max(minutes, 90)) for _ in range(visits + self.whole(1, 3)))

    def _exact_windows(self, minutes: int) -> tuple[Window, ...]:
        """Windows one visit long on days of their own, so that none touch."""
        days = self.chance.permutation(7)[: self.whole(2, 4)]
        starts = [(int(day), _AFTERNOON[0] + 60 * self.whole(0, 3)) for day in days]
        return tuple(Window(day, start, start + minutes) for day, start in starts)


def example_town(town: Town) -> Problem:
    """Return an invented town with some pairs known, wished, blocked and locked."""
    builder = _Builder(town)
    helpers = [builder.helper(index) for index in range(town.helpers)]
    requests = [builder.request(index) for index in range(town.requests)]
    problem = build_problem(helpers=helpers, requests=requests, policy=town.policy)
    pairs = _known_pairs(builder, problem, find_candidates(problem))
    return build_problem(helpers=helpers, requests=requests, pairs=pairs, policy=town.policy)


def _known_pairs(builder: _Builder, problem: Problem, candidates: Candidates) -> Sequence[Pair]:
    """Say something about one possible pair of some requests; a helper is locked once at most."""
    pairs: list[Pair] = []
    locked: set[int] = set()
    for index, request in enumerate(problem.requests):
        possible = candidates.helper[candidates.of_request(index)]
        if not len(possible):
            continue
        helper, relation = int(builder.chance.choice(possible)), _relation(builder)
        if relation is Relation.LOCKED and (helper in locked or request.together):
            continue
        if relation is Relation.LOCKED:
            locked.add(helper)
        if relation is not None:
            helper_id = problem.helpers[helper].id
            pairs.append(Pair(helper_id=helper_id, request_id=request.id, relations=frozenset({relation})))
    return pairs


def _relation(builder: _Builder) -> Relation | None:
    shares = ((Relation.LOCKED, builder.town.locked_share), (Relation.KNOWS, 0.05), (Relation.WISHED, 0.03))
    for relation, share in (*shares, (Relation.BLOCKED, 0.02)):
        if builder.happens(share):
            return relation
    return None
