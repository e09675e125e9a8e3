"""The checker's own bound: never below the truth, and exact for the week of one helper."""

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.pairing.answer import Answer, MeetingPrice, Status
from matching.pairing.checker import CheckCode, check
from matching.pairing.checker.bound import prove
from matching.pairing.checker.company import Company
from matching.pairing.checker.options import priced_options
from matching.pairing.checker.points import Points
from matching.pairing.checker.possible import Possible
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Pair, Problem, Request, Window
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PRICES = st.sampled_from((0.0, 0.5, 3.0, 17.25, 40.0, 10_000.0))


def codes(problem: Problem, answer: Answer) -> set[CheckCode]:
    """Return the codes of what the checker finds."""
    return {fault.code for fault in check(problem, answer)}


@st.composite
def meeting_prices(draw: st.DrawFn, problem: Problem) -> tuple[MeetingPrice, ...]:
    """Prices of some times of requests that want helpers together, below 0 too."""
    found = []
    for request in problem.requests:
        moments = [(window.weekday, window.start_min) for window in request.windows]
        for starts in combinations(moments, request.visits_per_week):
            for helper in problem.helpers if request.together and request.helpers_needed > 1 else ():
                if draw(st.booleans()):
                    price = draw(st.sampled_from((-60.0, -5.5, 0.0, 20.0, 45.0)))
                    found.append(MeetingPrice(request.id, helper.id, starts, price))
    return tuple(found)


@FEW
@given(st.data(), tiny_problems(), st.lists(PRICES, min_size=4, max_size=4), st.floats(-200, 20_000))
def test_no_bound_below_the_best_answer_is_ever_accepted(
    data: st.DataObject, problem: Problem, prices: list[float], claimed: float
) -> None:
    best = most_points(problem)
    assume(best is not None)
    answer = Answer(
        assignments=(),
        objective=0,
        bound=claimed,
        prices={request.id: price for request, price in zip(problem.requests, prices, strict=False)},
        status=Status.TIME_LIMIT,
        seconds=0.0,
        meeting_prices=data.draw(meeting_prices(problem)),
    )
    refused = codes(problem, answer) & {CheckCode.BOUND_TOO_LOW, CheckCode.MEETING_TOO_DEAR}
    assert refused or (best is not None and claimed >= best - 1e-3)


def company(**changes: float) -> tuple[Problem, Answer]:
    """Two helpers who must come together: one is worth 30 points, the other costs 18."""
    helpers = [Helper(id=name, latitude=51.5, longitude=7.46) for name in ("ada", "bo")]
    lift = Request(
        id="lift", latitude=51.5, longitude=7.46, value=0, helpers_needed=2, together=True,
        windows=(Window(1, 600, 660),),
    )  # fmt: skip
    pairs = [
        Pair(helper_id="ada", request_id="lift", score=30),
        Pair(helper_id="bo", request_id="lift", score=-18),
    ]
    problem = build_problem(helpers=helpers, requests=[lift], pairs=pairs)
    prices = {"ada": 30.0, "bo": -18.0} | changes
    asked = tuple(MeetingPrice("lift", name, ((1, 600),), price) for name, price in sorted(prices.items()))
    answer = solve(problem, gap=0)
    return problem, replace(answer, prices={"lift": 6.0}, bound=12.0, meeting_prices=asked)


def test_helpers_of_a_meeting_may_be_asked_different_prices() -> None:
    problem, answer = company()
    assert answer.objective == 12
    assert check(problem, answer) == ()
    assert codes(problem, replace(answer, meeting_prices=())) == {CheckCode.BOUND_TOO_LOW}
    assert codes(problem, replace(answer, prices={"lift": 5.0})) == {CheckCode.MEETING_TOO_DEAR}
    assert codes(*company(bo=-17.0)) == {CheckCode.MEETING_TOO_DEAR}
    assert codes(*company(bo=-19.0)) == {CheckCode.BOUND_TOO_LOW}


@pytest.mark.parametrize(
    "wrong",
    [
        MeetingPrice("lift", "nobody", ((1, 600),), 1.0),
        MeetingPrice("nothing", "ada", ((1, 600),), 1.0),
        MeetingPrice("lift", "ada", ((1, 600),), 29.0),
        MeetingPrice("lift", "ada", ((1, 615),), math.nan),
    ],
)
def test_prices_of_no_meeting_are_refused(wrong: MeetingPrice) -> None:
    problem, answer = company()
    more = replace(answer, meeting_prices=(*answer.meeting_prices, wrong))
    assert codes(problem, more) == {CheckCode.MEETING_PRICE_NOT_ALLOWED}


@FEW
@given(tiny_problems(together=False))
def test_the_best_week_of_one_helper_is_exact(problem: Problem) -> None:
    alone = replace(
        problem,
        helpers=problem.helpers[:1],
        pairs=tuple(pair for pair in problem.pairs if pair.helper_id == problem.helpers[0].id),
    )
    best = most_points(alone)
    assume(best is not None)
    free = dict.fromkeys((request.id for request in alone.requests), 0.0)
    possible = Possible(alone)
    options = priced_options(alone, free, Points(possible), Company(alone, possible))
    proven = prove(alone, free, options, claimed=-math.inf)
    assert proven.points == pytest.approx(best)
    assert proven.weeks_not_exact == 0


def test_lowering_the_price_that_proves_the_bound_is_refused() -> None:
    """Two helpers want one request: its price is what keeps the bound down."""
    people = [Helper(id=name, latitude=51.5, longitude=7.46) for name in ("ada", "bo")]
    problem = build_problem(helpers=people, requests=[Request(id="walk", latitude=51.5, longitude=7.46)])
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert codes(problem, replace(answer, prices={"walk": 0.0})) == {CheckCode.BOUND_TOO_LOW}
