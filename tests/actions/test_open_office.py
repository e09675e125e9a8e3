"""Opening offices and adding districts."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.queries import history
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import VISITOR, Viewer, system_viewer
from helpexchange.offices import queries
from helpexchange.offices.actions import add_district, districts_by_code, open_office
from helpexchange.offices.models import Office, Organisation
from helpexchange.offices.rules import DistrictExistsError, OfficeExistsError
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock

LEAD = system_viewer("test")


def open_brackel(clock: FakeClock, by: Viewer = LEAD) -> Office:
    return open_office(
        organisation="Verbund", code="brackel", name="Büro Brackel", phone="0231 0000-1", languages=["de"],
        by=by, now=clock.now(),
    )  # fmt: skip


def test_an_office_is_open_to_visitors(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    open_brackel(clock)
    found = queries.office_by_code(VISITOR, "brackel")
    assert (found.name, found.phone, found.organisation.name) == ("Büro Brackel", "0231 0000-1", "Verbund")


def test_a_second_office_of_an_organisation_does_not_make_it_again(
    db_session: DbSession, cast: Cast, clock: FakeClock
) -> None:
    before = db_session.scalar(select(func.count()).select_from(Organisation))
    open_brackel(clock)
    open_office(organisation="Verbund", code="mengede", name="Büro Mengede", by=LEAD, now=clock.now())
    after = db_session.scalar(select(func.count()).select_from(Organisation))
    assert (before or 0) + 1 == after


def test_opening_is_audited(db_session: DbSession, clock: FakeClock) -> None:
    office = open_brackel(clock)
    [entry] = history(LEAD, object_type="office", object_ids=[office.id])
    assert (entry.act, entry.actor, entry.at) == ("open_office", "test", clock.now())


def test_a_taken_code_is_refused(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(OfficeExistsError):
        open_office(organisation="Verbund", code=cast.hoerde.code, name="X", by=LEAD, now=clock.now())


def test_a_coordinator_opens_no_office(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    coordinator = Viewer(account_id=1, name="Petra", office_ids=frozenset({cast.hoerde.id}))
    with pytest.raises(NotAllowedRefusal):
        open_brackel(clock, by=coordinator)
    with pytest.raises(NotAllowedRefusal):
        add_district(office=cast.hoerde, code="x", name="X", by=coordinator, now=clock.now())


def test_a_district_belongs_to_its_office(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    add_district(
        office=cast.eving, code="brechten", name="Brechten", middle=(51.58, 7.46), by=LEAD, now=clock.now()
    )
    assert queries.office_of_district(VISITOR, "brechten") == cast.eving
    assert queries.district_by_code(VISITOR, "brechten").latitude == 51.58


def test_a_taken_district_is_refused(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    add_district(office=cast.eving, code="brechten", name="Brechten", by=LEAD, now=clock.now())
    with pytest.raises(DistrictExistsError):
        add_district(office=cast.hoerde, code="brechten", name="Other", by=LEAD, now=clock.now())


def test_only_unknown_districts_are_added(db_session: DbSession, cast: Cast, clock: FakeClock) -> None:
    known = cast.hoerde.districts[0]
    found = districts_by_code(codes=[known.code, "new"], office=cast.eving, by=LEAD, now=clock.now())
    assert found[known.code].office == cast.hoerde
    assert found["new"].office == cast.eving
