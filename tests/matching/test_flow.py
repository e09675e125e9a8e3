"""The flow's prices and choice against what linear programming duality says."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from matching.pairing.flow import owners, solve_flow
from matching.pairing.parts import Part
from matching.pairing.problem import Problem
from matching.pairing.relaxation import relaxed_worth
from matching.pairing.weeks import NO_LIMIT
from tests.matching.tiny_parts import tiny_parts, whole_part, worth_of
from tests.matching.tiny_problems import tiny_problems


@settings(deadline=None, max_examples=60)
@given(tiny_problems(locks=False))
def test_prices_prove_that_the_choice_is_the_best_without_times_and_minutes(problem: Problem) -> None:
    part = whole_part(problem)
    part = replace(part, weeks=part.weeks._replace(most_minutes=np.full(len(part.helper), NO_LIMIT)))
    start = solve_flow(part)
    chosen = [np.flatnonzero(start.chosen & (owners(part) == week)) for week in range(len(part.helper))]
    points = sum(worth_of(part.weeks.points, part.weeks.load, tuple(plan.tolist())) for plan in chosen)
    # Prices of a flow of whole points are whole.
    gains = part.weeks.points - start.prices.astype(np.int64)[part.weeks.request]
    relaxed = relaxed_worth(part, gains, part.weeks.load, np.arange(len(part.helper)))
    assert (start.prices >= 0).all()
    assert points == (part.needed * start.prices).sum() + relaxed.sum()


@settings(deadline=None, max_examples=60)
@given(tiny_parts())
def test_the_choice_leaves_locked_pairs_their_room_and_numbers(part: Part) -> None:
    chosen = solve_flow(part).chosen
    locked_pairs = {
        (int(week), int(request))
        for week, request, locked in zip(owners(part), part.weeks.request, part.weeks.locked, strict=True)
        if locked
    }
    taken = list(zip(owners(part)[chosen].tolist(), part.weeks.request[chosen].tolist(), strict=True))
    assert len(set(taken)) == len(taken), "of several times of a pair only one is chosen"
    assert not locked_pairs & set(taken)
    everyone = [*taken, *locked_pairs]
    for request, needed in enumerate(part.needed.tolist()):
        assert sum(asked == request for _, asked in everyone) <= max(
            needed, sum(asked == request for _, asked in locked_pairs)
        )
    for week, musts in enumerate(part.weeks.musts.tolist()):
        assert sum(owner == week for owner, _ in taken) <= max(0, part.weeks.room[week] - musts)


@settings(deadline=None, max_examples=20)
@given(tiny_parts())
def test_every_option_has_one_owner(part: Part) -> None:
    spans = zip(part.weeks.first[:-1].tolist(), part.weeks.first[1:].tolist(), strict=True)
    assert owners(part).tolist() == [
        week for week, (first, end) in enumerate(spans) for _ in range(first, end)
    ]
