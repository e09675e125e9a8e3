"""A match from folder to folder, and the judgement of one: what every command and program calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from matching.answer_files import Provenance, refuse_foreign_folder, write_answer
from matching.answer_reading import StoredAnswer, read_answer
from matching.clusters import cluster
from matching.errors import Fault, InputError, LockError
from matching.files import FolderInput, read_folder
from matching.pairing.answer import Answer, Status
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.checker import CheckCode, CheckFault, check
from matching.pairing.coverage import MOST_STEPS, Evened, faulty_steps, match_evenly, with_steps
from matching.pairing.explanation import explain_unmatched
from matching.pairing.problem import Problem
from matching.pairing.solver import OnProgress, solve
from matching.report import render_report
from matching.settings import RunSettings
from matching.versions import library_versions

GAP_TOLERANCE = 1e-9
_NO_PAIR = Fault(
    "helpers.csv",
    0,
    "",
    "no helper can come to any request",
    "somebody able, near and free; unmatched.csv says of each request what it lacks",
)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of a run.

    Attributes:
        served: requests with all the helpers they need, of `requests`.
        warnings: what was left out of the input.
    """

    answer: Answer
    requests: int
    served: int
    warnings: tuple[Fault, ...]


def run_folder(
    folder: Path,
    out: Path,
    *,
    settings: RunSettings,
    on_progress: OnProgress | None = None,
    stop: Callable[[], bool] | None = None,
) -> RunResult:
    """Match the people of a folder and write the answer to another.

    Args:
        stop: asked now and then; once True, the best answer found so far is written.

    Raises:
        InputError: the input or the output folder cannot be used; nothing is written.
        ClusterError: the cluster of the settings cannot be used; nothing is written.
    """
    refuse_foreign_folder(out)
    given = read_folder(folder)
    _refuse_empty(given.problem)
    evened, candidates = _matched(given, settings, on_progress, stop)
    problem, answer = evened.problem, evened.answer
    unmatched = explain_unmatched(problem, candidates, answer)
    provenance = replace(_provenance(given, settings), coverage_steps=evened.steps)
    report = render_report(problem, candidates, answer=answer, unmatched=unmatched, provenance=provenance)
    write_answer(out, answer=answer, unmatched=unmatched, provenance=provenance, report=report)
    requests = len(problem.requests)
    warnings = (*given.warnings, *([] if len(candidates) else [_NO_PAIR]))
    return RunResult(answer, requests, requests - len(unmatched), warnings)


def _matched(
    given: FolderInput, settings: RunSettings, on_progress: OnProgress | None, stop: Callable[[], bool] | None
) -> tuple[Evened, Candidates]:
    """Match the town, evenly if the policy says so, and return the possible pairs of what was matched too."""
    started = time.monotonic()
    towns: list[tuple[Problem, Candidates]] = []

    def match(town: Problem) -> Answer:
        towns.append((town, find_candidates(town, workers=settings.workers)))
        return solve(
            *towns[-1],
            time_limit_s=max(1.0, settings.time_limit_s - (time.monotonic() - started)),
            gap=settings.gap,
            workers=settings.workers,
            executor=executor,
            on_progress=on_progress,
            stop=stop,
        )

    try:
        with _machines(settings) as executor:
            evened = match_evenly(given.problem, match)
    except LockError as error:
        raise error.with_rows(given.pair_rows) from error
    return evened, next(candidates for town, candidates in towns if town is evened.problem)


def _refuse_empty(problem: Problem) -> None:
    """Refuse a town without helpers or requests: nobody asks for a match of nobody on purpose."""
    people = {"helpers.csv": problem.helpers, "requests.csv": problem.requests}
    empty = [file for file, of_file in people.items() if not of_file]
    if empty:
        raise InputError(
            [Fault(file, 1, "", "nobody stands below the header", "a row for each of them") for file in empty]
        )


def _machines(settings: RunSettings) -> AbstractContextManager[Executor | None]:
    return nullcontext(None) if settings.cluster is None else cluster(settings.cluster)


def _provenance(given: FolderInput, settings: RunSettings) -> Provenance:
    return Provenance(
        policy=given.problem.policy,
        gap_wanted=settings.gap,
        time_limit_s=settings.time_limit_s,
        versions=library_versions(),
        sha256=given.sha256,
    )


def check_folder(folder: Path, out: Path, *, workers: int = 1) -> tuple[CheckFault, ...]:
    """Judge the answer in `out` against the input in `folder`, without any solver, on so many threads.

    Raises:
        InputError: one of the two cannot be read.
    """
    given, stored = read_folder(folder), read_answer(out)
    told = stored.certificate.get("coverage_steps", {})
    steps: dict[str, int] = told if isinstance(told, dict) else {"": -1}
    wrong = list(faulty_steps(given.problem, steps))
    if wrong:
        expected = f"a district and 1 to {MOST_STEPS} steps, where the policy has a coverage_floor"
        return tuple(
            _differs(f"coverage_steps {count} of {district!r}", expected) for district, count in wrong
        )
    problem = with_steps(given.problem, steps)
    return (*check(problem, stored.answer, workers=workers), *_file_faults(given, stored))


def _file_faults(given: FolderInput, stored: StoredAnswer) -> Iterator[CheckFault]:
    """Where the files of an answer contradict each other or the input."""
    hashes = stored.certificate["sha256"]
    if hashes != given.sha256:
        changed = sorted(
            name
            for name in {*given.sha256, *(hashes if isinstance(hashes, dict) else ())}
            if not isinstance(hashes, dict) or hashes.get(name) != given.sha256.get(name)
        )
        yield _differs(f"other input files ({', '.join(changed)})", "the files that were matched")
    lacking = lacking_helpers(given.problem, stored.answer)
    if sorted(stored.unmatched) != lacking:
        yield _differs(
            f"unmatched.csv with {len(stored.unmatched)} requests", f"the {len(lacking)} lacking help"
        )
    gap, wanted = _number(stored, "gap"), _number(stored, "gap_wanted")
    if not abs(gap - stored.answer.gap) <= GAP_TOLERANCE:
        yield _differs(f"gap {gap}", str(stored.answer.gap))
    if stored.answer.status is Status.WITHIN_GAP and not stored.answer.gap <= wanted:
        found = f"within_gap with a gap of {stored.answer.gap}"
        yield CheckFault(CheckCode.STATUS_TOO_GOOD, "", "", found, f"a gap of {wanted} or less")


def _differs(found: str, expected: str) -> CheckFault:
    return CheckFault(CheckCode.FILES_DIFFER, "", "", found, expected)


def _number(stored: StoredAnswer, name: str) -> float:
    value = stored.certificate[name]
    return float(value) if isinstance(value, int | float) else float("nan")


def lacking_helpers(problem: Problem, answer: Answer) -> list[str]:
    """Ids of the requests with fewer helpers than they need, ascending."""
    missing = {request.id: request.helpers_needed for request in problem.requests}
    for item in answer.assignments:
        missing[item.request_id] = missing.get(item.request_id, 0) - 1
    return sorted(request_id for request_id, count in missing.items() if count > 0)
