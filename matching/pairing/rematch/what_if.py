"""What one more helper would change: somebody recruited, or one with more time or checks than now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.pairing.answer import Answer, Assignment
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.candidates import Candidates
from matching.pairing.problem import Helper, Policy, Problem, Request
from matching.pairing.ranking.finding import helpers_for, requests_for
from matching.pairing.ranking.index import ProblemIndex
from matching.pairing.rematch.index import RematchIndex
from matching.pairing.rematch.worths import worths_of
from matching.pairing.scoring import value_of
from matching.pairing.together import asks_for_company
from matching.periods import join_windows


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What a helper would change: tried out by a rematch, and bounded by the prices.

    Attributes:
        more_served: how many more places at requests would be filled.
        newly_served: ids of the requests with more helpers than before, sorted.
        points: what the town would win by the answer found; that somebody was proposed before counts nothing.
        at_most_points: no answer whatever could win more: the most that a week of the helper is worth at the
            prices, and what the earlier answer may lack (bound less objective).
    """

    more_served: int
    newly_served: tuple[str, ...]
    points: int
    at_most_points: float


def what_if(problem: Problem, candidates: Candidates | None, answer: Answer, helper: Helper) -> WhatIf:
    """Say what one more helper, or one of the problem changed like this, would change in an answer.

    Args:
        problem: the town.
        candidates: its possible pairs, if they are known already.
        answer: of the problem, with prices.
        helper: imagined; windows in any order. With an id of the problem, it takes the place of that helper.
    """
    return what_if_in(RematchIndex(problem, answer, candidates=candidates), answer, helper)


def what_if_in(index: RematchIndex, answer: Answer, helper: Helper) -> WhatIf:
    """Say the same of a town that is ready for it; the town stays as it is.

    Args:
        index: of a problem and `answer`, nothing changed since.
        answer: see `index`.
        helper: as in `what_if`.
    """
    helper = replace(helper, windows=join_windows(helper.windows))
    at_most = _at_most(index, answer, helper)
    before, after = index.standing, index.pairs_with(helper)
    places = Counter(request_id for _, request_id in after.pairs)
    places.subtract(Counter(request_id for _, request_id in before.pairs))
    requests = {one.id: one for one in index.problem().requests}
    lost = _points(before.pairs.values(), requests, index.town.policy)
    return WhatIf(
        more_served=len(after.pairs) - len(before.pairs),
        newly_served=tuple(sorted(request_id for request_id, more in places.items() if more > 0)),
        points=_points(after.pairs.values(), requests, index.town.policy) - lost,
        at_most_points=at_most,
    )


def _points(items: Iterable[Assignment], requests: dict[str, Request], policy: Policy) -> int:
    """Return value and score of pairs less the load; having been proposed before counts nothing."""
    load: Counter[str] = Counter()
    points = 0
    for item in items:
        points += value_of(requests[item.request_id], policy.weights) + item.score
        points -= item.parts.get("stability", 0) + policy.load_weight * load[item.helper_id]
        load[item.helper_id] += 1
    return points


def _at_most(index: RematchIndex, answer: Answer, helper: Helper) -> float:
    """Return the most that any answer could win.

    The bound changes by the best week of the helper, and of those who find company in this one. As there is
    one more to have a skill, others may lose less by spending it: at most the difference for each request.
    """
    town = index.town
    row = town.helpers.row_of.get(helper.id)
    known = None if row is None else town.helpers.people[row]
    losses = town.losses()
    town.put_helper(helper)
    mates = _mates(town, helper.id)
    worths = worths_of(town, sorted({helper.id, *mates}))
    shift = _most_shift(town, losses)
    if known is None:
        town.remove_helper(helper.id)
    else:
        town.put_helper(known)
    present = [one for one in worths if one in town.helpers.row_of]
    now = sum(_worth_at_prices(index, answer, one) for one in present)
    return answer.bound - answer.objective + sum(worths.values()) / UNITS_PER_POINT - now + shift


def _mates(town: ProblemIndex, helper_id: str) -> set[str]:
    """Return who could come together with a helper to a request that wants company, which may be new."""
    people = town.requests.people
    rows = requests_for(town, town.helpers.row_of[helper_id]).request.tolist()
    asking = [people[row] for row in rows if asks_for_company(people[row])]
    found = [helpers_for(town, town.asked(request)).helper.tolist() for request in asking]
    return {town.helpers.people[row].id for rows_of in found for row in rows_of}


def _worth_at_prices(index: RematchIndex, answer: Answer, helper_id: str) -> float:
    """Return what the present week of a helper is worth at the prices, or less."""
    policy, worth = index.town.policy, 0.0
    for held, item in enumerate(index.standing.of_helper(helper_id)):
        gain = item.score - item.parts.get("stability", 0) + index.town.worth_of(item.request_id)
        paid = [
            one.price - answer.prices[item.request_id]
            for one in answer.meeting_prices
            if (one.helper_id, one.request_id) == (helper_id, item.request_id)
        ]
        worth += gain - max([0.0, *paid]) - policy.load_weight * held
    return worth


def _most_shift(town: ProblemIndex, before: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> int:
    """Return by how many points all scores together can have risen, because skills have become less rare."""
    after = town.losses()
    fallen = np.maximum(0, before - after[: len(before)])
    helpers = town.columns.helpers
    taking = np.where(helpers.levels[: len(before)] > 0, helpers.capacity[None, :], 0).sum(axis=1)
    return int((fallen * taking).sum())
