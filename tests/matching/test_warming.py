"""After warming up nothing is compiled while a clock runs, and what one process compiled others only load."""

import functools
import sys
import time

from numba.core.dispatcher import Dispatcher

from matching.examples import Town, example_town
from matching.pairing.budget import Budget
from matching.pairing.executors import Report, Task, processes, run_all
from matching.pairing.problem import Problem
from matching.pairing.solver import solve
from matching.pairing.warming import warm_up


def loops() -> list[Dispatcher]:
    """Every compiled loop of the engine."""
    modules = [module for name, module in sys.modules.items() if name.startswith("matching.pairing.")]
    return [loop for module in modules for loop in vars(module).values() if isinstance(loop, Dispatcher)]


def versions() -> int:
    return sum(len(loop.signatures) for loop in loops())


def count_compiled(problem: Problem, *, budget: Budget, report: Report) -> tuple[int, int, int]:
    """Loops at hand after warming up; those that a match needs beyond; those that were compiled anew."""
    warm_up()
    at_hand = versions()
    solve(problem, gap=0)
    anew = sum(sum(loop.stats.cache_misses.values()) for loop in loops())
    return at_hand, versions() - at_hand, anew


def test_another_process_compiles_nothing() -> None:
    problem = example_town(Town(helpers=60, requests=60, seed=5))
    solve(problem, gap=0)  # compiled now, if no earlier test did
    warm_up()
    budget = Budget(time.monotonic() + 50, time.monotonic)
    with processes(1) as crew:
        task = Task(lambda: functools.partial(count_compiled, problem), 1)
        (counts,) = run_all([task], budget=budget, executor=crew)
    at_hand, beyond, anew = counts
    assert at_hand > 0
    assert (beyond, anew) == (0, 0)
