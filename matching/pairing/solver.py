"""Finding the best answer and its proof: connected parts, column generation, whole numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from matching.pairing.answer import Answer, Assignment, Status
from matching.pairing.bound import UNITS_PER_POINT, points_rounded_up
from matching.pairing.budget import Budget, Clock, never
from matching.pairing.candidates import Candidates, find_candidates
from matching.pairing.part_solver import PartAnswer, ServedPair, solve_part
from matching.pairing.problem import Problem
from matching.pairing.scoring import PART_NAMES
from matching.pairing.split import Part, solve_parts, split

OPTIMAL_GAP = 1e-6


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
        workers: processes that solve connected parts side by side; progress then comes part by part.
        on_progress: called now and then.
        stop: asked now and then; once True, the best answer found so far is returned. With several
            workers it is asked between parts only.
        clock: seconds; another one in tests.

    Raises:
        InputError: locked pairs that cannot all be in an answer.
    """
    started = clock()
    found = find_candidates(problem) if candidates is None else candidates
    parts = split(problem, found)
    budget = Budget(started + time_limit_s, clock, stop or never)
    watch = _Watch(on_progress, parts, budget, started)
    answers = list(_part_answers(parts, gap=gap, workers=workers, watch=watch))
    return _answer(problem, found, _Outcome(parts, answers), gap, clock() - started)


def _part_answers(parts: Sequence[Part], *, gap: float, workers: int, watch: _Watch) -> Iterator[PartAnswer]:
    """Yield the answer of each part; in turn, each with its share of the time, or side by side."""
    if workers <= 1 or len(parts) <= 1:
        for part in parts:
            yield watch.done(solve_part(part, gap=gap, budget=watch.share_of(part), report=watch.report))
        return
    seconds = watch.budget.seconds_left() * workers / max(workers, len(parts))
    for answer in solve_parts(parts, partial(_solve_elsewhere, gap=gap, seconds=seconds), workers=workers):
        yield watch.done(answer)


def _solve_elsewhere(part: Part, *, gap: float, seconds: float) -> PartAnswer:
    """Solve a part in another process, whose clock need not agree with ours."""
    budget = Budget(time.monotonic() + seconds, time.monotonic)
    return solve_part(part, gap=gap, budget=budget, report=_silent)


def _silent(_objective: float, _bound: float) -> None:
    """Report to nobody."""


class _Watch:
    """Keeps count of parts and time, and tells the caller."""

    def __init__(
        self, on_progress: OnProgress | None, parts: Sequence[Part], budget: Budget, started: float
    ) -> None:
        self.budget = budget
        self._on_progress = on_progress
        self._parts = len(parts)
        self._pairs_left = sum(len(part.pairs) for part in parts)
        self._started = started
        self._parts_done = 0
        self._objective = 0.0
        self._bound = 0.0

    def share_of(self, part: Part) -> Budget:
        """Return the part's share of the time left, by its number of pairs."""
        share = self.budget.share(len(part.pairs) / self._pairs_left)
        self._pairs_left -= len(part.pairs)
        return share

    def done(self, answer: PartAnswer) -> PartAnswer:
        """Count a part as done and pass its answer on."""
        self._parts_done += 1
        self._objective += answer.objective
        self._bound += answer.bound_units / UNITS_PER_POINT
        self.report(0.0, 0.0)
        return answer

    def report(self, objective: float, bound: float) -> None:
        """Tell the caller how things stand, the part at work included."""
        if self._on_progress is None:
            return
        objective, bound = self._objective + objective, self._bound + bound
        gap = max(0.0, bound - objective) / max(1.0, abs(objective))
        seconds = self.budget.clock() - self._started
        self._on_progress(Progress(self._parts_done, self._parts, objective, bound, gap, seconds))


def _answer(
    problem: Problem, candidates: Candidates, outcome: _Outcome, gap: float, seconds: float
) -> Answer:
    objective = sum(answer.objective for answer in outcome.answers)
    bound = points_rounded_up(sum(answer.bound_units for answer in outcome.answers))
    units = outcome.price_units()
    return Answer(
        assignments=_assignments(problem, candidates, outcome.pairs()),
        objective=objective,
        bound=bound,
        prices={request.id: units.get(request.id, 0) / UNITS_PER_POINT for request in problem.requests},
        status=_status(objective, bound, gap),
        seconds=seconds,
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Parts and their answers."""

    parts: Sequence[Part]
    answers: Sequence[PartAnswer]

    def price_units(self) -> dict[str, int]:
        """Price by request id; requests without a possible pair are not among them."""
        return {
            request.id: price
            for part, answer in zip(self.parts, self.answers, strict=True)
            for request, price in zip(part.problem.requests, answer.price_units, strict=True)
        }

    def pairs(self) -> list[ServedPair]:
        """All chosen pairs."""
        return [pair for answer in self.answers for pair in answer.pairs]


def _status(objective: int, bound: float, gap: float) -> Status:
    reached = max(0.0, bound - objective) / max(1.0, abs(objective))
    if reached <= OPTIMAL_GAP:
        return Status.OPTIMAL
    return Status.WITHIN_GAP if reached <= gap else Status.TIME_LIMIT


def _assignments(
    problem: Problem, candidates: Candidates, pairs: Sequence[ServedPair]
) -> tuple[Assignment, ...]:
    """Put score, parts and distance to the chosen pairs; sorted by request id, then helper id."""
    helper_index = {helper.id: index for index, helper in enumerate(problem.helpers)}
    request_index = {request.id: index for index, request in enumerate(problem.requests)}
    # Pairs are sorted by request, then helper, so this key ascends.
    key = candidates.request.astype(np.int64) * len(problem.helpers) + candidates.helper
    ordered = sorted(pairs, key=lambda pair: (pair.request_id, pair.helper_id))
    wanted = [request_index[p.request_id] * len(problem.helpers) + helper_index[p.helper_id] for p in ordered]
    rows = np.searchsorted(key, np.array(wanted, dtype=np.int64)).tolist()
    return tuple(_assignment(candidates, row, pair) for row, pair in zip(rows, ordered, strict=True))


def _assignment(candidates: Candidates, row: int, pair: ServedPair) -> Assignment:
    score, distance_m = int(candidates.score[row]), float(candidates.distance_m[row])
    parts = dict(zip(PART_NAMES, candidates.parts[row].tolist(), strict=True))
    return Assignment(
        helper_id=pair.helper_id,
        request_id=pair.request_id,
        visits=pair.visits,
        score=score,
        parts={"given": score} if candidates.given[row] else parts,
        distance_m=None if np.isnan(distance_m) else distance_m,
    )
