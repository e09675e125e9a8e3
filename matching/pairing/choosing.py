"""One plan per helper in whole numbers, chosen by mixed-integer programming."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matching.pairing.budget import Budget
from matching.pairing.interrupting import solve_within
from matching.pairing.parts import Part
from matching.pairing.plans import Plan
from matching.pairing.ties import tie_bonus

# Nodes of the search tree instead of seconds, so that a slow machine gives the same answer.
_NODES = 2_000
# Probing took four fifths of the time and found next to nothing.
_SCIP_SETTINGS = """
limits/nodes = {nodes}
randomization/randomseedshift = {seed}
propagating/probing/maxprerounds = 0
"""
_HALF = 0.5

Chosen = dict[int, Plan]


def choose(
    part: Part, plans: Sequence[tuple[int, Plan]], hint: Mapping[int, Plan], budget: Budget
) -> Chosen | None:
    """Return the best plans, at most one a week, by week; None when none were found in time.

    Args:
        part: helpers and requests.
        plans: (week, plan) to choose from; with locked pairs, all of a helper's contain them.
        hint: an answer to start from, out of `plans`.
        budget: the best plans found when it is up are taken.
    """
    program = _Program(part.seed)
    bonus = tie_bonus(part)[part.weeks.request].tolist()
    points = part.weeks.points.tolist()
    load = part.weeks.load
    chosen = [
        program.add_choice(
            sum(points[option] + bonus[option] for option in plan) - load * len(plan) * (len(plan) - 1) // 2
        )
        for _, plan in plans
    ]
    _one_plan_each(program, part, plans, chosen)
    _enough_helpers(program, part, plans, chosen)
    hinted = [hint.get(week) == plan for week, plan in plans]
    values = program.solve(chosen, hinted, budget)
    if values is None:
        return None
    return {week: plan for (week, plan), is_chosen in zip(plans, values, strict=True) if is_chosen}


def _one_plan_each(
    program: _Program, part: Part, plans: Iterable[tuple[int, Plan]], chosen: Iterable[Any]
) -> None:
    of_week: dict[int, list[Any]] = {}
    for (week, _), variable in zip(plans, chosen, strict=True):
        of_week.setdefault(week, []).append(variable)
    for week, variables in of_week.items():
        program.limit(variables, 1, least=1 if part.weeks.musts[week] else 0)


def _enough_helpers(
    program: _Program, part: Part, plans: Iterable[tuple[int, Plan]], chosen: Iterable[Any]
) -> None:
    request_of, time_of = part.weeks.request.tolist(), part.weeks.time.tolist()
    serving: dict[int, dict[int, list[Any]]] = {}
    for (_, plan), variable in zip(plans, chosen, strict=True):
        for option in plan:
            serving.setdefault(request_of[option], {}).setdefault(time_of[option], []).append(variable)
    for request, by_time in serving.items():
        needed = int(part.needed[request])
        if part.together[request]:
            held = [program.all_or_none(variables, needed) for variables in by_time.values()]
            program.limit(held, 1)
        else:
            program.limit(by_time[-1], needed)


class _Program:
    """A program in yes-or-no variables, solved by SCIP, whose linear relaxation is nearly whole here.

    CP-SAT with one worker took 25 s where SCIP takes 1 s (8,000 plans of 1,000 helpers).
    """

    def __init__(self, seed: int) -> None:
        from ortools.linear_solver import pywraplp  # `import matching` stays quick

        self._solver: Any = pywraplp.Solver.CreateSolver("SCIP")
        self._found = {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}
        self._parameters = pywraplp.MPSolverParameters()
        self._parameters.SetDoubleParam(pywraplp.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
        self._solver.SetSolverSpecificParametersAsString(_SCIP_SETTINGS.format(nodes=_NODES, seed=seed))
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()

    def add_choice(self, worth: float) -> Any:
        """Return a new variable that counts so much."""
        variable = self._solver.BoolVar("")
        self._objective.SetCoefficient(variable, worth)
        return variable

    def limit(self, variables: Sequence[Any], most: int, *, least: int = 0) -> None:
        """Allow `least` to `most` of the variables."""
        if least or len(variables) > most:
            row = self._solver.Constraint(least, most)
            for variable in variables:
                row.SetCoefficient(variable, 1)

    def all_or_none(self, variables: Sequence[Any], count: int) -> Any:
        """Demand `count` of the variables, or none; return a variable that says which."""
        is_held = self._solver.BoolVar("")
        row = self._solver.Constraint(0, 0)
        row.SetCoefficient(is_held, -count)
        for variable in variables:
            row.SetCoefficient(variable, 1)
        return is_held

    def solve(self, variables: Sequence[Any], hint: Sequence[bool], budget: Budget) -> list[bool] | None:
        """Return the values of the variables; None when no answer was found in time."""
        self._solver.SetHint(list(variables), [float(value) for value in hint])
        if solve_within(self._solver, budget, self._parameters) not in self._found:
            return None
        return [variable.solution_value() > _HALF for variable in variables]
