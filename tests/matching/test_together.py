"""Times at which enough helpers can come together, against every set of starts tried by hand."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import InputError
from matching.pairing import together as module
from matching.pairing.candidates import find_candidates
from matching.pairing.checker.company import Company
from matching.pairing.checker.possible import Possible
from matching.pairing.checks import build_problem
from matching.pairing.columns import columns_of
from matching.pairing.left_out import LeftOut, left_out_counts, why_not
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request, Window
from matching.pairing.together import lacks_company, together_times
from matching.periods import MINUTES_PER_DAY, common_starts

SPOTS = [(day, hour) for day in range(4) for hour in (8, 10)]


@st.composite
def company_problems(draw: st.DrawFn) -> Problem:
    """One request that asks for company, and helpers whose hours meet now and then."""
    spots = draw(st.lists(st.sampled_from(SPOTS), min_size=1, max_size=6, unique=True))
    helpers = []
    for number in range(draw(st.integers(0, 5))):
        free = draw(st.lists(st.sampled_from(SPOTS), max_size=6, unique=True))
        windows = tuple(Window(day, hour * 60, hour * 60 + 60) for day, hour in free)
        helpers.append(Helper(id=f"h{number}", latitude=51.5, longitude=7.4, windows=windows))
    request = Request(
        id="r",
        latitude=51.5,
        longitude=7.4,
        helpers_needed=draw(st.integers(2, 3)),
        together=True,
        visits_per_week=draw(st.integers(1, 3)),
        windows=tuple(Window(day, hour * 60, hour * 60 + 60) for day, hour in spots),
    )
    return build_problem(helpers=helpers, requests=[request])


def free_moments(problem: Problem, helper: Helper) -> set[int]:
    request = problem.requests[0]
    return set(common_starts(helper.windows, request.windows, visit_minutes=60, grid_minutes=15))


def by_hand(problem: Problem) -> dict[tuple[int, ...], list[int]]:
    """Every together time with the helpers who are free at all of its starts."""
    request = problem.requests[0]
    free = [free_moments(problem, helper) for helper in problem.helpers]
    found = {}
    for times in combinations(sorted(set().union(*free)), request.visits_per_week):
        able = [number for number, moments in enumerate(free) if moments.issuperset(times)]
        days = {moment // MINUTES_PER_DAY for moment in times}
        if len(days) == len(times) and len(able) >= request.helpers_needed:
            found[times] = able
    return found


@settings(deadline=None, max_examples=150)
@given(company_problems())
def test_together_times_are_those_found_by_hand(problem: Problem) -> None:
    expected = by_hand(problem)
    everybody = np.arange(len(problem.helpers))
    times = together_times(columns_of(problem), everybody, 0)
    assert times is not None
    assert sorted(times) == sorted(expected)
    able = sorted(set().union(*expected.values()))
    assert find_candidates(problem).helper.tolist() == able
    starts = {
        number: {m for times, who in expected.items() if number in who for m in times} for number in able
    }
    assert {number: counting(problem, number) for number in able} == starts


def counting(problem: Problem, number: int) -> set[int]:
    """Moments that count for a helper as the checker sees it."""
    ways = Company(problem, Possible(problem)).ways(0, number, 0.0) or ()
    return {day * MINUTES_PER_DAY + start_min for starts, _ in ways for day, start_min in starts}


@settings(deadline=None, max_examples=50)
@given(company_problems())
def test_everybody_without_company_is_told_so_and_counted(problem: Problem) -> None:
    candidates = find_candidates(problem)
    possible = set(candidates.helper.tolist())
    alone = [
        number
        for number in range(len(problem.helpers))
        if why_not(problem, f"h{number}", "r") == (LeftOut.NOT_TOGETHER,)
    ]
    assert not possible & set(alone)
    assert left_out_counts(problem, candidates, 0).get(LeftOut.NOT_TOGETHER, 0) == len(alone)
    days = [len({m // MINUTES_PER_DAY for m in free_moments(problem, helper)}) for helper in problem.helpers]
    assert len(possible) + len(alone) == sum(n >= problem.requests[0].visits_per_week for n in days)


def pair_of_helpers(*, second: Sequence[Window]) -> Problem:
    request = Request(
        id="r", latitude=51.5, longitude=7.4, helpers_needed=2, together=True, windows=(Window(0, 600, 660),)
    )
    helpers = [
        Helper(id="a", latitude=51.5, longitude=7.4),
        Helper(id="b", latitude=51.5, longitude=7.4, windows=tuple(second)),
    ]
    return build_problem(helpers=helpers, requests=[request])


def test_two_who_never_meet_cannot_come() -> None:
    assert len(find_candidates(pair_of_helpers(second=[Window(0, 600, 660)]))) == 2
    assert len(find_candidates(pair_of_helpers(second=[Window(0, 615, 700)]))) == 0


def test_more_sets_than_can_be_looked_at_leave_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = pair_of_helpers(second=[Window(0, 600, 660)])
    monkeypatch.setattr(module, "_MOST_STEPS", 0)
    columns = columns_of(problem)
    assert together_times(columns, np.arange(2), 0) is None
    assert not lacks_company(columns, np.arange(2), np.zeros(2, dtype=np.int64)).any()


def test_a_locked_pair_that_lacks_company_is_refused() -> None:
    problem = pair_of_helpers(second=[Window(1, 600, 660)])
    locked = Pair(helper_id="a", request_id="r", relations=frozenset({Relation.LOCKED}))
    with pytest.raises(InputError, match="locked, but too few others are free at the same times; 2 are"):
        build_problem(helpers=problem.helpers, requests=problem.requests, pairs=[locked])
    alone = replace(problem.requests[0], helpers_needed=1)
    assert build_problem(helpers=problem.helpers, requests=[alone], pairs=[locked]).pairs == (locked,)
