"""Every page that somebody opens each day, in a town of 50,000 people and 200,000 visits, on PostgreSQL."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.load import Rate, Visitor, crowd
from benchmarks.web import RESULTS, environ_of, new_database, serving
from tests.servers.postgres import free_port, running_postgres

#: Most milliseconds that 95 of 100 answers may take.
ASKED_MS = 150
VISITORS = 2


def main(*, people: int, visits: int, seconds: float) -> None:
    """Measure and print; a JSON file is left in `benchmarks/results`."""
    with tempfile.TemporaryDirectory(prefix="helpexchange-pages-") as name, running_postgres() as server:
        port = free_port()
        environ = environ_of(Path(name), new_database(server), port)
        command = Path(sys.executable).with_name("helpexchange")
        subprocess.run([command, "db", "upgrade"], env=environ, check=True)
        ground = [sys.executable, "-m", "benchmarks.town_ground", str(people), str(visits)]
        said = subprocess.run(ground, env=environ, check=True, stdout=subprocess.PIPE, text=True)
        town = json.loads(said.stdout.splitlines()[-1])
        with serving(environ, port):
            _open_all(port, town)
            results = {
                f"{who}: {path}": _page(port, path, town["headers"].get(who, {}), seconds)
                for who, paths in town["pages"].items()
                for path in paths
            }
    _print(results, people, visits)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "town_pages.json").write_text(json.dumps(results, indent=2))


def _open_all(port: int, town: dict[str, Any]) -> None:
    """Open each page once: whoever may not is found out before anything is measured."""
    for who, paths in town["pages"].items():
        for path in paths:
            Visitor(port, town["headers"].get(who, {})).get(path)


def _page(port: int, path: str, headers: Mapping[str, str], seconds: float) -> dict[str, Any]:
    crowd(port, path, headers=headers, visitors=VISITORS, seconds=0.5)  # warm
    alone = crowd(port, path, headers=headers, visitors=1, seconds=seconds)
    together = crowd(port, path, headers=headers, visitors=VISITORS, seconds=seconds)
    return {"alone": _ms(alone), "together": _ms(together)}


def _ms(rate: Rate) -> dict[str, float]:
    return {"median_ms": rate.median_s * 1000, "p95_ms": rate.p95_s * 1000, "answers": rate.answers}


def _print(results: dict[str, dict[str, Any]], people: int, visits: int) -> None:
    print(f"\nPages with {people:,} people and {visits:,} visits: PostgreSQL, 2 gunicorn workers, all on")
    print(f"this machine; ms of one visitor, and of {VISITORS} at once; {ASKED_MS} asked of 95 in 100\n")
    for page, each in results.items():
        late = " *" if max(each[way]["p95_ms"] for way in each) > ASKED_MS else ""
        print(
            f"  {page[:60]:60} {each['alone']['median_ms']:7.0f} p95 {each['alone']['p95_ms']:6.0f}"
            f" {each['together']['median_ms']:7.0f} p95 {each['together']['p95_ms']:6.0f}{late}"
        )
