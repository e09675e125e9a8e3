"""A town with an answer that is mended again and again, as people come, go and agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from matching.errors import Fault, InputError
from matching.pairing.answer import Answer
from matching.pairing.candidates import Candidates
from matching.pairing.problem import Helper, Problem, Request
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.rematch.ledger import Ledger
from matching.pairing.rematch.neighbourhood import Reach, Town, hood_of
from matching.pairing.rematch.records import NOTHING_CHANGES, Changes, Rematch, fates_of
from matching.pairing.rematch.repair import repair, windows_of
from matching.pairing.rematch.rescoring import rescored
from matching.pairing.rematch.standing import PairId, Standing, pair_id
from matching.pairing.rematch.upkeep import still_possible
from matching.pairing.solver import solve
from matching.pairing.together import asks_for_company

# From few helpers to many: more are asked as long as the prices leave something to win, and that wins points.
REACHES = (Reach(8, 3, 10, is_deep=False), Reach(20, 6, 30), Reach(60, 12, 100))
_EXPECTED = "fixed pairs that can have their company"


class RematchIndex:
    """A town with prices, in which a change is mended within reach of what it broke.

    Pairs that are agreed or offered are fixed: they keep helper and times. All other pairs are proposals,
    each worth `Weights.stability` points more than another one like it (where its score is not given), so
    that few move. Building it takes as long as finding all possible pairs and one bound; a change takes a
    fraction of a second.
    """

    def __init__(
        self,
        problem: Problem,
        previous: Answer,
        *,
        fixed: Collection[PairId] = (),
        candidates: Candidates | None = None,
        time_limit_s: float = 10.0,
    ) -> None:
        self._ledger = Ledger(problem, previous, fixed, candidates)
        self._time_limit_s = time_limit_s
        self._open = {one.id for one in problem.requests if one.id not in previous.prices}
        self._freer: set[str] = set()
        before = self._ledger.before
        self._broken = {pair for pair in before if not still_possible(self.town, [before[pair]], [pair])}
        self._reopen(sorted(before.keys() - self.standing.pairs.keys()))
        # How far the last answer was from its bound: nobody looks for what may not be there.
        self._slack = max(0.0, previous.bound - previous.objective)

    @property
    def town(self) -> ProblemIndex:
        """The problem as it is now, ready for `rank_helpers`; its bookings are not kept."""
        return self._ledger.town

    @property
    def standing(self) -> Standing:
        """Who goes to whom at present."""
        return self._ledger.standing

    @property
    def fixed(self) -> frozenset[PairId]:
        """Pairs that stay, as (helper id, request id)."""
        return frozenset(self._ledger.fixed)

    def problem(self) -> Problem:
        """Return the problem as it is now, with the fixed pairs locked and the others that stand proposed."""
        return self._ledger.problem()

    def answer(self) -> Answer:
        """Return what stands as an answer of `problem()`."""
        return self._ledger.answer()

    def drop_helper(self, helper_id: str) -> Rematch:
        """Mend what is left open when a helper drops out, fixed pairs of the helper included.

        Raises:
            KeyError: there is no such helper.
            InputError: as `mend`, like the other changes.
        """
        self.town.remove_helper(helper_id)
        self._break(pair_id(item) for item in self.standing.of_helper(helper_id))
        self._ledger.worths.pop(helper_id, None)
        return self.mend()

    def add_request(self, request: Request) -> Rematch:
        """Find helpers for a request that was not in the town; its windows must be joined.

        Raises:
            ValueError: there is a request of that id.
        """
        if request.id in self.town.requests.row_of:
            raise ValueError(f"the town has a request {request.id}")
        self.town.put_request(request)
        self._ledger.price(request)
        self._open.add(request.id)
        return self.mend()

    def withdraw_request(self, request_id: str) -> Rematch:
        """Take a request out; its helpers, freer now, may take one that waits.

        Raises:
            KeyError: there is no such request.
        """
        could_serve = self._ledger.could_serve(self._ledger.request(request_id))
        helpers = sorted(self.standing.served_by.get(request_id, ()))
        self.town.remove_request(request_id)
        self._ledger.strike(request_id)
        self._break((helper_id, request_id) for helper_id in helpers)
        self._open.discard(request_id)
        self._ledger.count_weeks_of(could_serve | set(helpers))
        return self.mend()

    def put_helper(self, helper: Helper) -> Rematch:
        """Take over what has changed about a helper, or a new helper; windows must be joined.

        Pairs that the change breaks are open again, fixed ones included.
        """
        self.town.put_helper(helper)
        self._break(self._ledger.no_longer_possible(self.standing.of_helper(helper.id)))
        self._freer.add(helper.id)
        self._ledger.welcome(helper.id)
        return self.mend()

    def put_request(self, request: Request) -> Rematch:
        """Take over what has changed about a request; windows must be joined.

        Pairs that the change breaks are open again, fixed ones included.

        Raises:
            KeyError: there is no such request.
        """
        before = self._ledger.could_serve(self._ledger.request(request.id))
        self.town.put_request(request)
        self._ledger.enter(request)
        helpers = sorted(self.standing.served_by.get(request.id, ()))
        items = [self.standing.pairs[helper_id, request.id] for helper_id in helpers]
        self._break(self._ledger.no_longer_possible(items))
        self._open.add(request.id)
        self._ledger.forget_meetings(lambda one: one.request_id == request.id)
        self._ledger.count_weeks_of(before | self._ledger.could_serve(request))
        return self.mend()

    def pairs_with(self, helper: Helper) -> Standing:
        """Return the pairs as they would stand if there were this helper, or a helper changed like this.

        Nothing here is changed by it. Points are counted as if the helper were there.
        """
        row = self.town.helpers.row_of.get(helper.id)
        known = None if row is None else self.town.helpers.people[row]
        standing, fixed = self._ledger.standing, set(self._ledger.fixed)
        worths = dict(self._ledger.worths)
        try:
            self.town.put_helper(helper)
            self._ledger.count_weeks_of([helper.id])
            self._ledger.standing = Standing(rescored(self.town, list(standing.pairs.values())))
            self._break(self._ledger.no_longer_possible(self.standing.of_helper(helper.id)))
            self._freer.add(helper.id)
            self._apply(self._best_changes())
            return self.standing
        finally:
            self._ledger.put_back(standing, fixed, worths, of=(helper.id, known))
            self._open, self._freer, self._broken = set(), set(), set()

    def agree(self, helper_id: str, request_id: str) -> None:
        """Note that a standing pair is agreed or offered: from now on it stays.

        Raises:
            KeyError: the pair does not stand.
        """
        pair = helper_id, request_id
        if pair not in self.standing.pairs:
            raise KeyError(pair)
        self._ledger.fixed.add(pair)
        self._ledger.mark([pair])
        self._ledger.rescore([pair])
        self._ledger.count_weeks_of([helper_id])

    def _break(self, pairs: Iterable[PairId]) -> None:
        pairs = list(pairs)
        for pair in pairs:
            self.standing.drop(pair)
            self._ledger.fixed.discard(pair)
        self._broken.update(pairs)
        self._ledger.mark(pairs)
        self._reopen(pairs)

    def _reopen(self, pairs: Iterable[PairId]) -> None:
        """Let requests ask for helpers again; who came in company is free until it is whole again."""
        for helper_id, request_id in pairs:
            if helper_id in self.town.helpers.row_of:
                self._freer.add(helper_id)
            if request_id in self.town.requests.row_of:
                self._open.add(request_id)
                if asks_for_company(self._ledger.request(request_id)):
                    self._release_company(request_id)

    def _release_company(self, request_id: str) -> None:
        for mate in sorted(self.standing.served_by.get(request_id, ())):
            if (mate, request_id) not in self._ledger.fixed:
                self.standing.drop((mate, request_id))
                self._freer.add(mate)

    def mend(self) -> Rematch:
        """Fill what is open as well as it goes within reach, and start anew from there.

        Raises:
            InputError: a fixed pair needs company that nobody can give.
        """
        self._ledger.recount()
        self._apply(self._best_changes())
        return self._told(is_whole_town=False)

    def _best_changes(self) -> Changes:
        town = Town(self.town, self.standing, self._may_move)
        best, slack = NOTHING_CHANGES, self._ledger.slack()
        for ring, reach in enumerate(REACHES if self._open or self._freer else ()):
            hood = hood_of(town, self._open, sorted(self._freer), reach)
            found = repair(town, hood, time_limit_s=self._time_limit_s)
            if ring and found.gain <= best.gain:
                break
            best = max(best, found, key=lambda changes: changes.gain)
            if slack - best.gain <= self._slack + self.town.policy.weights.stability:
                break
        return best

    def mend_whole_town(self) -> Rematch:
        """Ask everybody anew; only the fixed pairs stay as they are.

        Raises:
            InputError: a fixed pair needs company that nobody can give.
        """
        self._ledger.recount()
        problem = self.problem()
        pinned = replace(problem, requests=tuple(self._pinned(one) for one in problem.requests))
        answer = solve(pinned, gap=0, time_limit_s=self._time_limit_s)
        self._ledger.standing = Standing(answer.assignments)
        self._ledger.reprice(dict(answer.prices), answer.meeting_prices)
        return self._told(is_whole_town=True)

    def _may_move(self, pair: PairId) -> bool:
        """Fixed pairs stay, and so does company that is whole."""
        return pair not in self._ledger.fixed and not asks_for_company(self._ledger.request(pair[1]))

    def _apply(self, changes: Changes) -> None:
        for pair in changes.gone:
            self.standing.drop(pair)
        for item in changes.new:
            self.standing.put(item)

    def _told(self, *, is_whole_town: bool) -> Rematch:
        self._refuse_lonely()
        fates = fates_of(self._ledger.before, self.standing.pairs, self._broken)
        told = Rematch(
            answer=self.answer(),
            problem=self.problem(),
            **fates,
            waiting=tuple(sorted(one for one in self._open if self._lacks_helpers(one))),
            is_whole_town=is_whole_town,
        )
        self._open, self._freer, self._broken = set(), set(), set()
        self._ledger.settle((*told.broken, *told.moved), told.added)
        self._slack = told.answer.bound - told.answer.objective
        return told

    def _lacks_helpers(self, request_id: str) -> bool:
        served_by = self.standing.served_by.get(request_id, ())
        return len(served_by) < self._ledger.request(request_id).helpers_needed

    def _refuse_lonely(self) -> None:
        """Refuse fixed pairs of a request that wants its helpers together and does not find all of them."""
        lonely = [
            request_id
            for request_id in sorted({request_id for _, request_id in self._ledger.fixed})
            if asks_for_company(self._ledger.request(request_id)) and self._lacks_helpers(request_id)
        ]
        if lonely:
            words = [f"not all helpers found for {request_id}" for request_id in lonely]
            raise InputError([Fault("pairs.csv", 0, "relation", found, _EXPECTED) for found in words])

    def _pinned(self, request: Request) -> Request:
        """Return a request at the times of its fixed pairs, if it has one helper or they come together."""
        times = {
            self.standing.pairs[helper_id, request.id].visits
            for helper_id in self.standing.served_by.get(request.id, ())
            if (helper_id, request.id) in self._ledger.fixed
        }
        if len(times) != 1 or (request.helpers_needed > 1 and not request.together):
            return request
        return replace(request, windows=windows_of(next(iter(times))))
