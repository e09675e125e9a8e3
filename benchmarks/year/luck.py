"""Chance that is the same in every world: it depends on who and when, not on what happened before."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Luck:
    """Seeded chance; the same words draw the same numbers, whatever else was drawn."""

    seed: int

    def of(self, *what: object) -> Random:
        """Return the chance of something, such as ("ill", helper_id, day)."""
        return Random(" ".join(map(str, (self.seed, *what))))

    def happens(self, share: float, *what: object) -> bool:
        """Return whether something happens that does in so large a share of cases."""
        return self.of(*what).random() < share
