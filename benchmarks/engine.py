"""One town: how good the engine's answer is, how fast and large, and what it gains over matching by hand."""

from __future__ import annotations

import csv
import math
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.by_hand import best_pair_first, fifty_at_once, greedy_by_request, nearest_ten
from benchmarks.desk import Served, places_of, served
from benchmarks.one_model import one_model, suits
from matching import Answer, Problem, find_candidates, read_folder, solve
from matching.examples import Town, example_town
from matching.pairing.candidates import Candidates
from matching.pairing.checker import check, check_rules
from matching.pairing.warming import warm_up

INSTANCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "instances"
WORKERS = 2
MODEL_S = 60.0
BY_HAND = {
    "greedy by request": greedy_by_request,
    "best pair first": best_pair_first,
    "nearest 10": nearest_ten,
    "random 50 at once": fifty_at_once,
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another way of matching on the same town in the same process.

    Attributes:
        faults: rules its answer breaks; 0 for an honest comparison.
    """

    served: Served
    seconds: float
    faults: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One town.

    Attributes:
        find_seconds: to find the possible pairs; `solve_seconds` to match them.
        gap_to_best: share of the proven best value that is missing; None when it is not known.
        peak_mb: most memory of the process up to the end of the search; `before_mb` with the town read.
        check_seconds: None where the answer was not judged.
    """

    name: str
    helpers: int
    requests: int
    pairs: int
    objective: int
    bound: float
    gap: float
    gap_to_best: float | None
    status: str
    find_seconds: float
    solve_seconds: float
    before_mb: float
    peak_mb: float
    check_seconds: float | None
    faults: int | None
    engine: Served
    others: dict[str, Other] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A town and what is asked of it.

    Attributes:
        name: a folder of the lab instances, or `invented`.
        people: helpers, and as many requests, of an invented town.
        gap: relative gap that is good enough.
        with_others: whether other ways of matching are tried as well; `with_check` whether it is judged.
    """

    name: str
    people: int = 0
    gap: float = 0.0
    time_limit_s: float = 60.0
    with_others: bool = False
    with_check: bool = True


def problem_of(question: Question) -> Problem:
    """Return a lab instance, or an invented town with about thirty possible pairs a request."""
    if question.name == "invented":
        size = question.people
        return example_town(Town(helpers=size, requests=size, seed=1, pairs_per_request=30))
    return read_folder(INSTANCES / question.name).problem


def measure(question: Question) -> Measured:
    """Match one town, judge the answer, and match it in other ways; call it in a process of its own."""
    warm_up()
    problem = problem_of(question)
    before_mb = _peak_mb()
    started = time.perf_counter()
    candidates = find_candidates(problem, workers=WORKERS)
    found = time.perf_counter()
    answer = solve(problem, candidates, gap=question.gap, time_limit_s=question.time_limit_s, workers=WORKERS)
    solved, peak_mb = time.perf_counter(), _peak_mb()
    faults = check(problem, answer, workers=WORKERS) if question.with_check else ()
    judged = time.perf_counter()
    return Measured(
        name=question.name if question.name != "invented" else f"invented {question.people:,}",
        helpers=len(problem.helpers),
        requests=len(problem.requests),
        pairs=len(candidates),
        objective=answer.objective,
        bound=answer.bound,
        gap=answer.gap,
        gap_to_best=_gap_to_best(question.name, answer),
        status=answer.status.value,
        find_seconds=found - started,
        solve_seconds=solved - found,
        before_mb=before_mb,
        peak_mb=peak_mb,
        check_seconds=judged - solved if question.with_check else None,
        faults=len(faults) if question.with_check else None,
        engine=served(candidates, places_of(candidates, answer)),
        others=_others(problem, candidates) if question.with_others else {},
    )


def _others(problem: Problem, candidates: Candidates) -> dict[str, Other]:
    others = {}
    for name, match in BY_HAND.items():
        started = time.perf_counter()
        answer = match(problem, candidates)
        others[name] = _other(problem, candidates, answer, time.perf_counter() - started)
    if suits(problem, candidates):
        started = time.perf_counter()
        answer = one_model(problem, candidates, time_limit_s=MODEL_S, workers=WORKERS)
        others["one CP-SAT model"] = _other(problem, candidates, answer, time.perf_counter() - started)
    return others


def _other(problem: Problem, candidates: Candidates, answer: Answer, seconds: float) -> Other:
    reached = served(candidates, places_of(candidates, answer))
    return Other(reached, seconds, len(check_rules(problem, answer)))


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _gap_to_best(name: str, answer: Answer) -> float | None:
    if not (INSTANCES / "optima.csv").is_file():
        return None
    with (INSTANCES / "optima.csv").open(encoding="utf-8", newline="") as file:
        best = {row["instance"]: int(row["value"]) for row in csv.DictReader(file)}
    return (best[name] - answer.objective) / abs(best[name]) if name in best else None


def growth(measured: list[Measured]) -> float:
    """Return the exponent e of seconds ~ people**e, by least squares over the logarithms."""
    sizes = [math.log(one.helpers) for one in measured]
    times = [math.log(one.find_seconds + one.solve_seconds) for one in measured]
    middle, mean = sum(sizes) / len(sizes), sum(times) / len(times)
    slope = sum((x - middle) * (y - mean) for x, y in zip(sizes, times, strict=True))
    return slope / sum((x - middle) ** 2 for x in sizes)
