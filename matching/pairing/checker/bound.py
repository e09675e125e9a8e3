"""The bound, worked out again from the prices alone (Geoffrion 1974, Lagrangean relaxation).

For prices y_r >= 0 no answer has more points than

    sum over r of n_r * y_r  +  sum over h of max over week plans P of h ( sum over r in P of (value_r + score_hr - y_r) - load )

because each answer is one plan a helper with every request in at most n_r of them. The maximum of a helper is found
exactly, or replaced by one that can only be larger.
"""  # noqa: E501 - a formula

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.pairing.answer import Answer, Status
from matching.pairing.checker.best_week import best_points
from matching.pairing.checker.company import Company
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.checker.options import (
    Limits,
    Option,
    bound_by_count,
    bound_by_minutes,
    most_requests,
)
from matching.pairing.checker.packing import Steps, Week
from matching.pairing.checker.points import Points
from matching.pairing.checker.possible import Possible
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem, Relation

Options = Mapping[int, list[Option]]
OPTIMAL_GAP = 1e-6
# More steps are given to a helper only while the bound is not confirmed, and not beyond these altogether.
STEPS_PER_HELPER = (3_000, 300_000, 3_000_000)
STEPS_IN_ALL = 20_000_000


@dataclass(frozen=True, slots=True)
class ProvenBound:
    """What the prices prove.

    Attributes:
        points: no answer is worth more; as low as the search needed to confirm the claim.
        loosest: the same with times and minutes ignored: no honest claim lies above it.
        helpers_not_exact: for how many helpers a bound from above stands in for the exact maximum.
    """

    points: float
    loosest: float
    helpers_not_exact: int


def tolerance(points: float) -> float:
    """Points by which sums of floating-point numbers may differ."""
    return 1e-6 + 1e-9 * abs(points)


def price_faults(problem: Problem, prices: Mapping[str, float]) -> Iterator[CheckFault]:
    """A price for every request and no other, each a finite number of 0 or more."""
    requests = {request.id for request in problem.requests}
    for request_id in sorted(requests - set(prices)):
        yield CheckFault(CheckCode.PRICE_MISSING, "", request_id, "no price", "a price for every request")
    for request_id in sorted(set(prices) - requests):
        yield CheckFault(CheckCode.PRICE_UNKNOWN, "", request_id, "a price", "prices of known requests only")
    for request_id, price in sorted(prices.items()):
        if not math.isfinite(price) or price < 0:
            yield CheckFault(CheckCode.PRICE_NOT_ALLOWED, "", request_id, f"price {price}", "0 or more")


def bound_faults(
    problem: Problem, answer: Answer, points: Points, possible: Possible, ways: Ways
) -> Iterator[CheckFault]:
    """The bound and the status against what the prices prove; call it with faultless prices only."""
    options = priced_options(problem, answer.prices, points, possible)
    company = Company(problem, possible)
    proven = prove(problem, answer.prices, options, ways, company, claimed=answer.bound)
    allowed = tolerance(proven.points)
    if not answer.bound >= proven.points - allowed:
        expected = f"{proven.points!r} or more"
        yield CheckFault(CheckCode.BOUND_TOO_LOW, "", "", f"bound {answer.bound!r}", expected)
    elif not answer.bound <= proven.loosest + allowed:
        expected = f"at most {proven.loosest!r} at these prices"
        yield CheckFault(CheckCode.BOUND_TOO_HIGH, "", "", f"bound {answer.bound!r}", expected)
    if answer.status is Status.OPTIMAL and not answer.gap <= OPTIMAL_GAP:
        found, expected = f"optimal with a gap of {answer.gap}", f"a gap of {OPTIMAL_GAP} or less"
        yield CheckFault(CheckCode.STATUS_TOO_GOOD, "", "", found, expected)


def prove(
    problem: Problem,
    prices: Mapping[str, float],
    options: Options,
    ways: Ways,
    company: Company,
    *,
    claimed: float,
) -> ProvenBound:
    """Find an upper bound at the prices, searching until `claimed` is confirmed or the steps run out."""
    limits = {number: _limits(problem, number) for number in options}
    base = math.fsum(request.helpers_needed * prices[request.id] for request in problem.requests)
    loosest = base + math.fsum(bound_by_count(options[number], limits[number]) for number in options)
    search = _Search(problem, options, limits, ways, company)
    steps_left = STEPS_IN_ALL
    for steps in STEPS_PER_HELPER:
        total = base + math.fsum(search.most.values())
        if claimed >= total - tolerance(total) or steps_left <= 0:
            break
        steps_left -= search.sharpen(steps, steps_left)
    return ProvenBound(base + math.fsum(search.most.values()), loosest, len(search.open))


class _Search:
    """The most points of every helper, first bounded from above, then replaced by exact maxima.

    Attributes:
        most: points by number of the helper.
        open: helpers whose maximum is not known exactly, ascending.
    """

    def __init__(
        self,
        problem: Problem,
        options: Options,
        limits: Mapping[int, Limits],
        ways: Ways,
        company: Company,
    ) -> None:
        self._weeks: dict[int, Week] = {}
        self._options: dict[int, list[Option]] = {}
        self._limits = limits
        self.most: dict[int, float] = {}
        for number in sorted(options):
            week = Week(problem, number, ways, company)
            possible = [option for option in options[number] if option.locked or week.admits(option.request)]
            roomy = replace(
                limits[number], requests=min(limits[number].requests, most_requests(week, possible))
            )
            self.most[number] = bound_by_minutes(possible, roomy)
            self._weeks[number], self._options[number] = week, possible
        self.open = sorted(options)

    def sharpen(self, steps: int, steps_left: int) -> int:
        """Give each open helper `steps` steps; the number of steps used."""
        used, still_open = 0, []
        for number in self.open:
            given = min(steps, max(0, steps_left - used))
            week = self._weeks[number]
            week.steps = Steps(given)
            found = best_points(week, self._options[number], self._limits[number])
            used += given - max(0, week.steps.left)
            if found is None:
                still_open.append(number)
            else:
                self.most[number] = min(self.most[number], found)
        self.open = still_open
        return used


def _limits(problem: Problem, number: int) -> Limits:
    helper = problem.helpers[number]
    return Limits(helper.max_requests, helper.minutes_per_week, problem.policy.load_weight)


def priced_options(
    problem: Problem, prices: Mapping[str, float], points: Points, possible: Possible
) -> Options:
    """The requests worth more than their price, and the locked ones, by number of the helper."""
    options: dict[int, list[Option]] = defaultdict(list)
    for place, request in enumerate(problem.requests):
        listed = possible.listed(request)
        numbers, metres = possible.helpers_for(request)
        net = points.value_of(request) - prices[request.id]
        gains = points.scores(request, numbers, metres) + net
        locked = [number for number, pair in listed.items() if Relation.LOCKED in pair.relations]
        wanted = (gains > 0) | np.isin(numbers, locked)
        for number, gain in zip(numbers[wanted].tolist(), gains[wanted].tolist(), strict=True):
            minutes = possible.minutes(request, number)
            options[number].append(Option(place, gain, minutes, number in locked))
    return options
