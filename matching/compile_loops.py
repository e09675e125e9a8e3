"""`python -m matching.compile_loops`: compile all loops of the engine, so that nobody waits for them later.

The machine code is kept beside the files of this package or, where nobody may write there, in the user's own
cache; NUMBA_CACHE_DIR names another place. It is good for the kind of processor that it was made on.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from matching.pairing.checker import check
from matching.pairing.problem import Problem
from matching.pairing.ranking import rank_helpers
from matching.pairing.rematch import RematchIndex
from matching.pairing.solver import solve
from matching.pairing.warming import hamlet, hamlet_without_times, match_at_leisure


def compile_loops() -> None:
    """Use everything that is compiled: to match, to judge an answer, to rank helpers, to mend an answer.

    Towns with and without times are matched by different loops, which two processes compile side by side.
    """
    problems = (hamlet(), hamlet_without_times())
    with ProcessPoolExecutor(len(problems), mp_context=get_context("spawn")) as pool:
        list(pool.map(match_at_leisure, problems))
    for problem in problems:
        _use(problem)


def _use(problem: Problem) -> None:
    answer = solve(problem)
    check(problem, answer)
    index = RematchIndex(problem, answer)
    rank_helpers(index.town, problem.requests[0])
    index.drop_helper(problem.helpers[0].id)


if __name__ == "__main__":
    compile_loops()
