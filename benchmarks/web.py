"""The pages with 10,000 helpers and 10,000 requests, on both databases, with two gunicorn workers."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.load import Visitor, crowd, weight
from tests.servers.postgres import free_port, running_postgres

#: File with the cookies of somebody who sees the whole town.
COOKIES = "cookies.txt"
VISITORS = 8
RESULTS = Path(__file__).parent / "results"


def main(*, people: int, seconds: float) -> None:
    """Measure and print; a JSON file is left in `benchmarks/results`."""
    with tempfile.TemporaryDirectory(prefix="helpexchange-bench-") as name, running_postgres() as server:
        folder = Path(name)
        _write_town(folder / "town", people)
        results = {
            "sqlite": _measure(folder, f"sqlite:///{folder}/bench.sqlite", seconds),
            "postgresql": _measure(folder, new_database(server), seconds),
        }
    _print(results, people)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "web.json").write_text(json.dumps(results, indent=2))


def _write_town(folder: Path, people: int) -> None:
    from matching.examples import Town, example_town
    from matching.files.writing import write_folder

    write_folder(example_town(Town(helpers=people, requests=people)), folder)


def new_database(server: str) -> str:
    """Make an empty database on a server and return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
    return make_url(server).set(database="bench").render_as_string(hide_password=False)


def _measure(folder: Path, url: str, seconds: float) -> dict[str, Any]:
    port = free_port()
    environ = environ_of(folder, url, port)
    results = _prepare(folder, environ)
    with serving(environ, port) as start_s:
        results["start_s"] = start_s
        for page, path, headers in (
            ("front", "/", {}),
            ("board", "/open-requests", {}),
            ("run", "/match-runs/1", {"Cookie": (folder / COOKIES).read_text()}),
        ):
            results[page] = _page(port, path, headers, seconds)
    return results


def environ_of(folder: Path, url: str, port: int) -> dict[str, str]:
    """Return the settings of a site for the benchmark, as environment variables."""
    return {
        **os.environ,
        "HELPEXCHANGE_ENVIRONMENT": "development",
        "HELPEXCHANGE_SECRET_KEY": "only for the benchmark " + "x" * 32,
        "HELPEXCHANGE_DATABASE_URL": url,
        "HELPEXCHANGE_VAR_DIR": str(folder / "var"),
        "HELPEXCHANGE_PORT": str(port),
        "HELPEXCHANGE_LOG_LEVEL": "WARNING",
        "HELPEXCHANGE_MATCH_TIME_LIMIT_S": "20",
        # What one program may ask in a minute; a page that is opened as often as it answers asks more.
        "HELPEXCHANGE_API_LIMIT": "100000 per minute",
    }


def _page(port: int, path: str, headers: Mapping[str, str], seconds: float) -> dict[str, Any]:
    crowd(port, path, headers=headers, visitors=2, seconds=1)  # warm
    rate = crowd(port, path, headers=headers, visitors=VISITORS, seconds=seconds)
    alone = crowd(port, path, headers=headers, visitors=1, seconds=seconds / 2)
    return {
        "per_second": rate.per_second,
        "median_ms": rate.median_s * 1000,
        "p95_ms": rate.p95_s * 1000,
        "alone_p95_ms": alone.p95_s * 1000,
        "weight": weight(port, path, headers),
    }


def _prepare(folder: Path, environ: dict[str, str]) -> dict[str, Any]:
    """Make the tables, an office and an account, import the town twice and match it; return the seconds."""
    command = Path(sys.executable).with_name("helpexchange")
    _run(environ, [command, "db", "upgrade"])
    _run(environ, [sys.executable, "-m", "benchmarks.ground", folder / COOKIES])
    town: Sequence[str | Path] = [command, "import", folder / "town", "--office", "bench", "--yes"]
    first_s, peak_bytes = _run(environ, town)
    again_s, _peak = _run(environ, town)
    match_s, match_bytes = _run(environ, [sys.executable, "-m", "benchmarks.ground", "match"])
    return {
        "import_s": first_s,
        "import_peak_mb": peak_bytes / 1e6,
        "import_again_s": again_s,
        "match_s": match_s,
        "match_peak_mb": match_bytes / 1e6,
    }


def _run(environ: dict[str, str], words: Sequence[str | Path]) -> tuple[float, float]:
    """Run a command to its end; return its seconds and its peak memory in bytes.

    Raises:
        subprocess.CalledProcessError: it failed; what it said stands on standard error.
    """
    started = time.perf_counter()
    process = subprocess.Popen([str(word) for word in words], env=environ, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(word) for word in words])
    return time.perf_counter() - started, _bytes(usage)


def _bytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


@contextmanager
def serving(environ: dict[str, str], port: int) -> Iterator[float]:
    """Serve the site with two gunicorn workers; yield the seconds until it answered first."""
    command = [str(Path(sys.executable).with_name("helpexchange")), "serve", "--workers", "2"]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port)
        yield time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(port: int) -> None:
    deadline = time.perf_counter() + 60
    while True:
        try:
            Visitor(port).get("/healthz")
        except (OSError, RuntimeError):
            if time.perf_counter() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _print(results: dict[str, dict[str, Any]], people: int) -> None:
    print(f"\nPages with {people:,} helpers and as many requests: 2 gunicorn workers, {VISITORS} visitors,")
    print("all on this machine\n")
    for name in ("import_s", "import_again_s", "import_peak_mb", "match_s", "match_peak_mb", "start_s"):
        _print_line(name, {kind: each[name] for kind, each in results.items()})
    for page in ("front", "board", "run"):
        for name in ("per_second", "median_ms", "p95_ms", "alone_p95_ms"):
            _print_line(f"{page} {name}", {kind: each[page][name] for kind, each in results.items()})
        kilobytes = {kind: each[page]["weight"]["total"] / 1000 for kind, each in results.items()}
        _print_line(f"{page} kB gzipped", kilobytes)


def _print_line(name: str, figures: dict[str, float]) -> None:
    ratio = figures["postgresql"] / max(figures["sqlite"], 1e-9)
    print(
        f"  {name:22} sqlite {figures['sqlite']:10.1f}   postgresql {figures['postgresql']:10.1f}   "
        f"postgresql/sqlite {ratio:5.2f}"
    )
