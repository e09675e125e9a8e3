"""A solver at work is interrupted soon after somebody wants to stop."""

import random
import time
from itertools import count
from typing import Any

import pytest
from ortools.linear_solver import pywraplp

from matching.pairing.budget import Budget, never
from matching.pairing.interrupting import solve_within

LONG_S = 50.0


def program(kind: str, *, columns: int, rows: int) -> Any:
    """A program that takes much longer than any test."""
    chance = random.Random(1)
    solver = pywraplp.Solver.CreateSolver(kind)
    variables = [solver.BoolVar("") if kind == "SCIP" else solver.NumVar(0, 1, "") for _ in range(columns)]
    objective = solver.Objective()
    objective.SetMaximization()
    for variable in variables:
        objective.SetCoefficient(variable, chance.randint(5, 50))
    for _ in range(rows):
        row = solver.Constraint(-solver.infinity(), 50)
        for variable in chance.sample(variables, min(60, columns)):
            row.SetCoefficient(variable, chance.randint(1, 9))
    return solver


@pytest.mark.parametrize(("kind", "columns", "rows"), [("GLOP", 6000, 5000), ("SCIP", 400, 300)])
def test_a_stop_is_answered_within_about_a_second(kind: str, columns: int, rows: int) -> None:
    solver = program(kind, columns=columns, rows=rows)
    asked = count()
    begun = time.monotonic()
    status = solve_within(solver, Budget(begun + LONG_S, time.monotonic, lambda: next(asked) > 3))
    assert status != pywraplp.Solver.OPTIMAL
    assert time.monotonic() - begun < LONG_S / 10


def test_an_error_in_the_question_leaves_no_solver_at_work() -> None:
    solver = program("SCIP", columns=400, rows=300)
    asked = count()

    def pressed_twice() -> bool:
        if next(asked):
            raise KeyboardInterrupt
        return False

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        solve_within(solver, Budget(begun + LONG_S, time.monotonic, pressed_twice))
    assert time.monotonic() - begun < LONG_S / 10


@pytest.mark.parametrize("kind", ["GLOP", "SCIP"])
def test_whoever_never_stops_gets_the_optimum(kind: str) -> None:
    solver = program(kind, columns=10, rows=1)
    assert solve_within(solver, Budget(time.monotonic() + LONG_S, time.monotonic, never)) == solver.OPTIMAL
