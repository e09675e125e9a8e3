"""Engagements rest, go on, get new times and end."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import (
    begin_engagement,
    change_times,
    end_engagement,
    pause_engagement,
    resume_engagement,
)
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import (
    BadPauseError,
    BadSeriesError,
    CancelReason,
    EndReason,
    EngagementEndedError,
    EngagementState,
    HelperBusyThenError,
    NotPausedError,
    Outcome,
    Side,
    TextMissingError,
    VisitState,
)
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.rules import RequestState
from helpexchange.notifications.models import OutboxMessage
from tests.cast import Cast
from tests.engaged import FIRST, THREE, TUESDAY, TWO, after, agreed, begun, planned, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer

WEDNESDAYS = (WeeklyTime(2, TWO, THREE),)
THIRD_WEEK = FIRST + timedelta(weeks=2)


def acts() -> list[str]:
    statement = select(AuditEntry.act).where(AuditEntry.object_type == "engagement").order_by(AuditEntry.id)
    return list(db.session.scalars(statement))


def told() -> list[tuple[str, str]]:
    """Who was told what: type of the person and name of the message."""
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.person_type, row.message.rpartition("/")[2]) for row in rows]


def change(
    engagement: Engagement, cast: Cast, clock: FakeClock, on: date = THIRD_WEEK, **others: Any
) -> Outcome:
    return change_times(
        engagement_id=engagement.id, agreed=agreed(**{"times": WEDNESDAYS, **others}), on=on,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip


def pause(
    engagement: Engagement,
    clock: FakeClock,
    *,
    weeks: int | None = 2,
    first: date = FIRST,
    side: Side = Side.HELPER,
) -> Outcome:
    return pause_engagement(
        engagement=engagement, side=side, starts_on=first,
        back_on=None if weeks is None else first + timedelta(weeks=weeks), by=VISITOR, now=clock.now(),
    )  # fmt: skip


def end(
    engagement: Engagement, clock: FakeClock, reason: EndReason = EndReason.MOVED, **others: Any
) -> Outcome:
    values: dict[str, Any] = {"side": Side.HELPER, "needs_another": False, "by": VISITOR, **others}
    return end_engagement(engagement=engagement, reason=reason, now=clock.now(), **values)


def test_new_times_leave_the_past(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    assert change(engagement, cast, clock) is Outcome.DONE
    wednesday = THIRD_WEEK + timedelta(days=1)
    expected = [FIRST, FIRST + timedelta(weeks=1), *(wednesday + timedelta(weeks=week) for week in range(6))]
    assert planned() == expected
    gone = visits(state=VisitState.CANCELLED)
    assert {(visit.cancel_reason, visit.sequence) for visit in gone} == {(CancelReason.NEW_TIME, 1)}
    assert told() == [("helper", "new_times"), ("person_in_need", "new_times")]


def test_new_times_twice_do_no_harm(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    change(engagement, cast, clock)
    before = planned()
    assert change(engagement, cast, clock) is Outcome.DONE_BEFORE
    assert planned() == before
    assert acts().count("change_times") == 1


def test_other_times_from_the_same_day_replace_those_to_come(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    change(engagement, cast, clock)
    change(engagement, cast, clock, on=FIRST + timedelta(weeks=1), times=(WeeklyTime(4, TWO, THREE),))
    fridays = {day.weekday() for day in planned() if day > FIRST}
    assert (planned()[0], fridays) == (FIRST, {4})


def test_an_hour_later_on_the_same_day_is_no_clash_with_oneself(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    change(engagement, cast, clock, times=(WeeklyTime(TUESDAY, TWO + 30, THREE + 30),))
    assert [visit.start_min for visit in visits(state=VisitState.PLANNED)] == [TWO] * 2 + [TWO + 30] * 6


def test_new_times_at_which_the_helper_is_elsewhere_are_refused(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    begin_engagement(
        request_id=cast.garden.id, helper_id=cast.meryem.id, agreed=agreed(times=WEDNESDAYS),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    with pytest.raises(HelperBusyThenError):
        change(engagement, cast, clock)


@pytest.mark.parametrize("wrong", [{"on": FIRST - timedelta(days=2)}, {"times": ()}])
def test_new_times_that_cannot_be_are_refused(cast: Cast, clock: FakeClock, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadSeriesError):
        change(begun(cast, clock), cast, clock, **wrong)


def test_only_its_office_changes_times(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    values: dict[str, Any] = {
        "engagement_id": engagement.id,
        "agreed": agreed(times=WEDNESDAYS),
        "on": THIRD_WEEK,
    }
    with pytest.raises(NotFoundRefusal):
        change_times(**values, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        change_times(**values, by=as_viewer(cast.network_lead), now=clock.now())


def test_a_pause_takes_its_visits_away_and_tells_both(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    assert pause(engagement, clock, first=FIRST + timedelta(days=1)) is Outcome.DONE
    assert planned() == [FIRST, *(FIRST + timedelta(weeks=week) for week in range(3, 8))]
    assert told() == [("helper", "paused"), ("person_in_need", "paused")]
    assert pause(engagement, clock, first=FIRST + timedelta(days=1)) is Outcome.DONE_BEFORE
    assert acts() == ["begin_engagement", "pause_engagement"]


def test_a_pause_that_ends_early_brings_its_visits_back(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    pause(engagement, clock, weeks=None)
    assert planned() == []
    clock.advance(weeks=2)
    assert (
        resume_engagement(engagement=engagement, side=Side.HELPER, by=VISITOR, now=clock.now())
        is Outcome.DONE
    )
    assert planned()[0] == THIRD_WEEK
    assert [visit.sequence for visit in visits()][:4] == [1, 1, 2, 2]
    again = resume_engagement(engagement=engagement, side=Side.HELPER, by=VISITOR, now=clock.now())
    assert again is Outcome.DONE_BEFORE


def test_a_visit_does_not_come_back_to_a_helper_who_is_elsewhere(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    pause(engagement, clock, weeks=None)
    begin_engagement(
        request_id=cast.garden.id, helper_id=cast.meryem.id, agreed=agreed(visit_count=1),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    resume_engagement(engagement=engagement, side=Side.HELPER, by=VISITOR, now=clock.now())
    mine = visits(engagement_id=engagement.id)
    assert [visit.state for visit in mine[:2]] == [VisitState.CANCELLED, VisitState.PLANNED]


def test_without_a_pause_nothing_goes_on(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotPausedError):
        resume_engagement(engagement=begun(cast, clock), side=Side.PERSON, by=VISITOR, now=clock.now())


@pytest.mark.parametrize(("first", "weeks"), [(FIRST - timedelta(days=7), 2), (FIRST, 0)])
def test_a_pause_that_cannot_be_is_refused(cast: Cast, clock: FakeClock, first: date, weeks: int) -> None:
    with pytest.raises(BadPauseError):
        pause(begun(cast, clock), clock, first=first, weeks=weeks)


def test_an_office_pauses_its_own_only(cast: Cast, clock: FakeClock) -> None:
    values: dict[str, Any] = {
        "engagement": begun(cast, clock),
        "side": Side.OFFICE,
        "starts_on": FIRST,
        "back_on": None,
    }
    with pytest.raises(NotFoundRefusal):
        pause_engagement(**values, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        pause_engagement(**values, by=as_viewer(cast.network_lead), now=clock.now())


def test_an_end_cancels_what_is_to_come(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    after(clock, visits()[0])
    assert end(engagement, clock, EndReason.GOAL_REACHED) is Outcome.DONE
    assert (engagement.state, planned()) == (EngagementState.ENDED, [FIRST])
    assert cast.shopping.state is RequestState.FINISHED
    assert told() == [("helper", "thanks"), ("person_in_need", "thanks")]
    assert end(engagement, clock, EndReason.GOAL_REACHED) is Outcome.DONE_BEFORE
    with pytest.raises(EngagementEndedError):
        end(engagement, clock, EndReason.MOVED)
    with pytest.raises(EngagementEndedError):
        pause(engagement, clock, first=THIRD_WEEK)


def test_who_still_needs_help_is_looked_for_again(cast: Cast, clock: FakeClock) -> None:
    end(begun(cast, clock), clock, EndReason.DID_NOT_GET_ON, needs_another=True)
    assert cast.shopping.state is RequestState.OPEN
    again = begun(cast, clock)
    assert again.state is EngagementState.AGREED


def test_another_reason_needs_words(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    with pytest.raises(TextMissingError):
        end(engagement, clock, EndReason.OTHER, text="  ")
    end(engagement, clock, EndReason.OTHER, text="has a cat now")
    assert engagement.end_text == "has a cat now"


def test_nobody_writes_to_the_dead(cast: Cast, clock: FakeClock) -> None:
    by = as_viewer(cast.coordinator_hoerde)
    end(begun(cast, clock), clock, EndReason.DIED, side=Side.OFFICE, by=by)
    assert told() == []


def test_a_request_that_is_withdrawn_ends_its_visits(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    withdraw_request(request_id=cast.shopping.id, by=as_viewer(cast.senior), now=clock.now())
    assert (engagement.state, planned()) == (EngagementState.ENDED, [])
