"""`python -m matching.compile_loops`: compile the loops of the engine, so that nobody waits for them later.

Without `--all` those of matching a town and of judging an answer, which every installation needs; with it
also those of ranking helpers for one request, of mending an answer, and of many small requests without
times, which otherwise are compiled when they are used first.

The machine code is kept beside the files of this package or, where nobody may write there, in the user's own
cache; NUMBA_CACHE_DIR names another place. It is good for the kind of processor that it was made on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from matching.pairing.answer import Answer, Status
from matching.pairing.checker import check
from matching.pairing.knapsack.solving import warm_up as warm_up_knapsack
from matching.pairing.ranking import rank_helpers
from matching.pairing.rematch import RematchIndex
from matching.pairing.solver import solve
from matching.pairing.warming import hamlet, warm_up


def main(arguments: list[str]) -> None:
    """Compile side by side, in a process each; loops that are on the disk already are only loaded."""
    works: list[Callable[[], None]] = [warm_up, _judge]
    if arguments == ["--all"]:
        works += [warm_up_knapsack, _rank_and_mend]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def _judge() -> None:
    problem = hamlet()
    prices = {request.id: 0.0 for request in problem.requests}
    # A bound too low is refused only after everything was looked at.
    nobody = Answer(
        assignments=(), objective=0, bound=0.0, prices=prices, status=Status.TIME_LIMIT, seconds=0.0
    )
    check(problem, nobody)


def _rank_and_mend() -> None:
    problem = hamlet()
    index = RematchIndex(problem, solve(problem))
    rank_helpers(index.town, problem.requests[0])
    index.drop_helper(problem.helpers[0].id)


if __name__ == "__main__":
    main(sys.argv[1:])
