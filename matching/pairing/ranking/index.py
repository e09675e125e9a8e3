"""A town ready for questions: built once, then changed in place while people come, go and agree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.pairing.answer import Answer, MeetingPrice, Visit
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.columns import Columns, Floats, HelperColumns, Ints, RequestColumns
from matching.pairing.problem import Helper, Pair, Policy, Problem, Request
from matching.pairing.ranking.asked import Asked
from matching.pairing.ranking.diary import Booking, Diary
from matching.pairing.ranking.kernel import Side
from matching.pairing.ranking.pairs import minutes_of
from matching.pairing.ranking.said import Said
from matching.pairing.ranking.small_part import TimedOffer
from matching.pairing.ranking.town_rows import (
    Rows,
    Words,
    helper_table,
    request_table,
    side_with_row,
    wider_columns,
    wider_side,
    with_row,
)
from matching.pairing.scoring import losses_by_counts, value_of


class ProblemIndex:
    """Everything needed to rank helpers for one request; questions and changes cost milliseconds.

    A search runs through all helpers: a compiled look at the bits of skills and checks leaves few, and
    100,000 take about a millisecond. So there is no search tree that would have to follow the changes.

    Attributes:
        prices: of requests in points, by id, as an answer carries them; None when nothing is known of them.
        helper_side, request_side: the rows as the search of `finding.py` reads them.
        said: what the caller said of single pairs.
        diary: what the helpers already do.
        worth_more: value of each request less its price, in points, by row.
        discounts: how many points less than the price of a request a helper pays at most, where helpers come
            together, by (helper id, request id); see `Answer.meeting_prices`.
        openings: what single helpers could do for more than its price, by row; see `costs.py`. It is emptied
            by every change of a helper, a request, a pair or the prices.
    """

    def __init__(self, problem: Problem, answer: Answer | None = None) -> None:
        self.policy: Policy = problem.policy
        self.travel_min = problem.travel_min
        self.diary = Diary(problem)
        self.prices: dict[str, float] | None = None
        self.discounts: dict[tuple[str, str], int] = {}
        self.openings: dict[int, list[TimedOffer]] = {}
        self._counts: tuple[Ints, Ints] | None = None
        self._fill(problem)
        self.worth_more = self._worths(problem.requests)
        if answer is not None:
            self._take_over(answer)

    def _fill(self, problem: Problem) -> None:
        self._words = Words()
        self._words.learn((*problem.helpers, *problem.requests))
        self.helpers, self.requests = Rows(problem.helpers), Rows(problem.requests)
        helpers, self.helper_side = helper_table(problem.helpers, self._words)
        requests, self.request_side = self._request_table(problem.requests)
        shell = replace(problem, helpers=(), requests=(), pairs=(), travel_min=None)
        self.columns = Columns((), (), (), helpers, requests, problem.policy, shell)
        self.said = Said(problem.pairs)

    def _request_table(self, requests: Sequence[Request]) -> tuple[RequestColumns, Side]:
        return request_table(requests, self._words, only_listed_pairs=self.policy.only_listed_pairs)

    def _take_over(self, answer: Answer) -> None:
        for item in answer.assignments:
            self.book(item.helper_id, item.request_id, item.visits)
        self.set_prices(answer.prices, answer.meeting_prices)

    def put_helper(self, helper: Helper) -> None:
        """Add a helper, or replace the one of that id; windows must be joined (`join_windows`)."""
        self._learn(helper)
        row, is_new = self.helpers.row_for(helper)
        columns, side = helper_table([helper], self._words)
        self._put_helper_row(row, columns, side, is_new=is_new)

    def remove_helper(self, helper_id: str) -> None:
        """Take a helper out; bookings stay in the diary until they are taken off.

        Raises:
            KeyError: there is no such helper.
        """
        row = self.helpers.leave(helper_id)
        gone = Helper(id=helper_id, latitude=None, longitude=None, max_requests=0)
        self._put_helper_row(row, *helper_table([gone], self._words), is_new=False)

    def _put_helper_row(self, row: int, columns: HelperColumns, side: Side, *, is_new: bool) -> None:
        helpers = with_row(self.columns.helpers, row, columns, is_new=is_new)
        self.columns = replace(self.columns, helpers=helpers)
        self.helper_side = side_with_row(self.helper_side, row, side, is_new=is_new)
        self._changed()

    def put_request(self, request: Request) -> None:
        """Add a request, or replace the one of that id; windows must be joined (`join_windows`)."""
        self._learn(request)
        row, is_new = self.requests.row_for(request)
        self._put_request_row(row, *self._request_table([request]), is_new=is_new)
        before, after = self.worth_more[:row], self.worth_more[row + 1 :]
        self.worth_more = np.concatenate([before, self._worths([request]), after])

    def remove_request(self, request_id: str) -> None:
        """Take a request out; bookings stay in the diary until they are taken off.

        Raises:
            KeyError: there is no such request.
        """
        row = self.requests.leave(request_id)
        if self.prices is not None:
            self.prices.pop(request_id, None)
        gone = Request(id=request_id, latitude=None, longitude=None)
        self._put_request_row(row, *self._request_table([gone]), is_new=False)

    def _put_request_row(self, row: int, columns: RequestColumns, side: Side, *, is_new: bool) -> None:
        requests = with_row(self.columns.requests, row, columns, is_new=is_new)
        self.columns = replace(self.columns, requests=requests)
        self.request_side = side_with_row(self.request_side, row, side, is_new=is_new)
        self._changed()

    def put_pair(self, pair: Pair) -> None:
        """Note what is known of a helper and a request, in place of anything noted before."""
        self.said.put(pair)
        self._changed()

    def set_prices(
        self, prices: Mapping[str, float] | None, meeting_prices: Sequence[MeetingPrice] = ()
    ) -> None:
        """Take over the prices of an answer; a request without a price costs nothing."""
        self.prices = None if prices is None else dict(prices)
        self.worth_more = self._worths(self.requests.people)
        self.discounts = {}
        for one in meeting_prices:
            pair = one.helper_id, one.request_id
            less = math.ceil((prices or {}).get(one.request_id, 0.0) - one.price)
            self.discounts[pair] = max(0, less, self.discounts.get(pair, 0))
        self._changed()

    def set_price(self, request_id: str, price: float) -> None:
        """Give one request of the town a price."""
        row = self.requests.row_of[request_id]
        self.prices = {**(self.prices or {}), request_id: price}
        self.worth_more[row] = value_of(self.requests.people[row], self.policy.weights) - price
        self.openings = {}

    def price_units(self, request_id: str) -> int:
        """Return the price of a request in the whole units in which a bound is counted; 0 if it has none."""
        price = (self.prices or {}).get(request_id, 0.0)
        return max(0, round(price * UNITS_PER_POINT))

    def discount(self, helper_row: int, request_row: int) -> int:
        """Return the discount of a pair by rows."""
        pair = self.helpers.people[helper_row].id, self.requests.people[request_row].id
        return self.discounts.get(pair, 0)

    def worth_of(self, request_id: str) -> float:
        """Return value less price of a request of the town."""
        return float(self.worth_more[self.requests.row_of[request_id]])

    def _worths(self, requests: Sequence[Request]) -> Floats:
        """Return value less price of requests."""
        prices = self.prices or {}
        worths = [value_of(one, self.policy.weights) - prices.get(one.id, 0.0) for one in requests]
        return np.array(worths, dtype=np.float64)

    def book(self, helper_id: str, request_id: str, visits: Sequence[Visit]) -> None:
        """Let a helper take a request of the town at these times (none when neither side named any).

        Raises:
            KeyError: the town has no such request.
        """
        request = self.requests.people[self.requests.row_of[request_id]]
        minutes = minutes_of(request, self.listed(helper_id, request_id))
        self.diary.book(helper_id, Booking(request, tuple(visits), minutes))

    def unbook(self, helper_id: str, request_id: str) -> None:
        """Take a request off a helper.

        Raises:
            KeyError: the helper does not have it.
        """
        self.diary.unbook(helper_id, request_id)

    def listed(self, helper_id: str, request_id: str) -> Pair | None:
        """Return what the caller said of the two."""
        return self.said.of(helper_id, request_id)

    def pairs(self) -> tuple[Pair, ...]:
        """Return what is said of people who are there, by request id, then helper id."""
        return tuple(pair for pair in self.said.all() if self._is_telling(pair))

    def _is_telling(self, pair: Pair) -> bool:
        is_there = pair.helper_id in self.helpers.row_of and pair.request_id in self.requests.row_of
        says = pair.relations or pair.score is not None or pair.minutes is not None
        return is_there and bool(says or self.policy.only_listed_pairs)

    def _learn(self, person: Helper | Request) -> None:
        before = self._words.sizes()
        self._words.learn([person])
        if self._words.sizes() != before:
            helpers = wider_columns(self.columns.helpers, self._words)
            requests = wider_columns(self.columns.requests, self._words)
            self.columns = replace(self.columns, helpers=helpers, requests=requests)
            self.helper_side = wider_side(self.helper_side, self._words)
            self.request_side = wider_side(self.request_side, self._words)
            self._counts = None

    def _changed(self) -> None:
        self.openings = {}
        self._counts = None

    def asked(self, request: Request) -> Asked:
        """Return a request ready to be asked about."""
        self._learn(request)
        columns, side = self._request_table([request])
        return Asked(request, replace(self.columns, requests=columns), side, self._losses(request, columns))

    def losses(self) -> Ints:
        """Return the points lost by spending each skill, counted over the town as it is."""
        having, needing = self._having_and_needing()
        people = len(self.helpers.row_of), len(self.requests.row_of)
        return losses_by_counts(self.policy.weights, having, needing, people)

    def _losses(self, request: Request, columns: RequestColumns) -> Ints:
        having, needing = self._having_and_needing()
        needing = needing + columns.needed[:, 0]
        row = self.requests.row_of.get(request.id)
        if row is not None:
            needing = needing - self.columns.requests.needed[:, row]
        people = len(self.helpers.row_of), len(self.requests.row_of) + (row is None)
        return losses_by_counts(self.policy.weights, having, needing, people)

    def _having_and_needing(self) -> tuple[Ints, Ints]:
        """How many helpers have and how many requests need each skill."""
        if self._counts is None:
            having = np.count_nonzero(self.columns.helpers.levels, axis=1)
            needing = np.count_nonzero(self.columns.requests.needed, axis=1)
            self._counts = having.astype(np.int64), needing.astype(np.int64)
        return self._counts
