"""Where a record came from, so that a fault can name the place to mend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.errors import Fault

HELPERS = "helpers.csv"
REQUESTS = "requests.csv"
PAIRS = "pairs.csv"
POLICY = "policy.toml"
TRAVEL_TIMES = "travel_times.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Line numbers of the records in their files, in the order the records are given; empty if unknown."""

    helpers: Sequence[int] = ()
    requests: Sequence[int] = ()
    pairs: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """One record: its file, its line (0 if unknown) and how to call it ("helper anna")."""

    file: str
    row: int
    name: str

    def fault(self, column: str, problem: str, expected: str) -> Fault:
        """Return a fault of this record."""
        return Fault(self.file, self.row, column, f"{self.name}: {problem}", expected)

    def whole(self, column: str, number: int | None, lowest: int, highest: int) -> Iterator[Fault]:
        """Yield a fault unless the number is missing or in lowest..highest."""
        if number is not None and not lowest <= number <= highest:
            yield self.fault(column, f"{column} is {number}", f"a whole number from {lowest} to {highest}")

    def measure(self, column: str, number: float | None, lowest: float, highest: float) -> Iterator[Fault]:
        """Yield a fault unless the number is missing, or finite and in lowest..highest."""
        if number is not None and not (math.isfinite(number) and lowest <= number <= highest):
            yield self.fault(column, f"{column} is {number}", f"a number from {lowest:g} to {highest:g}")


def spots(file: str, names: Iterable[str], rows: Sequence[int]) -> list[Spot]:
    """Return the spot of each record; `rows` is parallel to `names`, or empty."""
    return [Spot(file, rows[index] if index < len(rows) else 0, name) for index, name in enumerate(names)]


def twice(spots: Sequence[Spot], column: str) -> Iterator[Fault]:
    """Yield a fault for each record whose name an earlier one has."""
    seen: dict[str, Spot] = {}
    for spot in spots:
        first = seen.setdefault(spot.name, spot)
        if first is not spot:
            where = f" (first in row {first.row})" if first.row else ""
            yield spot.fault(column, f"stands here twice{where}", "each one once")
