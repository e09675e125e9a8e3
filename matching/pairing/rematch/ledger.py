"""A town with the pairs that stand in it, what of them is fixed, and what the prices prove."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.pairing.answer import Answer, Assignment, MeetingPrice, Status
from matching.pairing.bound import UNITS_PER_POINT, points_rounded_up
from matching.pairing.candidates import Candidates
from matching.pairing.finish import OPTIMAL_GAP
from matching.pairing.problem import Helper, Pair, Problem, Relation, Request
from matching.pairing.ranking.finding import helpers_for, requests_for
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.ranking.small_part import travel_matrix
from matching.pairing.ranking.town_rows import Rows
from matching.pairing.rematch.rescoring import rescored
from matching.pairing.rematch.standing import PairId, Standing, pair_id
from matching.pairing.rematch.upkeep import still_possible
from matching.pairing.rematch.worths import price_for, worths_of, worths_of_town
from matching.pairing.scoring import value_of
from matching.pairing.together import asks_for_company

Person = TypeVar("Person", Helper, Request)
# Up to so many helpers, every best week is searched again when all points have changed.
EXACT_UP_TO = 2_000
_WITHIN_GAP = 1e-4
# A price that nobody pays: above any value and score, and its units still far below 2^62.
_FORBIDDING = 2.0**33


class Ledger:
    """Keeps pairs, marks, points and bound of a changing town in step.

    Attributes:
        town: the problem as it is now; its bookings are not used. The fixed pairs are locked in it, the other
            pairs of the earlier answer proposed.
        before: the pairs of the earlier answer.
        standing: the pairs at present.
        fixed: pairs that stay, as (helper id, request id); those that the problem locks are among them.
        worths: the most that a week of each helper is worth at the prices, in units, by helper id.
    """

    def __init__(
        self,
        problem: Problem,
        previous: Answer,
        fixed: Collection[PairId],
        candidates: Candidates | None = None,
    ) -> None:
        self.town = ProblemIndex(problem)
        self._original = problem
        self.before = {pair_id(item): item for item in previous.assignments}
        wanted = {pair for pair in self.before if pair in fixed or self.is_locked(pair)}
        items = still_possible(self.town, previous.assignments, wanted)
        self.fixed = wanted & {pair_id(item) for item in items}
        self.mark(self.before)
        self.standing = Standing(rescored(self.town, items))
        self._losses = self.town.losses().tolist()
        self._take_prices(previous, candidates)

    def _take_prices(self, previous: Answer, candidates: Candidates | None) -> None:
        """Take over the prices; a request without one costs more than anybody gains until it has its own."""
        meetings = previous.meeting_prices
        self._meetings = tuple(one for one in meetings if self.is_there((one.helper_id, one.request_id)))
        requests = present(self.town.requests)
        prices = {one.id: previous.prices.get(one.id, _FORBIDDING) for one in requests}
        self.town.set_prices(prices, self._meetings)
        self.worths = self._all_worths(candidates)
        self._enter_all()
        for request in requests:
            if request.id not in previous.prices:
                self.price(request)

    def _enter_all(self) -> None:
        self._values: dict[str, int] = {}
        self._paid: dict[str, int] = {}
        for request in present(self.town.requests):
            self.enter(request)

    def enter(self, request: Request) -> None:
        """Note value and price of a request that is new or has changed."""
        self._values[request.id] = value_of(request, self.town.policy.weights)
        self._paid[request.id] = request.helpers_needed * self.town.price_units(request.id)

    def strike(self, request_id: str) -> None:
        """Forget value and price of a request that has left."""
        del self._values[request_id], self._paid[request_id]

    def price(self, request: Request) -> None:
        """Give a request the least price at which no helper's best week is worth more than before."""
        self.town.set_price(request.id, _FORBIDDING)
        self.town.set_price(request.id, price_for(self.town, request, self.worths))
        self.enter(request)

    def reprice(self, prices: dict[str, float], meetings: Sequence[MeetingPrice]) -> None:
        """Take other prices for all requests."""
        self._meetings = tuple(meetings)
        self.town.set_prices(prices, self._meetings)
        self.worths = self._all_worths()
        self._enter_all()

    def count_weeks_of(self, helper_ids: Collection[str]) -> None:
        """Count the best weeks of some helpers anew; those who have left are skipped."""
        there = sorted(one for one in set(helper_ids) if one in self.town.helpers.row_of)
        self.worths |= worths_of(self.town, there)

    def forget_meetings(self, concerned: Callable[[MeetingPrice], bool]) -> None:
        """Let everybody pay the plain price of requests whose meetings may have changed."""
        requests = {one.request_id for one in self._meetings if concerned(one)}
        if requests:
            helpers = {one.helper_id for one in self._meetings if one.request_id in requests}
            self._meetings = tuple(one for one in self._meetings if one.request_id not in requests)
            self.town.set_prices(self.town.prices, self._meetings)
            self.count_weeks_of(helpers)

    def welcome(self, helper_id: str) -> None:
        """Count anew what a helper who is new, or has changed, makes possible: company for others, too."""
        company = self.company_of(helper_id)
        self.forget_meetings(lambda one: one.helper_id == helper_id or one.request_id in company)
        others = [self.could_serve(self.request(request_id)) for request_id in sorted(company)]
        self.count_weeks_of({helper_id}.union(*others))

    def company_of(self, helper_id: str) -> set[str]:
        """Return the requests that want several helpers together, and this one could be one of them."""
        rows = requests_for(self.town, self.town.helpers.row_of[helper_id]).request.tolist()
        requests = [self.town.requests.people[row] for row in rows]
        return {request.id for request in requests if asks_for_company(request)}

    def recount(self) -> None:
        """Count all points anew if a skill has become rarer or more common by a point.

        In a large town the best weeks are not searched again: each is at most worth more by what its helper
        loses less, which moves the bound by some millionths.
        """
        losses = self.town.losses()
        before, self._losses = self._losses, losses.tolist()
        if self._losses == before:
            return
        self.standing = Standing(rescored(self.town, list(self.standing.pairs.values())))
        if len(self.town.helpers.row_of) <= EXACT_UP_TO:
            self.worths = self._all_worths()
        else:
            for helper_id, points in self._less_lost(np.array(before) - losses[: len(before)]).items():
                self.worths[helper_id] = self.worths.get(helper_id, 0) + points * UNITS_PER_POINT

    def _less_lost(self, fallen: npt.NDArray[np.int64]) -> dict[str, int]:
        """Return by how many points each week can be worth more where skills are lost more lightly."""
        helpers = self.town.columns.helpers
        has = helpers.levels[: len(fallen)] > 0
        most = np.where(has, np.maximum(fallen, 0)[:, None], 0).max(axis=0, initial=0) * helpers.capacity
        return {self.town.helpers.people[row].id: int(most[row]) for row in np.flatnonzero(most).tolist()}

    def mark(self, pairs: Iterable[PairId]) -> None:
        """Note in the town which of these pairs are locked or proposed now, and which no longer."""
        for pair in pairs:
            known = self.town.listed(*pair) or Pair(helper_id=pair[0], request_id=pair[1])
            relations = known.relations - {Relation.LOCKED, Relation.PROPOSED}
            if pair in self.fixed:
                relations |= {Relation.LOCKED}
            elif pair in self.before:
                relations |= {Relation.PROPOSED}
            self.town.put_pair(replace(known, relations=relations))

    def settle(self, gone: Iterable[PairId], added: Iterable[PairId]) -> None:
        """Take what stands now for the earlier answer of the next change."""
        added = list(added)
        changed = [pair for pair in (*gone, *added) if self.is_there(pair)]
        self.fixed |= {pair for pair in added if self.is_locked(pair)}
        self.before = dict(self.standing.pairs)
        self.mark(changed)
        self.rescore(added)
        self.before = dict(self.standing.pairs)
        self.count_weeks_of([helper_id for helper_id, _ in changed])

    def put_back(
        self,
        standing: Standing,
        fixed: set[PairId],
        worths: dict[str, int],
        *,
        of: tuple[str, Helper | None],
    ) -> None:
        """Forget a trial of a helper, `of` which the id and the record before are given."""
        if of[1] is None:
            self.town.remove_helper(of[0])
        else:
            self.town.put_helper(of[1])
        self.standing, self.fixed, self.worths = standing, fixed, worths
        self.mark(pair for pair in standing.pairs if pair[0] == of[0])

    def rescore(self, pairs: Iterable[PairId]) -> None:
        """Count the points of some standing pairs anew."""
        for item in rescored(self.town, [self.standing.pairs[pair] for pair in pairs]):
            self.standing.put(item)

    def problem(self) -> Problem:
        """Return the town as a problem."""
        requests = present(self.town.requests)
        return Problem(
            helpers=present(self.town.helpers),
            requests=requests,
            pairs=self.town.pairs(),
            policy=self.town.policy,
            travel_min=self._travel_min(requests),
        )

    def _travel_min(self, requests: Sequence[Request]) -> npt.NDArray[np.int32] | None:
        if self.town.travel_min is None or requests == self._original.requests:
            return self.town.travel_min
        return travel_matrix(requests, self.town.diary.travel_min)

    def answer(self) -> Answer:
        """Return what stands as an answer of `problem()`, with the bound at the prices."""
        objective, bound = self.points()
        return Answer(
            assignments=self.standing.sorted(),
            objective=objective,
            bound=bound,
            prices=dict(self.town.prices or {}),
            status=_status(objective, bound),
            seconds=0.0,
            meeting_prices=self._meetings_left(),
        )

    def points(self) -> tuple[int, float]:
        """Return objective and bound of what stands."""
        bound = points_rounded_up(sum(self._paid.values()) + sum(self.worths.values()))
        return self.standing.points(self._values, self.town.policy.load_weight), bound

    def slack(self) -> float:
        """Return how many points the bound is above what stands."""
        objective, bound = self.points()
        return bound - objective

    def _meetings_left(self) -> tuple[MeetingPrice, ...]:
        return tuple(one for one in self._meetings if self.is_there((one.helper_id, one.request_id)))

    def _all_worths(self, candidates: Candidates | None = None) -> dict[str, int]:
        return worths_of_town(self.problem(), self.town.prices or {}, self._meetings_left(), candidates)

    def request(self, request_id: str) -> Request:
        """Return a request of the town.

        Raises:
            KeyError: there is none.
        """
        return self.town.requests.people[self.town.requests.row_of[request_id]]

    def could_serve(self, request: Request) -> set[str]:
        """Return the ids of the helpers who break no rule of a request but perhaps distance."""
        rows = helpers_for(self.town, self.town.asked(request)).helper.tolist()
        return {self.town.helpers.people[row].id for row in rows}

    def is_locked(self, pair: PairId) -> bool:
        """Whether the problem locks the two."""
        known = self.town.listed(*pair)
        return known is not None and Relation.LOCKED in known.relations

    def is_there(self, pair: PairId) -> bool:
        """Whether the town has the helper and the request."""
        return pair[0] in self.town.helpers.row_of and pair[1] in self.town.requests.row_of

    def no_longer_possible(self, items: Sequence[Assignment]) -> list[PairId]:
        """Return which of some standing pairs break a rule now, looked at with all that their helpers do."""
        helpers = sorted({item.helper_id for item in items})
        weeks = [item for helper_id in helpers for item in self.standing.of_helper(helper_id)]
        teams = {
            (mate, item.request_id): self.standing.pairs[mate, item.request_id]
            for item in weeks
            for mate in self.standing.served_by[item.request_id]
            if mate not in helpers
        }
        stay = {pair_id(item) for item in still_possible(self.town, [*weeks, *teams.values()], self.fixed)}
        return [pair_id(item) for item in items if pair_id(item) not in stay]


def present(rows: Rows[Person]) -> tuple[Person, ...]:
    """Return everybody who is there, by id."""
    return tuple(sorted((rows.people[row] for row in rows.present().tolist()), key=attrgetter("id")))


def _status(objective: int, bound: float) -> Status:
    gap = max(0.0, bound - objective) / max(1.0, abs(objective))
    if gap <= OPTIMAL_GAP:
        return Status.OPTIMAL
    return Status.WITHIN_GAP if gap <= _WITHIN_GAP else Status.TIME_LIMIT
