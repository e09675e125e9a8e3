"""The bound, worked out again from the prices alone (Geoffrion 1974, Lagrangean relaxation).

For prices y_r >= 0 no answer has more points than

    sum over r of n_r * y_r  +  sum over h of max over week plans P of h ( sum over r in P of (value_r + score_hr - y_r) - load )

because each answer is one plan a helper with every request in at most n_r of them. The maximum of a helper is found
exactly, or replaced by one that can only be larger.
"""  # noqa: E501 - a formula

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from matching.pairing.answer import Answer, Status
from matching.pairing.checker.company import Company
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.checker.options import Options, priced_options
from matching.pairing.checker.points import Points
from matching.pairing.checker.prices import dear_meetings
from matching.pairing.checker.search import Search
from matching.pairing.problem import Problem

OPTIMAL_GAP = 1e-6
# More steps are given to a helper only while the bound is not confirmed, and not beyond these altogether.
STEPS_PER_HELPER = (20_000, 1_000_000, 30_000_000)
STEPS_IN_ALL = 300_000_000


@dataclass(frozen=True, slots=True)
class ProvenBound:
    """What the prices prove.

    Attributes:
        points: no answer is worth more; as low as the search needed to confirm the claim.
        loosest: the same with times and minutes ignored: no honest claim lies above it.
        weeks_not_exact: for how many weeks a bound from above stands in for the exact maximum.
    """

    points: float
    loosest: float
    weeks_not_exact: int


def tolerance(points: float) -> float:
    """Points by which sums of floating-point numbers may differ."""
    return 1e-6 + 1e-9 * abs(points)


def bound_faults(problem: Problem, answer: Answer, points: Points, *, workers: int) -> Iterator[CheckFault]:
    """The bound and the status against what the prices prove; call it with faultless prices only."""
    company = Company(problem, points.possible, answer.meeting_prices)
    too_dear = list(dear_meetings(problem, answer.prices, company))
    if too_dear:
        yield from too_dear
        return
    options = priced_options(problem, answer.prices, points, company)
    proven = prove(problem, answer.prices, options, claimed=answer.bound, workers=workers)
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
    problem: Problem, prices: Mapping[str, float], options: Options, *, claimed: float, workers: int = 1
) -> ProvenBound:
    """Find an upper bound at the prices, searching until `claimed` is confirmed or the steps run out."""
    base = math.fsum(request.helpers_needed * prices[request.id] for request in problem.requests)
    search = Search(problem, options, workers)
    left = STEPS_IN_ALL
    for steps in STEPS_PER_HELPER:
        total = base + search.most
        still_open = int((~search.known.is_exact).sum())
        if claimed >= total - tolerance(total) or not still_open or left <= 0:
            break
        left -= search.sharpen(min(steps, max(1, left // still_open)))
    not_exact = int((~search.known.is_exact).sum())
    return ProvenBound(base + search.most, base + search.loosest, not_exact)
