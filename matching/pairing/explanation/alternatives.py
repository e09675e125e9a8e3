"""Who else could have come: the next-best helpers of each proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.pairing.answer import Answer, Assignment
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.problem import Problem


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another helper for a request.

    Attributes:
        score_difference: points more (or, below 0, fewer) than the proposed helper's.
        is_free: has room and time for it today, without any other change.
    """

    helper_id: str
    score: int
    score_difference: int
    distance_m: float | None
    is_free: bool


def alternatives(
    problem: Problem,
    candidates: Candidates,
    answer: Answer,
    *,
    of: Sequence[Assignment] | None = None,
    at_most: int = 3,
) -> Mapping[tuple[str, str], tuple[Alternative, ...]]:
    """The next-best helpers of proposals by (helper id, request id), best score first, then id.

    Args:
        of: the proposals asked about, some of `answer.assignments`; None for all of them.
    """
    diaries = Diaries(problem, answer)
    numbers = {request.id: number for number, request in enumerate(problem.requests)}
    best: dict[int, list[tuple[int, int, bool]]] = {}
    found = {}
    for item in answer.assignments if of is None else of:
        request = numbers[item.request_id]
        if request not in best:
            best[request] = _next_best(candidates, diaries, request, at_most)
        found[item.helper_id, item.request_id] = tuple(
            _alternative(problem, candidates, place, item.score, is_free=is_free)
            for place, _, is_free in best[request]
        )
    return found


def _next_best(
    candidates: Candidates, diaries: Diaries, request: int, at_most: int
) -> list[tuple[int, int, bool]]:
    """Places in `candidates`, helpers and whether they are free, for the best who do not serve it yet."""
    span = candidates.of_request(request)
    helpers, scores = candidates.helper[span], candidates.score[span]
    order = [
        place
        for place in np.lexsort((helpers, -scores)).tolist()
        if int(helpers[place]) not in diaries.served_by[request]
    ]
    chosen = [(span.start + place, int(helpers[place])) for place in order[:at_most]]
    return [
        (place, helper, diaries.has_room(helper, request) and diaries.fits(helper, request))
        for place, helper in chosen
    ]


def _alternative(
    problem: Problem, candidates: Candidates, place: int, proposed_score: int, *, is_free: bool
) -> Alternative:
    metres = float(candidates.distance_m[place])
    score = int(candidates.score[place])
    return Alternative(
        helper_id=problem.helpers[int(candidates.helper[place])].id,
        score=score,
        score_difference=score - proposed_score,
        distance_m=None if np.isnan(metres) else metres,
        is_free=is_free,
    )
