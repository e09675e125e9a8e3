"""The Lagrangian bound of an answer at given prices, without any rounding but the last, upwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from matching.pairing.budget import Budget
from matching.pairing.plans import HelperWeek
from matching.pairing.pricing import most_worth, relaxed_worth

# Prices are whole multiples of 2^-20 points, so sums of them are exact as whole numbers, and as floats
# as well up to 2^33 points.
UNITS_PER_POINT = 1 << 20


def price_units(prices: Sequence[float]) -> list[int]:
    """Round prices in points to whole units, none below 0."""
    return [max(0, round(price * UNITS_PER_POINT)) for price in prices]


def bound_units(
    weeks: Sequence[HelperWeek], needed: Sequence[int], units: Sequence[int], budget: Budget
) -> int:
    """Return the bound in units: no answer has more (Geoffrion 1974, Lagrangean relaxation).

    Once the budget is up, the relaxed worth stands in for the best plan, so the bound stays true.

    Args:
        weeks: the helpers; their options' `request` indexes `needed` and `units`.
        needed: helpers needed by each request.
        units: price of each request.
        budget: asked before each helper.
    """
    total = sum(count * price for count, price in zip(needed, units, strict=True))
    for week in weeks:
        scaled = week.in_units(UNITS_PER_POINT)
        gains = [option.points * UNITS_PER_POINT - units[option.request] for option in week.options]
        # Gains are whole numbers, and so is what they add up to.
        total += int(relaxed_worth(scaled, gains) if budget.is_up() else most_worth(scaled, gains))
    return total


def points_rounded_up(units: int) -> float:
    """Return units as points: the nearest float that is not below."""
    points = units / UNITS_PER_POINT
    is_below = Fraction(points) < Fraction(units, UNITS_PER_POINT)
    return math.nextafter(points, math.inf) if is_below else points
