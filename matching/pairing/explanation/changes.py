"""What it costs to send another helper: the change is made, who gives way is looked after, points counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.explanation.giving_way import MOST_PAIRED, NOBODY, GivingWay, Requests
from matching.pairing.explanation.points import PairPoints
from matching.pairing.explanation.substitutes import Substitutes
from matching.pairing.explanation.trial import Step, Trial
from matching.pairing.problem import Problem


@dataclass(frozen=True, slots=True)
class Change:
    """One helper in the place of another.

    Attributes:
        gain: points that the whole answer would win; mostly below 0.
        loses: requests that would lose their helper, ascending.
        gives_way: requests that the new helper would hand on or drop.
        is_tested: whether all steps were tried; else `gain` is estimated from the prices.
        steps: what would be cancelled and booked, in order.
    """

    gain: float
    loses: tuple[int, ...]
    gives_way: Requests
    is_tested: bool
    steps: tuple[Step, ...]


class ChangeTester:
    """Tries one change after another on the same answer.

    Args:
        prices: price of each request, by index.
    """

    def __init__(
        self, problem: Problem, candidates: Candidates, diaries: Diaries, prices: Sequence[float]
    ) -> None:
        self._problem, self._diaries, self._prices = problem, diaries, prices
        self.points = PairPoints(problem, candidates)
        self._giving_way = GivingWay(problem, diaries)
        self._substitutes = Substitutes(problem, candidates, diaries, self.points)

    def replace(self, request: int, *, old: int, new: int) -> Change | None:
        """Send `new`, who does not come yet, instead of `old`; None when `new` cannot be freed for it.

        The other helpers keep their visits; those who come together with the new one may all move to
        another time. Requests that must give way go to whoever is free, and wait where nobody is.
        """
        with Trial(self._diaries, self.points) as trial:
            trial.cancel(old, request)
            mates = self._mates(trial, request)
            moments = self._moments(request, new, mates)
            costs = self._costs(new)
            ways = self._giving_way.sets(new, request, moments=moments, costs=costs)
            if ways and len(costs) > MOST_PAIRED and NOBODY not in ways:
                return self._estimate(trial, request, new, ways, costs)
            changes = [self._with(trial, request, [new, *mates], way) for way in ways]
            return max(changes, key=lambda each: (each.gain, -len(each.loses)), default=None)

    def _mates(self, trial: Trial, request: int) -> Sequence[int]:
        return trial.cancel_all(request) if self._problem.requests[request].together else ()

    def _moments(self, request: int, new: int, mates: Sequence[int]) -> Sequence[int]:
        """When the visits could start if nothing else were in the new helper's week."""
        starts = self._diaries.pair_starts(new, request)
        free = self._substitutes.moments(request, mates)
        return starts if free is None else [moment for moment in starts if moment in free]

    def _costs(self, helper: int) -> Mapping[int, float]:
        return {
            other: self.points.of(helper, other) - self._prices[other]
            for other in self._diaries.serves[helper]
        }

    def _with(self, so_far: Trial, request: int, team: Sequence[int], gives_way: Requests) -> Change:
        new, others = team[0], {}
        with Trial(self._diaries, self.points) as trial:
            for other in sorted(gives_way):
                trial.cancel(new, other)
                others[other] = self._mates(trial, other)
            self._send(trial, request, team)
            order = sorted(gives_way, key=lambda other: (-self.points.of(new, other), other))
            loses = [
                other
                for other in order
                if not self._substitutes.take_over(trial, other, mates=others[other], without=new)
            ]
            steps = (*so_far.steps, *trial.steps)
            return Change(
                so_far.gain + trial.gain, tuple(sorted(loses)), gives_way, is_tested=True, steps=steps
            )

    def _send(self, trial: Trial, request: int, team: Sequence[int]) -> None:
        moments = self._substitutes.moments(request, team)
        for helper in team:
            visits = self._substitutes.visits(request, helper, moments)
            if visits is None:
                raise AssertionError(f"no room after {trial.steps}")
            trial.book(helper, request, visits)

    def _estimate(
        self, trial: Trial, request: int, new: int, ways: Sequence[Requests], costs: Mapping[int, float]
    ) -> Change:
        """The cheapest lot by the prices: what each is worth to the helper beyond its price is lost."""
        cheapest = min(ways, key=lambda way: (sum(costs[other] for other in way), sorted(way)))
        lost = sum(costs[other] for other in cheapest)
        gain = trial.gain + self.points.of(new, request) - lost
        return Change(gain, tuple(sorted(cheapest)), cheapest, is_tested=False, steps=())
