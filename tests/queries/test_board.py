"""The public board: what fits, in which order, and nothing that tells who asks."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import DayPart
from helpexchange.help_requests.models import HelpRequest, RequestLanguage
from helpexchange.help_requests.queries import (
    BoardOrder,
    BoardWish,
    Spot,
    board_page,
    first_on_board,
    languages_on_board,
    open_request,
    requests_by_district,
)
from helpexchange.help_requests.rules import RequestState
from tests.cast import THURSDAY, TUESDAY, Cast, help_request
from tests.fakes import FakeClock

Found = Callable[..., list[int]]


def found(**wish: object) -> list[int]:
    """Return the ids that fit a wish, in the order of the board."""
    page = board_page(VISITOR, wish=BoardWish(**wish), number=1)  # type: ignore[arg-type]
    assert page.total == len(page.items)
    return [item.id for item in page.items]


def spot_of(cast: Cast) -> Spot:
    """Return a place in Eving."""
    district = cast.eving.districts[0]
    assert district.latitude is not None
    assert district.longitude is not None
    return Spot(district.latitude, district.longitude, district.id)


def test_only_open_requests_are_on_it(cast: Cast) -> None:
    assert set(found()) == {cast.shopping.id, cast.company.id, cast.garden.id}


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({"district_code": "hoerde"}, {"shopping", "garden"}),
        ({"kind_codes": ["company", "garden"]}, {"company", "garden"}),
        ({"language": "tr"}, {"shopping"}),
        ({"weekday": TUESDAY}, {"shopping", "garden"}),
        ({"weekday": THURSDAY, "part": DayPart.AFTERNOON}, {"company"}),
        ({"part": DayPart.MORNING}, set()),
        ({"district_code": "eving", "weekday": TUESDAY}, set()),
        ({"district_code": "nowhere"}, set()),
    ],
)
def test_each_filter_keeps_what_fits(cast: Cast, wish: dict[str, object], names: set[str]) -> None:
    assert set(found(**wish)) == {getattr(cast, name).id for name in names}


def test_day_and_part_must_hold_of_the_same_time(cast: Cast) -> None:
    cast.company.times[0].start_min, cast.company.times[0].end_min = 9 * 60, 10 * 60
    db.session.flush()
    assert found(weekday=TUESDAY, part=DayPart.MORNING) == []
    assert found(weekday=THURSDAY, part=DayPart.MORNING) == [cast.company.id]


@pytest.mark.parametrize(("end_min", "fits"), [(14 * 60, False), (14 * 60 + 1, True)])
def test_a_part_of_the_day_ends_before_the_next_begins(cast: Cast, end_min: int, fits: bool) -> None:
    cast.garden.times[0].start_min, cast.garden.times[0].end_min = 11 * 60, end_min
    db.session.flush()
    assert (cast.garden.id in found(weekday=TUESDAY, part=DayPart.AFTERNOON)) is fits


def test_who_named_no_time_is_free_at_any(cast: Cast) -> None:
    cast.garden.times.clear()
    db.session.flush()
    assert cast.garden.id in found(weekday=6, part=DayPart.EVENING)


def test_orders(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.submitted_at = clock.now() - timedelta(days=2)
    cast.company.submitted_at = clock.now() - timedelta(days=9)
    db.session.flush()
    assert found() == [cast.garden.id, cast.shopping.id, cast.company.id]
    assert found(order=BoardOrder.LONGEST) == [cast.company.id, cast.shopping.id, cast.garden.id]
    nearest = found(order=BoardOrder.NEAREST, near=spot_of(cast))
    assert nearest == [cast.company.id, cast.garden.id, cast.shopping.id]


def test_distances_are_whole_kilometres_to_the_middle_of_the_district(cast: Cast) -> None:
    first, second, _third = first_on_board(
        VISITOR, wish=BoardWish(near=spot_of(cast), order=BoardOrder.NEAREST), at_most=3
    )
    assert (first.district_name, first.distance_km) == ("Eving", 0)
    assert (second.district_name, second.distance_km) == ("Hörde", 7)


def test_a_request_without_a_district_comes_last(cast: Cast) -> None:
    cast.garden.district_id = None
    db.session.flush()
    assert found(order=BoardOrder.NEAREST, near=spot_of(cast))[-1] == cast.garden.id


def test_pages_hold_twenty_and_the_count_is_of_all(cast: Cast, clock: FakeClock) -> None:
    db.session.add_all(many(cast, 25, now=clock.now()))
    db.session.flush()
    first = board_page(VISITOR, wish=BoardWish(), number=1)
    second = board_page(VISITOR, wish=BoardWish(), number=2)
    assert (len(first.items), len(second.items), first.total) == (20, 8, 28)
    assert not {item.id for item in first.items} & {item.id for item in second.items}


def many(cast: Cast, count: int, *, now: datetime) -> list[HelpRequest]:
    return [
        help_request(f"more-{number}", office=cast.eving, kind="garden", weekday=0, now=now)
        for number in range(count)
    ]


def test_districts_are_counted_for_all_that_fits(cast: Cast, clock: FakeClock) -> None:
    db.session.add_all(many(cast, 25, now=clock.now()))
    db.session.flush()
    counts = {area.name: area.requests for area in requests_by_district(VISITOR, wish=BoardWish())}
    assert counts == {"Eving": 26, "Hörde": 2}
    only = requests_by_district(VISITOR, wish=BoardWish(kind_codes=["company"]))
    assert [(area.code, area.requests) for area in only] == [("eving", 1)]


def test_nothing_personal_is_loaded(cast: Cast) -> None:
    cast.shopping.note = "third floor"
    db.session.commit()
    board_page(VISITOR, wish=BoardWish(), number=1)
    loaded = db.session.get(HelpRequest, cast.shopping.id)
    unloaded = inspect(loaded).unloaded
    assert {"note", "reference", "postal_code", "latitude", "longitude", "person_id", "person"} <= unloaded
    shown = asdict(open_request(VISITOR, cast.shopping.id))
    assert "third floor" not in str(shown)
    assert not {"note", "reference", "postal_code", "latitude", "longitude", "person"} & set(shown)


@pytest.mark.parametrize("state", sorted(set(RequestState) - {RequestState.OPEN}))
def test_what_is_not_open_is_not_shown(cast: Cast, state: RequestState) -> None:
    cast.garden.state = state
    db.session.flush()
    with pytest.raises(NotFoundRefusal):
        open_request(VISITOR, cast.garden.id)


def test_languages_are_those_that_somebody_wishes(cast: Cast) -> None:
    cast.garden.languages.append(RequestLanguage(language="ar"))
    db.session.flush()
    assert languages_on_board(VISITOR) == ["ar", "tr"]
