"""A person asks for help."""

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.actions import submit_request
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.places.rules import UnknownPlaceError
from helpexchange.skills.rules import UnknownKindError
from tests.asking import TUESDAY_AFTERNOON, place_of, request_answers
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer

REFERENCE = "A-TEST2345"


def count(table: type[HelpRequest | PersonInNeed | AuditEntry]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_it_waits_for_the_office_of_its_district(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.eving, note="third floor", visits_per_week=2)
    made = submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    assert (made.state, made.channel, made.office_id) == (
        RequestState.SUBMITTED,
        Channel.ONLINE,
        cast.eving.id,
    )
    assert (made.submitted_at, made.note, made.visits_per_week) == (clock.now(), "third floor", 2)
    assert [(time.weekday, time.start_min, time.end_min) for time in made.times] == [TUESDAY_AFTERNOON]
    assert [each.language for each in made.languages] == ["de"]
    assert (made.latitude, made.longitude) == (place_of(cast.eving).latitude, place_of(cast.eving).longitude)


def test_it_is_audited_without_the_name(cast: Cast, clock: FakeClock) -> None:
    made = submit_request(
        answers=request_answers(cast.hoerde), reference=REFERENCE, by=VISITOR, now=clock.now()
    )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.object_id, entry.office_id) == ("submit_request", made.id, cast.hoerde.id)
    assert entry.details == {"channel": "online"}
    assert entry.actor == ""


def test_sending_it_twice_makes_one(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.hoerde)
    first = submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    before = count(HelpRequest), count(PersonInNeed), count(AuditEntry)
    second = submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.advance(seconds=1))
    assert second.id == first.id
    assert (count(HelpRequest), count(PersonInNeed), count(AuditEntry)) == before


def test_somebody_with_an_account_stays_one_person(cast: Cast, clock: FakeClock) -> None:
    erna = as_viewer(cast.senior)
    answers = request_answers(cast.hoerde, first_name="Erna", phone="0231 555 0200")
    made = submit_request(answers=answers, reference=REFERENCE, by=erna, now=clock.now())
    assert made.person_id == cast.shopping.person_id
    assert made.person is not None
    assert made.person.phone == "0231 555 0200"


def test_a_coordinator_writes_for_a_caller(cast: Cast, clock: FakeClock) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    made = submit_request(
        answers=request_answers(cast.hoerde), reference=REFERENCE, by=hanna, now=clock.now()
    )
    assert made.channel is Channel.PHONE
    assert made.person is not None
    assert made.person.account_id is None


def test_a_place_outside_the_town_is_refused(cast: Cast, clock: FakeClock) -> None:
    place = place_of(cast.hoerde)
    place.district = None
    answers = request_answers(cast.hoerde, place_id=place.id)
    with pytest.raises(UnknownPlaceError):
        submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())


def test_a_place_of_another_postcode_is_refused(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.hoerde, place_id=place_of(cast.eving).id)
    with pytest.raises(UnknownPlaceError):
        submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())


def test_an_unknown_kind_of_help_is_refused(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.hoerde, kind_code="rocket")
    with pytest.raises(UnknownKindError):
        submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())


def test_a_call_does_not_change_how_the_person_reads(cast: Cast, clock: FakeClock) -> None:
    answers = request_answers(cast.hoerde, told_in="de", reads_easy=True)
    first = submit_request(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    assert first.person is not None
    again = request_answers(cast.hoerde, person_id=first.person.id)
    hanna = as_viewer(cast.coordinator_hoerde)
    second = submit_request(answers=again, reference="P-CALL2345", by=hanna, now=clock.now())
    assert second.person is not None
    assert (second.person.id, second.person.reads_easy) == (first.person.id, True)
