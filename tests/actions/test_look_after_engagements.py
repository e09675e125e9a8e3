"""What the night does with engagements: visits are planned ahead, pauses begin and end; school holidays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import begin_engagement, load_school_holidays, pause_engagement
from helpexchange.engagements.jobs import look_after_engagements
from helpexchange.engagements.models import SchoolHoliday
from helpexchange.engagements.queries import to_look_after
from helpexchange.engagements.rules import (
    CancelReason,
    EngagementState,
    SchoolHolidaysError,
    Side,
    VisitState,
)
from tests.cast import Cast
from tests.engaged import FIRST, agreed, begun, planned, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer


def test_the_night_plans_ahead_and_twice_does_no_harm(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    clock.advance(weeks=3)
    assert look_after_engagements(clock.now()) == 3
    assert look_after_engagements(clock.now()) == 0
    assert planned()[-1] == FIRST + timedelta(weeks=10)
    assert engagement.state is EngagementState.RUNNING
    statement = select(AuditEntry.act).where(AuditEntry.object_type == "engagement").order_by(AuditEntry.id)
    acts = list(db.session.scalars(statement.order_by(AuditEntry.id)))
    assert acts == ["begin_engagement", "plan_visits", "run_engagement"]


def test_a_series_is_planned_further_once_a_week(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    assert look_after_engagements(clock.advance(days=3)) == 1  # because it has begun
    assert engagement.id not in to_look_after(VISITOR, now=clock.advance(days=6))
    assert look_after_engagements(clock.advance(days=1)) == 1


def test_the_night_begins_and_ends_a_pause(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    pause_engagement(
        engagement=engagement, side=Side.HELPER, starts_on=FIRST + timedelta(days=2),
        back_on=FIRST + timedelta(days=16), by=VISITOR, now=clock.now(),
    )  # fmt: skip
    states = []
    for _night in range(4):
        clock.advance(days=6)
        look_after_engagements(clock.now())
        states.append(engagement.state.value)
    assert states == ["paused", "paused", "running", "running"]


def test_a_night_in_which_the_helper_is_elsewhere_shows_it(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    late = FIRST + timedelta(weeks=8)
    begin_engagement(
        request_id=cast.garden.id, helper_id=cast.meryem.id, agreed=agreed(starts_on=late, visit_count=1),
        by=as_viewer(cast.coordinator_hoerde), now=clock.advance(weeks=1),
    )  # fmt: skip
    look_after_engagements(clock.now())
    last = visits(engagement_id=engagement.id)[-1]
    assert (last.day, last.state, last.cancel_reason) == (
        late, VisitState.CANCELLED, CancelReason.HELPER_BUSY,
    )  # fmt: skip


def test_school_holidays_are_loaded_and_left_out(cast: Cast, clock: FakeClock) -> None:
    cast.hoerde.state_code = "BE"
    begun(cast, clock, skips_school_holidays=True)
    text = "state,name,first_day,last_day\nBE,Kerst,2026-12-21,2027-01-03\n"
    by = as_viewer(cast.network_lead)
    for _twice in range(2):
        assert load_school_holidays(text=text, by=by, now=clock.now()) == 1
    assert len(db.session.scalars(select(SchoolHoliday)).all()) == 1
    clock.advance(days=1)
    look_after_engagements(clock.now())
    assert date(2026, 12, 22) not in planned()
    assert date(2026, 12, 15) in planned()


def test_only_who_answers_for_the_town_loads_school_holidays(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotAllowedRefusal):
        load_school_holidays(text="", by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    with pytest.raises(SchoolHolidaysError):
        load_school_holidays(text="a,b\n", by=as_viewer(cast.network_lead), now=clock.now())
