"""Towns too large for one program: solved in pieces, the borders settled by the prices.

1. The flow of the whole town, without times, gives first prices and says who would help whom.
2. The town is cut into pieces (`ground`, `shares`), each is solved as if it were alone, with the requests
   that its helpers serve so far. Its prices are kept for requests that nobody from elsewhere could serve.
3. Prices of the others, between the pieces, are settled block by block (`blocks`): at the prices of
   everything else, each block's linear program lowers the bound of the whole town.
4. Further cuts, into smaller pieces, run along other lines, so that the borders of the last one lie inside;
   what a piece finds replaces what was held there only if it is better.
5. The bound is that of the prices, over all helpers with everything they could do, wherever it is (`proof`).
"""

from __future__ import annotations

from matching.pairing.bound import UNITS_PER_POINT
from matching.pairing.budget import Budget
from matching.pairing.candidates import Candidates
from matching.pairing.cutting.proof import Report, Run
from matching.pairing.cutting.search import Cutting
from matching.pairing.cutting.town import town_of
from matching.pairing.part_solver import PartAnswer
from matching.pairing.weeks import Ints

__all__ = ["HELPERS_A_PIECE", "ROWS_TO_CUT", "solve_cut"]

# In 5 minutes 100,000 helpers in pieces of 12,500 come to 0.15 %, in pieces of 25,000 to 0.1 %: borders cost
# more than large programs do.
HELPERS_A_PIECE = 25_500
# Parts with more possible pairs than this are cut.
ROWS_TO_CUT = 600_000
# What is done in turn until the gap is good enough: solving pieces (True), or settling prices (False).
_STEPS = (True, False, True, True, False, True, False, True)


def solve_cut(
    candidates: Candidates,
    rows: Ints,
    *,
    gap: float,
    budget: Budget,
    report: Report,
    run: Run,
    size: int = HELPERS_A_PIECE,
) -> PartAnswer:
    """Solve a connected part in pieces.

    The answer depends on nothing but the input, unless the budget is up before the end: neither on who works
    on the pieces nor on how many.

    Args:
        candidates: of the whole problem.
        rows: of the candidates, those of the part.
        gap: relative gap that is good enough.
        budget: for the whole part; the answer is valid and the bound is true even when it is up at once.
        report: called after each step with objective and bound.
        run: does tasks side by side and returns their results in order (`executors.run_all`).
        size: helpers in a piece at most.

    Raises:
        LocksContradictError: locked pairs cannot all be in the answer.
    """
    cutting = Cutting(town_of(candidates, rows), gap=gap, size=size, run=run, budget=budget)
    for is_turn in _STEPS:
        if cutting.gap <= gap or (budget.is_up() and cutting.is_begun):
            break
        if is_turn:
            cutting.turn()
        else:
            cutting.settle()
        report(cutting.objective if cutting.is_begun else 0.0, cutting.bound_units / UNITS_PER_POINT)
    return cutting.answer()
