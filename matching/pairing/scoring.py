"""Points: the value of serving a request, and the score of a pair, part by part.

Every part is computed in whole numbers (`//` rounds down), so that anyone gets the same points from the
same input. With the weights `w` of the policy:

| part | points |
|---|---|
| closeness | `w.closeness * (limit - d) // limit`, never below 0; `d` is the distance and `limit` the smaller limit of the two (10 km if neither has one), both in whole metres rounded down, `limit` at least 1; 0 for remote requests, since nothing is gained by being near, and for unknown places |
| skills | `w.skills * sum of levels // (3 * n)` over the `n` skills the request needs or wishes, level 1..3 of the helper, 0 where the skill is missing; 0 if the request names none |
| language | `w.language` if at least one wished language is shared, else 0; 0 if the request wishes none |
| continuity | `w.continuity` if the pair is related by `knows` or `wished`, else 0 |
| idle | `w.idle * min(days, w.idle_days_at_most) // w.idle_days_at_most` for the days since the last engagement; all of `w.idle` for a helper never asked |
| stability | `w.stability` if the pair is related by `proposed`: an earlier answer had it; else 0 |
| rare_skill | minus the greatest loss of a skill the helper has and the request neither needs nor wishes |

The loss of a skill that `a` of `H` helpers have and `b` of `R` requests need is
`w.rare_skill * max(0, b*H - a*R) // (b*H)`, and 0 for `b = 0`: nothing while at least as large a share of
helpers has it as of requests needs it, and nearly all of the weight when hardly anybody has it.

A score given by the caller replaces the sum; its parts are then all 0 in the columns here.
"""  # noqa: E501 - a table row cannot be wrapped

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matching.pairing.problem import HIGHEST_SKILL_LEVEL, Problem, Request, Weights

if TYPE_CHECKING:
    from matching.pairing.columns import Bools, Columns, Floats, Ints

PART_NAMES = ("closeness", "skills", "language", "continuity", "idle", "stability", "rare_skill")
CLOSENESS_LIMIT_M = 10_000.0


def value(problem: Problem) -> npt.NDArray[np.int64]:
    """Return the points for one helper serving each request: given, or by the formula of the policy."""
    return np.array(
        [value_of(request, problem.policy.weights) for request in problem.requests], dtype=np.int64
    )


def value_of(request: Request, weights: Weights) -> int:
    """Return `served + priority * weights.priority + waiting_day * min(waiting days, their cap)`."""
    if request.value is not None:
        return request.value
    waiting_days = min(request.waiting_days, weights.waiting_days_at_most)
    return weights.served + weights.priority * request.priority + weights.waiting_day * waiting_days


def score_parts(
    columns: Columns,
    *,
    helper: Ints,
    request: Ints,
    distance_m: Floats,
    familiar: Bools,
    proposed: Bools,
    losses: Ints | None = None,
) -> npt.NDArray[np.int32]:
    """Return the points of pairs, shape (n, len(PART_NAMES)).

    Args:
        columns: the problem.
        helper: index of each pair's helper, shape (n,); `request` likewise.
        request: see `helper`.
        distance_m: NaN when unknown.
        familiar: True where the pair is related by `knows` or `wished`.
        proposed: True where the pair is related by `proposed`.
        losses: from `skill_losses`, where the columns are not those of a whole problem; None to count them.
    """
    weights = columns.policy.weights
    skills, loss = _skills_and_loss(
        columns, helper, request, skill_losses(columns) if losses is None else losses
    )
    parts = {
        "closeness": _closeness(columns, helper, request, distance_m),
        "skills": skills,
        "language": weights.language * _shares_language(columns, helper, request),
        "continuity": weights.continuity * familiar,
        "idle": _idle(columns.helpers.idle_days[helper], weights),
        "stability": weights.stability * proposed,
        "rare_skill": -loss,
    }
    return np.stack([parts[name] for name in PART_NAMES], axis=1).astype(np.int32)


def _closeness(columns: Columns, helper: Ints, request: Ints, distance_m: Floats) -> Ints:
    weight = columns.policy.weights.closeness
    limit_m = np.minimum(columns.helpers.limit_m[helper], columns.requests.limit_m[request])
    limit = np.maximum(np.where(np.isinf(limit_m), CLOSENESS_LIMIT_M, limit_m), 1).astype(np.int64)
    counts = ~columns.requests.remote[request] & ~np.isnan(distance_m)
    metres = np.minimum(np.where(counts, distance_m, limit), limit).astype(np.int64)
    return weight * (limit - metres) // limit


def _skills_and_loss(columns: Columns, helper: Ints, request: Ints, losses: Ints) -> tuple[Ints, Ints]:
    """Points for skills, and points lost by the rarest skill that the request does not name."""
    named = columns.requests.needed | columns.requests.wished
    levels = np.zeros(len(helper), dtype=np.int64)
    loss = np.zeros(len(helper), dtype=np.int64)
    for skill, points in enumerate(losses):
        level, is_named = columns.helpers.levels[skill][helper], named[skill][request]
        levels += np.where(is_named, level, 0)
        if points:
            np.maximum(loss, np.where((level > 0) & ~is_named, points, 0), out=loss)
    most = HIGHEST_SKILL_LEVEL * named.sum(axis=0, dtype=np.int64)[request]
    return columns.policy.weights.skills * levels // np.maximum(most, 1), loss


def skill_losses(columns: Columns) -> Ints:
    """Return the points lost by spending each skill of `columns.skills` where it is not named."""
    having = (columns.helpers.levels > 0).sum(axis=1, dtype=np.int64)
    needing = columns.requests.needed.sum(axis=1, dtype=np.int64)
    people = len(columns.problem.helpers), len(columns.problem.requests)
    return losses_by_counts(columns.policy.weights, having, needing, people)


def losses_by_counts(weights: Weights, having: Ints, needing: Ints, people: tuple[int, int]) -> Ints:
    """Return the loss of each skill that `having` of all helpers have and `needing` of all requests need.

    Args:
        weights: of the policy.
        having, needing: counts by skill.
        people: how many helpers and how many requests there are.
    """
    n_helpers, n_requests = people
    lacking = np.maximum(needing * n_helpers - having * n_requests, 0)
    losses: Ints = weights.rare_skill * lacking // np.maximum(needing * n_helpers, 1)
    return losses


def _shares_language(columns: Columns, helper: Ints, request: Ints) -> Bools:
    shared = np.zeros(len(helper), dtype=np.bool_)
    for spoken, wished in zip(columns.helpers.languages, columns.requests.languages, strict=True):
        shared |= spoken[helper] & wished[request]
    return shared


def _idle(idle_days: Ints, weights: Weights) -> Ints:
    cap = weights.idle_days_at_most
    days = np.where(idle_days < 0, cap, np.minimum(idle_days, cap))
    points: Ints = weights.idle * days // cap
    return points
