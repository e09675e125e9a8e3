"""The rules and points of a pair, written again without numpy or windows: slow, plain, for comparison."""

from collections.abc import Mapping

from pyproj import Geod

from matching.pairing.problem import Helper, Pair, Problem, Relation, Request
from matching.periods import MINUTES_PER_DAY, Window

WGS84 = Geod(ellps="WGS84")
EVERY_MINUTE = 2 ** (7 * MINUTES_PER_DAY) - 1


def minutes_of(windows: tuple[Window, ...]) -> int:
    """A number with a bit for every minute of the week that lies in a window; all bits if there is none."""
    free = 0
    for window in windows:
        minutes = 2 ** (window.end_min - window.start_min) - 1
        free |= minutes << (window.weekday * MINUTES_PER_DAY + window.start_min)
    return free if windows else EVERY_MINUTE


def metres(helper: Helper, request: Request) -> float | None:
    """Geodesic metres, or None when a place is unknown."""
    if helper.latitude is None or request.latitude is None:
        return None
    return float(WGS84.inv(helper.longitude, helper.latitude, request.longitude, request.latitude)[2])


def pair_of(problem: Problem, helper: Helper, request: Request) -> Pair | None:
    """What is listed about the two."""
    for pair in problem.pairs:
        if (pair.helper_id, pair.request_id) == (helper.id, request.id):
            return pair
    return None


def broken_rules(problem: Problem, helper: Helper, request: Request) -> list[str]:
    """Codes of the rules the pair breaks, in the order in which rules are asked."""
    pair = pair_of(problem, helper, request)
    far = _distance_codes(problem, helper, request)
    minutes = request.visit_minutes * request.visits_per_week
    if pair is not None and pair.minutes is not None:
        minutes = pair.minutes
    verdicts = {
        "blocked": pair is not None and Relation.BLOCKED in pair.relations,
        "not_listed": pair is None and problem.policy.only_listed_pairs,
        "skill": any(skill not in helper.skills for skill in request.skills),
        "check": any(check not in helper.checks for check in request.checks),
        "kind": bool(request.kinds) and helper.kind not in request.kinds,
        "distance": far == "distance",
        "place_unknown": far == "place_unknown",
        "time": free_days(problem, helper, request) < request.visits_per_week,
        "full_minutes": helper.minutes_per_week is not None and minutes > helper.minutes_per_week,
        "no_capacity": helper.max_requests < 1,
    }
    return [code for code, broken in verdicts.items() if broken]


def _distance_codes(problem: Problem, helper: Helper, request: Request) -> str:
    if request.remote or problem.policy.only_listed_pairs:
        return ""
    distance_m = metres(helper, request)
    if distance_m is None:
        return "place_unknown"
    limits = (helper.max_distance_m, request.max_distance_m)
    return "distance" if any(limit is not None and distance_m > limit for limit in limits) else ""


def free_days(problem: Problem, helper: Helper, request: Request) -> int:
    """Count the days on which a visit on the grid suits both."""
    shared = minutes_of(helper.windows) & minutes_of(request.windows)
    visit = 2**request.visit_minutes - 1
    days = [(shared >> day) % 2**MINUTES_PER_DAY for day in range(0, 7 * MINUTES_PER_DAY, MINUTES_PER_DAY)]
    return sum(
        any(
            (day >> start) & visit == visit
            for start in range(0, MINUTES_PER_DAY - request.visit_minutes + 1, problem.policy.grid_minutes)
        )
        for day in days
    )


def parts(problem: Problem, helper: Helper, request: Request) -> Mapping[str, int]:
    """Points by name of the part, as the table in `scoring.py` says."""
    weights, pair = problem.policy.weights, pair_of(problem, helper, request)
    named = request.skills | request.wished_skills
    relations = pair.relations if pair else frozenset()
    days = weights.idle_days_at_most
    if helper.last_engaged_days is not None:
        days = min(days, helper.last_engaged_days)
    return {
        "closeness": _closeness(problem, helper, request),
        "skills": weights.skills
        * sum(helper.skills.get(skill, 0) for skill in named)
        // max(1, 3 * len(named)),
        "language": weights.language if request.languages & helper.languages else 0,
        "continuity": weights.continuity if relations & {Relation.KNOWS, Relation.WISHED} else 0,
        "idle": weights.idle * days // weights.idle_days_at_most,
        "stability": weights.stability if Relation.PROPOSED in relations else 0,
        "rare_skill": -max(
            (_loss(problem, skill) for skill in helper.skills if skill not in named), default=0
        ),
    }


def _closeness(problem: Problem, helper: Helper, request: Request) -> int:
    distance_m = metres(helper, request)
    if request.remote or distance_m is None:
        return 0
    limits = [limit for limit in (helper.max_distance_m, request.max_distance_m) if limit is not None]
    limit = max(1, int(min(limits, default=10_000)))
    return max(0, problem.policy.weights.closeness * (limit - int(distance_m)) // limit)


def _loss(problem: Problem, skill: str) -> int:
    having = sum(skill in helper.skills for helper in problem.helpers)
    needing = sum(skill in request.skills for request in problem.requests)
    if not needing:
        return 0
    lacking = max(0, needing * len(problem.helpers) - having * len(problem.requests))
    return problem.policy.weights.rare_skill * lacking // (needing * len(problem.helpers))
