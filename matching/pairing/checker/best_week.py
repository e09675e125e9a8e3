"""The most points one helper's week can be worth at given prices, by depth-first search.

Leaving a request out of a plan never makes it impossible (any two visits are checked against each other, not
only neighbours), so a request worth nothing is never needed, plans can be built request by request, and two
requests that do not fit into one week never meet in a plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.pairing.checker.options import Limits, Option
from matching.pairing.checker.packing import OutOfStepsError, Week

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NEVER = -1_000_000  # minutes; no visit starts then, so that nothing fits before or after it


def possible_pairs(week: Week, requests: Sequence[int]) -> list[int]:
    """For each request, the others it may share a week with, as bits of a whole number.

    Two requests of one visit each share a week if they can be on different days, or on one day one after the
    other: the first as early, the second as late as can be. Requests of several visits a week, or without
    times, are taken to go with all.
    """
    asked = week.problem.requests
    free = np.array(
        [week.starts(r) is None or asked[r].visits_per_week > 1 for r in requests], dtype=np.bool_
    )
    together = free[:, None] | free[None, :] | _on_two_days(week, requests)
    together |= _on_one_day(week, requests, ~together)
    np.fill_diagonal(together, val=False)
    packed = np.packbits(together, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def _on_two_days(week: Week, requests: Sequence[int]) -> Bools:
    """Whether two requests can be on different days: not when both have the same single day."""
    days = [sorted(week.starts(request) or ()) for request in requests]
    has_day = np.array([bool(of_request) for of_request in days], dtype=np.bool_)
    only_day = np.array([of_request[0] if len(of_request) == 1 else -1 for of_request in days])
    same_only_day = (only_day[:, None] == only_day[None, :]) & (only_day >= 0)
    different: Bools = has_day[:, None] & has_day[None, :] & ~same_only_day
    return different


def _on_one_day(week: Week, requests: Sequence[int], undecided: Bools) -> Bools:
    """Whether two requests fit on one day in some order, the way between them included; only if undecided."""
    spare_min = np.full((len(requests), len(requests)), NEVER)
    for weekday in range(7) if undecided.any() else ():
        np.maximum(spare_min, _spare_minutes(week, requests, weekday), out=spare_min)
    # Ways are measured only where they can decide: the dearest step comes last.
    before, after = np.nonzero((spare_min >= 0) & undecided)
    numbers = np.array(requests, dtype=np.int64)
    fits = np.zeros(spare_min.shape, dtype=np.bool_)
    fits[before, after] = spare_min[before, after] >= week.ways.table(numbers[before], numbers[after])
    return fits | fits.T


def _spare_minutes(week: Week, requests: Sequence[int], weekday: int) -> Ints:
    """Minutes between the earliest end of a visit (row) and the latest start of another (column)."""
    starts = [(week.starts(request) or {}).get(weekday, ()) for request in requests]
    length_min = np.array([week.problem.requests[request].visit_minutes for request in requests])
    first_min = np.array([min((first for first, _ in periods), default=-NEVER) for periods in starts])
    last_min = np.array([max((last for _, last in periods), default=NEVER) for periods in starts])
    spare: Ints = last_min[None, :] - (first_min + length_min)[:, None]
    return spare


class BestWeek:
    """Depth-first search for the best plan of one helper, best requests first."""

    def __init__(self, week: Week, options: Sequence[Option], limits: Limits) -> None:
        self._week, self._limits = week, limits
        self._locked = [option for option in options if option.locked]
        free = [option for option in options if not option.locked and option.gain > 0]
        free.sort(key=lambda option: (-option.gain, option.request))
        self._free = free
        alone = limits.requests <= 1
        self._pairs = [] if alone else possible_pairs(week, [option.request for option in free])
        self._alike = self._bits_alike()
        self._best = float("-inf")

    def _bits_alike(self) -> list[int]:
        """For each option, those that could take its place in any plan, as bits."""
        groups: dict[tuple[int, int], int] = defaultdict(int)
        keys = [(self._week.ways.kinds[option.request], option.minutes) for option in self._free]
        for place, key in enumerate(keys):
            groups[key] |= 1 << place
        return [groups[key] for key in keys]

    def points(self) -> float:
        """The exact most points; minus infinity when the locked requests themselves do not fit.

        Raises:
            OutOfStepsError: the week ran out of steps.
        """
        chosen = tuple(option.request for option in self._locked)
        minutes = sum(option.minutes for option in self._locked)
        allowed = self._limits.minutes is None or minutes <= self._limits.minutes
        if allowed and len(chosen) <= self._limits.requests and self._week.fits(chosen):
            everybody = (1 << len(self._free)) - 1
            self._extend(everybody, chosen, sum(option.gain for option in self._locked), minutes)
        return self._best

    def _extend(self, left: int, chosen: tuple[int, ...], total: float, minutes: int) -> None:
        """Try every plan that adds some of the options `left` (bits) to those chosen."""
        self._best = max(self._best, total - self._limits.load_cost(len(chosen)))
        while left and self._most(left, len(chosen), total) > self._best:
            self._week.steps.take()
            place = (left & -left).bit_length() - 1
            later = left ^ (1 << place)
            # A plan with one that is alike but without this one would gain by swapping them.
            left &= ~self._alike[place]
            option = self._free[place]
            longer = minutes + option.minutes
            if self._limits.minutes is not None and longer > self._limits.minutes:
                continue
            with_it, gained = (*chosen, option.request), total + option.gain
            partners = later & self._pairs[place] if self._pairs else 0
            if self._most(partners, len(with_it), gained) > self._best and self._week.fits(with_it):
                self._extend(partners, with_it, gained, longer)

    def _most(self, left: int, count: int, total: float) -> float:
        """No plan that adds only options `left` to a plan of `count` requests is worth more than this."""
        most = total - self._limits.load_cost(count)
        for extra, place in enumerate(_first_bits(left, self._limits.requests - count), start=1):
            total += self._free[place].gain
            most = max(most, total - self._limits.load_cost(count + extra))
        return most


def _first_bits(bits: int, at_most: int) -> Iterator[int]:
    """Places of the lowest bits, ascending."""
    for _ in range(at_most):
        if not bits:
            return
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def best_points(week: Week, options: Sequence[Option], limits: Limits) -> float | None:
    """Exact most points of a helper's week, None when the search ran out of steps."""
    try:
        return BestWeek(week, options, limits).points()
    except OutOfStepsError:
        return None
