"""Compile every loop of the engine and of the checker once: `python -m matching.warming`, after installing.

Otherwise the first match of a new version does so, which takes half a minute.
"""

from __future__ import annotations

from matching.pairing.checker import check
from matching.pairing.solver import solve
from matching.pairing.warming import hamlet, hamlet_without_times


def main() -> None:
    """Match and check two hamlets; what is compiled stays on the disk."""
    for problem in (hamlet(), hamlet_without_times()):
        faults = check(problem, solve(problem, gap=0.0))
        if faults:
            raise RuntimeError(f"the engine does not work here: {faults}")


if __name__ == "__main__":
    main()
