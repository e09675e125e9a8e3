"""A small invented town, solved once, for tests of what is written and shown."""

from dataclasses import dataclass
from functools import lru_cache

from matching.answer_files import Provenance
from matching.examples import Town, example_town
from matching.pairing.answer import Answer
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.explanation import Unmatched, explain_unmatched
from matching.pairing.problem import Problem
from matching.pairing.solver import solve
from matching.report import render_report


@dataclass(frozen=True)
class Solved:
    """A problem with everything that is told about its answer."""

    problem: Problem
    candidates: Candidates
    answer: Answer
    unmatched: tuple[Unmatched, ...]
    provenance: Provenance

    def report(self) -> str:
        return render_report(
            self.problem,
            self.candidates,
            answer=self.answer,
            unmatched=self.unmatched,
            provenance=self.provenance,
        )


def solved(problem: Problem) -> Solved:
    candidates = find_candidates(problem)
    answer = solve(problem, candidates, time_limit_s=20)
    provenance = Provenance(
        policy=problem.policy,
        gap_wanted=1e-4,
        time_limit_s=20,
        versions={"python": "3.11.9"},
        sha256={"helpers.csv": "ab" * 32},
    )
    return Solved(problem, candidates, answer, explain_unmatched(problem, candidates, answer), provenance)


@lru_cache(maxsize=1)
def small_town() -> Solved:
    """Sixty helpers and eighty requests, some of them waiting."""
    return solved(example_town(Town(helpers=60, requests=80, seed=3)))
