"""A new answer from an earlier one: what is agreed stays, and as few proposals as possible move."""

from __future__ import annotations

from collections.abc import Collection

from matching.pairing.answer import Answer
from matching.pairing.candidates import Candidates
from matching.pairing.problem import Problem
from matching.pairing.rematch.index import RematchIndex
from matching.pairing.rematch.records import Rematch
from matching.pairing.rematch.standing import PairId
from matching.pairing.rematch.what_if import WhatIf, what_if, what_if_in

__all__ = ["Rematch", "RematchIndex", "WhatIf", "rematch", "what_if", "what_if_in"]


def rematch(
    problem: Problem,
    previous: Answer,
    *,
    fixed: Collection[PairId] = (),
    candidates: Candidates | None = None,
    whole_town: bool = False,
    time_limit_s: float = 10.0,
) -> Rematch:
    """Return a new answer for a problem that has changed since an earlier one.

    What the earlier answer has and the problem no longer allows is broken; the requests left open, and those
    the earlier answer does not know (they have no price), are served within reach of what broke. Everybody
    else keeps helper and times. Who rematches often keeps a `RematchIndex`.

    Args:
        problem: as it is now.
        previous: of the problem as it was.
        fixed: pairs of the earlier answer that are agreed or offered, as (helper id, request id); they stay
            unless they break a rule now.
        candidates: possible pairs of `problem`, if they are known already.
        whole_town: ask everybody anew instead; only the fixed pairs stay, and a proposal stays where
            `Weights.stability` outweighs what could be won by moving it.
        time_limit_s: of the solver.

    Raises:
        InputError: a fixed pair needs company that nobody can give.
    """
    index = RematchIndex(problem, previous, fixed=fixed, candidates=candidates, time_limit_s=time_limit_s)
    return index.mend_whole_town() if whole_town else index.mend()
