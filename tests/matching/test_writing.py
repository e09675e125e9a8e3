"""A problem written as files reads back as the same problem."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings

from matching.examples import Town, example_town
from matching.files import read_folder
from matching.files.writing import write_folder
from matching.pairing.checks import build_problem
from matching.pairing.problem import Policy, Problem, Request, Travel
from tests.matching.strategies import problems


@settings(deadline=None)
@given(problems())
def test_small_problems_come_back_whole(problem: Problem) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(problem, Path(folder))
        assert read_folder(folder).problem == problem


def test_a_town_comes_back_whole_with_its_points(tmp_path: Path) -> None:
    problem = example_town(Town(helpers=80, requests=60, seed=9))
    write_folder(problem, tmp_path / "town")
    found = read_folder(tmp_path / "town")
    assert found.problem == problem
    assert found.warnings == ()


def test_travel_times_come_back(tmp_path: Path) -> None:
    requests = [Request(id=name, latitude=51.5, longitude=7.4) for name in "ab"]
    travel_min = np.array([[0, 3], [4, 0]], dtype=np.int32)
    policy = Policy(travel=Travel.MATRIX)
    problem = build_problem(helpers=[], requests=requests, policy=policy, travel_min=travel_min)
    write_folder(problem, tmp_path)
    found = read_folder(tmp_path).problem
    np.testing.assert_array_equal(found.travel_min, travel_min)
    assert replace(found, travel_min=None) == replace(problem, travel_min=None)
