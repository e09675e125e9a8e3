"""Who could take over a request that its helper has to give up, without giving up anything themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from matching.pairing.answer import Visit
from matching.pairing.candidates import Candidates
from matching.pairing.explanation.diaries import Diaries, Visits
from matching.pairing.explanation.points import PairPoints
from matching.pairing.explanation.trial import Trial
from matching.pairing.problem import MINUTES_PER_DAY, Problem

# Helpers with room whose times are looked at for one request, the best first.
SUBSTITUTES_TRIED = 30


class Substitutes:
    """Finds times and people for requests, the rest of the answer staying as it is."""

    def __init__(
        self, problem: Problem, candidates: Candidates, diaries: Diaries, points: PairPoints
    ) -> None:
        self._problem, self._candidates = problem, candidates
        self._diaries, self._points = diaries, points
        self._known: dict[tuple[int, int], bool] = {}

    def moments(self, request: int, helpers: Iterable[int]) -> list[int] | None:
        """When a visit of the request can start so that all these helpers are free; None without helpers."""
        common: list[int] | None = None
        for helper in helpers:
            starts = self._diaries.pair_starts(helper, request)
            free = self._diaries.free_among(helper, request, starts)
            common = free if common is None else sorted({*common} & {*free})
        return common

    def visits(self, request: int, helper: int, moments: Sequence[int] | None) -> Visits | None:
        """The earliest of the moments (ascending), each on a day of its own; None for too few days."""
        if moments is None or self._diaries.is_timeless(helper, request):
            return ()
        asked = self._problem.requests[request]
        earliest: dict[int, int] = {}
        for moment in moments:
            earliest.setdefault(moment // MINUTES_PER_DAY, moment % MINUTES_PER_DAY)
        if len(earliest) < asked.visits_per_week:
            return None
        chosen = list(earliest.items())[: asked.visits_per_week]
        return tuple(Visit(day, start_min, start_min + asked.visit_minutes) for day, start_min in chosen)

    def take_over(self, trial: Trial, request: int, *, mates: Sequence[int], without: int) -> bool:
        """Give the request to the best helper with room, beside `mates` who come together with them.

        Args:
            trial: what has been changed so far; the request has been cancelled in it.
            request: index of the request.
            mates: who must come at the same times; they come again if somebody is found.
            without: who gave it up.
        """
        best: tuple[int, int] | None = None
        load, excluded = self._points.load, {without, *mates, *self._diaries.served_by[request]}
        for helper, score in self._with_room(request, excluded):
            net = score - load * len(self._diaries.serves[helper])
            if best is not None and score <= best[0]:
                break
            if (best is None or net > best[0]) and self._can_come(trial, request, helper, mates):
                best = (net, helper)
        if best is None:
            return False
        return self._book(trial, request, [best[1], *mates])

    def _with_room(self, request: int, excluded: Collection[int]) -> Iterator[tuple[int, int]]:
        places = self._points.best_first(request)
        helpers, diaries = self._candidates.helper[places], self._diaries
        room = diaries.spare_requests[helpers] > 0
        room &= diaries.spare_minutes[helpers] >= self._candidates.minutes[places]
        chosen = places[room][: SUBSTITUTES_TRIED + len(excluded)]
        pairs = zip(
            self._candidates.helper[chosen].tolist(), self._candidates.score[chosen].tolist(), strict=True
        )
        return ((helper, score) for helper, score in pairs if helper not in excluded)

    def _can_come(self, trial: Trial, request: int, helper: int, mates: Sequence[int]) -> bool:
        if mates or helper in trial.touched():
            moments = self.moments(request, [helper, *mates])
            return self.visits(request, helper, moments) is not None
        # Whoever is not part of the change is as free as before it.
        key = (helper, request)
        if key not in self._known:
            self._known[key] = self._diaries.fits(helper, request)
        return self._known[key]

    def _book(self, trial: Trial, request: int, helpers: Sequence[int]) -> bool:
        """Let all of them come; False, with nothing done, when that would cost more than it brings."""
        moments = self.moments(request, helpers)
        before = trial.gain
        for helper in helpers:
            visits = self.visits(request, helper, moments)
            trial.book(helper, request, visits or ())
        if trial.gain > before:
            return True
        for helper in helpers:
            trial.cancel(helper, request)
        return False
