"""The nearest fix: the smallest single change after which a request is served, tried out before it is told.

Kinds are tried from what costs people least to what costs most, and the first that works is told:

1. `ask_helper`: somebody is free as things are (the search was stopped before it had settled everything);
2. `other_time`: the person in need takes one more time at which a helper in reach is free;
3. `helper_time`: a helper in reach gives one more of the times asked for;
4. `more_distance`: a helper (or the request) accepts a longer way, at most twice as long or 5 km more;
5. `more_capacity`, `more_minutes`: a helper who has enough to do takes one request more, or gives more time;
6. `other_kind`: the request lets another kind of helper come;
7. `check_needed`: a helper who lacks one check gets it;
8. `recruit`: a new helper with these skills and checks is found in this district.

Each helper tried breaks exactly the one rule that the change lifts, the visits fit beside what the helper
already does, and the points gained are more than the load costs: so with the change made, the same answer
with this pair added is a better one, and nobody else loses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from matching.pairing import scoring
from matching.pairing.candidates import Candidates
from matching.pairing.columns import Bools, Ints
from matching.pairing.explanation.barriers import BarrierFinder, Barriers, Stage
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.explanation.fix_kinds import NO_FIX, Fix, FixKind
from matching.pairing.explanation.inquiry import Inquiry
from matching.pairing.explanation.limit_fixes import (
    check_needed,
    more_capacity,
    more_distance,
    more_minutes,
    other_kind,
)
from matching.pairing.explanation.reasons import days_named
from matching.pairing.explanation.time_fixes import helper_time, other_time
from matching.pairing.problem import Problem


class FixFinder:
    """Looks for the nearest fix of one request after another."""

    def __init__(
        self, problem: Problem, candidates: Candidates, diaries: Diaries, barriers: BarrierFinder
    ) -> None:
        self._problem, self._candidates, self._diaries, self._barriers = (
            problem,
            candidates,
            diaries,
            barriers,
        )
        self._values = scoring.value(problem)

    def nearest(self, request: int, barriers: Barriers) -> Fix:
        """The first kind of fix that works; `NO_FIX` when no single change would do."""
        inquiry = Inquiry(self._problem, self._diaries, request, barriers, self._gains(request, barriers))
        if inquiry.asked.together and inquiry.missing > 1:
            return self._team(inquiry)
        finders: tuple[Callable[[Inquiry], Fix | None], ...]
        finders = (ask_helper, other_time, helper_time, self._more_distance)
        finders = (*finders, more_capacity, more_minutes, other_kind, check_needed)
        for find in finders:
            fix = find(inquiry)
            if fix is not None:
                return fix
        return self._recruit(inquiry, 1)

    def _gains(self, request: int, barriers: Barriers) -> Bools:
        """Whether one more pair with each helper would bring more points than it costs."""
        weights, load = self._problem.policy.weights, self._problem.policy.load_weight
        capacity = self._candidates.columns.helpers.capacity[barriers.helpers]
        taken = capacity - self._diaries.spare_requests[barriers.helpers]
        worth = self._values[request] - load * taken
        listed = self._candidates.listed
        of_request = np.full(len(barriers.helpers), request, dtype=np.int64)
        row = listed.find(barriers.helpers, of_request)
        if not listed.has_score[row].any() and (worth > abs(weights.rare_skill)).all():
            return np.ones(len(worth), dtype=np.bool_)
        points = self._points(request, barriers.helpers, row)
        gains: Bools = worth + points > 0
        return gains

    def _points(self, request: int, helpers: Ints, row: Ints) -> Ints:
        listed, columns = self._candidates.listed, self._candidates.columns
        computed = scoring.score_parts(
            columns,
            helper=helpers,
            request=np.full(len(helpers), request, dtype=np.int64),
            distance_m=self._barriers.distance_m(request, helpers),
            familiar=listed.familiar[row],
            proposed=listed.proposed[row],
        ).sum(axis=1, dtype=np.int64)
        points: Ints = np.where(listed.has_score[row], listed.score[row], computed)
        return points

    def _more_distance(self, inquiry: Inquiry) -> Fix | None:
        for helper in inquiry.nearest_first(inquiry.breaks_only(Stage.DISTANCE)):
            way_m = float(self._barriers.distance_m(inquiry.request, np.array([helper]))[0])
            fix = more_distance(inquiry, helper, way_m)
            if fix is not None and inquiry.fits(helper):
                return fix
        return None

    def _team(self, inquiry: Inquiry) -> Fix:
        """Those who must come together: as many new helpers as lack at the best time."""
        company = _best_company(inquiry)
        if len(company) >= inquiry.missing:
            return _ask(inquiry, company[0])
        return self._recruit(inquiry, inquiry.missing - len(company))

    def _recruit(self, inquiry: Inquiry, helpers: int) -> Fix:
        if not self._anybody_could_serve(inquiry):
            return NO_FIX
        asked = inquiry.asked
        return Fix(
            FixKind.RECRUIT,
            {
                "skills": ";".join(sorted(asked.skills)),
                "checks": ";".join(sorted(asked.checks)),
                "district": asked.district,
                "helpers": helpers,
            },
        )

    def _anybody_could_serve(self, inquiry: Inquiry) -> bool:
        """Whether somebody next door, free at any time, could: place known, days enough, worth something."""
        asked, policy = inquiry.asked, self._problem.policy
        if asked.latitude is None and not asked.remote and not policy.only_listed_pairs:
            return False
        return (
            self._values[inquiry.request] > 0
            and days_named(asked, policy.grid_minutes) >= asked.visits_per_week
        )


def ask_helper(inquiry: Inquiry) -> Fix | None:
    """Somebody could come without any change."""
    for helper in inquiry.nearest_first(inquiry.is_possible & inquiry.has_room):
        if inquiry.fits(helper):
            return _ask(inquiry, helper)
    return None


def _ask(inquiry: Inquiry, helper: int) -> Fix:
    helpers = inquiry.missing if inquiry.asked.together else 1
    return Fix(FixKind.ASK_HELPER, {"helper_id": inquiry.helper(helper).id, "helpers": helpers})


def _best_company(inquiry: Inquiry) -> Sequence[int]:
    """Of a request whose helpers come together, those who are free at the time that suits most of them.

    Where the week has several visits, nobody is counted on.
    """
    asked, free = inquiry.asked, dict[int, list[int]]()
    if asked.visits_per_week > 1:
        return ()
    for helper in inquiry.nearest_first(inquiry.is_possible & inquiry.has_room):
        for moment in inquiry.diaries.free_starts(helper, inquiry.request, asked.windows):
            free.setdefault(moment, []).append(helper)
    return max(free.values(), key=len, default=())
