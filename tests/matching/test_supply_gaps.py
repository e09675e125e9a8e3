"""Where help is missing: counted by district and skill, and worth what one more helper really brings."""

from collections.abc import Mapping
from typing import Any

import pytest

from matching.examples import Town, example_town
from matching.pairing.answer import Answer
from matching.pairing.checks import build_problem
from matching.pairing.explanation import SupplyGap, SupplyGaps, supply_gaps
from matching.pairing.problem import Helper, Problem, Request, Window
from matching.pairing.scoring import value_of
from matching.pairing.solver import solve

PLACE: Mapping[str, Any] = {"latitude": 51.5, "longitude": 7.46}
DRIVE, GARDEN = frozenset({"driving"}), frozenset({"garden"})


def asks(name: str, **changes: Any) -> Request:
    return Request(**{"id": name, **PLACE, "district": "Hörde", "skills": DRIVE, **changes})


def test_one_driver_for_two_leaves_one_hour_missing() -> None:
    driver = Helper(id="ada", **PLACE, skills={"driving": 2})
    problem = build_problem(helpers=[driver], requests=[asks("near", priority=1), asks("later")])
    gaps = supply_gaps(problem, solve(problem, gap=0))
    (cell,) = gaps.cells
    assert (cell.district, cell.skill, cell.waiting, cell.helpers_missing) == ("Hörde", "driving", 1, 1)
    assert (cell.visit_hours, cell.points, cell.points_per_hour) == (1.0, 10_000.0, 10_000.0)
    assert cell.one_more == 10_000.0
    assert [(gap.district, gap.skill) for gap in gaps.districts] == [("Hörde", None)]
    assert [(gap.district, gap.skill) for gap in gaps.skills] == [(None, "driving")]


def test_helpers_missing_count_with_their_hours() -> None:
    lift = asks("lift", helpers_needed=2, visits_per_week=2, visit_minutes=90)
    problem = build_problem(helpers=[], requests=[lift, asks("garden", skills=GARDEN | DRIVE, district="")])
    gaps = supply_gaps(problem, solve(problem))
    found = {(gap.district, gap.skill): (gap.waiting, gap.helpers_missing) for gap in gaps.cells}
    assert found == {("Hörde", "driving"): (1, 2), ("", "driving"): (1, 1), ("", "garden"): (1, 1)}
    assert gaps.cells[0].visit_hours == 6.0
    assert sum(gap.helpers_missing for gap in gaps.districts) == 3
    assert [gap.skill for gap in gaps.skills] == ["driving", "garden"]


def test_where_everybody_is_served_nothing_is_missing() -> None:
    driver = Helper(id="ada", **PLACE, skills={"driving": 2})
    problem = build_problem(helpers=[driver], requests=[asks("near")])
    assert supply_gaps(problem, solve(problem)) == SupplyGaps((), (), ())


def test_who_names_neither_skill_nor_district_counts_too() -> None:
    problem = build_problem(helpers=[], requests=[asks("talk", skills=frozenset(), district="")])
    (cell,) = supply_gaps(problem, solve(problem)).cells
    assert (cell.district, cell.skill, cell.waiting) == ("", "", 1)


def test_one_more_alone_does_not_help_those_who_need_two_together() -> None:
    lift = asks("lift", helpers_needed=2, together=True, windows=(Window(0, 540, 600),))
    problem = build_problem(helpers=[], requests=[lift])
    (cell,) = supply_gaps(problem, solve(problem)).cells
    assert (cell.helpers_missing, cell.points, cell.one_more) == (2, 20_000.0, 0.0)


def test_only_the_requests_asked_about_count() -> None:
    problem = build_problem(helpers=[], requests=[asks("here"), asks("there", district="Eving")])
    gaps = supply_gaps(problem, solve(problem), of={"there"})
    assert [gap.district for gap in gaps.cells] == ["Eving"]


@pytest.fixture(scope="module")
def town() -> tuple[Problem, Answer]:
    problem = example_town(Town(helpers=60, requests=90, seed=8))
    return problem, solve(problem, gap=0)


def test_the_parts_add_up(town: tuple[Problem, Answer]) -> None:
    gaps = supply_gaps(*town)
    missing = sum(request.helpers_needed for request in town[0].requests) - len(town[1].assignments)
    assert sum(gap.helpers_missing for gap in gaps.districts) == missing
    assert sum(gap.helpers_missing for gap in gaps.skills) == missing  # each asks for one skill
    assert sum(gap.points for gap in gaps.cells) == pytest.approx(sum(gap.points for gap in gaps.districts))
    assert [gap.points for gap in gaps.cells] == sorted((gap.points for gap in gaps.cells), reverse=True)


def test_a_helper_who_fills_a_gap_brings_at_least_what_is_told(town: tuple[Problem, Answer]) -> None:
    problem, answer = town
    for gap in supply_gaps(problem, answer).cells[:4]:
        gain = solve(with_one_more(problem, answer, gap), gap=0).objective - answer.objective
        # A new pair of hands can make a skill less rare, which moves the scores of others a little.
        assert gain >= gap.one_more - 100


def with_one_more(problem: Problem, answer: Answer, gap: SupplyGap) -> Problem:
    """The problem with a helper at the door of the best of those waiting, free at any time."""
    served = {item.request_id for item in answer.assignments}
    waiting = [r for r in problem.requests if r.district == gap.district and r.id not in served]
    asked = max(
        (r for r in waiting if gap.skill in r.skills and not r.together),
        key=lambda r: value_of(r, problem.policy.weights),
    )
    recruit = Helper(
        id="recruit", latitude=asked.latitude, longitude=asked.longitude, skills={str(gap.skill): 3},
        checks=asked.checks, kind=next(iter(asked.kinds), problem.helpers[0].kind), max_distance_m=500.0,
    )  # fmt: skip
    return build_problem(
        helpers=[*problem.helpers, recruit],
        requests=problem.requests,
        pairs=problem.pairs,
        policy=problem.policy,
    )
