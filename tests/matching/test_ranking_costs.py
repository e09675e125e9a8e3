"""What choosing a helper costs the others, from the prices: against brute force."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.pairing.answer import Answer, Status
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Policy, Problem, Relation, Request
from matching.pairing.ranking import ProblemIndex, RankedHelper, rank_helpers
from matching.pairing.scoring import value
from tests.matching.brute_force import most_points, week_points
from tests.matching.tiny_problems import tiny_problems

ANNA = Helper(id="anna", latitude=51.51, longitude=7.46, max_requests=3)
ASK = Request(id="ask", latitude=51.51, longitude=7.46)


def answer(prices: dict[str, float]) -> Answer:
    return Answer(assignments=(), objective=0, bound=0, prices=prices, status=Status.OPTIMAL, seconds=0)


def only(index: ProblemIndex, request: Request) -> RankedHelper:
    (ranked,) = rank_helpers(index, request)
    return ranked


def test_without_prices_nothing_is_said_of_costs() -> None:
    assert only(ProblemIndex(build_problem(helpers=[ANNA], requests=[])), ASK).cost_to_others is None


def test_what_a_helper_could_have_done_instead_is_what_a_choice_costs() -> None:
    others = [replace(ASK, id=f"other {number}", value=1_000 * number) for number in (1, 2, 3)]
    prices = {"other 1": 0.0, "other 2": 500.0, "other 3": 9_000.0}
    plain = Policy(weights=replace(Policy().weights, closeness=0, idle=0, load=0))
    for most, cost in ((1, 1_500.0), (2, 1_000.0), (3, 0.0)):
        helper = replace(ANNA, max_requests=most)
        problem = build_problem(helpers=[helper], requests=others, policy=plain)
        assert only(ProblemIndex(problem, answer(prices)), ASK).cost_to_others == cost


def test_what_is_locked_to_a_helper_cannot_give_way() -> None:
    locked = Pair(helper_id="anna", request_id="other", relations=frozenset({Relation.LOCKED}))
    for most, cost in ((1, np.inf), (2, 20.0)):
        problem = build_problem(
            helpers=[replace(ANNA, max_requests=most)], requests=[replace(ASK, id="other")], pairs=[locked]
        )
        assert only(ProblemIndex(problem, answer({"other": 0.0})), ASK).cost_to_others == cost


@settings(deadline=None, max_examples=40)
@given(tiny_problems(together=False), st.data())
def test_costs_are_the_best_week_less_the_best_week_with_the_request(
    problem: Problem, data: st.DataObject
) -> None:
    prices = {one.id: float(data.draw(st.integers(0, 60))) for one in problem.requests}
    index = ProblemIndex(problem, answer(prices))
    weeks = [_worths(problem, prices, number) for number in range(len(problem.helpers))]
    for asked, request in enumerate(problem.requests):
        for one in rank_helpers(index, request):
            helper = [each.id for each in problem.helpers].index(one.helper_id)
            without = [worth for served, worth in weeks[helper].items() if asked not in served]
            points = value(problem)[asked] + one.score - prices[request.id]
            with_it = [worth - points for served, worth in weeks[helper].items() if asked in served]
            is_locked = request.id in _locked_to(problem, one.helper_id)
            if with_it and without and not is_locked:
                assert one.cost_to_others == pytest.approx(max(0.0, max(without) - max(with_it)))
            elif not with_it:
                assert one.cost_to_others == np.inf


def _locked_to(problem: Problem, helper_id: str) -> set[str]:
    return {
        pair.request_id
        for pair in problem.pairs
        if pair.helper_id == helper_id and Relation.LOCKED in pair.relations
    }


def _worths(problem: Problem, prices: dict[str, float], helper: int) -> dict[frozenset[int], float]:
    """What each week plan of a helper is worth at the prices, by the requests it serves."""
    return {
        served: points - sum(prices[problem.requests[request].id] for request in served)
        for served, points in week_points(problem, helper).items()
    }


@settings(deadline=None, max_examples=40)
@given(tiny_problems(together=False, locks=False), st.data())
def test_the_others_lose_at_least_the_cost_less_the_gap(problem: Problem, data: st.DataObject) -> None:
    """The promise of `costs.py`, for any prices, with the best answers by brute force."""
    asked = data.draw(st.sampled_from(problem.requests))
    rest = replace(problem, requests=tuple(one for one in problem.requests if one != asked))
    rest = replace(
        rest,
        pairs=tuple(pair for pair in problem.pairs if pair.request_id != asked.id),
        travel_min=_without(problem, asked),
    )
    prices = {one.id: float(data.draw(st.integers(0, 60))) for one in rest.requests}
    bound = sum(one.helpers_needed * prices[one.id] for one in rest.requests)
    bound += sum(max(_worths(rest, prices, helper).values()) for helper in range(len(rest.helpers)))
    best = most_points(rest)
    assert best is not None
    index = ProblemIndex(problem, answer(prices))
    index.remove_request(asked.id)
    for one in rank_helpers(index, asked):
        forced = most_points(_forced(problem, one.helper_id, asked))
        if forced is not None and one.cost_to_others is not None:
            own = int(value(problem)[problem.requests.index(asked)]) + one.score
            assert best - (forced - own) >= one.cost_to_others - (bound - best) - 1e-6


def _without(problem: Problem, asked: Request) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]] | None:
    if problem.travel_min is None:
        return None
    left = [row for row, one in enumerate(problem.requests) if one != asked]
    return problem.travel_min[np.ix_(left, left)]


def _forced(problem: Problem, helper_id: str, request: Request) -> Problem:
    """The problem in which this helper, and nobody else, takes the request."""
    pairs = [
        replace(pair, relations=frozenset({Relation.LOCKED})) if pair.helper_id == helper_id else pair
        for pair in problem.pairs
        if pair.request_id != request.id or pair.helper_id == helper_id
    ]
    kept = [pair if pair.request_id == request.id else replace(pair, relations=frozenset()) for pair in pairs]
    return replace(problem, pairs=tuple(kept))
