"""Prices of the requests and, where helpers come together, of each helper's part in a meeting.

For requests served by one helper at a time the bound is that of Geoffrion (1974): whoever serves a request
pays its price y_r, and sum n_r * y_r is paid back. A request whose helpers must meet is either served at one
of its times by n_r helpers or not at all, so its helpers may be asked different prices, below 0 even, as long
as no n_r of them, at one time, pay more than n_r * y_r. That is Lagrangean decomposition (Guignard and Kim
1987): the bound stays true, and comes near the truth where many could come, but few at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matching.pairing.parts import Part
from matching.pairing.weeks import Bools, Ints
from matching.periods import DAYS_PER_WEEK

# A helper and a request, by index in the problem, and (weekday, minute of the day) of all visits.
Coming = tuple[int, int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class Prices:
    """Prices in whole units.

    Attributes:
        request: y_r, 0 or more, shape (requests,).
        option: what the helper of each option pays, shape (options,): y_r, but for some options at an agreed
            time.
    """

    request: Ints
    option: Ints

    def paid(self, part: Part) -> int:
        """Return sum n_r * y_r, as Python's whole number, which never overflows."""
        return sum(n * price for n, price in zip(part.needed.tolist(), self.request.tolist(), strict=True))

    def halfway(self, other: Prices, part: Part) -> Prices:
        """Return prices between these and others; what holds for both holds for them."""
        # Rounded up for the requests and down for the options, so that no meeting is paid too much; whoever
        # pays what the request costs goes on doing so, for only other prices are listed in an answer.
        request = -((-self.request - other.request) // 2)
        of_request = part.weeks.request
        is_plain = (self.option == self.request[of_request]) & (other.option == other.request[of_request])
        return Prices(request, np.where(is_plain, request[of_request], (self.option + other.option) // 2))


def plain_prices(part: Part, request: Ints) -> Prices:
    """Return prices which are the same for every helper of a request."""
    return Prices(request, request[part.weeks.request])


def coming_in(part: Part, asked: Collection[int] | None = None) -> Iterator[tuple[int, Coming]]:
    """Yield options at an agreed time with who comes, to whom, and when.

    Args:
        part: helpers and requests.
        asked: only options of these requests, by index in the problem; None for all.
    """
    weeks = part.weeks
    timed = weeks.time >= 0
    if asked is not None:
        timed &= np.isin(part.request, list(asked))[weeks.request]
    for option in np.flatnonzero(timed).tolist():
        week = int(np.searchsorted(weeks.first, option, side="right")) - 1
        # An option at an agreed time has just that start on each of its days.
        first = weeks.stretch_first[DAYS_PER_WEEK * option : DAYS_PER_WEEK * (option + 1) + 1].tolist()
        starts = tuple(
            (weekday, int(weeks.stretch_from[begin]))
            for weekday, (begin, end) in enumerate(pairwise(first))
            if begin < end
        )
        yield option, (int(part.helper[week]), int(part.request[weeks.request[option]]), starts)


def with_special(part: Part, plain: Prices, special: Mapping[Coming, int]) -> Prices:
    """Return the prices with those that some helpers pay for some times instead, in units."""
    option = plain.option.copy()
    for place, coming in coming_in(part, {request for _, request, _ in special}):
        option[place] = special.get(coming, option[place])
    return Prices(plain.request, option)


def special_prices(part: Part, prices: Prices) -> dict[Coming, int]:
    """Return what helpers pay at some times of a request instead of its price, in units."""
    plain = prices.request[part.weeks.request]
    asked = part.request[np.unique(part.weeks.request[prices.option != plain])].tolist()
    return {
        coming: int(prices.option[option])
        for option, coming in coming_in(part, asked)
        if prices.option[option] != plain[option]
    }


def meeting_prices(part: Part, request: Ints, option: Ints, special: Bools) -> Prices:
    """Return prices under which no meeting is paid more than its request, each raised as far as that allows.

    Args:
        part: helpers and requests.
        request: price of each request, 0 or more; that of a request with meetings does not count.
        option: price of each option; only those with an agreed time count.
        special: times, shape (times,), at which helpers are asked different prices; at others, all pay y_r.

    Returns:
        y_r of a request with meetings is the least that no `needed` of its helpers exceed on average.
    """
    weeks = part.weeks
    spread = np.flatnonzero(weeks.time >= 0)
    # By time, the highest price first.
    spread = spread[np.lexsort((spread, -option[spread], weeks.time[spread]))]
    times, first = np.unique(weeks.time[spread], return_index=True)
    request_of = weeks.request[spread[first]]
    highest = _sums_of_first(option[spread], first, part.needed[request_of])
    each = -(-highest // part.needed[request_of])
    raised = request.copy()
    raised[np.unique(request_of)] = 0
    np.maximum.at(raised, request_of, each)
    prices = raised[weeks.request]
    more = np.zeros(len(special), dtype=np.int64)
    more[times] = (part.needed[request_of] * raised[request_of] - highest) // part.needed[request_of]
    own = spread[special[weeks.time[spread]]]
    prices[own] = option[own] + more[weeks.time[own]]
    return Prices(raised, prices)


def _sums_of_first(values: Ints, first: Ints, counts: Ints) -> Ints:
    """Add up the first `counts` values of each group; a group that has fewer pays nothing."""
    ends = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values)])
    sizes = np.diff(np.append(first, len(values)))
    sums: Ints = np.where(sizes < counts, 0, ends[np.minimum(first + counts, len(values))] - ends[first])
    return sums
