"""Where the districts of an invented town lie, and who lives where."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matching.examples.chance import Chance, Floats, Ints
from matching.examples.town import Town

_CENTRE = (51.514, 7.468)
_DEGREE_M = 111_000.0
_DISTRICT_GAP_M = 4_500.0
_DISTRICT_SPREAD_M = 1_300.0
# Helpers, and as many requests.
_PEOPLE_IN_DISTRICT = 90
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Homes:
    """Where some people live.

    Attributes:
        district: name of each person's district.
        latitude, longitude: degrees, rounded to six decimals.
    """

    district: list[str]
    latitude: list[float]
    longitude: list[float]


class Ground:
    """Centres of the districts on a spiral, each new one further out."""

    def __init__(self, town: Town) -> None:
        people = town.helpers + town.requests
        count = town.districts or max(3, math.ceil(people / _PEOPLE_IN_DISTRICT / 2))
        number = np.arange(count)
        radius = np.sqrt(number) * _DISTRICT_GAP_M * 0.6
        self._centres: Floats = np.stack(
            [radius * np.cos(number * _GOLDEN_ANGLE), radius * np.sin(number * _GOLDEN_ANGLE)], axis=1
        )

    def homes(self, n: int, chance: Chance) -> Homes:
        """Draw a district and a place in it for each of n people."""
        district: Ints = chance.whole(0, len(self._centres) - 1, n)
        north, east = (self._centres[district] + chance.around(_DISTRICT_SPREAD_M, n)).T
        metres_of_degree = _DEGREE_M * math.cos(math.radians(_CENTRE[0]))
        return Homes(
            district=[f"district {number + 1:02d}" for number in district.tolist()],
            latitude=np.round(_CENTRE[0] + north / _DEGREE_M, 6).tolist(),
            longitude=np.round(_CENTRE[1] + east / metres_of_degree, 6).tolist(),
        )
