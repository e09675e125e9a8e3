"""Finding one of 100,000 people as one types, on both databases: names, mistakes, numbers, places."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
from flask import Flask
from sqlalchemy import make_url

from benchmarks.invented import PLACES, Somebody, fill_people
from benchmarks.reading import processor_ms, work_of
from helpexchange.accounts.roles import PERMISSIONS, Role
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.queries import callers
from helpexchange.people.queries import PeopleWish, find_people, parts_of, people_page
from tests.servers.postgres import running_postgres

RESULTS = Path(__file__).parent / "results"
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: How often each way of typing is tried, with another person each time, and how often the reading is counted.
TRIES, WORK_TRIES = 40, 10
LEAD = Viewer(
    account_id=1, name="Lead", permissions=frozenset(PERMISSIONS[Role.NETWORK_LEAD]), is_network_wide=True
)


def main(*, people: int) -> None:
    """Measure and print; a JSON file is left in `benchmarks/results`."""
    with tempfile.TemporaryDirectory(prefix="helpexchange-people-") as name, running_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE people")
        urls = {
            "sqlite": f"sqlite:///{name}/people.sqlite",
            "postgresql": make_url(server).set(database="people").render_as_string(hide_password=False),
        }
        results = {kind: _measure(url, Path(name), people) for kind, url in urls.items()}
    _print(results, people)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "people.json").write_text(json.dumps(results, indent=2))


def _measure(url: str, folder: Path, people: int) -> dict[str, Any]:
    app = _app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        started = time.perf_counter()
        everybody = fill_people(people, now=NOW)
        results: dict[str, Any] = {"fill_s": time.perf_counter() - started}
        for who, viewer in (("lead", LEAD), ("office", _coordinator())):
            searches = {what: _timed(viewer, typed) for what, typed in _ways(everybody, viewer)}
            searches["caller by phone"] = _timed_calls(viewer, everybody)
            searches["all of these"] = _together(list(searches.values()))
            results |= {f"{who}: {what}": figures for what, figures in searches.items()}
            results[f"{who}: first page"] = _timed_pages(viewer)
        db.session.remove()
        db.engine.dispose()
    return results


def _app(url: str, folder: Path) -> Flask:
    settings = Settings(
        environment="test", secret_key="only for the benchmark " + "x" * 32, database_url=url,
        var_dir=folder, log_level="WARNING",
    )  # fmt: skip
    return create_app(settings)


def _coordinator() -> Viewer:
    permissions = frozenset(PERMISSIONS[Role.COORDINATOR])
    return Viewer(account_id=2, name="Coordinator", permissions=permissions, office_ids=frozenset({1}))


def _ways(everybody: Sequence[Somebody], viewer: Viewer) -> Iterator[tuple[str, list[str]]]:
    """Yield what is typed of people whom the viewer knows, way by way."""
    chance = random.Random(5)
    theirs = [each for each in everybody if viewer.is_network_wide or each.office + 1 in viewer.office_ids]
    chosen = chance.sample(theirs, TRIES)
    yield "two letters", [each.last_name[:2] for each in chosen]
    yield "begun", [each.last_name[:4] for each in chosen]
    yield "full name", [f"{each.first_name} {each.last_name}" for each in chosen]
    yield "one wrong letter", [_mistyped(each.last_name, chance) for each in chosen]
    wrong = [f"{each.first_name[:3]} {_mistyped(each.last_name, chance)}" for each in chosen]
    yield "both names, wrong", wrong
    yield "number", [each.phone for each in chosen]
    yield "last digits", [each.phone[-5:] for each in chosen]
    yield "name and place", [f"{each.last_name} {PLACES[each.office]}" for each in chosen]
    yield "nobody", [f"xq{each.last_name}qx" for each in chosen]


def _mistyped(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    if chance.choice((True, False)):
        return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return f"{name[:at]}{chance.choice('aeiounrst')}{name[at + 1 :]}"


def _timed(viewer: Viewer, typed: Sequence[str]) -> dict[str, Any]:
    def once(words: str) -> None:
        found = find_people(viewer, typed=words, wish=PeopleWish())
        if found is not None:
            parts_of(viewer, [*found.people, *found.nearly])

    return _figures(once, typed)


def _timed_calls(viewer: Viewer, everybody: Sequence[Somebody]) -> dict[str, Any]:
    chosen = random.Random(6).sample(everybody, TRIES)
    return _figures(lambda words: callers(viewer, words), [each.last_name for each in chosen])


def _timed_pages(viewer: Viewer) -> dict[str, Any]:
    def once(number: str) -> None:
        page = people_page(viewer, wish=PeopleWish(), number=int(number))
        parts_of(viewer, page.items)

    return _figures(once, [str(number % 20 + 1) for number in range(TRIES)])


def _figures(once: Any, typed: Sequence[str]) -> dict[str, Any]:
    once(typed[0])  # warm
    taken, used = [], processor_ms()
    for words in typed:
        started = time.perf_counter()
        once(words)
        taken.append((time.perf_counter() - started) * 1000)
        db.session.rollback()
    used = (processor_ms() - used) / len(typed)
    work = [work_of(partial(once, words)) for words in typed[:WORK_TRIES]]
    db.session.rollback()
    return _of_times(taken) | {"processor_ms": used, "read": statistics.median(work)}


def _together(ways: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all searches, every way as often as the others."""
    taken = [each for way in ways for each in way["taken_ms"]]
    mean = {name: statistics.mean(way[name] for way in ways) for name in ("processor_ms", "read")}
    return _of_times(taken) | mean


def _of_times(taken: Sequence[float]) -> dict[str, Any]:
    return {
        "p50_ms": statistics.median(taken), "p95_ms": statistics.quantiles(taken, n=20)[-1],
        "most_ms": max(taken), "taken_ms": taken,
    }  # fmt: skip


def _print(results: dict[str, dict[str, Any]], people: int) -> None:
    print(
        f"\nFinding one of {people:,} people as one types, {TRIES} tries each: ms on this machine as it is,"
    )
    print("ms of the processors, and what is read: steps of SQLite's machine, rows of PostgreSQL\n")
    heads = "".join(f"{kind:>10} {'p95':>7} {'proc.':>7} {'read':>8}" for kind in ("sqlite p50", "pg p50"))
    print(f"  {'':26} {heads}")
    for name, sqlite in results["sqlite"].items():
        if name != "fill_s":
            print(f"  {name:26} " + "".join(map(_row, (sqlite, results["postgresql"][name]))))


def _row(figures: dict[str, Any]) -> str:
    times = f"{figures['p50_ms']:10.1f} {figures['p95_ms']:7.1f} {figures['processor_ms']:7.1f}"
    return f"{times} {figures['read']:8,.0f}"
