"""Draws for many people at once, from one stream of chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Chance:
    """One stream of chance; each draw is for n people."""

    def __init__(self, stream: np.random.Generator) -> None:
        self._stream = stream

    def happens(self, share: float | Floats, n: int) -> Bools:
        """True for each of n with that probability."""
        drawn: Bools = self._stream.random(n) < share
        return drawn

    def whole(self, lowest: int | Ints, highest: int | Ints, n: int) -> Ints:
        """Whole numbers, both ends included."""
        drawn: Ints = self._stream.integers(lowest, np.asarray(highest) + 1, n)
        return drawn

    def one_of(self, values: Sequence[Any], n: int, *, weights: Sequence[float] | None = None) -> list[Any]:
        """One of the values for each of n, by weights if there are any."""
        sums = np.cumsum(np.ones(len(values)) if weights is None else np.array(weights))
        places = np.searchsorted(sums / sums[-1], self._stream.random(n), side="right")
        return [values[place] for place in np.minimum(places, len(values) - 1).tolist()]

    def around(self, spread: float, n: int) -> Floats:
        """Normally distributed around 0, shape (n, 2)."""
        return self._stream.normal(0, spread, (n, 2))

    def waiting(self, mean: float, n: int) -> Ints:
        """Whole numbers that fall off exponentially."""
        return self._stream.exponential(mean, n).astype(np.int64)

    def share(self, n: int) -> Floats:
        """Numbers evenly spread over 0..1."""
        return self._stream.random(n)

    def some(self, of: int, n: int) -> Ints:
        """Different ones of `of`, n or all of them, ascending."""
        return np.sort(self._stream.permutation(of)[:n])
