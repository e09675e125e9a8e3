"""Judges an answer without any solver.

Every rule of the match, the score, the objective and the bound are worked out again from the problem alone,
with code that shares nothing with the search for candidates, the scoring, the packing and the solver. Only
the types of problem and answer are common, and the decorator that compiles a loop (`compiled.py`).
"""

from __future__ import annotations

from matching.pairing.answer import Answer
from matching.pairing.checker.bound import bound_faults
from matching.pairing.checker.faults import CheckCode, CheckFault
from matching.pairing.checker.points import Points, objective_of, recalculate, score_faults
from matching.pairing.checker.possible import Possible
from matching.pairing.checker.prices import price_faults
from matching.pairing.checker.rules import known_proposals, limit_faults, pair_faults
from matching.pairing.checker.visits import diary_faults, together_faults, visit_faults
from matching.pairing.checker.ways import Ways
from matching.pairing.problem import Problem

__all__ = ["CheckCode", "CheckFault", "check", "check_rules"]


def check(problem: Problem, answer: Answer, *, workers: int = 1) -> tuple[CheckFault, ...]:
    """Say everything that is wrong with an answer; nothing means that it is valid and its bound is proven.

    Args:
        problem: a checked problem, as `build_problem` and `read_folder` make it.
        answer: whatever claims to solve it.
        workers: threads that look at helpers side by side; the result does not depend on it.
    """
    possible = Possible(problem)
    points = Points(possible)
    faults = _rule_faults(problem, answer, points, Ways(problem))
    wrong_prices = list(price_faults(problem, answer))
    faults.extend(wrong_prices or bound_faults(problem, answer, points, workers=workers))
    return tuple(faults)


def check_rules(problem: Problem, answer: Answer) -> tuple[CheckFault, ...]:
    """Say what is wrong with an answer but for its bound, which takes most of the time to judge."""
    return tuple(_rule_faults(problem, answer, Points(Possible(problem)), Ways(problem)))


def _rule_faults(problem: Problem, answer: Answer, points: Points, ways: Ways) -> list[CheckFault]:
    proposed, faults = known_proposals(problem, answer)
    for item in proposed:
        faults.extend(pair_faults(problem, item))
        faults.extend(visit_faults(problem, item))
    faults.extend(limit_faults(problem, proposed))
    faults.extend(diary_faults(problem, proposed, ways))
    faults.extend(together_faults(proposed))
    numbers = {helper.id: number for number, helper in enumerate(problem.helpers)}
    worths = [recalculate(points, item, numbers[item.helper.id]) for item in proposed]
    for worth in worths:
        faults.extend(score_faults(worth))
    objective = objective_of(problem, worths)
    if answer.objective != objective:
        found = f"objective {answer.objective}"
        faults.append(CheckFault(CheckCode.OBJECTIVE_WRONG, "", "", found, str(objective)))
    return faults
