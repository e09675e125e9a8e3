"""One part from beginning to end: pairs, times, points and bound by the indices of the problem."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

from matching.examples import Town, example_town
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.executors import silent
from matching.pairing.part_solver import LocksContradictError, PartAnswer, solve_part
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request, Window
from tests.matching.brute_force import most_points
from tests.matching.tiny_parts import whole_part
from tests.matching.tiny_problems import tiny_problems

AMPLE = Budget(1e6, lambda: 0.0)


def solved(problem: Problem) -> PartAnswer:
    return solve_part(whole_part(problem), gap=0.0, budget=AMPLE, report=silent)


@settings(deadline=None, max_examples=50)
@given(tiny_problems())
def test_the_answer_is_the_best_and_its_bound_true(problem: Problem) -> None:
    best = most_points(problem)
    assume(best is not None)
    answer = solved(problem)
    assert best is not None
    assert answer.objective == best
    assert answer.bound_units >= best * UNITS_PER_POINT
    assert len(answer.pairs) == len(answer.starts)
    for (helper, request), starts in zip(answer.pairs.tolist(), answer.starts.tolist(), strict=True):
        asked = problem.requests[request]
        is_timed = bool(asked.windows or problem.helpers[helper].windows)
        assert sum(start >= 0 for start in starts) == (asked.visits_per_week if is_timed else 0)


def test_only_meetings_have_prices_of_their_own() -> None:
    problem = example_town(Town(helpers=120, requests=120, seed=1))
    answer = solved(problem)
    assert answer.meeting_prices
    for (_, request, starts), units in answer.meeting_prices.items():
        asked = problem.requests[request]
        assert asked.together
        assert len(starts) == asked.visits_per_week
        place = np.flatnonzero(answer.request == request)
        assert units != answer.price_units[place]


def test_locked_requests_at_one_time_contradict_each_other() -> None:
    window = (Window(0, 480, 540),)
    requests = [Request(id=f"r{n}", latitude=51.5, longitude=7.4, value=n, windows=window) for n in range(2)]
    locked = frozenset({Relation.LOCKED})
    # `build_problem` would refuse it; whoever makes a problem in another way is told all the same.
    problem = Problem(
        helpers=(Helper(id="h", latitude=51.5, longitude=7.4, max_requests=2),),
        requests=tuple(requests),
        pairs=tuple(Pair(helper_id="h", request_id=f"r{n}", relations=locked) for n in range(2)),
    )
    with pytest.raises(LocksContradictError) as caught:
        solved(problem)
    assert caught.value.helper == (0,)
