"""Whether one helper could do all of some requests in one week, for judging locked pairs before any match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.pairing.checker.asked import asked_of, window_columns
from matching.pairing.checker.packing import FAILS, Week, new_desk, pack
from matching.pairing.checker.starts import OwnTimes, starts_of
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Helper, Problem, Request


def fit_into_one_week(problem: Problem, helper: Helper, requests: Sequence[Request]) -> bool:
    """Return whether all visits find a time; True as well where that takes too long to tell.

    Args:
        problem: for its policy and travel times.
        helper: one of its helpers.
        requests: some of its requests.
    """
    alone = _with_requests(problem, requests)
    asked, numbers = asked_of(alone), np.arange(len(requests))
    own = OwnTimes(window_columns([helper.windows])[1], not helper.windows, problem.policy.grid_minutes)
    nothing = np.zeros((0, 2), dtype=np.int64)
    starts = starts_of(asked, numbers, own, np.zeros(len(requests) + 1, dtype=np.int64), nothing)
    ways, edges = Ways(alone), np.zeros((0, 3), dtype=np.int64)
    while True:
        desk = new_desk(len(requests), edges)
        verdict = pack(Week(asked, starts, desk), numbers)
        blurred = desk.blurred[: int(desk.blurred[-1, 0])].tolist()
        if not blurred:
            return bool(verdict != FAILS)
        told = {(first, then, ways.minutes(first, then)) for first, then in blurred}
        edges = np.array(sorted({*map(tuple, edges.tolist()), *told}), dtype=np.int64)


def _with_requests(problem: Problem, requests: Sequence[Request]) -> Problem:
    if problem.travel_min is None:
        return replace(problem, requests=tuple(requests), pairs=())
    numbers = {request.id: number for number, request in enumerate(problem.requests)}
    chosen = [numbers[request.id] for request in requests]
    travel_min = problem.travel_min[np.ix_(chosen, chosen)]
    return replace(problem, requests=tuple(requests), pairs=(), travel_min=travel_min)
