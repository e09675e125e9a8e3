"""The best answer of a tiny problem by trying everything: no bound, no packing, no prices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import ceil

from matching.pairing.problem import Pair, Problem, Relation, Request, Travel
from matching.pairing.scoring import value
from matching.periods import MINUTES_PER_DAY, common_starts
from tests.matching.by_hand import WGS84, broken_rules, pair_of, parts

Times = tuple[int, ...]
Week = dict[int, Times]


def most_points(problem: Problem) -> int | None:
    """Points of the best answer; None when the locked pairs allow none."""
    weeks = [_weeks_and_points(problem, helper) for helper in range(len(problem.helpers))]
    return _best(problem, weeks, {}, {})


def _best(
    problem: Problem,
    weeks: list[dict[tuple[tuple[int, Times], ...], int]],
    counts: dict[int, int],
    agreed: dict[int, Times],
) -> int | None:
    if not weeks:
        return 0 if all(problem.requests[r].helpers_needed == counts[r] for r in agreed) else None
    found = []
    for served, points in weeks[0].items():
        new_counts = counts | {request: counts.get(request, 0) + 1 for request, _ in served}
        new_agreed = agreed | {
            request: times for request, times in served if _comes_together(problem, request)
        }
        if any(agreed.get(r, times) != times for r, times in new_agreed.items()):
            continue
        if all(count <= problem.requests[r].helpers_needed for r, count in new_counts.items()):
            rest = _best(problem, weeks[1:], new_counts, new_agreed)
            found += [] if rest is None else [points + rest]
    return max(found, default=None)


def _comes_together(problem: Problem, request: int) -> bool:
    return problem.requests[request].together and problem.requests[request].helpers_needed > 1


def _weeks_and_points(problem: Problem, helper: int) -> dict[tuple[tuple[int, Times], ...], int]:
    """Points by what a week of the helper serves; times only where others must come at the same ones."""
    found: dict[tuple[tuple[int, Times], ...], int] = {}
    options = {option.request: option for option in _options(problem, helper)}
    for week in _weeks(problem, helper, list(options), {}):
        taken = [options[request] for request in week]
        if not _within_limits(problem, helper, [option.minutes for option in taken]):
            continue
        if any(option.locked and option.request not in week for option in options.values()):
            continue
        load = problem.policy.load_weight * len(taken) * (len(taken) - 1) // 2
        key = tuple(sorted((r, times if _comes_together(problem, r) else ()) for r, times in week.items()))
        found[key] = sum(option.points for option in taken) - load
    return found


@dataclass(frozen=True)
class _Option:
    """A request (index) one helper could take, by the rules alone, however many others come."""

    request: int
    points: int
    minutes: int
    locked: bool


def _options(problem: Problem, helper: int) -> Iterator[_Option]:
    values = value(problem).tolist()
    for index, request in enumerate(problem.requests):
        if not broken_rules(problem, problem.helpers[helper], request):
            pair = pair_of(problem, problem.helpers[helper], request) or Pair(helper_id="", request_id="")
            usual = request.visits_per_week * request.visit_minutes
            score = pair.score
            if score is None:
                score = sum(parts(problem, problem.helpers[helper], request).values())
            minutes = usual if pair.minutes is None else pair.minutes
            yield _Option(index, values[index] + score, minutes, Relation.LOCKED in pair.relations)


def _within_limits(problem: Problem, helper: int, minutes: list[int]) -> bool:
    limit = problem.helpers[helper].minutes_per_week
    return len(minutes) <= problem.helpers[helper].max_requests and (limit is None or sum(minutes) <= limit)


def _weeks(problem: Problem, helper: int, requests: list[int], week: Week) -> Iterator[Week]:
    if not requests:
        yield week
        return
    yield from _weeks(problem, helper, requests[1:], week)
    for times in _times(problem, helper, problem.requests[requests[0]]):
        if all(_go_together(problem, requests[0], times, other, week[other]) for other in week):
            yield from _weeks(problem, helper, requests[1:], week | {requests[0]: times})


def _times(problem: Problem, helper: int, request: Request) -> Iterator[Times]:
    windows = problem.helpers[helper].windows
    if not windows and not request.windows:
        yield ()
        return
    moments = common_starts(
        windows,
        request.windows,
        visit_minutes=request.visit_minutes,
        grid_minutes=problem.policy.grid_minutes,
    )
    for times in combinations(moments, request.visits_per_week):
        if len({moment // MINUTES_PER_DAY for moment in times}) == len(times):
            yield times


def _go_together(problem: Problem, one: int, times: Times, other: int, other_times: Times) -> bool:
    return all(
        a // MINUTES_PER_DAY != b // MINUTES_PER_DAY
        or a + problem.requests[one].visit_minutes + _travel(problem, one, other) <= b
        or b + problem.requests[other].visit_minutes + _travel(problem, other, one) <= a
        for a in times
        for b in other_times
    )


def _travel(problem: Problem, earlier: int, later: int) -> int:
    first, then = problem.requests[earlier], problem.requests[later]
    if first.remote or then.remote or problem.policy.travel is Travel.NONE:
        return 0
    if problem.travel_min is not None:
        return int(problem.travel_min[earlier, later])
    if first.latitude is None or then.latitude is None:
        return 0
    away_m = WGS84.inv(first.longitude, first.latitude, then.longitude, then.latitude)[2]
    return ceil(float(away_m) * problem.policy.detour / (problem.policy.speed_kmh * 1000 / 60))


def week_points(problem: Problem, helper: int) -> dict[frozenset[int], int]:
    """Points of each week plan of a helper by the requests it serves."""
    weeks = _weeks_and_points(problem, helper)
    return {frozenset(request for request, _ in served): points for served, points in weeks.items()}


def bound_at(problem: Problem, prices: Mapping[str, float]) -> float:
    """Sum of n_r * y_r and of the best week of each helper at these prices; company is left out."""
    price = [prices[request.id] for request in problem.requests]
    paid = sum(request.helpers_needed * prices[request.id] for request in problem.requests)
    for helper in range(len(problem.helpers)):
        weeks = week_points(problem, helper).items()
        paid += max(points - sum(price[request] for request in served) for served, points in weeks)
    return paid
