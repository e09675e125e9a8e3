"""`python -m matching`: the two commands without the web application."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from matching.commands import check_command, match_command
from matching.settings import RunSettings

EXAMPLES = """examples:
  python -m matching town --out answer
  python -m matching town --out answer --time-limit 300 --gap 0 --workers 2
  python -m matching check town answer
"""


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["check"]:
        asked = _check_parser().parse_args(words[1:])
        return check_command(
            asked.folder, asked.out, workers=asked.workers, output=sys.stdout, errors=sys.stderr
        )
    asked = _match_parser().parse_args(words)
    settings = RunSettings(
        time_limit_s=asked.time_limit, gap=asked.gap, workers=asked.workers, cluster=asked.cluster
    )
    return match_command(asked.folder, asked.out, settings=settings, output=sys.stdout, errors=sys.stderr)


def _match_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching",
        description="Match the helpers and requests of a folder, or check an answer.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path, help="folder with helpers.csv and requests.csv")
    parser.add_argument("--out", type=Path, required=True, help="folder for the answer")
    parser.add_argument("--time-limit", type=_not_negative, default=60.0, metavar="S", help="seconds (60)")
    parser.add_argument("--gap", type=_not_negative, default=1e-4, help="gap that is good enough (0.0001)")
    parser.add_argument("--workers", type=_one_or_more, default=1, metavar="N", help="processes (1)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="Dask scheduler, as tcp://10.0.0.5:8786")
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching check",
        description="Judge an answer without any solver; exit code 1 if it is wrong.",
    )
    parser.add_argument("folder", type=Path, help="folder that was matched")
    parser.add_argument("out", type=Path, help="folder with the answer")
    parser.add_argument("--workers", type=_one_or_more, default=1, metavar="N", help="threads (1)")
    return parser


def _not_negative(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError(text)
    return number


def _one_or_more(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


if __name__ == "__main__":
    sys.exit(main())
