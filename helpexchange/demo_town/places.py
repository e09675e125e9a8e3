"""Where the invented people live, and which office is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from helpexchange.demo_town import ground

_SPREAD_DEGREES = 0.0055  # some 600 m north and 380 m east, the size of a postcode's area
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Ground:
    """The districts as they stand in the database, and the middles of the postcodes.

    Attributes:
        office_ids, district_ids: by code of the district.
        middles: latitude and longitude by postcode.
        homes: by postcode, the district that its middle is drawn in.
    """

    office_ids: Mapping[str, int]
    district_ids: Mapping[str, int]
    middles: Mapping[str, tuple[float, float]]
    homes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What every invention needs: seeded chance, the ground, and when dates are counted back from."""

    rng: Random
    town: Ground
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives: a point near the middle of the postcode (WGS84)."""

    district: str
    office_id: int
    district_id: int
    postal_code: str
    latitude: float
    longitude: float


def invent_home(scene: Scene, plan: ground.DistrictPlan) -> Home:
    """Return a home in the district, scattered around one of its postcodes' middles."""
    town = scene.town
    postal_code = scene.rng.choice(ground.own_postcodes(plan))
    latitude, longitude = _scattered(scene.rng, town, postal_code)
    return Home(
        plan.code, town.office_ids[plan.code], town.district_ids[plan.code], postal_code, latitude, longitude
    )


def _scattered(rng: Random, town: Ground, postal_code: str) -> tuple[float, float]:
    """Return a point around the middle that the outlines, too, count to the district."""
    middle = town.middles[postal_code]
    for _ in range(_TRIES):
        point = (rng.gauss(middle[0], _SPREAD_DEGREES), rng.gauss(middle[1], _SPREAD_DEGREES))
        if town.homes[_nearest(town, point)] == town.homes[postal_code]:
            return round(point[0], 5), round(point[1], 5)
    return middle


def _nearest(town: Ground, point: tuple[float, float]) -> str:
    """Return the postcode whose middle is nearest; a degree of longitude counts 0.62 of one of latitude."""
    return min(
        town.middles,
        key=lambda code: (
            (town.middles[code][0] - point[0]) ** 2 + (0.62 * (town.middles[code][1] - point[1])) ** 2
        ),
    )
