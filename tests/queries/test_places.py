"""Finding places, districts and offices: public data."""

import pytest

from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.offices import queries as offices
from helpexchange.places import queries as places
from helpexchange.places.actions import NewPlace, load_places
from helpexchange.places.geocoder import OfflineGeocoder
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock


def test_offices_and_districts_are_sorted_by_name(db_session: DbSession, cast: Cast) -> None:
    names = [office.name for office in offices.offices(VISITOR)]
    assert names == sorted(names)
    assert [district.office for district in places.districts(VISITOR)] == [cast.eving, cast.hoerde]


def test_what_is_not_there_is_not_found(db_session: DbSession, cast: Cast) -> None:
    for search in (offices.office_by_code, offices.district_by_code, offices.office_of_district):
        with pytest.raises(NotFoundRefusal):
            search(VISITOR, "nowhere")


def test_the_map_leaves_out_districts_without_an_outline(db_session: DbSession, cast: Cast) -> None:
    cast.eving.districts[0].outline = {}
    db_session.flush()
    drawn = offices.districts_for_map(VISITOR)
    assert drawn["type"] == "FeatureCollection"
    [feature] = drawn["features"]
    assert feature["properties"] == {"code": cast.hoerde.districts[0].code, "name": "Hörde"}
    assert feature["geometry"] == cast.hoerde.districts[0].outline


def test_a_postcode_of_one_district_tells_it(db_session: DbSession, cast: Cast) -> None:
    found = places.district_of_postcode(VISITOR, cast.hoerde.postal_code)
    assert found == cast.hoerde.districts[0]


def test_a_postcode_of_two_districts_tells_none(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    shared = NewPlace(
        country="DE", postal_code=cast.hoerde.postal_code, name="Grenze", latitude=51.5, longitude=7.5,
        district_id=cast.eving.districts[0].id,
    )  # fmt: skip
    load_places(places=[shared], by=system_viewer("test"), now=clock.now())
    assert places.district_of_postcode(VISITOR, cast.hoerde.postal_code) is None
    assert places.district_of_postcode(VISITOR, "00000") is None


def test_a_postcode_with_many_places_asks_which(db_session: DbSession, cast: Cast) -> None:
    found = OfflineGeocoder().find(cast.hoerde.postal_code)
    assert [place.name for place in found] == ["Hörde", "Hörde-Süd"]
    assert {place.office_id for place in found} == {cast.hoerde.id}
    assert {place.district_code for place in found} == {cast.hoerde.districts[0].code}


def test_postcode_and_name_together_leave_one(db_session: DbSession, cast: Cast) -> None:
    [found] = OfflineGeocoder().find(f" {cast.hoerde.postal_code}  hörde-süd ")
    assert found.name == "Hörde-Süd"


@pytest.mark.parametrize("typed", ["eving", "Eving", "EVING"])
def test_a_name_is_found_however_it_is_typed(db_session: DbSession, cast: Cast, typed: str) -> None:
    assert [place.name for place in OfflineGeocoder().find(typed)] == ["Eving", "Eving-Süd"]


def test_the_last_part_of_a_name_is_enough(db_session: DbSession, cast: Cast) -> None:
    assert {place.name for place in OfflineGeocoder().find("süd")} == {"Eving-Süd", "Hörde-Süd"}


@pytest.mark.parametrize("typed", ["", "   ", "99999", "Nirgendwo", "%", "_", "' OR 1=1 --"])
def test_what_is_unknown_gives_nothing(db_session: DbSession, cast: Cast, typed: str) -> None:
    assert OfflineGeocoder().find(typed) == []
