"""The ground of the demo town: real postcodes, outlines that tile the town, and where it may exist."""

import json
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest

from helpexchange.config import ENVIRONMENTS
from helpexchange.demo_town import ground
from helpexchange.demo_town.names import Name, invent_email, invent_name, invent_phone
from helpexchange.demo_town.outlines import district_outlines
from helpexchange.demo_town.rules import NoDemoHereError, check_may_load
from helpexchange.demo_town.times import WEEK, all_day, free_times, same_length_times, wished_times

HOMES = ground.home_of_postcode()
MIDDLES = {postal_code: ground.middle_of_postcode(postal_code) for postal_code in HOMES}
OUTLINES = district_outlines(MIDDLES, HOMES)

Ring = Sequence[Sequence[float]]


def rings(district: str) -> list[Ring]:
    return [ring for polygon in OUTLINES[district]["coordinates"] for ring in polygon]


def area(ring: Ring) -> float:
    """Return the area of a ring in square degrees; counter-clockwise is positive."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def holds(ring: Ring, x: float, y: float) -> bool:
    """Return whether a point lies in a ring, by counting the edges to its right."""
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def test_there_are_twelve_districts_with_enough_people() -> None:
    assert len(ground.DISTRICTS) == 12
    assert sum(plan.helpers for plan in ground.DISTRICTS) >= 400
    assert sum(plan.requests for plan in ground.DISTRICTS) >= 300
    assert all(ground.own_postcodes(plan) for plan in ground.DISTRICTS)


def test_every_postcode_lies_in_dortmund() -> None:
    assert len(MIDDLES) == 27
    for latitude, longitude in MIDDLES.values():
        assert 51.41 < latitude < 51.6
        assert 7.3 < longitude < 7.64


def test_outlines_are_closed_small_and_turn_the_way_geojson_asks() -> None:
    assert set(OUTLINES) == {plan.code for plan in ground.DISTRICTS}
    for district in OUTLINES:
        for ring in rings(district):
            assert ring[0] == ring[-1]
            assert area(ring) > 0
    assert len(json.dumps(OUTLINES)) < 12_000


def test_each_middle_lies_in_its_own_district_and_in_no_other() -> None:
    for postal_code, (latitude, longitude) in MIDDLES.items():
        inside = [
            district
            for district in OUTLINES
            if any(holds(ring, longitude, latitude) for ring in rings(district))
        ]
        assert inside == [HOMES[postal_code]]


def test_outlines_cover_the_town_without_gap_or_overlap() -> None:
    everything = district_outlines(MIDDLES, dict.fromkeys(HOMES, "town"))["town"]["coordinates"]
    whole = sum(area(ring) for polygon in everything for ring in polygon)
    parts = sum(area(ring) for district in OUTLINES for ring in rings(district))
    assert parts == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize("environment", [word for word in ENVIRONMENTS if word not in ("demo", "test")])
def test_the_town_may_not_stand_beside_real_data(environment: str) -> None:
    with pytest.raises(NoDemoHereError):
        check_may_load(environment)


def test_invented_contact_data_reach_nobody() -> None:
    rng = Random(1)
    name = invent_name(rng)
    assert invent_email(name, 7).endswith("@example.org")
    assert invent_email(Name("José", "Öztürk", "es"), 7) == "jose.oeztuerk.7@example.org"
    area_code, number = invent_phone(rng).split(" ", 1)
    assert (area_code, number[0]) == ("0231", "0")


@pytest.mark.parametrize("seed", range(20))
def test_invented_times_fit_into_the_day_and_hold_the_visits(seed: int) -> None:
    rng = Random(seed)
    wished = wished_times(rng, visits=2, visit_minutes=120, parts=("morning", "evening"))
    together = same_length_times(rng, visit_minutes=90, count=4)
    free = free_times(rng, parts=("morning", "afternoon"), days=WEEK, count=5)
    assert len({day for day, _, _ in wished}) >= 2
    assert all(end - start >= 120 for _, start, end in wished)
    assert {end - start for _, start, end in together} == {90}
    for day, start, end in [*wished, *together, *free, *all_day(WEEK)]:
        assert 0 <= day <= 6
        assert 0 <= start < end <= 24 * 60
        assert start % 15 == end % 15 == 0
