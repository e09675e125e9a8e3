"""Towns in pieces: the answer keeps to the rules, the bound is true, and nothing depends on who works."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from matching.errors import InputError
from matching.examples import Town, example_town
from matching.pairing import cutting, solver
from matching.pairing.answer import Answer, Status
from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.candidates import find_candidates
from matching.pairing.checker import check
from matching.pairing.checks import build_problem
from matching.pairing.cutting.ground import cut
from matching.pairing.cutting.groups import grouped, runs
from matching.pairing.cutting.search import Cutting
from matching.pairing.cutting.shares import share_out, together_stay
from matching.pairing.cutting.town import town_of
from matching.pairing.executors import run_all
from matching.pairing.problem import Problem, Relation
from matching.pairing.solver import solve
from tests.matching.brute_force import most_points
from tests.matching.tiny_problems import tiny_problems

CutInto = Callable[[int], None]


@pytest.fixture
def cut_into(monkeypatch: pytest.MonkeyPatch) -> CutInto:
    """Cut every part from now on into pieces of so many helpers."""

    def change(size: int) -> None:
        monkeypatch.setattr(solver, "ROWS_TO_CUT", 0)
        monkeypatch.setattr(solver, "solve_cut", partial(cutting.solve_cut, size=size))

    return change


def town(people: int = 60) -> Problem:
    return example_town(Town(helpers=people, requests=people, districts=4, seed=7, pairs_per_request=8.0))


def solved(problem: Problem, **how: object) -> Answer:
    return replace(solve(problem, **how), seconds=0.0)  # type: ignore[arg-type]


def test_an_answer_in_pieces_is_valid_and_its_bound_is_not_below_the_best(cut_into: CutInto) -> None:
    problem = town(120)
    whole = solved(problem, gap=0.0)
    cut_into(60)
    pieces = solved(problem, gap=0.0)
    assert check(problem, pieces) == ()
    assert whole.status is Status.OPTIMAL
    assert pieces.objective <= whole.objective <= pieces.bound
    assert pieces.objective > 0.95 * whole.objective


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tiny_problems())
def test_in_pieces_of_one_helper_the_bound_is_true_and_every_rule_kept(
    cut_into: CutInto, problem: Problem
) -> None:
    cut_into(1)
    best = most_points(problem)
    if best is None:
        with pytest.raises(InputError):
            solve(problem)
        return
    answer = solve(problem, gap=0)
    assert check(problem, answer) == ()
    assert answer.objective <= best <= answer.bound


def test_the_order_of_the_rows_changes_nothing(cut_into: CutInto) -> None:
    problem = town()
    shuffled = build_problem(
        helpers=problem.helpers[::-1],
        requests=problem.requests[::-1],
        pairs=problem.pairs[::-1],
        policy=problem.policy,
    )
    cut_into(20)
    assert solved(problem) == solved(shuffled)


def test_who_works_on_the_pieces_changes_nothing(cut_into: CutInto) -> None:
    problem = town()
    cut_into(20)
    alone = solved(problem)
    with ThreadPoolExecutor(2) as pool:
        assert solved(problem, executor=pool, workers=2) == alone


@pytest.mark.parametrize("ticks", [0, 20])
def test_an_answer_cut_short_is_valid_and_its_bound_is_true(cut_into: CutInto, ticks: int) -> None:
    problem = town()
    best = solved(problem, gap=0.0)
    cut_into(20)
    clock = iter(range(10**9))
    hasty = solved(problem, time_limit_s=float(ticks), clock=lambda: float(next(clock)))
    assert check(problem, hasty) == ()
    assert hasty.objective <= best.objective <= hasty.bound


def test_progress_goes_up_to_the_answer_and_the_bound_comes_down(cut_into: CutInto) -> None:
    seen: list[solver.Progress] = []
    cut_into(20)
    answer = solve(town(), gap=0.0, on_progress=seen.append)
    assert seen[-1].objective == answer.objective
    assert math.isclose(seen[-1].bound, answer.bound)
    assert [one.bound for one in seen] == sorted((one.bound for one in seen), reverse=True)
    assert [one.objective for one in seen] == sorted(one.objective for one in seen)


def begun(problem: Problem, size: int) -> Cutting:
    candidates = find_candidates(problem)
    budget = Budget(time.monotonic() + 600, time.monotonic)
    whole = town_of(candidates, np.arange(len(candidates)))
    return Cutting(whole, gap=0.0, size=size, run=run_all, budget=budget)


def test_settling_prices_lowers_the_bound_and_every_cut_raises_the_answer() -> None:
    cutting_of_town = begun(town(120), 25)
    bounds, points = [cutting_of_town.bound_units], []
    for _ in range(3):
        cutting_of_town.settle()
        cutting_of_town.turn()
        bounds.append(cutting_of_town.bound_units)
        points.append(cutting_of_town.objective)
    assert bounds[1] < bounds[0]
    assert bounds == sorted(bounds, reverse=True)
    assert points[-1] > points[0]
    assert points == sorted(points)


def test_losses_of_the_helpers_add_up_to_the_gap() -> None:
    cutting_of_town = begun(town(), 20)
    cutting_of_town.turn()
    gap_units = cutting_of_town.bound_units - cutting_of_town.objective * UNITS_PER_POINT
    assert int(cutting_of_town._lost().sum()) == gap_units


def test_no_place_is_given_twice_and_none_is_forgotten() -> None:
    whole = begun(town(), 20)
    whole.turn()
    piece = together_stay(whole.town, np.arange(len(whole.town.helper)) % 5, whole.held)
    shares = share_out(whole.town, piece, whole.held)
    places = np.zeros_like(whole.town.needed)
    for share in shares:
        np.add.at(places, share.asked, share.places)
    assert (places == whole.town.needed).all()
    rows = np.concatenate([share.rows for share in shares])
    assert len(np.unique(rows)) == len(rows)
    assert np.isin(whole.held, rows).all()


def test_helpers_locked_to_come_together_are_in_one_piece() -> None:
    problem = town()
    together = next(r for r in range(len(problem.requests)) if problem.requests[r].together)
    candidates = find_candidates(problem)
    locked = np.zeros(len(candidates), dtype=np.bool_)
    locked[candidates.of_request(together).start] = True
    whole = town_of(replace(candidates, locked=locked), np.arange(len(candidates)))
    piece = together_stay(whole, np.arange(len(whole.helper)), np.flatnonzero(whole.locked))
    who = whole.week[whole.request[whole.asked] == together]
    assert len(who) > 1
    assert len(set(piece[who].tolist())) == 1


def test_a_cut_has_small_pieces_and_the_next_one_runs_along_other_lines() -> None:
    places = np.random.default_rng(3).normal(size=(1_000, 2)) * 1e-4
    first, second = (cut(places, size=60, turn=turn) for turn in (0, 1))
    for piece in (first, second):
        assert 0 < np.bincount(piece).min() <= np.bincount(piece).max() <= 60
    neighbours = first[:, None] == first[None, :]
    assert 0.1 < (neighbours & (second[:, None] == second[None, :])).sum() / neighbours.sum() < 0.9


def test_people_at_one_place_are_cut_as_well() -> None:
    assert np.bincount(cut(np.zeros((10, 2)), size=3, turn=2)).max() <= 3


def test_groups_and_runs() -> None:
    assert [own.tolist() for own in grouped(np.array([2, 0, 2]))] == [[1], [], [0, 2]]
    assert runs(np.array([3, 7, 9]), np.array([5, 7, 12])).tolist() == [3, 4, 9, 10, 11]


def test_a_town_without_any_place_is_cut_and_proven(cut_into: CutInto) -> None:
    homeless = town()
    problem = build_problem(
        helpers=[replace(helper, latitude=None, longitude=None) for helper in homeless.helpers],
        requests=[replace(one, latitude=None, longitude=None, remote=True) for one in homeless.requests],
        policy=homeless.policy,
    )
    assert not any(Relation.LOCKED in pair.relations for pair in problem.pairs)
    cut_into(20)
    assert check(problem, solved(problem, time_limit_s=30.0)) == ()
