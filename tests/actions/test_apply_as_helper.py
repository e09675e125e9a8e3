"""Somebody offers to help."""

from datetime import date

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.helper_profiles.actions import apply_as_helper
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import wanted_requests
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.places.rules import UnknownPlaceError
from tests.asking import TUESDAY_AFTERNOON, helper_answers, place_of
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told_to_helpers import names, told

REFERENCE = "H-TEST2345"


def test_it_keeps_what_is_offered(cast: Cast, clock: FakeClock) -> None:
    made = apply_as_helper(
        answers=helper_answers(cast.eving, max_requests=3), reference=REFERENCE, by=VISITOR, now=clock.now()
    )
    assert (made.state, made.office_id, made.max_requests) == (HelperState.APPLIED, cast.eving.id, 3)
    assert [each.skill_code for each in made.skills] == ["company", "shopping"]
    assert [each.language for each in made.languages] == ["de", "tr"]
    assert [(time.weekday, time.start_min, time.end_min) for time in made.times] == [TUESDAY_AFTERNOON]


def test_it_is_audited_with_the_wanted_request(cast: Cast, clock: FakeClock) -> None:
    answers = helper_answers(cast.hoerde, wanted_request_id=cast.shopping.id)
    made = apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.act == "apply_as_helper"
    hanna = as_viewer(cast.coordinator_hoerde)
    assert wanted_requests(hanna, [made.id, cast.pavel.id]) == {made.id: cast.shopping.id}


def test_sending_it_twice_makes_one(cast: Cast, clock: FakeClock) -> None:
    answers = helper_answers(cast.hoerde)
    first = apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    before = db.session.scalar(select(func.count()).select_from(HelperProfile))
    second = apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    assert second.id == first.id
    assert db.session.scalar(select(func.count()).select_from(HelperProfile)) == before


def test_a_second_profile_leaves_the_account_with_its_first(cast: Cast, clock: FakeClock) -> None:
    meryem = as_viewer(cast.volunteer)
    made = apply_as_helper(
        answers=helper_answers(cast.hoerde), reference=REFERENCE, by=meryem, now=clock.now()
    )
    assert (made.account_id, cast.meryem.account_id) == (None, cast.volunteer.id)


def test_an_account_without_a_profile_gets_it(cast: Cast, clock: FakeClock) -> None:
    erna = as_viewer(cast.senior)
    made = apply_as_helper(answers=helper_answers(cast.hoerde), reference=REFERENCE, by=erna, now=clock.now())
    assert made.account_id == cast.senior.id


def test_a_place_outside_the_town_is_refused(cast: Cast, clock: FakeClock) -> None:
    place = place_of(cast.hoerde)
    place.district = None
    answers = helper_answers(cast.hoerde, place_id=place.id)
    with pytest.raises(UnknownPlaceError):
        apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())


def test_the_clock_is_that_of_the_office(cast: Cast, clock: FakeClock) -> None:
    cast.hoerde.first_contact_days, cast.hoerde.state_code = 5, "DE-NW"
    made = apply_as_helper(
        answers=helper_answers(cast.hoerde), reference=REFERENCE, by=VISITOR, now=clock.now()
    )
    assert made.contact_due_on == date(2026, 11, 9)  # five working days after Monday, 2 November


def test_it_is_told_at_once_until_when_the_office_calls(cast: Cast, clock: FakeClock) -> None:
    answers = helper_answers(cast.hoerde, language="de")
    made = apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    assert made.contact_due_on == date(2026, 11, 4)
    assert names(made) == ["applied"]
    assert "spätestens bis Mittwoch, 4. November 2026" in told(made)[0].text
    assert "/my-help/open/" in told(made)[0].text


def test_what_only_the_office_sees_and_days_away_are_kept(cast: Cast, clock: FakeClock) -> None:
    answers = helper_answers(
        cast.hoerde, wishes="Families", about_me="Teacher", minutes_per_week=120,
        away=(date(2026, 12, 24), date(2026, 12, 26)),
    )  # fmt: skip
    made = apply_as_helper(answers=answers, reference=REFERENCE, by=VISITOR, now=clock.now())
    assert (made.wishes, made.about_me, made.minutes_per_week) == ("Families", "Teacher", 120)
    assert [(each.starts_on, each.back_on) for each in made.absences] == [
        (date(2026, 12, 24), date(2026, 12, 27))
    ]
