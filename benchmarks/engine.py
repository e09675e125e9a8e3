"""The engine: how good, how fast, how large, and what it gains over matching by hand on one instance."""

from __future__ import annotations

import csv
import json
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.greedy import Served, by_request, served
from matching import Answer, Problem, find_candidates, read_folder, solve
from matching.examples import Town, example_town
from matching.pairing.candidates import Candidates
from matching.pairing.checker import check

INSTANCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "instances"
RESULTS = Path(__file__).parent / "results"
OUTSIDE = {
    "small": ("town_300_300", "town_500_500"),
    "full": ("town_300_300", "town_500_500", "town_1000_3000", "town_2000_2000", "nyc"),
}
GENERATED = {"small": (100, 500), "full": (100, 500, 2_000, 10_000)}
TIME_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One instance.

    Attributes:
        gap_to_best: share of the proven best value that is missing; None when it is not known.
        peak_mb: most memory up to the end of the search.
        faults: what the checker says.
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
    seconds: float
    peak_mb: float
    check_seconds: float
    faults: int
    engine: Served
    best_score_first: Served
    nearest_first: Served


def main(*, size: str) -> None:
    """Measure, print, and leave a JSON file in `benchmarks/results`."""
    outside = OUTSIDE[size] if INSTANCES.is_dir() else ()
    if not outside:
        print("../shared/data is not beside the repository: invented towns only.")
    names = [*outside, *(f"invented_{people}" for people in GENERATED[size])]
    print(f"\nThe engine, at most {TIME_LIMIT_S:g} s each, one process\n")
    results = []
    for name in names:
        results.append(_in_a_new_process(name))
        _print(results[-1])
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps([asdict(result) for result in results], indent=2)
    (RESULTS / "matching.json").write_text(text, encoding="utf-8")


def _in_a_new_process(name: str) -> Measured:
    """Memory is only known of a whole process, so each instance gets its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(measure, name).result()


def measure(name: str) -> Measured:
    """Solve one instance, judge the answer and match it by hand as well."""
    problem = _problem(name)
    started = time.perf_counter()
    candidates = find_candidates(problem)
    answer = solve(problem, candidates, gap=0, time_limit_s=TIME_LIMIT_S)
    seconds = time.perf_counter() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    faults = check(problem, answer)
    check_seconds = time.perf_counter() - started
    return Measured(
        name=name,
        helpers=len(problem.helpers),
        requests=len(problem.requests),
        pairs=len(candidates),
        objective=answer.objective,
        bound=answer.bound,
        gap=answer.gap,
        gap_to_best=_gap_to_best(name, answer),
        status=answer.status.value,
        seconds=seconds,
        peak_mb=peak_mb,
        check_seconds=check_seconds,
        faults=len(faults),
        engine=_engine_served(problem, candidates, answer),
        best_score_first=by_request(problem, candidates, nearest=False),
        nearest_first=by_request(problem, candidates, nearest=True),
    )


def _problem(name: str) -> Problem:
    if name.startswith("invented_"):
        people = int(name.removeprefix("invented_"))
        return example_town(Town(helpers=people, requests=people, seed=1))
    return read_folder(INSTANCES / name).problem


def _gap_to_best(name: str, answer: Answer) -> float | None:
    if not (INSTANCES / "optima.csv").is_file():
        return None
    with (INSTANCES / "optima.csv").open(encoding="utf-8", newline="") as file:
        best = {row["instance"]: int(row["value"]) for row in csv.DictReader(file)}
    return (best[name] - answer.objective) / abs(best[name]) if name in best else None


def _engine_served(problem: Problem, candidates: Candidates, answer: Answer) -> Served:
    chosen = {(item.helper_id, item.request_id) for item in answer.assignments}
    ids = zip(candidates.helper.tolist(), candidates.request.tolist(), strict=True)
    places = [
        place
        for place, (helper, request) in enumerate(ids)
        if (problem.helpers[helper].id, problem.requests[request].id) in chosen
    ]
    return served(problem, candidates, places)


def _print(result: Measured) -> None:
    best = "unknown" if result.gap_to_best is None else f"{result.gap_to_best:.1e}"
    verdict = "valid" if not result.faults else f"{result.faults} FAULTS"
    print(f"{result.name}: {result.helpers:,} helpers, {result.requests:,} requests, {result.pairs:,} pairs")
    print(
        f"  points {result.objective:,}, bound {result.bound:,.1f}, gap {result.gap:.1e}, to the best {best}"
    )
    print(
        f"  {result.status} in {result.seconds:.1f} s with {result.peak_mb:,.0f} MB; "
        f"checked in {result.check_seconds:.1f} s: {verdict}"
    )
    _print_ratios("best score first", result.engine, result.best_score_first)
    _print_ratios("nearest first", result.engine, result.nearest_first)


def _print_ratios(name: str, engine: Served, other: Served) -> None:
    print(
        f"  against {name:16} served {_ratio(engine.places, other.places)}, "
        f"km a visit {_ratio(_km_each(engine), _km_each(other))}, "
        f"points {_ratio(engine.objective, other.objective)}, "
        f"busiest helper {engine.busiest} : {other.busiest}"
    )


def _km_each(reached: Served) -> float:
    return reached.km / max(1, reached.places)


def _ratio(engine: float, other: float) -> str:
    return f"{engine / other:.3f}" if other else "-"
