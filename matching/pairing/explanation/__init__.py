"""Why a request got nobody, what would help, and who else could have come: codes and values, no sentences."""

from __future__ import annotations

from dataclasses import dataclass

from matching.pairing.answer import Answer
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.alternatives import Alternative, alternatives
from matching.pairing.explanation.barriers import BarrierFinder
from matching.pairing.explanation.diaries import Diaries
from matching.pairing.explanation.fix_kinds import Fix, FixKind
from matching.pairing.explanation.fixes import FixFinder
from matching.pairing.explanation.gaps import SupplyGap, SupplyGaps, supply_gaps
from matching.pairing.explanation.reasons import Reason, ReasonFinder, UnmatchedReason
from matching.pairing.problem import Problem

__all__ = [
    "Alternative",
    "Fix",
    "FixKind",
    "Reason",
    "SupplyGap",
    "SupplyGaps",
    "Unmatched",
    "UnmatchedReason",
    "alternatives",
    "explain_unmatched",
    "supply_gaps",
]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A request with fewer helpers than it needs.

    Attributes:
        helpers_missing: how many more it needs, 1 or more.
    """

    request_id: str
    helpers_missing: int
    reason: Reason
    fix: Fix


def explain_unmatched(problem: Problem, candidates: Candidates, answer: Answer) -> tuple[Unmatched, ...]:
    """Say of every request that lacks helpers why, and what would help; sorted by request id."""
    diaries = Diaries(problem, answer)
    barriers_of = BarrierFinder(problem, candidates)
    fixes = FixFinder(problem, candidates, diaries, barriers_of)
    reasons = ReasonFinder(problem, candidates, diaries)
    found = []
    for number, request in enumerate(problem.requests):
        missing = request.helpers_needed - len(diaries.served_by[number])
        if missing > 0:
            barriers = barriers_of.of(number)
            fix = fixes.nearest(number, barriers)
            reason = reasons.of(number, barriers, is_anybody_free=fix.kind is FixKind.ASK_HELPER)
            found.append(Unmatched(request.id, missing, reason, fix))
    return tuple(found)
