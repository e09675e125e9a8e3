"""One plan per helper in whole numbers, chosen by CP-SAT."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matching.pairing.budget import Budget
from matching.pairing.choices import Choice, choices_of
from matching.pairing.packing import Plan
from matching.pairing.plans import HelperWeek
from matching.pairing.ties import Ties

# CP-SAT counts work in its own deterministic seconds, so that a slow machine gives the same answer.
_WORK_LIMIT = 20.0


@dataclass(frozen=True, slots=True)
class Chooser:
    """What a choice has to keep to.

    Attributes:
        weeks: the helpers; their options' `request` indexes the other three.
        needed: helpers needed by each request.
        together: whether they come at the same times, all or none.
        ties: extras that decide between equals.
        seed: of CP-SAT.
    """

    weeks: Sequence[HelperWeek]
    needed: Sequence[int]
    together: Sequence[bool]
    ties: Ties
    seed: int

    def variants(self, index: int, plans: Iterable[Plan]) -> list[Choice]:
        """Return the choices of one helper, plan by plan."""
        week = self.weeks[index]
        return [choice for plan in plans for choice in choices_of(index, week, plan, self.together)]

    def worth(self, choice: Choice) -> int:
        """Points and extras of a choice as one whole number."""
        extra = sum(self.ties.extra[request] for request in choice.requests)
        return choice.points * self.ties.per_point + extra

    def choose(self, choices: Sequence[Choice], hint: Sequence[Choice], budget: Budget) -> list[Choice] | None:
        """Return the best choices, at most one a helper; None when none were found in time."""
        from ortools.sat.python import cp_model  # `import matching` stays quick

        model = cp_model.CpModel()
        chosen = [model.new_bool_var("") for _ in choices]
        self._one_plan_each(model, choices, chosen)
        self._enough_helpers(model, choices, chosen)
        model.maximize(cp_model.LinearExpr.weighted_sum(chosen, [self.worth(choice) for choice in choices]))
        hinted = set(hint)
        for choice, variable in zip(choices, chosen, strict=True):
            model.add_hint(variable, choice in hinted)
        solver = self._solver(cp_model, budget)
        status = solver.solve(model, _stopper(cp_model, budget))
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        return [choice for choice, variable in zip(choices, chosen, strict=True) if solver.boolean_value(variable)]

    def _one_plan_each(self, model: Any, choices: Sequence[Choice], chosen: Sequence[Any]) -> None:
        of_week: list[list[Any]] = [[] for _ in self.weeks]
        for choice, variable in zip(choices, chosen, strict=True):
            of_week[choice.week].append(variable)
        for week, variables in zip(self.weeks, of_week, strict=True):
            if week.locked:
                model.add_exactly_one(variables)
            elif len(variables) > 1:
                model.add_at_most_one(variables)

    def _enough_helpers(self, model: Any, choices: Sequence[Choice], chosen: Sequence[Any]) -> None:
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
            model.add(sum(variables) <= self.needed[request])
        for request, by_starts in agreeing.items():
            self._all_or_none(model, request, list(by_starts.values()))

    def _all_or_none(self, model: Any, request: int, groups: Sequence[Sequence[Any]]) -> None:
        """All helpers of the request at one of its possible times, and nobody at another."""
        held = [model.new_bool_var("") for _ in groups]
        for is_held, variables in zip(held, groups, strict=True):
            model.add(sum(variables) == self.needed[request] * is_held)
        model.add_at_most_one(held)

    def _solver(self, cp_model: Any, budget: Budget) -> Any:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.max_deterministic_time = _WORK_LIMIT
        solver.parameters.max_time_in_seconds = max(0.1, budget.seconds_left())
        return solver


def _stopper(cp_model: Any, budget: Budget) -> Any:
    """Return a callback that ends the search at the next solution once the budget is up."""

    class _Stopper(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            if budget.is_up():
                self.stop_search()

    return _Stopper()
