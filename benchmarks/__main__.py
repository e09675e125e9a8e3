"""`python -m benchmarks [matching|web|people|pages|reports|year] [--size small|full] […]`: measures."""

from __future__ import annotations

import argparse
import sys

WHAT = ("matching", "web", "people", "pages", "reports", "year", "all")
WEB_PEOPLE = {"small": 1_000, "full": 10_000}
TOWN = {"small": (5_000, 10_000, 0.5), "full": (50_000, 200_000, 2.0)}
KNOWN_PEOPLE = {"small": 5_000, "full": 100_000}
REPORTED_PEOPLE = {"small": 5_000, "full": 50_000}
YEAR_DAYS = {"small": 14, "full": 365}
WEB_SECONDS = {"small": 3.0, "full": 10.0}


def main() -> None:
    """Run the benchmarks asked for; all when none is named."""
    asked = _asked()
    # Imported when asked for: the engine is measured without the web application, and the other way round.
    if asked.what in {"matching", "all"}:
        from benchmarks import matching

        matching.main(size=asked.size, only=asked.only)
    if asked.what in {"web", "all"}:
        from benchmarks import web

        web.main(people=WEB_PEOPLE[asked.size], seconds=WEB_SECONDS[asked.size])
    if asked.what in {"people", "all"}:
        from benchmarks import people

        people.main(people=KNOWN_PEOPLE[asked.size])
    if asked.what in {"pages", "all"}:
        from benchmarks import town_pages

        how_many, visits, seconds = TOWN[asked.size]
        town_pages.main(people=how_many, visits=visits, seconds=seconds)
    if asked.what in {"reports", "all"}:
        from benchmarks import reports

        reports.main(people=REPORTED_PEOPLE[asked.size])
    if asked.what == "year":
        from benchmarks.year import run

        ways = [asked.way] if asked.way else ["engine", "nearest"]
        days = asked.days or YEAR_DAYS[asked.size]
        sys.exit(bool(run.main(days=days, ways=ways, seed=asked.seed, database=asked.database)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the engine (matching), load (web), finding people (people), pages, reports, "
        "and what a year in an invented town reaches (year; only when named).",
        epilog="example: python -m benchmarks matching --size small",
    )
    parser.add_argument("what", nargs="?", choices=WHAT, default="all")
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--only", metavar="ROW", help="one row of the engine's table, such as towns")
    parser.add_argument("--days", type=int, help="year: how many days; 14 or 365 without")
    parser.add_argument("--way", choices=("engine", "nearest"), help="year: one way of finding helpers")
    parser.add_argument("--seed", type=int, default=7, help="year: whose luck")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite", help="year")
    return parser.parse_args()


if __name__ == "__main__":
    main()
