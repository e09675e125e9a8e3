"""How long something took: the middle, and what nine in ten did not exceed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helpexchange.reports.rules.showing import BASE, Shown, published

#: Below so many cases a table warns: one person more or less would change the picture.
FEW_CASES = 20
#: Waits are told by the hour up to here, then by the day.
HOURS_TOLD = 72
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Wait:
    """Waits of a group: within how many hours the half, and nine in ten, were over.

    `median` is told from five cases on. `p90` is told from twenty cases on: below that, it would be the wait
    of one of the two who waited longest.
    """

    cases: Shown
    median: int | None
    p90: int | None

    @property
    def is_few(self) -> bool:
        """True where the numbers stand on few cases."""
        return self.cases.value is None or 0 < self.cases.value < FEW_CASES


def told_hours(hours: int) -> int:
    """Return hours as they are told: to the hour for three days, then rounded down to whole days."""
    return max(0, hours if hours < HOURS_TOLD else hours - hours % DAY_HOURS)


def within(hours: int | None) -> int | None:
    """Return the hours within which a wait of so many told hours was over; it was rounded down before."""
    if hours is None:
        return None
    return hours + 1 if hours < HOURS_TOLD else hours + DAY_HOURS


def percentile(histogram: Mapping[int, int], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of the cases do not exceed; None without cases.

    Args:
        histogram: how many cases have a value.
        percent: 1 to 100; 50 is the (lower) median.
    """
    cases = sum(histogram.values())
    rank = -(-cases * percent // 100)
    seen = 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= rank > 0:
            return value
    return None


def wait_of(histogram: Mapping[int, int]) -> Wait:
    """Return what may be told of waits; keys are hours, values numbers of cases."""
    cases = published(sum(histogram.values()))
    known = cases.value or 0
    return Wait(
        cases=cases,
        median=within(percentile(histogram, 50)) if known >= BASE else None,
        p90=within(percentile(histogram, 90)) if known >= FEW_CASES else None,
    )
