"""The lab instances beside the repository: read, solved, judged, and compared with the proven best."""

import csv
from pathlib import Path

import pytest

from matching.files import read_folder
from matching.pairing.candidates import find_candidates
from matching.pairing.checker import check, check_rules
from matching.pairing.explanation import explain_unmatched
from matching.pairing.solver import solve

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "instances"

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(
        not INSTANCES.is_dir(), reason="the folder ../shared/data is not beside the repository"
    ),
    pytest.mark.timeout(180),
]


@pytest.mark.parametrize("name", ["town_300_300", "town_500_500"])
def test_a_town_is_solved_to_the_proven_best(name: str) -> None:
    with (INSTANCES / "optima.csv").open(encoding="utf-8", newline="") as file:
        best = {row["instance"]: int(row["value"]) for row in csv.DictReader(file)}[name]
    problem = read_folder(INSTANCES / name).problem
    answer = solve(problem, gap=0, time_limit_s=60)
    assert check(problem, answer) == ()
    assert answer.objective <= best <= answer.bound + 1e-6
    assert best - answer.objective <= 1e-6 * best


def test_real_demand_is_read_and_every_request_has_helpers_or_a_reason() -> None:
    problem = read_folder(INSTANCES / "nyc").problem
    candidates = find_candidates(problem)
    answer = solve(problem, candidates, time_limit_s=20, gap=1e-3)
    served = {item.request_id for item in answer.assignments}
    waiting = explain_unmatched(problem, candidates, answer)
    assert len(served | {one.request_id for one in waiting}) == len(problem.requests) == 595
    assert check_rules(problem, answer) == ()
    assert answer.objective <= answer.bound
