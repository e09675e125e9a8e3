"""Finding the best answer and its proof: connected parts, column generation, whole numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import numpy as np

from matching.errors import Fault, LockError
from matching.pairing.answer import Answer, Assignment, MeetingPrice, Status, Visit
from matching.pairing.bound import UNITS_PER_POINT, points_rounded_up
from matching.pairing.budget import Budget, Clock, never
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.cutting import ROWS_TO_CUT, solve_cut
from matching.pairing.executors import Task, Work, processes, run_all
from matching.pairing.finish import OPTIMAL_GAP
from matching.pairing.part_solver import LocksContradictError, PartAnswer, solve_part
from matching.pairing.parts import part_of
from matching.pairing.problem import Problem, Relation
from matching.pairing.scoring import PART_NAMES
from matching.pairing.split import split
from matching.pairing.warming import warm_up
from matching.pairing.weeks import Ints

_COMPANY = ("not all helpers found", "locked pairs only where all helpers_needed can come at the same times")
_WEEK = ("not all that is locked to this helper finds a time", "locked requests that fit into one week")
# Beginning a process takes seconds; a town of fewer pairs is matched before.
_PAIRS_FOR_PROCESSES = 100_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    Attributes:
        parts_done: connected parts (small ones count together) that are solved, of `parts`.
        objective: points of the parts done, and of the linear program of the part at work.
        bound: the same for the bound.
        gap: relative gap between the two.
        seconds: since the start.
    """

    parts_done: int
    parts: int
    objective: float
    bound: float
    gap: float
    seconds: float


OnProgress = Callable[[Progress], None]


def solve(
    problem: Problem,
    candidates: Candidates | None = None,
    *,
    time_limit_s: float = 60.0,
    gap: float = 1e-4,
    workers: int = 1,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Clock = time.monotonic,
) -> Answer:
    """Choose a week plan for every helper so that points are as many as possible, and prove how good that is.

    The same problem gives the same answer unless the time runs out. The proof is a price per request; see
    docs/matching.md, "How the bound is computed".

    Args:
        problem: checked input (`build_problem`).
        candidates: its possible pairs, if they are known already.
        time_limit_s: seconds after which the best answer found so far is returned.
        gap: relative gap that is good enough; the dearest step is left out once it is reached.
        workers: how many work side by side: with one connected part, or few pairs, threads inside a part;
            else processes that take a part each. The answer is the same.
        executor: solves the parts instead, `workers` at once: threads, processes, or the machines of a
            cluster. Progress then comes part by part.
        on_progress: called now and then.
        stop: asked now and then; once True, the best answer found so far is returned, after about a second.
            An executor which cannot pass that on (see `executors.Crew`) loses what it is at; parts without an
            answer get that of the flow.
        clock: seconds; another one in tests.

    Raises:
        LockError: locked pairs that cannot all be in an answer.
    """
    started = clock()
    found = find_candidates(problem, workers=workers) if candidates is None else candidates
    parts = split(found)
    budget = Budget(started + time_limit_s, clock, stop or never)
    watch = _Watch(on_progress, budget, started, len(parts))
    try:
        with _hands(parts, workers, executor) as hands:
            answers = _part_answers(found, parts, _Order(gap, workers, hands, budget, watch))
    except LocksContradictError as error:
        raise LockError(_faults(problem, error)) from error
    return answer_of(found, answers, gap, clock() - started)


@dataclass(frozen=True, slots=True)
class _Hands:
    """Who solves parts; None for this process, in turn. `threads` work side by side inside each part."""

    executor: Executor | None
    threads: int


@dataclass(frozen=True, slots=True)
class _Order:
    """How parts are solved."""

    gap: float
    workers: int
    hands: _Hands
    budget: Budget
    watch: _Watch


def _part_answers(candidates: Candidates, parts: Sequence[Ints], order: _Order) -> list[PartAnswer]:
    """Return the answers of the parts, those too large for one program last."""
    run = partial(
        run_all, executor=order.hands.executor, workers=order.workers, refusals=(LocksContradictError,)
    )
    whole = [rows for rows in parts if len(rows) <= ROWS_TO_CUT]
    too_large = [rows for rows in parts if len(rows) > ROWS_TO_CUT]
    answers = run(
        [
            Task(partial(_work_on, candidates, rows, order.gap, order.hands.threads), len(rows))
            for rows in whole
        ],
        budget=order.budget.share(_share(whole, too_large)),
        report=order.watch.report,
        on_done=order.watch.done,
    )
    for number, rows in enumerate(too_large):
        budget = order.budget.share(_share([rows], too_large[number + 1 :]))
        answer = solve_cut(
            candidates,
            rows,
            gap=order.gap,
            budget=budget,
            report=order.watch.report,
            run=partial(run, budget=budget),
        )
        order.watch.done(answer)
        answers.append(answer)
    return answers


def _share(first: Sequence[Ints], later: Sequence[Ints]) -> float:
    """Share of the time left for the first parts: by their size, but half of it at least."""
    pairs, pairs_later = sum(len(rows) for rows in first), sum(len(rows) for rows in later)
    return max(0.5, pairs / (pairs + pairs_later)) if later else 1.0


@contextmanager
def _hands(parts: Sequence[Ints], workers: int, executor: Executor | None) -> Iterator[_Hands]:
    if executor is not None:
        yield _Hands(executor, 1)
    elif workers > 1 and _are_worth_processes(parts):
        # Once here, or each process would compile the loops of a new version.
        warm_up()
        with processes(workers) as crew:
            yield _Hands(crew, 1)
    else:
        yield _Hands(None, workers)


