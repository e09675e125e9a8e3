"""One plan per helper in whole numbers, chosen by mixed-integer programming."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matching.pairing.budget import Budget
from matching.pairing.choices import Choice, choices_of
from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek

# Nodes of the search tree instead of seconds, so that a slow machine gives the same answer.
_NODES = 2_000
# Probing took four fifths of the time and found next to nothing.
_SCIP_SETTINGS = """
limits/nodes = {nodes}
randomization/randomseedshift = {seed}
propagating/probing/maxprerounds = 0
"""
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Chooser:
    """What a choice has to keep to.

    Attributes:
        weeks: the helpers; their options' `request` indexes the next three.
        needed: helpers needed by each request.
        together: whether they come at the same times, all or none.
        bonus: points that decide between equals, less than 1 for any answer.
        seed: of the solver.
    """

    weeks: Sequence[HelperWeek]
    needed: Sequence[int]
    together: Sequence[bool]
    bonus: Sequence[float]
    seed: int

    def variants(self, index: int, plans: Iterable[Plan]) -> list[Choice]:
        """Return the choices of one helper, plan by plan."""
        week = self.weeks[index]
        return [choice for plan in plans for choice in choices_of(index, week, plan, self.together)]

    def worth(self, choice: Choice) -> float:
        """Points of a choice and, far less than a point, what decides ties."""
        return choice.points + sum(self.bonus[request] for request in choice.requests)

    def choose(
        self, choices: Sequence[Choice], hint: Sequence[Choice], budget: Budget
    ) -> list[Choice] | None:
        """Return the best choices, at most one a helper; None when none were found in time.

        Args:
            choices: to choose from; with locked pairs, all of a helper's contain them.
            hint: an answer to start from, out of `choices`.
            budget: SCIP asks only its clock, so a wish to stop waits for the end of the time.
        """
        program = _Program(self.seed)
        chosen = [program.add_choice(self.worth(choice)) for choice in choices]
        self._one_plan_each(program, choices, chosen)
        self._enough_helpers(program, choices, chosen)
        hinted = set(hint)
        values = program.solve(chosen, [choice in hinted for choice in choices], budget.seconds_left())
        if values is None:
            return None
        return [choice for choice, is_chosen in zip(choices, values, strict=True) if is_chosen]

    def _one_plan_each(self, program: _Program, choices: Sequence[Choice], chosen: Sequence[Any]) -> None:
        of_week: list[list[Any]] = [[] for _ in self.weeks]
        for choice, variable in zip(choices, chosen, strict=True):
            of_week[choice.week].append(variable)
        for week, variables in zip(self.weeks, of_week, strict=True):
            program.limit(variables, 1, least=1 if week.locked else 0)

    def _enough_helpers(self, program: _Program, choices: Sequence[Choice], chosen: Sequence[Any]) -> None:
        serving: dict[int, list[Any]] = {}
        agreeing: dict[int, dict[object, list[Any]]] = {}
        for choice, variable in zip(choices, chosen, strict=True):
            agreed = dict(choice.agreed)
            for request in choice.requests:
                if request in agreed:
                    agreeing.setdefault(request, {}).setdefault(agreed[request], []).append(variable)
                else:
                    serving.setdefault(request, []).append(variable)
        for request, variables in serving.items():
            program.limit(variables, self.needed[request])
        for request, by_starts in agreeing.items():
            held = [program.all_or_none(variables, self.needed[request]) for variables in by_starts.values()]
            program.limit(held, 1)


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

    def solve(self, variables: Sequence[Any], hint: Sequence[bool], seconds: float) -> list[bool] | None:
        """Return the values of the variables; None when no answer was found in time."""
        self._solver.SetHint(list(variables), [float(value) for value in hint])
        self._solver.SetTimeLimit(max(100, int(seconds * 1000)))
        if self._solver.Solve(self._parameters) not in self._found:
            return None
        return [variable.solution_value() > _HALF for variable in variables]
