"""The input of a match: helpers, requests, what is known of pairs, and the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from matching.periods import MINUTES_PER_DAY, Window

__all__ = [
    "HIGHEST_PRIORITY",
    "HIGHEST_SKILL_LEVEL",
    "MINUTES_PER_DAY",
    "Helper",
    "HelperKind",
    "Pair",
    "Policy",
    "Problem",
    "Relation",
    "Request",
    "Travel",
    "Weights",
    "Window",
]

HIGHEST_SKILL_LEVEL = 3
HIGHEST_PRIORITY = 4


class HelperKind(StrEnum):
    """Who a helper is; a request may allow only some kinds."""

    VOLUNTEER = "volunteer"
    PEER_SUPPORTER = "peer_supporter"
    STUDENT = "student"


class Relation(StrEnum):
    """What is known of one helper and one request before the match.

    `PROPOSED` says that an earlier answer had the pair, which speaks for keeping it (`Weights.stability`).
    """

    LOCKED = "locked"
    BLOCKED = "blocked"
    KNOWS = "knows"
    WISHED = "wished"
    PROPOSED = "proposed"


class Travel(StrEnum):
    """How the time between two visits is found."""

    NONE = "none"
    BEELINE = "beeline"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Somebody who offers time.

    Attributes:
        latitude, longitude: WGS84 degrees; both None when the place is unknown.
        max_distance_m: furthest way to a request, in metres; None for no limit.
        max_requests: how many requests at most, 1 or more (0 is allowed and means nobody).
        minutes_per_week: how many minutes of visits a week at most; None for no limit.
        skills: level of each skill, 1 (can do it) to 3 (does it well); 2 when not said.
        languages: ISO 639 codes.
        checks: codes of the checks that are passed and valid.
        windows: when the helper is free, joined and sorted; empty means any time.
        last_engaged_days: days since the last engagement; None when never asked.
    """

    id: str
    latitude: float | None
    longitude: float | None
    max_distance_m: float | None = None
    max_requests: int = 1
    minutes_per_week: int | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    kind: HelperKind = HelperKind.VOLUNTEER
    checks: frozenset[str] = frozenset()
    windows: tuple[Window, ...] = ()
    district: str = ""
    last_engaged_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody who asks for help.

    Attributes:
        skills: all of them are needed.
        wished_skills: each one a helper has adds to the score.
        languages: wished; one in common is enough for the whole of the points.
        kinds: kinds of helper that may come; empty means all.
        checks: all of them are needed.
        helpers_needed: 1 or more; `together` asks them to come at the same time.
        visits_per_week: 1 to 7, each on a day of its own, of `visit_minutes` each.
        remote: distance and travel do not count (a phone call, an online lesson).
        priority: 0 to 4. waiting_days: 0 or more.
        value: points for serving it; None for the policy's formula.
        max_distance_m: how far away a helper may live, in metres; None for no limit.
        windows: when a visit may take place, joined and sorted; empty means any time.
        channel: how the request came in (phone, online, office), for the report.
    """

    id: str
    latitude: float | None
    longitude: float | None
    skills: frozenset[str] = frozenset()
    wished_skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    kinds: frozenset[HelperKind] = frozenset()
    checks: frozenset[str] = frozenset()
    helpers_needed: int = 1
    together: bool = False
    visits_per_week: int = 1
    visit_minutes: int = 60
    remote: bool = False
    priority: int = 0
    waiting_days: int = 0
    value: int | None = None
    max_distance_m: float | None = None
    windows: tuple[Window, ...] = ()
    district: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What is known of one helper and one request.

    Attributes:
        relations: any of `Relation`.
        score: replaces the computed score; may be negative; None to compute it.
        minutes: minutes a week this request would take this helper; None for
            `visits_per_week * visit_minutes`.
    """

    helper_id: str
    request_id: str
    relations: frozenset[Relation] = frozenset()
    score: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points of the default value and score; all whole numbers.

    `load` is the price of each further request of one helper: a plan of k requests costs
    load * k * (k - 1) / 2. None stands for 20, or 0 when only listed pairs are allowed,
    because the scale of listed scores is the caller's. `coverage` is the step by which a district below
    the `Policy.coverage_floor` is raised: more than comfort can outweigh.
    """

    served: int = 10_000
    priority: int = 2_000
    waiting_day: int = 50
    waiting_days_at_most: int = 60
    closeness: int = 400
    skills: int = 200
    language: int = 150
    continuity: int = 150
    idle: int = 100
    idle_days_at_most: int = 180
    rare_skill: int = 100
    stability: int = 300
    load: int | None = None
    coverage: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How to match.

    Attributes:
        grid_minutes: every visit starts at a multiple of this after midnight; divides 1440.
        travel: how the time between two visits of one helper on one day is found.
        detour: way on the road divided by the straight line, 1 or more.
        speed_kmh: speed on the road, in km/h.
        coverage_floor: share (0..1) of the places of each district's requests to be filled before comfort
            counts, see `coverage.py`; 0 for none.
        only_listed_pairs: True allows no pair outside the list of pairs; distance is not checked then.
    """

    grid_minutes: int = 15
    travel: Travel = Travel.BEELINE
    detour: float = 1.3
    speed_kmh: float = 15.0
    only_listed_pairs: bool = False
    coverage_floor: float = 0.0
    weights: Weights = Weights()
    seed: int = 1

    @property
    def load_weight(self) -> int:
        """Points of `Weights.load` with its default put in."""
        if self.weights.load is not None:
            return self.weights.load
        return 0 if self.only_listed_pairs else 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A checked match problem; helpers and requests are sorted by id, so row order cannot matter.

    Attributes:
        travel_min: minutes from request i to request j (indices into `requests`), shape (R, R);
            only with `Travel.MATRIX`.
    """

    helpers: tuple[Helper, ...]
    requests: tuple[Request, ...]
    pairs: tuple[Pair, ...] = ()
    policy: Policy = Policy()
    travel_min: npt.NDArray[np.int32] | None = None