def _are_worth_processes(parts: Sequence[Ints]) -> bool:
    """Whether there is enough to do, and no whole part outweighs all others: threads share that one."""
    sizes = [len(rows) for rows in parts]
    largest = max(sizes, default=0)
    return sum(sizes) >= _PAIRS_FOR_PROCESSES and (2 * largest <= sum(sizes) or largest > ROWS_TO_CUT)


def _work_on(candidates: Candidates, rows: Ints, gap: float, threads: int) -> Work[PartAnswer]:
    """Return what solves the part of these rows, with no more of the problem than that needs."""
    return partial(solve_part, part_of(candidates, rows), gap=gap, threads=threads)


def _faults(problem: Problem, error: LocksContradictError) -> dict[tuple[str, str], Fault]:
    """Say of each locked request that it lacks company, or of each helper that the week does not suffice."""
    lonely = {problem.requests[index].id for index in error.request}
    busy = {problem.helpers[index].id for index in error.helper}
    faults = {}
    for pair in problem.pairs:
        if Relation.LOCKED in pair.relations and (pair.request_id in lonely or pair.helper_id in busy):
            is_lonely = pair.request_id in lonely
            words, expected = _COMPANY if is_lonely else _WEEK
            found = f"helper {pair.helper_id} and request {pair.request_id}: locked, but {words}"
            faults[pair.helper_id, pair.request_id] = Fault("pairs.csv", 0, "relation", found, expected)
    return faults


class _Watch:
    """Keeps count of parts and time, and tells the caller."""

    def __init__(self, on_progress: OnProgress | None, budget: Budget, started: float, parts: int) -> None:
        self._on_progress, self._budget = on_progress, budget
        self._parts, self._started = parts, started
        self._parts_done = 0
        self._objective = 0.0
        self._bound = 0.0

    def done(self, answer: PartAnswer) -> None:
        """Count a part as done."""
        self._parts_done += 1
        self._objective += answer.objective
        self._bound += answer.bound_units / UNITS_PER_POINT
        self.report(0.0, 0.0)

    def report(self, objective: float, bound: float) -> None:
        """Tell the caller how things stand, the part at work included."""
        if self._on_progress is None:
            return
        objective, bound = self._objective + objective, self._bound + bound
        gap = max(0.0, bound - objective) / max(1.0, abs(objective))
        seconds = self._budget.clock() - self._started
        self._on_progress(Progress(self._parts_done, self._parts, objective, bound, gap, seconds))


def answer_of(candidates: Candidates, answers: Sequence[PartAnswer], gap: float, seconds: float) -> Answer:
    """Put the answers of all parts together.

    Args:
        candidates: of the whole problem.
        answers: of its parts, in any order.
        gap: relative gap that was good enough.
        seconds: that it took.
    """
    problem = candidates.columns.problem
    objective = sum(answer.objective for answer in answers)
    bound = points_rounded_up(sum(answer.bound_units for answer in answers))
    prices = np.zeros(len(problem.requests))
    for answer in answers:
        prices[answer.request] = answer.price_units / UNITS_PER_POINT
    return Answer(
        assignments=_assignments(candidates, answers),
        objective=objective,
        bound=bound,
        prices={request.id: price for request, price in zip(problem.requests, prices.tolist(), strict=True)},
        status=_status(objective, bound, gap),
        seconds=seconds,
        meeting_prices=tuple(sorted(_meeting_prices(problem, answers))),
    )


def _meeting_prices(problem: Problem, answers: Sequence[PartAnswer]) -> Iterator[MeetingPrice]:
    for (helper, request, starts), units in (paid for one in answers for paid in one.meeting_prices.items()):
        request_id, helper_id = problem.requests[request].id, problem.helpers[helper].id
        yield MeetingPrice(request_id, helper_id, starts, units / UNITS_PER_POINT)


def _status(objective: int, bound: float, gap: float) -> Status:
    reached = max(0.0, bound - objective) / max(1.0, abs(objective))
    if reached <= OPTIMAL_GAP:
        return Status.OPTIMAL
    return Status.WITHIN_GAP if reached <= gap else Status.TIME_LIMIT


def _assignments(candidates: Candidates, answers: Sequence[PartAnswer]) -> tuple[Assignment, ...]:
    """Put score, parts and distance to the chosen pairs; sorted by request id, then helper id."""
    n_helpers = len(candidates.columns.problem.helpers)
    pairs = np.concatenate([np.zeros((0, 2), dtype=np.int64), *(answer.pairs for answer in answers)])
    starts = np.concatenate([np.zeros((0, 7), dtype=np.int64), *(answer.starts for answer in answers)])
    # Pairs are sorted by request, then helper, and both by id, so this key ascends.
    key = candidates.request.astype(np.int64) * n_helpers + candidates.helper
    wanted = pairs[:, 1] * n_helpers + pairs[:, 0]
    order = np.argsort(wanted)
    rows = np.searchsorted(key, wanted[order]).tolist()
    return tuple(
        _assignment(candidates, row, week) for row, week in zip(rows, starts[order].tolist(), strict=True)
    )


def _assignment(candidates: Candidates, row: int, starts: Sequence[int]) -> Assignment:
    problem = candidates.columns.problem
    request = problem.requests[int(candidates.request[row])]
    score, distance_m = int(candidates.score[row]), float(candidates.distance_m[row])
    parts = dict(zip(PART_NAMES, candidates.parts[row].tolist(), strict=True))
    return Assignment(
        helper_id=problem.helpers[int(candidates.helper[row])].id,
        request_id=request.id,
        visits=tuple(
            Visit(weekday, start_min, start_min + request.visit_minutes)
            for weekday, start_min in enumerate(starts)
            if start_min >= 0
        ),
        score=score,
        parts={"given": score} if candidates.given[row] else parts,
        distance_m=None if np.isnan(distance_m) else distance_m,
    )
