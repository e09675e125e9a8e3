"""An even share for every district, and its proof."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from matching.errors import InputError
from matching.files.writing import write_folder
from matching.pairing.answer import Answer
from matching.pairing.checks import build_problem
from matching.pairing.coverage import MOST_STEPS, faulty_steps, match_evenly, served_shares, with_steps
from matching.pairing.problem import Helper, Policy, Problem, Request
from matching.pairing.scoring import value_of
from matching.pairing.solver import solve
from matching.run import check_folder, run_folder
from matching.settings import RunSettings


def starving_town(floor: float) -> Problem:
    """Four helpers, two urgent requests for each in the west, and two plain ones in the east."""
    helpers = [Helper(id=f"h{n}", latitude=51.5, longitude=7.4) for n in range(4)]
    west = [Request(id=f"w{n}", latitude=51.5, longitude=7.4, priority=2, district="West") for n in range(8)]
    east = [Request(id=f"e{n}", latitude=51.5, longitude=7.41, district="East") for n in range(2)]
    return build_problem(helpers=helpers, requests=[*west, *east], policy=Policy(coverage_floor=floor))


def test_without_a_floor_the_points_alone_decide() -> None:
    evened = match_evenly(starving_town(0), solve)
    assert evened.steps == {}
    assert served_shares(evened.problem, evened.answer) == {"East": 0, "West": 0.5}


def test_a_district_below_the_floor_is_raised_until_it_has_reached_it() -> None:
    town = starving_town(0.4)
    evened = match_evenly(town, solve)
    assert set(evened.steps) == {"East"} or evened.steps["East"] > evened.steps["West"]
    shares = served_shares(town, evened.answer)
    assert min(shares.values()) > 0


def test_what_nobody_can_reach_ends_the_raising() -> None:
    town = starving_town(1.0)
    calls: list[Problem] = []

    def counting(problem: Problem) -> Answer:
        calls.append(problem)
        return solve(problem)

    match_evenly(town, counting)
    assert len(calls) <= 1 + MOST_STEPS


def test_steps_raise_the_values_of_their_district_only() -> None:
    town = starving_town(0.5)
    raised = with_steps(town, {"East": 2})
    weights = town.policy.weights
    for before, after in zip(town.requests, raised.requests, strict=True):
        more = 2 * weights.coverage if before.district == "East" else 0
        assert value_of(after, weights) == value_of(before, weights) + more


@pytest.mark.parametrize("steps", [{"North": 1}, {"East": 0}, {"East": MOST_STEPS + 1}, {"East": 1.5}])
def test_steps_that_cannot_be_are_named(steps: dict[str, object]) -> None:
    assert list(faulty_steps(starving_town(0.5), steps)) == list(steps.items())


def test_steps_without_a_floor_cannot_be() -> None:
    assert list(faulty_steps(starving_town(0), {"East": 1})) == [("East", 1)]


def test_the_certificate_names_the_steps_and_is_checked_with_them(tmp_path: Path) -> None:
    folder, out = tmp_path / "town", tmp_path / "answer"
    write_folder(starving_town(0.4), folder)
    run_folder(folder, out, settings=RunSettings())
    assert check_folder(folder, out) == ()
    certificate = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["coverage_steps"]
    certificate["coverage_steps"] = {}
    (out / "certificate.json").write_text(json.dumps(certificate), encoding="utf-8")
    assert check_folder(folder, out)


def test_a_floor_out_of_range_is_refused() -> None:
    town = starving_town(0)
    policy = replace(town.policy, coverage_floor=1.5)
    with pytest.raises(InputError, match="coverage_floor"):
        build_problem(helpers=town.helpers, requests=town.requests, policy=policy)
