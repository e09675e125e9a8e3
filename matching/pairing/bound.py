"""The Lagrangian bound of an answer at given prices, without any rounding but the last, upwards."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from matching.pairing.budget import Budget
from matching.pairing.parts import Part
from matching.pairing.prices import Prices
from matching.pairing.pricing import NODE_LIMIT, NOTHING, Question, best_plans, gains_of
from matching.pairing.relaxation import relaxed_worth
from matching.pairing.weeks import Ints

# Prices are whole multiples of 2^-20 points, so sums of them are exact as whole numbers, and as floats
# as well up to 2^33 points.
UNITS_PER_POINT = 1 << 20
# Weeks looked at before the budget is asked again.
_AT_ONCE = 1_000


def price_units(prices: npt.NDArray[np.float64]) -> Ints:
    """Round prices in points to whole units, none below 0."""
    units: Ints = np.maximum(0, np.round(prices * UNITS_PER_POINT)).astype(np.int64)
    return units


def most_of_weeks(part: Part, prices: Prices, budget: Budget, *, threads: int = 1) -> Ints:
    """Return for each helper the worth of the best plan at the prices, or a worth that is not below it.

    The relaxed worth stands in where the search gives up, and everywhere once the budget is up.

    Args:
        part: helpers and requests.
        prices: in units, as the result.
        budget: asked now and then.
        threads: that search side by side.
    """
    gains, load = gains_of(part, prices.option, UNITS_PER_POINT), part.weeks.load * UNITS_PER_POINT
    nothing = np.full(len(part.helper), NOTHING)
    most = np.zeros(len(part.helper), dtype=np.int64)
    relaxed = np.ones(len(part.helper), dtype=np.bool_)
    for begin in range(0, len(most), _AT_ONCE):
        if budget.is_up():
            break
        own = slice(begin, begin + _AT_ONCE)
        priced = best_plans(part, Question(gains, load, 1, nothing, NODE_LIMIT), weeks=own, threads=threads)
        most[own], relaxed[own] = priced.best(nothing[own]), ~priced.exact
    left = np.flatnonzero(relaxed)
    most[left] = relaxed_worth(part, gains, load, left)
    return most


def bound_units(part: Part, prices: Prices, most: Ints) -> int:
    """Return the bound in units: no answer has more (Geoffrion 1974, Lagrangean relaxation).

    Args:
        part: helpers and requests.
        prices: in units.
        most: worth of each helper's best plan at these prices (`most_of_weeks`).
    """
    # As Python's numbers, which never overflow.
    weeks: list[int] = most.tolist()
    return prices.paid(part) + sum(weeks)


def points_rounded_up(units: int) -> float:
    """Return units as points: the nearest float that is not below."""
    points = units / UNITS_PER_POINT
    is_below = Fraction(points) < Fraction(units, UNITS_PER_POINT)
    return math.nextafter(points, math.inf) if is_below else points
