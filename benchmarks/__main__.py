"""`python -m benchmarks [matching|web|people|reports] [--size …] [--only …]`: measures, leaves JSON."""

from __future__ import annotations

import argparse

WEB_PEOPLE = {"small": 1_000, "full": 10_000}
KNOWN_PEOPLE = {"small": 5_000, "full": 100_000}
REPORTED_PEOPLE = {"small": 5_000, "full": 50_000}
WEB_SECONDS = {"small": 3.0, "full": 10.0}


def main() -> None:
    """Run the benchmarks asked for; all when none is named."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the engine (matching), the pages (web), finding people (people), reports.",
        epilog="example: python -m benchmarks matching --size small",
    )
    parser.add_argument(
        "what", nargs="?", choices=("matching", "web", "people", "reports", "all"), default="all"
    )
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--only", metavar="ROW", help="one row of the engine's table, such as towns")
    asked = parser.parse_args()
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
    if asked.what in {"reports", "all"}:
        from benchmarks import reports

        reports.main(people=REPORTED_PEOPLE[asked.size])


if __name__ == "__main__":
    main()
