"""The engine against brute force on problems of every feature; the judge on all that can be tampered with.

Some examples run always; HELPEXCHANGE_TEST_EXAMPLES=5000 runs so many of each.
"""

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.errors import InputError
from matching.pairing.answer import Answer, Status
from matching.pairing.checker import CheckCode, check
from matching.pairing.problem import Problem, Relation
from matching.pairing.solver import solve
from tests.matching.brute_force import bound_at, most_points
from tests.matching.tampering import Tampered, tampered
from tests.matching.tiny_problems import tiny_problems
from tests.matching.wide_problems import wide_problems

EXAMPLES = int(os.environ.get("HELPEXCHANGE_TEST_EXAMPLES", "60"))
MANY = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)
pytestmark = pytest.mark.timeout(120 if EXAMPLES <= 100 else EXAMPLES * 2)
PROBLEMS = st.one_of(tiny_problems(), wide_problems(), tiny_problems(together=False, locks=False))


def solved(problem: Problem) -> Answer:
    """The answer; examples whose locked pairs allow none are passed over."""
    try:
        return solve(problem, gap=0)
    except InputError:
        assume(condition=False)
        raise


@MANY
@given(PROBLEMS)
def test_the_engine_finds_what_brute_force_finds_and_the_judge_agrees(problem: Problem) -> None:
    best = most_points(problem)
    if best is None:
        with pytest.raises(InputError):
            solve(problem, gap=0)
        return
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert answer.objective <= best <= answer.bound
    assert (answer.status is Status.OPTIMAL) == (answer.gap <= 1e-6)
    assert answer.status is not Status.OPTIMAL or answer.objective == best
    held = {(p.helper_id, p.request_id) for p in problem.pairs if Relation.LOCKED in p.relations}
    assert held <= {(item.helper_id, item.request_id) for item in answer.assignments}


@MANY
@given(PROBLEMS)
def test_every_way_to_tamper_with_an_answer_is_refused_by_its_name(problem: Problem) -> None:
    answer = solved(problem)
    for one in tampered(problem, answer):
        assert named(problem, one), f"{one.how} passed as {codes(problem, one.answer)}"


def codes(problem: Problem, answer: Answer) -> set[CheckCode]:
    return {fault.code for fault in check(problem, answer)}


def named(problem: Problem, one: Tampered) -> bool:
    """Whether one of the faults expected is among those found."""
    return bool(codes(problem, one.answer) & one.expected)


@MANY
@given(PROBLEMS, st.data())
def test_other_prices_prove_what_they_prove_and_nothing_less(problem: Problem, data: st.DataObject) -> None:
    """Without company the bound is worked out by hand from all weeks of each helper."""
    assume(not any(request.together for request in problem.requests))
    answer = solved(problem)
    price = st.sampled_from((0.0, 0.25, 7.0, 60.0, 11_000.0))
    prices = {key: data.draw(st.one_of(st.just(old), price)) for key, old in answer.prices.items()}
    proven = bound_at(problem, prices)
    claimed = proven + data.draw(st.sampled_from((-5.0, -0.01, 0.0, 0.01)))
    honest = replace(answer, prices=prices, bound=claimed, status=Status.TIME_LIMIT)
    assert (CheckCode.BOUND_TOO_LOW in codes(problem, honest)) == (claimed < proven - 0.001)
    assert CheckCode.BOUND_TOO_HIGH not in codes(problem, replace(honest, bound=proven))
