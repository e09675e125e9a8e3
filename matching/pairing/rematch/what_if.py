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

    The bound changes by the best week of the helper. As there is one more to have a skill, others may lose
    less by spending it: at most the difference for every request they take.
    """
    town = index.town
    row = town.helpers.row_of.get(helper.id)
    known = None if row is None else town.helpers.people[row]
    week = 0.0 if known is None else _worth_at_prices(index, known)
    losses = town.losses()
    town.put_helper(helper)
    worth = worths_of(town, [helper.id])[helper.id] / UNITS_PER_POINT
    shift = _most_shift(town, losses)
    if known is None:
        town.remove_helper(helper.id)
    else:
        town.put_helper(known)
    return answer.bound - answer.objective + worth - week + shift


def _worth_at_prices(index: RematchIndex, helper: Helper) -> float:
    """Return what the present week of a helper is worth at the prices; company, paid otherwise, left out."""
    policy, requests = index.town.policy, index.town.requests
    worth, held = 0.0, 0
    for item in index.standing.of_helper(helper.id):
        request = requests.people[requests.row_of[item.request_id]]
        if not asks_for_company(request):
            gain = item.score - item.parts.get("stability", 0) + index.town.worth_of(item.request_id)
            worth += gain - policy.load_weight * held
            held += 1
    return worth


def _most_shift(town: ProblemIndex, before: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> int:
    """Return by how many points all scores together can have risen, because skills have become less rare."""
    after = town.losses()
    fallen = np.maximum(0, before - after[: len(before)])
    helpers = town.columns.helpers
    taking = np.where(helpers.levels[: len(before)] > 0, helpers.capacity[None, :], 0).sum(axis=1)
    return int((fallen * taking).sum())
