"""The best week plans of helpers at given gains, found by threads side by side.

A gain is what an option is worth less the price of its request, in whole units of a caller's choice, so
that every sum is exact. The search itself is in `plan_search`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part
from matching.pairing.plan_search import EVERYTHING, Asked, Found, search_weeks, search_with
from matching.pairing.weeks import Bools, Ints

NODE_LIMIT = 200_000
# Below the worth of any plan.
NOTHING = -(1 << 62)
# Weeks a thread takes at once.
_AT_ONCE = 256


@dataclass(frozen=True)
class Priced:
    """What a search found for some weeks.

    Attributes:
        count: plans found of each week, shape (weeks,).
        worth: of each plan, shape (weeks, keep), in no order; only the first `count` count.
        size: options of each plan, the same shape.
        plan: option numbers, shape (weeks, keep, largest room).
        exact: False where the search gave up, so that a better plan may exist, shape (weeks,).
    """

    count: Ints
    worth: Ints
    size: Ints
    plan: npt.NDArray[np.int32]
    exact: Bools

    def best(self, otherwise: Ints) -> Ints:
        """Return the worth of the best plan found of each week, or of `otherwise`, whichever is more."""
        found = np.arange(self.worth.shape[1])[None, :] < self.count[:, None]
        best: Ints = np.where(found, self.worth, NOTHING).max(axis=1, initial=NOTHING)
        return np.maximum(best, otherwise)


@dataclass(frozen=True)
class Question:
    """What is asked of a search.

    Attributes:
        gains: of each option, shape (options,).
        load: units of the load cost.
        keep: how many plans to return at most; the best, the first found among equals.
        more_than: plans of a week that are not worth more than this are left out, shape (weeks,).
        node_limit: plans of one helper to try before giving up.
    """

    gains: Ints
    load: int
    keep: int
    more_than: Ints
    node_limit: int = NODE_LIMIT


def bare_plans(part: Part, keep: int) -> Priced:
    """Find, for each week with anything locked, plans with nothing else; meetings may have several times."""
    gains = np.where(part.weeks.locked, 0, -1)
    more_than = np.where(part.weeks.musts > 0, NOTHING, EVERYTHING)
    return best_plans(part, Question(gains, 0, keep, more_than))


def best_plans(part: Part, question: Question, *, weeks: slice | None = None, threads: int = 1) -> Priced:
    """Find the best plans of some weeks of a part (all of them without `weeks`)."""
    span = range(*(weeks or slice(None)).indices(len(part.helper)))
    largest = int(part.weeks.room[span.start : span.stop].max(initial=1))
    priced = _nothing_yet(len(span), question.keep, largest)

    def search(begin: int) -> None:
        end = min(begin + _AT_ONCE, span.stop)
        own = slice(begin - span.start, end - span.start)
        search_weeks(part.weeks, part.ways, begin, _asked(question, question.gains), _rows(priced, own))

    begins = range(span.start, span.stop, _AT_ONCE)
    if threads > 1 and len(begins) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(search, begins))
    else:
        for begin in begins:
            search(begin)
    return priced


def best_with(part: Part, question: Question, options: Ints) -> Priced:
    """Find the best plan that contains an option, for each of some options; a row each.

    `question.more_than` and `keep` do not count; the worth is that at the given gains.
    """
    largest = int(part.weeks.room.max(initial=1))
    priced = _nothing_yet(len(options), 1, largest)
    weeks = np.searchsorted(part.weeks.first, options, side="right") - 1
    asked = _asked(question, question.gains.copy())
    search_with(part.weeks, part.ways, options, weeks, asked, _rows(priced, slice(None)))
    return priced


def gains_of(part: Part, option_prices: Ints, units_per_point: int) -> Ints:
    """Return the gain of every option at its price, both in the same units."""
    gains: Ints = part.weeks.points * units_per_point - option_prices
    return gains


def _nothing_yet(rows: int, keep: int, largest: int) -> Priced:
    return Priced(
        count=np.zeros(rows, dtype=np.int64),
        worth=np.zeros((rows, keep), dtype=np.int64),
        size=np.zeros((rows, keep), dtype=np.int64),
        plan=np.zeros((rows, keep, max(1, largest)), dtype=np.int32),
        exact=np.ones(rows, dtype=np.bool_),
    )


def _asked(question: Question, gains: Ints) -> Asked:
    return Asked(gains, question.load, question.more_than, question.node_limit)


def _rows(priced: Priced, rows: slice) -> Found:
    return Found(
        priced.count[rows], priced.worth[rows], priced.size[rows], priced.plan[rows], priced.exact[rows]
    )
