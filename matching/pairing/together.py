"""Times at which enough helpers can come together to a request that asks for it.

A *together time* of a request is a set of starts, one for each visit of the week and on different days, at
all of which at least `helpers_needed` of its possible helpers are free. A helper who is free at none of them
can never come to this request, however the others decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from matching.pairing.columns import Bools, Columns, Ints
from matching.pairing.problem import MINUTES_PER_DAY, Request
from matching.periods import starts

Times = tuple[int, ...]  # moments of the week, ascending
_BITS_PER_WORD = 64
# Steps of the search for the times of one request. Beyond them every set of starts is taken to suit,
# which leaves out less, so that a bound over what is left stays true.
_MOST_STEPS = 5_000


def asks_for_company(request: Request) -> bool:
    """Whether several helpers must come at the same times."""
    return request.together and request.helpers_needed > 1


def lacks_company(columns: Columns, helper: Ints, request: Ints) -> Bools:
    """Return for pairs whether the helper can be there at no time at which enough others can.

    Args:
        columns: the problem.
        helper: index of each pair's helper, shape (n,); every pair that breaks no other rule must be there.
        request: index of each pair's request, ascending.
    """
    lacking = np.zeros(len(helper), dtype=np.bool_)
    asking = [index for index, one in enumerate(columns.problem.requests) if asks_for_company(one)]
    first = np.searchsorted(request, asking, side="left")
    after = np.searchsorted(request, asking, side="right")
    for index, start, end in zip(asking, first.tolist(), after.tolist(), strict=True):
        lacking[start:end] = ~_has_company(columns, helper[start:end], index)
    return lacking


def together_times(columns: Columns, helpers: Ints, request: int) -> tuple[Times, ...] | None:
    """Return every together time of a request; None when they are too many to be listed.

    Args:
        columns: the problem.
        helpers: indices of the possible helpers; those who `lacks_company` may be among them or not.
        request: index of a request that `asks_for_company`.
    """
    search = _Search(columns, helpers, request)
    try:
        return tuple(tuple(search.moments[place] for place in places) for places, _ in search.found())
    except _TooManyError:
        return None


def _has_company(columns: Columns, helpers: Ints, request: int) -> Bools:
    """True for each of the helpers who is free at a together time."""
    search = _Search(columns, helpers, request)
    able = np.zeros(len(helpers), dtype=np.bool_)
    try:
        for _, together in search.found():
            able |= together
    except _TooManyError:
        everybody: Bools = np.count_nonzero(search.free, axis=1) > 0
        return everybody
    return able


class _TooManyError(Exception):
    """The steps of one search are used up."""


class _Search:
    """Sets of starts of one request, built day by day with the helpers who are free at all of them.

    Attributes:
        moments: every start of the request.
        free: shape (helpers, moments).
    """

    def __init__(self, columns: Columns, helpers: Ints, request: int) -> None:
        asked = columns.problem.requests[request]
        grid_minutes = columns.policy.grid_minutes
        self.moments = starts(asked.windows, visit_minutes=asked.visit_minutes, grid_minutes=grid_minutes)
        self.free = _free(columns, helpers, asked, self.moments)
        self._needed, self._visits = asked.helpers_needed, asked.visits_per_week
        self._steps_left = _MOST_STEPS

    def found(self) -> Iterator[tuple[Sequence[int], Bools]]:
        """Yield the places in `moments` of each together time, and who is free then.

        Raises:
            _TooManyError: there are more than can be looked at.
        """
        yield from self._grow((), np.ones(len(self.free), dtype=np.bool_))

    def _grow(self, chosen: tuple[int, ...], able: Bools) -> Iterator[tuple[Sequence[int], Bools]]:
        if len(chosen) == self._visits:
            yield chosen, able
            return
        last_day = self.moments[chosen[-1]] // MINUTES_PER_DAY if chosen else -1
        for place, moment in enumerate(self.moments):
            if moment // MINUTES_PER_DAY > last_day:
                yield from self._with(chosen, able, place)

    def _with(
        self, chosen: tuple[int, ...], able: Bools, place: int
    ) -> Iterator[tuple[Sequence[int], Bools]]:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise _TooManyError
        still_able: Bools = able & self.free[:, place]
        if np.count_nonzero(still_able) >= self._needed:
            yield from self._grow((*chosen, place), still_able)


def _free(columns: Columns, helpers: Ints, asked: Request, moments: Sequence[int]) -> Bools:
    """Shape (helpers, moments): who is free for a visit that starts then."""
    words = columns.helper_start_words(asked.visit_minutes)
    free = np.zeros((len(helpers), len(moments)), dtype=np.bool_)
    for place, moment in enumerate(moments):
        weekday, start_min = divmod(moment, MINUTES_PER_DAY)
        word, bit = divmod(start_min // columns.policy.grid_minutes, _BITS_PER_WORD)
        free[:, place] = (words[weekday, word, helpers] >> np.uint64(bit)) & np.uint64(1)
    return free
