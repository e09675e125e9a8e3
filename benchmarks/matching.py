"""All rows of the engine's table, as ratios where there is something to compare with."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.engine import INSTANCES, Measured, Question, growth, measure
from benchmarks.outside_instances import GAP, LSAP
from benchmarks.ranking import measure_ranking, measure_rematch
from benchmarks.sets import measure_set

RESULTS = Path(__file__).parent / "results"
LAB = {
    "small": ("town_300_300", "town_500_500"),
    "full": ("town_300_300", "town_500_500", "town_1000_3000", "nyc"),
}
GROWTH = {"small": (300, 1_000), "full": (1_000, 3_000, 10_000, 30_000, 100_000)}
RANKED = {"small": 5_000, "full": 100_000}
REMATCHED = {"small": 500, "full": 10_000}
SETS = {"small": "gap1-", "full": ""}

Result = TypeVar("Result")
Row = Callable[[str], list[Any]]


def main(*, size: str, only: str | None = None) -> None:
    """Measure the rows (all, or the one named), print them, and leave a JSON file in `benchmarks/results`."""
    results: dict[str, list[Any]] = {}
    for name, row in ROWS.items():
        if only in {None, name}:
            print(f"\n{name}: {row.__doc__}")
            results[name] = row(size)
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({name: [asdict(one) for one in row] for name, row in results.items()}, indent=2)
    (RESULTS / (f"matching-{only}.json" if only else "matching.json")).write_text(text, encoding="utf-8")


def _alone(act: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
    """Call in a new process: memory is only known of a whole one, and nothing is warm that should not be."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(act, *arguments, **options).result()


def _town(question: Question) -> Measured:
    result = _alone(measure, question)
    _print_town(result)
    return result


def instances(size: str) -> list[Any]:
    """Lab instances, gap 0 asked for."""
    if not INSTANCES.is_dir():
        print("  left out: ../shared/data is not beside the repository")
        return []
    return [_town(Question(name, with_others=name != "nyc")) for name in LAB[size]]


def two_thousand(size: str) -> list[Any]:
    """2,000 x 2,000 with times, proven; one lab instance and one invented town."""
    questions = [Question("invented", people=2_000, gap=1e-4, with_others=True)]
    if INSTANCES.is_dir():
        questions.insert(0, Question("town_2000_2000", with_others=True))
    return [_town(question) for question in questions if size == "full"]


def ten_thousand(size: str) -> list[Any]:
    """10,000 x 10,000 with times, proven to 0.01 %."""
    questions = [Question("invented", people=10_000, gap=1e-4, with_others=True)]
    return [_town(question) for question in questions if size == "full"]


def towns(size: str) -> list[Any]:
    """Invented towns of growing size, 30 possible pairs a request, 0.1 %, and the exponent of the time."""
    results = [
        _town(Question("invented", people=people, gap=1e-3, time_limit_s=300.0)) for people in GROWTH[size]
    ]
    print(f"  time grows with size to the power of {growth(results):.2f}")
    return results


def ranking(size: str) -> list[Any]:
    """One new request against a whole town, index warm."""
    result = _alone(measure_ranking, helpers=RANKED[size], requests=RANKED[size] // 10)
    print(f"  {result.helpers:,} helpers: index built in {result.build_s:.1f} s")
    for words, timed in (("with costs", result.with_costs), ("without", result.without_costs)):
        print(f"  {words}: median {timed.median_ms:.1f} ms, worst {timed.worst_ms:.1f} ms of {timed.runs}")
    return [result]


def rematch(size: str) -> list[Any]:
    """One helper drops out of a matched town, index warm."""
    result = _alone(measure_rematch, people=REMATCHED[size])
    dropped = result.dropped
    print(
        f"  {result.helpers:,} x {result.requests:,}: median {dropped.median_ms:.0f} ms, "
        f"worst {dropped.worst_ms:.0f} ms; at most {result.moved} pairs moved, "
        f"{result.untouched:.4%} of the others untouched, {result.faults} faults; "
        f"the whole town {result.solve_s:.1f} s"
    )
    return [result]


def sets(size: str) -> list[Any]:
    """Sets of others: instances at the best known value."""
    results = []
    for name, folder in (("lsap", LSAP), ("gap", GAP)):
        if folder.is_dir():
            result = _alone(measure_set, name, SETS[size] if name == "gap" else "")
            results.append(result)
            excess = (
                "somebody was not served" if result.worst_excess is None else f"{result.worst_excess:.2%}"
            )
            print(
                f"  {name}: {result.best} of {result.instances} at the best known, {result.proven} proven, "
                f"worst excess {excess}; slowest {result.worst[0]} "
                f"{result.worst[1]:.2f} s, all {result.seconds:.1f} s"
            )
    return results


ROWS: dict[str, Row] = {
    "instances": instances,
    "two_thousand": two_thousand,
    "ten_thousand": ten_thousand,
    "towns": towns,
    "ranking": ranking,
    "rematch": rematch,
    "sets": sets,
}


def _print_town(result: Measured) -> None:
    best = "" if result.gap_to_best is None else f", to the proven best {result.gap_to_best:.1e}"
    judged = "not judged"
    if result.check_seconds is not None:
        verdict = "valid" if not result.faults else f"{result.faults} FAULTS"
        judged = f"judged in {result.check_seconds:.1f} s: {verdict}"
    print(
        f"  {result.name}: {result.helpers:,} helpers, {result.requests:,} requests, {result.pairs:,} pairs"
    )
    print(
        f"    {result.objective:,} points, bound {result.bound:,.1f}, gap {result.gap:.1e}{best}, "
        f"{result.status}"
    )
    print(
        f"    pairs {result.find_seconds:.1f} s, match {result.solve_seconds:.1f} s, "
        f"{result.peak_mb:,.0f} MB ({result.before_mb:,.0f} before); {judged}"
    )
    for name, other in result.others.items():
        engine, theirs = result.engine, other.served
        print(
            f"    against {name:18} served {_ratio(engine.places, theirs.places)}, km a visit "
            f"{_ratio(engine.km / max(1, engine.places), theirs.km / max(1, theirs.places))}, spread of load "
            f"{_ratio(engine.load_spread, theirs.load_spread)}, "
            f"points {_ratio(engine.objective, theirs.objective)}, "
            f"time {_ratio(result.find_seconds + result.solve_seconds, result.find_seconds + other.seconds)}"
            + (f", {other.faults} RULES BROKEN" if other.faults else "")
        )


def _ratio(engine: float, other: float) -> str:
    return f"{engine / other:.3f}" if other else "-"
