"""Prices of a whole town, of which each part gets its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from matching.pairing.cutting.town import Town
from matching.pairing.parts import Part
from matching.pairing.prices import Coming, Prices, plain_prices, with_special
from matching.pairing.weeks import Bools, Ints

# What helpers pay at some times instead of the price, by request, as an index in the problem.
Special = Mapping[int, Mapping[Coming, int]]


@dataclass(frozen=True)
class PartPrices:
    """Prices of a part's requests; they travel.

    Attributes:
        units: in `bound.UNITS_PER_POINT`, shape (requests of the part,).
        special: what helpers pay at some times instead.
    """

    units: Ints
    special: Mapping[Coming, int]

    def of(self, part: Part) -> Prices:
        """Return the prices of every option of the part."""
        return with_special(part, plain_prices(part, self.units), self.special)


@dataclass(frozen=True)
class TownPrices:
    """Prices of a town's requests.

    Attributes:
        units: in `bound.UNITS_PER_POINT`, shape (requests of the town,).
        special: what helpers who come together pay at some times instead.
    """

    units: Ints
    special: Special = field(default_factory=dict)

    def for_part(self, town: Town, part: Part) -> PartPrices:
        """Return the prices of a part's requests."""
        special = {
            coming: price
            for request in (part.request.tolist() if self.special else ())
            for coming, price in self.special.get(request, {}).items()
        }
        return PartPrices(self.units[np.searchsorted(town.request, part.request)], special)

    def with_part(self, town: Town, asked: Ints, prices: PartPrices) -> TownPrices:
        """Return these prices with those of some requests taken from a part.

        Args:
            town: the whole.
            asked: requests by index in the town, ascending.
            prices: `units` of just these; of `special`, only theirs count.
        """
        units = self.units.copy()
        units[asked] = prices.units
        taken = set(town.request[asked].tolist())
        special = {request: own for request, own in self.special.items() if request not in taken}
        for coming, price in prices.special.items():
            if coming[1] in taken:
                special[coming[1]] = {**special.get(coming[1], {}), coming: price}
        return TownPrices(units, special)

    def all_special(self) -> dict[Coming, int]:
        """Return what helpers pay at some times, for all requests."""
        return {coming: price for own in self.special.values() for coming, price in own.items()}

    def has_special(self, town: Town) -> Bools:
        """True for the requests that have special prices, shape (requests of the town,)."""
        has: Bools = np.isin(town.request, list(self.special))
        return has
