"""The same year twice: with the engine's proposals, and with the nearest helper who is free."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from benchmarks.year.checks import faults
from benchmarks.year.days import live_through
from benchmarks.year.figures import Figures, figures_of
from benchmarks.year.finding import Way, by_distance, by_engine
from benchmarks.year.people import People
from benchmarks.year.world import FIRST_DAY, at, new_world

RESULTS = Path(__file__).parent.parent / "results"
WAYS: dict[str, Way] = {"engine": by_engine, "nearest": by_distance}
SEED = 7


def main(*, days: int) -> None:
    """Let the year happen in both worlds, print what came of it, and leave a JSON file."""
    results = {name: live(way, days=days) for name, way in WAYS.items()}
    _print(results, days)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "year.json").write_text(
        json.dumps({name: each.as_dict() for name, each in results.items()}, indent=2)
    )


def live(way: Way, *, days: int, seed: int = SEED) -> Figures:
    """Let so many days pass in a new world and return what came of them.

    Raises:
        RuntimeError: a rule was broken; the words say on which day, and which.
    """
    with (
        tempfile.TemporaryDirectory(prefix="helpexchange-year-") as name,
        new_world(Path(name), seed=seed) as world,
    ):
        people, began = People(world.luck), time.perf_counter()
        for number in range(days):
            day = FIRST_DAY + timedelta(days=number)
            live_through(world, people, day, way)
            if found := faults(world.clock.now()):
                raise RuntimeError(f"on {day}: " + "; ".join(found[:5]))
            if number % 30 == 0:
                print(f"  {day} after {time.perf_counter() - began:.0f} s", flush=True)
        return figures_of(at(FIRST_DAY, 0))


def _print(results: dict[str, Figures], days: int) -> None:
    print(
        f"\n{days} days in a town of some 300 helpers, looked through after each day; the same luck twice\n"
    )
    rows = {name: each.as_dict() for name, each in results.items()}
    for key in next(iter(rows.values())):
        print(f"  {key:18}" + "".join(f"{name} {each[key]!s:36}" for name, each in rows.items()))
