"""Trying a change of an answer: pairs are cancelled and booked, the points counted, and all of it undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from matching.pairing.explanation.diaries import Diaries, Visits
from matching.pairing.explanation.points import PairPoints


@dataclass(frozen=True, slots=True)
class Step:
    """A pair that is booked, or cancelled, with its visits."""

    helper: int
    request: int
    visits: Visits
    is_booked: bool


class Trial:
    """A change under trial; leaving the `with` block puts everything back.

    Attributes:
        gain: points that the answer has won (or, below 0, lost) so far.
        steps: what was done, in order.
    """

    def __init__(self, diaries: Diaries, points: PairPoints) -> None:
        self._diaries, self._points = diaries, points
        self.gain = 0
        self.steps: list[Step] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for step in reversed(self.steps):
            if step.is_booked:
                self._diaries.cancel(step.helper, step.request)
            else:
                self._diaries.book(step.helper, step.request, step.visits)

    def touched(self) -> set[int]:
        """Helpers whose week has changed."""
        return {step.helper for step in self.steps}

    def cancel(self, helper: int, request: int) -> Visits:
        """Take a request from a helper; return the times it had."""
        visits = self._diaries.cancel(helper, request)
        self.gain -= self._points.of(helper, request) - self._load(helper)
        self.steps.append(Step(helper, request, visits, is_booked=False))
        return visits

    def book(self, helper: int, request: int, visits: Visits) -> None:
        """Give a request to a helper."""
        self.gain += self._points.of(helper, request) - self._load(helper)
        self._diaries.book(helper, request, visits)
        self.steps.append(Step(helper, request, visits, is_booked=True))

    def _load(self, helper: int) -> int:
        """What one more request costs a helper with those they have now."""
        return self._points.load * len(self._diaries.serves[helper])

    def cancel_all(self, request: int) -> Sequence[int]:
        """Take a request from everybody who serves it; return them, ascending."""
        team = sorted(self._diaries.served_by[request])
        for helper in team:
            self.cancel(helper, request)
        return team
