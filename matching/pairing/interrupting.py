"""Calls into OR-Tools that end soon after somebody wants to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from matching.pairing.budget import Budget

Result = TypeVar("Result")

# How often `stop` is asked.
_ASK_EVERY_S = 0.1


def solve_within(solver: Any, budget: Budget, *parameters: Any) -> int:
    """Call `solver.Solve` and return its status; it ends when the budget is up, even by `stop`.

    Args:
        solver: a `pywraplp.Solver` on GLOP or SCIP.
        budget: its seconds become the time limit of the solver.
        parameters: `MPSolverParameters`, if any.
    """
    solver.SetTimeLimit(max(1, int(budget.seconds_left() * 1000)))
    return interruptible(lambda: int(solver.Solve(*parameters)), solver.InterruptSolve, budget)


def interruptible(work: Callable[[], Result], interrupt: Callable[[], object], budget: Budget) -> Result:
    """Return what `work` returns, and interrupt it when somebody stops the budget.

    OR-Tools asks nobody while it computes, and Python hears no Ctrl-C during such a call. So another thread
    computes (the interpreter's lock is free meanwhile), and this one asks, and interrupts it.

    Args:
        work: computes; ends by itself when the time is up.
        interrupt: makes it end soon; may be called again and again.
        budget: asked whether anybody wants to stop.
    """
    results: list[Result] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_ASK_EVERY_S)
            if thread.is_alive() and budget.stop():
                interrupt()
    finally:
        # After an error here (a second Ctrl-C) the solver must not be left at work: its memory goes away.
        while thread.is_alive():
            interrupt()
            thread.join(_ASK_EVERY_S)
    return results[0]
