"""Diving: the shares it ends with are whole, and the plans keep to the numbers."""

import numpy as np
from hypothesis import given, settings

from matching.pairing.budget import Budget
from matching.pairing.diving import dive
from matching.pairing.executors import silent
from matching.pairing.flow import solve_flow
from matching.pairing.generation import generate
from matching.pairing.parts import Part
from tests.matching.tiny_parts import tiny_parts

AMPLE = Budget(1e6, lambda: 0.0)


@settings(deadline=None, max_examples=50)
@given(tiny_parts(together=False))
def test_all_shares_become_whole(part: Part) -> None:
    growing = generate(part, solve_flow(part), gap=0.0, budget=AMPLE, report=silent).growing
    growing.prefer()
    *_, shares = dive(part, growing, AMPLE)
    taken = np.flatnonzero(shares > 0.5).tolist()
    assert all(min(share, 1 - share) < 1e-5 for share in shares.tolist())
    options = [option for number in taken for option in growing.plans.plan[number]]
    weeks = [growing.plans.week[number] for number in taken]
    assert len(set(weeks)) == len(weeks)
    served = np.bincount(part.weeks.request[options], minlength=len(part.request))
    assert (served <= part.needed).all()


@settings(deadline=None, max_examples=20)
@given(tiny_parts(together=False))
def test_who_has_no_time_does_not_dive(part: Part) -> None:
    growing = generate(part, solve_flow(part), gap=0.0, budget=AMPLE, report=silent).growing
    assert list(dive(part, growing, Budget(0.0, lambda: 1.0))) == []
