"""Compiled loops at hand before a clock runs: to compile those of a new version takes half a minute."""

from __future__ import annotations

from functools import cache

from matching.pairing.budget import Budget
from matching.pairing.candidates import find_candidates
from matching.pairing.checks import build_problem
from matching.pairing.executors import silent
from matching.pairing.part_solver import solve_part
from matching.pairing.parts import part_of
from matching.pairing.problem import Helper, Policy, Problem, Request, Travel, Window
from matching.pairing.split import split

_LONG_S = 1e6


@cache
def warm_up() -> None:
    """Match a hamlet without limit of time: that compiles the engine's loops or loads them; once a process.

    The loops for many small requests warm up by themselves, where they are needed (`knapsack/`).
    """
    budget = Budget(_LONG_S, lambda: 0.0)
    candidates = find_candidates(hamlet())
    for rows in split(candidates):
        solve_part(part_of(candidates, rows), gap=0.0, budget=budget, report=silent)


def dask_setup(_worker: object) -> None:
    """Have a worker ready before its first task: `dask worker --preload matching.pairing.warming`."""
    warm_up()


def hamlet() -> Problem:
    """Return a small problem with everything that loops look at: times, travel, minutes, company."""
    morning = (Window(0, 540, 720),)
    helpers = [
        Helper(
            id=f"h{number}",
            latitude=51.5,
            longitude=7.4,
            max_requests=2,
            minutes_per_week=240,
            windows=morning,
        )
        for number in range(3)
    ]
    requests = [
        Request(id=f"r{number}", latitude=51.5, longitude=7.4 + number / 1000, windows=morning)
        for number in range(3)
    ]
    outing = Request(
        id="r3", latitude=51.5, longitude=7.4, helpers_needed=2, together=True, windows=(Window(0, 540, 600),)
    )
    return build_problem(helpers=helpers, requests=[*requests, outing], policy=Policy(travel=Travel.BEELINE))
