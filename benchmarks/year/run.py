"""The same year twice: with the engine's proposals, and with the nearest helper who is free."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.year.checks import faults
from benchmarks.year.days import live_through
from benchmarks.year.figures import Figures, figures_of
from benchmarks.year.finding import WAYS
from benchmarks.year.people import Habits, People
from benchmarks.year.places import FIRST_DAY
from benchmarks.year.world import at, new_world

RESULTS = Path(__file__).parent.parent / "results"
SEED = 7
MONTH = 30
FAULTS_PRINTED = 5


def main(*, days: int, ways: list[str], seed: int = SEED, database: str = "sqlite") -> int:
    """Let the time pass in each world, print what came of it, leave a JSON file; return how many faults."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(ways), mp_context=spawn) as pool:
        futures = {way: pool.submit(live, way, days=days, seed=seed, database=database) for way in ways}
        results = {way: future.result().as_dict() for way, future in futures.items()}
    _print(results, days=days, seed=seed)
    RESULTS.mkdir(exist_ok=True)
    content = {"days": days, "seed": seed, "habits": asdict(Habits()), "ways": results}
    (RESULTS / "year.json").write_text(json.dumps(content, indent=2))
    return sum(int(each["faults"]) for each in results.values())


def live(
    way: str,
    *,
    days: int,
    seed: int = SEED,
    database: str = "sqlite",
    tell: Callable[[str], None] | None = None,
) -> Figures:
    """Let so many days pass in a new world and return what came of them.

    Figures are left in a file after each month. Faults are printed and counted; they do not end the year.
    """
    say = tell or (lambda words: print(f"  {way}: {words}", flush=True))
    found, began, spent = 0, time.perf_counter(), time.process_time()
    with (
        tempfile.TemporaryDirectory(prefix="helpexchange-year-") as name,
        _database(database) as url,
        new_world(Path(name), seed=seed, url=url, mends=WAYS[way].mends) as world,
    ):
        people = People(world.luck)
        for number in range(days):
            day = FIRST_DAY + timedelta(days=number)
            live_through(world, people, day, WAYS[way])
            wrong = faults(world.clock.now())
            found += len(wrong)
            for each in wrong[:FAULTS_PRINTED]:
                say(f"{day} FAULT {each}")
            if (number + 1) % MONTH == 0:
                figures = figures_of(at(FIRST_DAY, 0), world.clock.now(), faults=found)
                _keep(way, number + 1, figures)
                seconds, processor = time.perf_counter() - began, time.process_time() - spent
                say(f"{day}, day {number + 1}, {seconds:.0f} s ({processor:.0f} s of processor): {figures}")
        figures = figures_of(at(FIRST_DAY, 0), world.clock.now(), faults=found)
        _keep(way, days, figures)
        return figures


@contextmanager
def _database(kind: str) -> Iterator[str]:
    """Yield the address of an empty database; "" for SQLite, which needs none."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg
    from sqlalchemy import make_url

    from tests.servers.postgres import running_postgres

    with running_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE year")
        yield make_url(server).set(database="year").render_as_string(hide_password=False)


def _keep(way: str, days: int, figures: Figures) -> None:
    RESULTS.mkdir(exist_ok=True)
    content = {"days": days, **figures.as_dict()}
    (RESULTS / f"year_{way}.json").write_text(json.dumps(content, indent=2))


def _print(results: Mapping[str, Mapping[str, Any]], *, days: int, seed: int) -> None:
    print(f"\n{days} days in a town of some 300 helpers, seed {seed}, looked through after each day\n")
    print(f"{'':22}" + "".join(f"{name:>26}" for name in results))
    for key in next(iter(results.values())):
        cells = [_cell(each[key]) for each in results.values()]
        print(f"{key.replace('_', ' '):22}" + "".join(f"{cell:>26}" for cell in cells))


def _cell(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    return str(value)
