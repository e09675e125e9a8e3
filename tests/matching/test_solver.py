"""The solver against brute force and the checker, and its promises about order, time and progress."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.errors import InputError
from matching.pairing.answer import Answer, Status
from matching.pairing.checker import check
from matching.pairing.checks import build_problem
from matching.pairing.problem import Problem
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems


@settings(deadline=None, max_examples=150)
@given(tiny_problems())
def test_nothing_is_better_and_the_bound_is_true(problem: Problem) -> None:
    best = most_points(problem)
    if best is None:
        with pytest.raises(InputError):
            solve(problem)
        return
    answer = solve(problem, gap=0)
    assert answer.objective == best
    assert best <= answer.bound
    assert (answer.status is Status.OPTIMAL) == (answer.gap <= 1e-6)


def solved(problem: Problem) -> Answer:
    """The answer; examples whose locked pairs allow none are passed over."""
    try:
        return solve(problem)
    except InputError:
        assume(condition=False)
        raise


@settings(deadline=None, max_examples=80)
@given(tiny_problems())
def test_the_checker_finds_no_fault(problem: Problem) -> None:
    assert check(problem, solved(problem)) == ()
