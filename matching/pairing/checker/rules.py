"""The hard rules of one proposal and the limits of each helper and request, read from `Problem` alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyproj import Geod

from matching.pairing.answer import Answer, Assignment
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request

WGS84 = Geod(ellps="WGS84")
DISTANCE_TOLERANCE_M = 0.1  # answer files carry one decimal


@dataclass(frozen=True, slots=True)
class Proposed:
    """An assignment with the records it names; `pair` is None when nothing was said of the two."""

    assignment: Assignment
    helper: Helper
    request: Request
    pair: Pair | None

    def fault(self, code: CheckCode, found: str, expected: str) -> CheckFault:
        """A fault about this helper and this request."""
        return CheckFault(code, self.helper.id, self.request.id, found, expected)

    @property
    def minutes(self) -> int:
        """Minutes a week that count towards the helper's limit."""
        if self.pair is not None and self.pair.minutes is not None:
            return self.pair.minutes
        return self.request.visits_per_week * self.request.visit_minutes


def known_proposals(problem: Problem, answer: Answer) -> tuple[list[Proposed], list[CheckFault]]:
    """Join the assignments with their records; whatever names nobody, or the same twice, is a fault."""
    helpers = {helper.id: helper for helper in problem.helpers}
    requests = {request.id: request for request in problem.requests}
    pairs = {(pair.helper_id, pair.request_id): pair for pair in problem.pairs}
    proposed: dict[tuple[str, str], Proposed] = {}
    faults: list[CheckFault] = []
    for item in answer.assignments:
        key = (item.helper_id, item.request_id)
        code = _naming_fault(key, helpers, requests, proposed)
        if code is not None:
            faults.append(CheckFault(code, *key, "an assignment of the two", "each known pair at most once"))
        else:
            proposed[key] = Proposed(item, helpers[key[0]], requests[key[1]], pairs.get(key))
    return list(proposed.values()), faults


def _naming_fault(
    key: tuple[str, str],
    helpers: dict[str, Helper],
    requests: dict[str, Request],
    seen: dict[tuple[str, str], Proposed],
) -> CheckCode | None:
    if key[0] not in helpers:
        return CheckCode.UNKNOWN_HELPER
    if key[1] not in requests:
        return CheckCode.UNKNOWN_REQUEST
    return CheckCode.PAIR_TWICE if key in seen else None


def pair_faults(problem: Problem, item: Proposed) -> Iterator[CheckFault]:
    """Every rule that looks at one helper and one request, times left out."""
    relations = item.pair.relations if item.pair else frozenset()
    if Relation.BLOCKED in relations:
        yield item.fault(CheckCode.PAIR_BLOCKED, "the pair is blocked", "no blocked pair")
    if problem.policy.only_listed_pairs and item.pair is None:
        yield item.fault(CheckCode.PAIR_NOT_LISTED, "the pair is not listed", "only pairs of pairs.csv")
    yield from _aptitude_faults(item)
    yield from _distance_faults(problem, item)


def _aptitude_faults(item: Proposed) -> Iterator[CheckFault]:
    lacking = sorted(item.request.skills - set(item.helper.skills))
    if lacking:
        yield item.fault(CheckCode.SKILL_MISSING, f"without {', '.join(lacking)}", "every needed skill")
    unchecked = sorted(item.request.checks - item.helper.checks)
    if unchecked:
        yield item.fault(CheckCode.CHECK_MISSING, f"without {', '.join(unchecked)}", "every needed check")
    if item.request.kinds and item.helper.kind not in item.request.kinds:
        allowed = ", ".join(sorted(item.request.kinds))
        yield item.fault(CheckCode.KIND_NOT_ALLOWED, item.helper.kind, allowed)


def distance_m(helper: Helper, request: Request) -> float | None:
    """Geodesic metres between the two, None when a place is unknown."""
    if helper.latitude is None or helper.longitude is None:
        return None
    if request.latitude is None or request.longitude is None:
        return None
    metres = WGS84.inv(helper.longitude, helper.latitude, request.longitude, request.latitude)[2]
    return float(metres)


def _distance_faults(problem: Problem, item: Proposed) -> Iterator[CheckFault]:
    metres = distance_m(item.helper, item.request)
    said = item.assignment.distance_m
    if (metres is None) != (said is None) or abs((metres or 0) - (said or 0)) > DISTANCE_TOLERANCE_M:
        yield item.fault(CheckCode.DISTANCE_WRONG, f"distance_m {said}", str(metres))
    if item.request.remote or problem.policy.only_listed_pairs:
        return
    if metres is None:
        yield item.fault(CheckCode.PLACE_UNKNOWN, "a place is unknown", "two known places")
        return
    limits = (item.helper.max_distance_m, item.request.max_distance_m)
    furthest = min((limit for limit in limits if limit is not None), default=None)
    if furthest is not None and metres > furthest:
        yield item.fault(CheckCode.TOO_FAR, f"{metres:.1f} m", f"at most {furthest:.1f} m")


def limit_faults(problem: Problem, proposed: list[Proposed]) -> Iterator[CheckFault]:
    """How many requests and minutes a helper has, how many helpers a request, and what is locked."""
    yield from _helper_limit_faults(proposed)
    counts = Counter(item.request.id for item in proposed)
    for request in problem.requests:
        if counts[request.id] > request.helpers_needed:
            found = f"{counts[request.id]} helpers"
            expected = f"at most {request.helpers_needed}"
            yield CheckFault(CheckCode.TOO_MANY_HELPERS, "", request.id, found, expected)
    chosen = {(item.helper.id, item.request.id) for item in proposed}
    for pair in problem.pairs:
        key = (pair.helper_id, pair.request_id)
        if Relation.LOCKED in pair.relations and key not in chosen:
            yield CheckFault(CheckCode.LOCK_MISSING, *key, "the locked pair is missing", "every locked pair")


def _helper_limit_faults(proposed: list[Proposed]) -> Iterator[CheckFault]:
    counts = Counter(item.helper.id for item in proposed)
    minutes: Counter[str] = Counter()
    for item in proposed:
        minutes[item.helper.id] += item.minutes
    for helper in {item.helper.id: item.helper for item in proposed}.values():
        if counts[helper.id] > helper.max_requests:
            found, expected = f"{counts[helper.id]} requests", f"at most {helper.max_requests}"
            yield CheckFault(CheckCode.TOO_MANY_REQUESTS, helper.id, "", found, expected)
        if helper.minutes_per_week is not None and minutes[helper.id] > helper.minutes_per_week:
            found, expected = f"{minutes[helper.id]} minutes", f"at most {helper.minutes_per_week}"
            yield CheckFault(CheckCode.TOO_MANY_MINUTES, helper.id, "", found, expected)
