"""How long a search may go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]


def never() -> bool:
    """Say that nobody wants to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Budget:
    """A moment to stop at, and somebody who may stop it earlier.

    Attributes:
        deadline: in seconds of `clock`.
        clock: any clock that only goes forward.
        stop: True once the caller wants the best answer found so far.
    """

    deadline: float
    clock: Clock
    stop: Callable[[], bool] = never

    def seconds_left(self) -> float:
        """Return seconds until the deadline, 0 when it has passed or the caller stops."""
        return 0.0 if self.stop() else max(0.0, self.deadline - self.clock())

    def is_up(self) -> bool:
        """Whether it is time to stop."""
        return self.seconds_left() <= 0

    def share(self, fraction: float) -> Budget:
        """Return a budget over a fraction (0..1) of the time that is left."""
        return Budget(self.clock() + self.seconds_left() * fraction, self.clock, self.stop)
