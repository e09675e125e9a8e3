"""Forgetting: a person wholly, or in time; counts stay, and nobody with anything unfinished is forgotten."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.accounts.queries import viewer_of
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed, RequestTime
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperTime
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, MessageState, Recipient
from helpexchange.privacy.actions import forget_in_time, forget_person
from helpexchange.privacy.personal_data import PERSONAL
from helpexchange.privacy.queries import known_of, people_to_forget, tables_of
from helpexchange.privacy.rules import RETENTION_DAYS, Kept, Person, PersonKind
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock

BY = system_viewer("test")
#: Longer than anything is kept but entries of the audit trail.
LATER = timedelta(days=RETENTION_DAYS[Kept.SINCE_LAST_REQUEST_ENDED] + 1)


def erna(cast: Cast) -> Person:
    """Erna, who asked for shopping."""
    assert cast.shopping.person_id is not None
    return Person(kind=PersonKind.PERSON_IN_NEED, id=cast.shopping.person_id)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_person_is_forgotten_and_what_is_counted_stays(cast: Cast, clock: FakeClock) -> None:
    person, requests = erna(cast), count(HelpRequest)
    forget_person(person=person, by=BY, now=clock.now())
    known = known_of(BY, person)
    for name in tables_of(person.kind):
        personal = set(PERSONAL[name].names) - set(PERSONAL[name].stays)
        for row in known.get(name, []):
            assert not [column for column in personal & set(row) if row[column]], name
    record = db.session.get_one(PersonInNeed, person.id)
    assert (record.first_name, record.phone, record.account_id) == ("", "", None)
    assert count(HelpRequest) == requests
    assert cast.shopping.kind_code
    assert cast.shopping.latitude is None
    assert cast.shopping.times == []
    assert count(RequestTime) > 0, "the times of others were taken too"


def test_forgetting_is_audited_and_twice_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    for _ in range(2):
        forget_person(person=erna(cast), by=BY, now=clock.now())
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "forget_person").order_by(AuditEntry.id)
    ).all()
    assert [entry.object_id for entry in entries] == [erna(cast).id] * 2


def test_a_helper_is_forgotten_with_skills_times_and_checks(cast: Cast, clock: FakeClock) -> None:
    others = count(HelperTime) - len(cast.meryem.times)
    forget_person(person=Person(kind=PersonKind.HELPER, id=cast.meryem.id), by=BY, now=clock.now())
    assert (cast.meryem.first_name, cast.meryem.email, cast.meryem.latitude) == ("", "", None)
    assert cast.meryem.skills == []
    assert cast.meryem.checks == []
    assert count(HelperTime) == others


def test_messages_to_the_person_lose_their_words(cast: Cast, clock: FakeClock) -> None:
    about = About(object_type=PersonKind.PERSON_IN_NEED, object_id=erna(cast).id)
    to = Recipient(person=about, office_id=cast.hoerde.id, name="Erna", email="erna@example.org")
    message = tell(
        to=to, message="notifications/messages/trial", words={"first_name": "Erna"}, about=about, by=BY,
        now=clock.now(),
    )  # fmt: skip
    forget_person(person=erna(cast), by=BY, now=clock.now())
    assert (message.name, message.address, message.text) == ("", "", "")


@pytest.mark.parametrize("state", [RequestState.SUBMITTED, RequestState.OPEN, RequestState.AGREED])
def test_nobody_with_an_unfinished_request_is_forgotten(
    cast: Cast, clock: FakeClock, state: RequestState
) -> None:
    cast.shopping.state = state
    db.session.flush()
    assert erna(cast) not in people_to_forget(BY, now=clock.now() + 10 * LATER)


def test_people_are_forgotten_when_their_days_are_over(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.state = RequestState.FINISHED
    db.session.flush()
    assert erna(cast) not in people_to_forget(BY, now=clock.now())
    assert erna(cast) in people_to_forget(BY, now=clock.now() + LATER)
    done = forget_in_time(by=BY, now=clock.now() + LATER)
    assert done.people == 1
    assert forget_in_time(by=BY, now=clock.now() + LATER).people == 0


def test_helpers_are_forgotten_after_they_left(cast: Cast, clock: FakeClock) -> None:
    helper = Person(kind=PersonKind.HELPER, id=cast.meryem.id)
    assert helper not in people_to_forget(BY, now=clock.now() + 10 * LATER)
    cast.meryem.state = HelperState.LEFT
    db.session.flush()
    assert helper in people_to_forget(BY, now=clock.now() + LATER)


def test_a_trial_only_counts(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.state = RequestState.FINISHED
    db.session.flush()
    assert forget_in_time(by=BY, now=clock.now() + LATER, is_trial=True).people == 1
    assert db.session.get_one(PersonInNeed, erna(cast).id).first_name


def test_old_messages_and_old_names_go(app: Flask, cast: Cast, clock: FakeClock) -> None:
    about = About(object_type="office", object_id=cast.hoerde.id)
    to = Recipient(person=about, office_id=None, name="Somebody", email="somebody@example.org")
    message = tell(
        to=to, message="notifications/messages/trial", words={"first_name": "You"}, about=about, by=BY,
        now=clock.now(),
    )  # fmt: skip
    message.state = MessageState.SENT
    forget_person(person=Person(kind=PersonKind.HELPER, id=cast.pavel.id), by=BY, now=clock.now())
    db.session.flush()
    much_later = clock.now() + timedelta(days=RETENTION_DAYS[Kept.SINCE_ACT] + 1)
    done = forget_in_time(by=BY, now=much_later)
    assert (done.messages, done.acts) == (1, 1)
    assert db.session.scalars(select(OutboxMessage.text)).all() == [""]
    assert db.session.scalars(select(AuditEntry.actor).where(AuditEntry.at < much_later)).all() == [""]


def test_another_offices_coordinator_sees_nothing_of_the_person(cast: Cast, db_session: DbSession) -> None:
    assert known_of(viewer_of(cast.coordinator_hoerde), erna(cast))
    assert known_of(viewer_of(cast.coordinator_eving), erna(cast)) == {}
