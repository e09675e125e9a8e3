"""What must not change an answer, or must change it in a known way: order, workers, units of points."""

import io
import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.commands import match_command
from matching.errors import InputError
from matching.examples import Town, example_town
from matching.files.writing import write_folder
from matching.pairing.answer import Answer, Status
from matching.pairing.checks import build_problem
from matching.pairing.problem import Policy, Problem, Relation
from matching.pairing.solver import solve
from matching.settings import RunSettings
from tests.matching.test_every_feature import EXAMPLES
from tests.matching.tiny_problems import tiny_problems
from tests.matching.wide_problems import wide_problems

SOME = settings(max_examples=max(20, EXAMPLES // 3), deadline=None, suppress_health_check=list(HealthCheck))
pytestmark = pytest.mark.timeout(120 if EXAMPLES <= 100 else EXAMPLES * 2)


def solved(problem: Problem) -> Answer:
    """The answer; examples whose locked pairs allow none are passed over."""
    try:
        return solve(problem, gap=0)
    except InputError:
        assume(condition=False)
        raise


def matched(folder: Path, out: Path) -> tuple[bytes, bytes, dict[str, object]]:
    """The two tables of an answer, and its certificate but for the seconds and the hashes of the input."""
    settings_ = RunSettings(gap=0.0)
    assert match_command(folder, out, settings=settings_, output=io.StringIO(), errors=io.StringIO()) == 0
    certificate = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    del certificate["seconds"], certificate["sha256"]
    return (out / "proposals.csv").read_bytes(), (out / "unmatched.csv").read_bytes(), certificate


def shuffled(folder: Path, chance: Random) -> None:
    """Put the rows of every file into another order."""
    for path in folder.glob("*.csv"):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        chance.shuffle(rows)
        path.write_text(header + "".join(rows), encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_in_the_files_changes_nothing(tmp_path: Path, seed: int) -> None:
    write_folder(example_town(Town(helpers=60, requests=70, seed=seed)), tmp_path / "town")
    before = matched(tmp_path / "town", tmp_path / "before")
    shuffled(tmp_path / "town", Random(seed))
    assert matched(tmp_path / "town", tmp_path / "after") == before


@pytest.mark.parametrize("seed", [4, 5])
def test_the_number_of_workers_changes_nothing(seed: int) -> None:
    town = example_town(Town(helpers=80, requests=80, seed=seed))
    assert replace(solve(town, gap=0, workers=2), seconds=0) == replace(solve(town, gap=0), seconds=0)


@SOME
@given(st.one_of(tiny_problems(), wide_problems()))
def test_turning_the_records_round_changes_nothing(problem: Problem) -> None:
    matrix = problem.travel_min
    turned = build_problem(
        helpers=problem.helpers[::-1],
        requests=problem.requests[::-1],
        pairs=problem.pairs[::-1],
        policy=problem.policy,
        travel_min=None if matrix is None else matrix[::-1, ::-1],
    )
    assert replace(solved(turned), seconds=0) == replace(solved(problem), seconds=0)


@SOME
@given(tiny_problems())
def test_another_helper_never_lowers_the_objective(problem: Problem) -> None:
    """With listed scores, which do not depend on who else there is."""
    last = problem.helpers[-1].id
    of_last = [pair for pair in problem.pairs if pair.helper_id == last]
    assume(not any(Relation.LOCKED in pair.relations for pair in of_last))
    kept = tuple(pair for pair in problem.pairs if pair.helper_id != last)
    fewer = solved(replace(problem, helpers=problem.helpers[:-1], pairs=kept))
    more = solved(problem)
    assert more.bound >= fewer.objective
    assert more.status is not Status.OPTIMAL or more.objective >= fewer.objective


@SOME
@given(st.one_of(tiny_problems(), wide_problems()))
def test_a_locked_pair_stays(problem: Problem) -> None:
    answer = solved(problem)
    held = [(p.request_id, p.helper_id) for p in problem.pairs if Relation.LOCKED in p.relations]
    assert {(item.request_id, item.helper_id) for item in answer.assignments}.issuperset(held)


@SOME
@given(tiny_problems())
def test_a_pair_of_the_answer_may_be_locked_and_nothing_is_lost(problem: Problem) -> None:
    answer = solved(problem)
    assume(answer.assignments and answer.status is Status.OPTIMAL)
    chosen = {(item.helper_id, item.request_id) for item in answer.assignments}
    pairs = tuple(
        replace(pair, relations=pair.relations | {Relation.LOCKED})
        if (pair.helper_id, pair.request_id) in chosen
        else pair
        for pair in problem.pairs
    )
    locked = solve(replace(problem, pairs=pairs), gap=0)
    assert locked.status is not Status.OPTIMAL or locked.objective == answer.objective


@SOME
@given(tiny_problems())
def test_points_ten_times_as_high_are_ten_times_the_objective(problem: Problem) -> None:
    weights = problem.policy.weights
    policy: Policy = replace(problem.policy, weights=replace(weights, load=10 * problem.policy.load_weight))
    higher = replace(
        problem,
        requests=tuple(replace(one, value=10 * (one.value or 0)) for one in problem.requests),
        pairs=tuple(replace(pair, score=10 * (pair.score or 0)) for pair in problem.pairs),
        policy=policy,
    )
    answer, tenfold = solved(problem), solved(higher)
    assert tenfold.bound >= 10 * answer.objective
    if answer.status is tenfold.status is Status.OPTIMAL:
        assert tenfold.objective == 10 * answer.objective
