"""What one more helper would change, tried out and bounded by the prices."""

from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matching.examples import Town, example_town
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.problem import Helper, Problem, Request, Window
from matching.pairing.rematch import RematchIndex, what_if, what_if_in
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
ANNA = Helper(id="anna", latitude=51.51, longitude=7.46, skills={"driving": 2})
ASK = Request(id="ask", latitude=51.51, longitude=7.46, skills=frozenset({"driving"}))


def test_one_more_driver_serves_those_who_wait() -> None:
    requests = [replace(ASK, id=name) for name in ("one", "three", "two")]
    problem = build_problem(helpers=[ANNA], requests=requests)
    answer = solve(problem)
    told = what_if(problem, find_candidates(problem), answer, replace(ANNA, id="new", max_requests=5))
    served = {item.request_id for item in answer.assignments}
    assert told.more_served == 2
    assert set(told.newly_served) == {"one", "two", "three"} - served
    assert 20_000 < told.points <= told.at_most_points


def test_somebody_without_the_skill_or_without_time_changes_nothing() -> None:
    asked = replace(ASK, windows=(Window(0, 600, 660),))
    problem = build_problem(helpers=[replace(ANNA, windows=(Window(1, 600, 660),))], requests=[asked])
    answer = solve(problem)
    for helper in (
        replace(ANNA, id="new", skills={}),
        replace(ANNA, id="new", windows=(Window(2, 600, 660),)),
    ):
        told = what_if(problem, None, answer, helper)
        assert (told.more_served, told.newly_served, told.points, told.at_most_points) == (0, (), 0, 0)


def test_a_helper_with_more_room_than_now() -> None:
    problem = build_problem(helpers=[ANNA], requests=[ASK, replace(ASK, id="other")])
    answer = solve(problem)
    assert what_if(problem, None, answer, replace(ANNA, max_requests=2)).more_served == 1


def test_a_helper_can_serve_by_letting_others_move() -> None:
    """The new one lives too far from those who wait, but can take over from somebody who does not."""
    near, far = (
        replace(ASK, id="near", max_distance_m=500.0),
        replace(ASK, id="far", latitude=51.55, priority=4),
    )
    problem = build_problem(helpers=[ANNA], requests=[near, far])
    told = what_if(
        problem, None, solve(problem), replace(ANNA, id="new", latitude=51.56, max_distance_m=2000)
    )
    assert told.newly_served == ("near",)
    assert told.more_served == 1


def test_the_town_stays_as_it_is() -> None:
    problem = example_town(Town(helpers=80, requests=120, seed=2))
    answer = solve(problem, gap=0)
    index = RematchIndex(problem, answer)
    before = index.answer(), index.problem(), index.fixed
    first = problem.helpers[0]
    for helper in (
        replace(first, id="new", max_requests=4),
        replace(first, max_requests=4),
        replace(first, windows=()),
    ):
        told = what_if_in(index, answer, helper)
        assert told.points <= told.at_most_points
        assert told == what_if(problem, None, answer, helper)
        assert (index.answer(), index.problem(), index.fixed) == before


@settings(deadline=None, max_examples=40, phases=QUICK)
@given(tiny_problems(locks=False), st.integers(1, 3), st.data())
def test_no_answer_wins_more_than_is_told(problem: Problem, most: int, data: st.DataObject) -> None:
    """Only listed pairs are possible in these problems, so it is somebody known whose capacity changes."""
    answer = solve(problem, gap=0)
    helper = replace(data.draw(st.sampled_from(problem.helpers)), max_requests=most)
    told = what_if(problem, None, answer, helper)
    changed = replace(
        problem, helpers=tuple(helper if one.id == helper.id else one for one in problem.helpers)
    )
    best = most_points(changed)
    assert best is not None
    assert told.points <= best - answer.objective <= told.at_most_points + 1e-6
