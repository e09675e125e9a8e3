"""The whole match as one CP-SAT model, as a textbook would write it: for comparison only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from benchmarks.desk import NOTHING, Desk
from matching import Answer, Problem, Travel
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import MINUTES_PER_DAY
from matching.pairing.scoring import value

# Building the model in Python alone takes longer than the minute beyond this.
MOST_PAIRS = 60_000


def suits(problem: Problem, candidates: Candidates) -> bool:
    """Whether the model can say what the problem says: no travel, nobody together, not too many pairs."""
    together = any(request.together and request.helpers_needed > 1 for request in problem.requests)
    return problem.policy.travel is Travel.NONE and not together and len(candidates) <= MOST_PAIRS


def one_model(problem: Problem, candidates: Candidates, *, time_limit_s: float, workers: int) -> Answer:
    """Solve with one yes-or-no variable a pair and an optional interval for each pair and weekday."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(candidates))]
    _limits(model, problem, candidates, chosen)
    starts = _visits(model, problem, candidates, chosen)
    points = value(problem)[candidates.request] + candidates.score
    model.maximize(
        sum(int(worth) * variable for worth, variable in zip(points, chosen, strict=True))
        - _load(model, problem, candidates, chosen)
    )
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit_s
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    desk = Desk(problem, candidates)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        for place in np.flatnonzero([bool(solver.value(one)) for one in chosen]).tolist():
            taken = [
                (day, solver.value(start))
                for day, (here, start) in starts[place].items()
                if solver.value(here)
            ]
            desk.book_at(place, taken)
    return desk.answer()


def _limits(model: Any, problem: Problem, candidates: Candidates, chosen: list[Any]) -> None:
    of_request: dict[int, list[int]] = defaultdict(list)
    of_helper: dict[int, list[int]] = defaultdict(list)
    for place, (helper, request) in enumerate(
        zip(candidates.helper.tolist(), candidates.request.tolist(), strict=True)
    ):
        of_request[request].append(place)
        of_helper[helper].append(place)
    for request, places in of_request.items():
        model.add(sum(chosen[place] for place in places) <= problem.requests[request].helpers_needed)
    for helper, places in of_helper.items():
        person = problem.helpers[helper]
        model.add(sum(chosen[place] for place in places) <= person.max_requests)
        if person.minutes_per_week is not None:
            minutes = sum(int(candidates.minutes[place]) * chosen[place] for place in places)
            model.add(minutes <= person.minutes_per_week)
    for place in np.flatnonzero(candidates.locked).tolist():
        model.add(chosen[place] == 1)


def _visits(model: Any, problem: Problem, candidates: Candidates, chosen: list[Any]) -> list[dict[int, Any]]:
    """Add an optional visit for each pair and weekday; return (presence, start) by weekday for each pair."""
    from ortools.sat.python import cp_model

    diaries = Diaries(problem, NOTHING)
    busy: dict[tuple[int, int], list[Any]] = defaultdict(list)
    visits: list[dict[int, Any]] = []
    for place, (helper, request) in enumerate(
        zip(candidates.helper.tolist(), candidates.request.tolist(), strict=True)
    ):
        asked = problem.requests[request]
        days: dict[int, list[int]] = defaultdict(list)
        if asked.windows or problem.helpers[helper].windows:
            for moment in diaries.free_starts(helper, request, asked.windows):
                days[moment // MINUTES_PER_DAY].append(moment % MINUTES_PER_DAY)
        of_pair = {}
        for day, minutes in days.items():
            here = model.new_bool_var("")
            start = model.new_int_var_from_domain(cp_model.Domain.from_values(minutes), "")
            length = asked.visit_minutes
            busy[helper, day].append(model.new_optional_fixed_size_interval_var(start, length, here, ""))
            of_pair[day] = (here, start)
        if days:
            model.add(sum(here for here, _ in of_pair.values()) == asked.visits_per_week * chosen[place])
        visits.append(of_pair)
    for intervals in busy.values():
        model.add_no_overlap(intervals)
    return visits


def _load(model: Any, problem: Problem, candidates: Candidates, chosen: list[Any]) -> Any:
    """The load cost: each further request of a helper costs one step more."""
    load = problem.policy.load_weight
    of_helper: dict[int, list[Any]] = defaultdict(list)
    for place, helper in enumerate(candidates.helper.tolist()):
        of_helper[helper].append(chosen[place])
    costs = []
    for helper, variables in of_helper.items() if load else ():
        steps = [
            model.new_bool_var("") for _ in range(min(len(variables), problem.helpers[helper].max_requests))
        ]
        model.add(sum(variables) == sum(steps))
        costs += [load * held * step for held, step in enumerate(steps)]
    return sum(costs)
