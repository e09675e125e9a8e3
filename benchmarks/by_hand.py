"""Ways to match without an engine. Each keeps to every rule; none goes back on what is booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from benchmarks.desk import Desk
from matching import Answer, Problem
from matching.pairing.candidates import Candidates
from matching.pairing.scoring import value

_NEAREST = 10
_AT_ONCE = 50
_IMPOSSIBLE = -1e12
# Helpers of a request for several together that are tried beyond those needed.
_SPARE = 4


def greedy_by_request(problem: Problem, candidates: Candidates) -> Answer:
    """The most urgent and longest waiting first, each gets the best score that is free."""
    return _one_by_one(Desk(problem, candidates), lambda places: -candidates.score[places])


def nearest_ten(problem: Problem, candidates: Candidates) -> Answer:
    """The same order, but only the ten nearest helpers are asked."""

    def distance(places: Sequence[int]) -> npt.NDArray[np.float64]:
        return np.nan_to_num(candidates.distance_m[places], nan=0.0)

    return _one_by_one(Desk(problem, candidates), distance, at_most=_NEAREST)


def best_pair_first(problem: Problem, candidates: Candidates) -> Answer:
    """All pairs by value and score, the best first; helpers who come together by the best of them."""
    desk = Desk(problem, candidates)
    points = value(problem)[candidates.request] + candidates.score
    done: set[int] = set()
    for place in np.lexsort((candidates.helper, candidates.request, -points)).tolist():
        request = int(candidates.request[place])
        asked = problem.requests[request]
        if asked.together and asked.helpers_needed > 1:
            if request not in done:
                done.add(request)
                _serve(desk, request, lambda places: -candidates.score[places], len(candidates))
        elif desk.missing(request) and desk.is_free(place):
            desk.book(request, [place])
    return desk.answer()


def fifty_at_once(problem: Problem, candidates: Candidates) -> Answer:
    """Requests as they come in, in an order drawn by the seed of the policy, fifty at a time.

    Each fifty get the best assignment of one helper each; whoever needs more helpers is asked again at once.
    """
    desk = Desk(problem, candidates)
    order = np.random.default_rng(problem.policy.seed).permutation(len(problem.requests)).tolist()
    for begin in range(0, len(order), _AT_ONCE):
        batch = [request for request in order[begin : begin + _AT_ONCE] if desk.missing(request)]
        alone = [
            r for r in batch if not (problem.requests[r].together and problem.requests[r].helpers_needed > 1)
        ]
        for request in sorted(set(batch) - set(alone)):
            _serve(desk, request, lambda places: -candidates.score[places], len(candidates))
        while alone:
            alone = [
                request for request in alone if _assign(desk, alone).get(request) and desk.missing(request)
            ]
    return desk.answer()


def _assign(desk: Desk, requests: Sequence[int]) -> Mapping[int, bool]:
    """Give each request one more helper, best in all; returns which got one."""
    from scipy.optimize import linear_sum_assignment

    open_requests = [request for request in requests if desk.missing(request)]
    places = {
        (row, desk.helper(place)): place
        for row, request in enumerate(open_requests)
        for place in desk.free_places(request)
        if desk.diaries.fits(desk.helper(place), request)
    }
    helpers = sorted({helper for _, helper in places})
    column = {helper: number for number, helper in enumerate(helpers)}
    gain = np.full((len(open_requests), len(helpers)), _IMPOSSIBLE)
    values = value(desk.problem)
    for (row, helper), place in places.items():
        gain[row, column[helper]] = values[open_requests[row]] + desk.candidates.score[place]
    got = dict.fromkeys(requests, False)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    for row, number in zip(rows.tolist(), columns.tolist(), strict=True):
        if (row, helpers[number]) in places:
            request = open_requests[row]
            got[request] = desk.book(request, [places[row, helpers[number]]])
    return got


Rank = Callable[[Sequence[int]], "npt.NDArray[np.float64] | npt.NDArray[np.int64]"]


def _one_by_one(desk: Desk, rank: Rank, at_most: int | None = None) -> Answer:
    requests = desk.problem.requests
    order = sorted(
        range(len(requests)), key=lambda n: (-requests[n].priority, -requests[n].waiting_days, requests[n].id)
    )
    for request in order:
        _serve(desk, request, rank, at_most or len(desk.candidates))
    return desk.answer()


def _serve(desk: Desk, request: int, rank: Rank, at_most: int) -> None:
    """Book as many helpers as are missing, in the order of the rank; helpers together all or none."""
    span = desk.candidates.of_request(request)
    everybody = list(range(span.start, span.stop))
    asked = [everybody[number] for number in np.argsort(rank(everybody), kind="stable")[:at_most]]
    free = set(desk.free_places(request))
    able = [place for place in asked if place in free]
    missing, wanted = desk.missing(request), desk.problem.requests[request]
    if wanted.together and missing > 1:
        any(desk.book(request, group) for group in combinations(able[: missing + _SPARE], missing))
        return
    for place in able:
        if desk.missing(request):
            desk.book(request, [place])
