"""An engagement begins: its visits are planned, and of two who agree the same one wins."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal, Refusal
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import begin_engagement
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import (
    BadSeriesError,
    EngagementState,
    HelperBusyThenError,
    HelperCannotHelpError,
    RequestNotToBeServedError,
    VisitState,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.rules import HelperState
from tests.cast import Cast, help_request
from tests.engaged import FIRST, THREE, TUESDAY, TWO, agreed, begun, planned, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer

AT_ONCE = 25


def test_visits_are_planned_eight_weeks_ahead(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    assert (engagement.state, engagement.seat) == (EngagementState.AGREED, 1)
    assert planned() == [FIRST + timedelta(weeks=week) for week in range(8)]
    first = visits()[0]
    assert (first.starts_at.hour, first.ends_at - first.starts_at) == (13, timedelta(hours=1))
    assert cast.shopping.state is RequestState.AGREED


def test_it_is_audited_with_ids_and_no_names(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "begin_engagement").order_by(AuditEntry.id)
    ).one()
    assert (entry.object_type, entry.object_id, entry.office_id) == (
        "engagement", engagement.id, cast.hoerde.id,
    )  # fmt: skip
    assert entry.details["helper_id"] == cast.meryem.id


def test_twice_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    assert begun(cast, clock).id == begun(cast, clock).id
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 8
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry))]
    assert Counter(acts)["begin_engagement"] == 1


def test_who_decides_nothing_is_refused(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        _begin(cast.shopping, cast, clock, account=cast.network_lead)
    assert visits() == []


def test_another_office_cannot_see_it(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotFoundRefusal):
        _begin(cast.shopping, cast, clock, account=cast.coordinator_eving)


def test_times_that_cannot_be_meant_are_refused(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(BadSeriesError):
        begun(cast, clock, times=())


def test_a_helper_who_paused_does_not_begin(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.state = HelperState.PAUSED
    with pytest.raises(HelperCannotHelpError):
        begun(cast, clock)


def test_a_request_that_is_served_takes_no_second_helper(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    with pytest.raises(RequestNotToBeServedError):
        _begin(cast.shopping, cast, clock, helper_id=cast.jonas.id)


def test_a_request_for_two_waits_for_the_second(cast: Cast, clock: FakeClock) -> None:
    cast.shopping.helpers_needed = 2
    begun(cast, clock)
    assert cast.shopping.state is RequestState.OPEN
    second = _begin(cast.shopping, cast, clock, helper_id=cast.jonas.id)
    assert (second.seat, cast.shopping.state) == (2, RequestState.AGREED)


def test_a_helper_is_in_one_place_at_a_time(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    overlapping = (WeeklyTime(TUESDAY, TWO + 30, THREE + 30),)
    with pytest.raises(HelperBusyThenError):
        _begin(cast.garden, cast, clock, times=overlapping)
    db.session.rollback()
    right_after = (WeeklyTime(TUESDAY, THREE, THREE + 60),)
    assert _begin(cast.garden, cast, clock, times=right_after).id


def test_holidays_are_left_out(cast: Cast, clock: FakeClock) -> None:
    cast.hoerde.state_code = "DE-NW"
    begun(cast, clock, times=(WeeklyTime(4, TWO, THREE),), until=date(2027, 1, 2))
    assert date(2026, 12, 25) not in planned()
    assert date(2026, 12, 18) in planned()


def test_a_number_of_visits_ends_by_itself(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock, visit_count=3)
    assert len(planned()) == 3


def test_of_many_at_once_one_begins(app: Flask, cast: Cast, clock: FakeClock) -> None:
    helpers, request_id = [cast.meryem.id, cast.jonas.id], cast.shopping.id
    hanna = as_viewer(cast.coordinator_hoerde)
    db.session.rollback()

    def click(number: int) -> str:
        begin_engagement(
            request_id=request_id, helper_id=helpers[number % 2], agreed=agreed(), by=hanna, now=clock.now()
        )
        return "done"

    answers = _all_at_once(app, click)
    assert set(answers) == {"done", "request_not_to_be_served"}
    engagements = db.session.scalars(select(Engagement)).all()
    assert len(engagements) == 1
    assert len(visits()) == 8


def test_of_many_at_once_a_helper_is_booked_once(app: Flask, cast: Cast, clock: FakeClock) -> None:
    ids = []
    for number in range(5):
        request = help_request(
            f"more-{number}", office=cast.hoerde, kind="shopping", weekday=TUESDAY, now=clock.now()
        )
        db.session.add(request)
        db.session.flush()
        ids.append(request.id)
    helper_id, hanna = cast.meryem.id, as_viewer(cast.coordinator_hoerde)
    db.session.commit()

    def click(number: int) -> str:
        begin_engagement(
            request_id=ids[number % 5], helper_id=helper_id, agreed=agreed(), by=hanna, now=clock.now()
        )
        return "done"

    assert set(_all_at_once(app, click)) == {"done", "helper_busy_then"}
    assert len(visits(state=VisitState.PLANNED)) == 8


def test_the_index_is_the_last_line(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    first = visits()[0]
    copied = {
        column.name: getattr(first, column.name)
        for column in Visit.__table__.columns
        if column.name not in {"id", "uid", "day"}
    }
    db.session.add(Visit(**copied, uid="another", day=date(2030, 1, 1)))
    with pytest.raises(IntegrityError, match=r"uq_visits_helper_start|visits.helper_id, visits.starts_at"):
        db.session.flush()
    db.session.rollback()
    db.session.add(Visit(**{**copied, "state": VisitState.CANCELLED}, uid="third", day=first.day))
    with pytest.raises(IntegrityError, match="series_id"):
        db.session.flush()


def _begin(
    request: HelpRequest, cast: Cast, clock: FakeClock, *, helper_id: int | None = None, **others: Any
) -> Engagement:
    account = others.pop("account", cast.coordinator_hoerde)
    return begin_engagement(
        request_id=request.id, helper_id=helper_id or cast.meryem.id, agreed=agreed(**others),
        by=as_viewer(account), now=clock.now(),
    )  # fmt: skip


def _all_at_once(app: Flask, click: Callable[[int], str]) -> list[str]:
    def in_context(number: int) -> str:
        with app.app_context():
            try:
                answer = click(number)
                db.session.commit()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            return answer

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_context, range(AT_ONCE)))
