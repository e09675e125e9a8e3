"""How a run is to be solved, and what stops one: shared by whole matches and by mending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from helpexchange.core.clock import Clock
from helpexchange.core.logs import get_logger
from helpexchange.match_runs.rules import RunFailure
from helpexchange.match_runs.solving.hashes import input_hashes
from matching import Answer, InputError, Problem
from matching.answer_files import Provenance
from matching.pairing.checker import check, check_rules
from matching.versions import library_versions

GOOD_ENOUGH_GAP = 1e-4
FAULTS_KEPT = 20

log = get_logger(__name__)

Solve = Callable[..., Answer]


class RunFailedError(Exception):
    """The run cannot go on; `faults` says why, with references but without names."""

    def __init__(self, failure: RunFailure, faults: list[str]) -> None:
        self.failure = failure
        self.faults = faults
        super().__init__(failure.value)


@dataclass(frozen=True, kw_only=True)
class RunOrder:
    """How to run.

    Attributes:
        worker: who claimed the run; whoever claims it later makes this one's answer void.
        time_zone: of the town; a check expires at the end of its day there.
        workers: how many work side by side on this machine.
        cluster: address of a Dask scheduler whose workers solve instead; this machine does if they cannot.
        solve: the engine, or a twin of it in tests.
    """

    run_id: int
    worker: str
    clock: Clock
    time_zone: str
    time_limit_s: float
    workers: int = 1
    cluster: str = ""
    solve: Solve | None = None


def failed_by(failure: RunFailure, error: InputError) -> RunFailedError:
    """Return why a run cannot go on when its input is refused."""
    return RunFailedError(failure, [str(fault) for fault in error.faults])


def refuse_faulty(order: RunOrder, problem: Problem, answer: Answer, *, only_rules: bool = False) -> None:
    """Ask for a second opinion, by code that shares nothing with the engine, before anybody is told anything.

    Args:
        only_rules: leave the bound aside, whose count anew takes longest.

    Raises:
        RunFailedError: the answer breaks a rule, or its numbers are wrong.
    """
    judge = check_rules if only_rules else check
    faults = [str(fault) for fault in judge(problem, answer)]
    if faults:
        log.error("match_run_answer_refused", run_id=order.run_id, faults=faults[:FAULTS_KEPT])
        raise RunFailedError(RunFailure.ANSWER_REFUSED, faults)


def provenance(order: RunOrder, problem: Problem) -> Provenance:
    """Return what the answer was made with and from."""
    return Provenance(
        policy=problem.policy,
        gap_wanted=GOOD_ENOUGH_GAP,
        time_limit_s=order.time_limit_s,
        versions=library_versions(),
        sha256=input_hashes(problem),
    )
