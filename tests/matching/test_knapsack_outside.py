"""Benchmark sets of others: their best known costs are reached, and the checker agrees."""

import pytest

from benchmarks.outside_instances import (
    BENCH,
    best_costs,
    cost_of,
    read_generalised_assignment,
    read_linear_assignment,
)
from matching.pairing.answer import Status
from matching.pairing.checker import check
from matching.pairing.solver import solve

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(not BENCH.is_dir(), reason="the folder ../shared/data is not beside the repository"),
    pytest.mark.timeout(300),
]


@pytest.mark.parametrize(
    "name",
    [
        "cattrysse1994/gap1-0",
        "cattrysse1994/gap8-3",
        "cattrysse1994/gap12-4",
        "chu1997/a05100",
        "chu1997/c05100",
    ],
)
def test_generalised_assignment_reaches_the_best_known_cost(name: str) -> None:
    problem = read_generalised_assignment(BENCH / "gap" / name)
    answer = solve(problem, gap=0, time_limit_s=200)
    assert check(problem, answer) == ()
    assert cost_of(problem, answer) == best_costs()[f"gap/{name}"]


def test_linear_assignment_is_solved_exactly() -> None:
    problem = read_linear_assignment(BENCH / "lsap" / "assign100.txt")
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert cost_of(problem, answer) == best_costs()["lsap/assign100.txt"]
    assert answer.status is Status.OPTIMAL
