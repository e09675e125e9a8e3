"""One visit moves to another time: by the office, or proposed by either side."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import current_app
from icalendar import Calendar

from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import (
    NewTime,
    begin_engagement,
    confirm_visit,
    decide_move,
    look_after,
    move_visit,
    pause_engagement,
    propose_move,
)
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import open_move
from helpexchange.engagements.rules import (
    BadMoveError,
    HelperBusyThenError,
    Outcome,
    Side,
    VisitDecidedError,
    VisitOverError,
    VisitState,
)
from helpexchange.follow_up.rules import Cause
from helpexchange.notifications.mail_words import mail_of
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.engaged import FIRST, after, agreed, begun, planned, visits
from tests.fakes import FakeClock
from tests.following import BY, concerns, entries
from tests.matched import as_viewer
from tests.outbox import messages

DAY = timedelta(days=1)
WEDNESDAY = NewTime(FIRST + DAY, 600, 660)


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping on Tuesdays."""
    return begun(cast, clock)


@pytest.fixture
def visit(engagement: Engagement) -> Visit:
    """The first visit."""
    return visits()[0]


def move(visit: Visit, cast: Cast, clock: FakeClock, to: NewTime = WEDNESDAY, **others: Any) -> Outcome:
    by = others.pop("by", as_viewer(cast.coordinator_hoerde))
    return move_visit(visit=visit, to=to, by=by, now=others.pop("now", clock.now()))


def test_both_are_told_and_calendars_see_it(cast: Cast, clock: FakeClock, visit: Visit) -> None:
    confirm_visit(visit=visit, side=Side.HELPER, whose=Side.HELPER, by=VISITOR, now=clock.now())
    assert move(visit, cast, clock) is Outcome.DONE
    assert move(visit, cast, clock) is Outcome.DONE_BEFORE
    assert (visit.day, visit.start_min, visit.end_min, visit.sequence) == (*WEDNESDAY, 1)
    assert (visit.state, visit.helper_confirmed_at) == (VisitState.PLANNED, None)
    assert [each.person_type for each in messages()] == ["helper", "person_in_need"]
    assert all("4 November 2026, 10:00" in each.text for each in messages())
    assert len(entries("move_visit")) == 1


def test_the_night_leaves_it_there(
    cast: Cast, clock: FakeClock, engagement: Engagement, visit: Visit
) -> None:
    move(visit, cast, clock)
    look_after(engagement_id=engagement.id, by=BY, now=clock.now())
    assert planned()[:2] == [FIRST + DAY, FIRST + 7 * DAY]
    assert len(visits()) == 8


def test_it_rests_with_its_new_day(
    cast: Cast, clock: FakeClock, engagement: Engagement, visit: Visit
) -> None:
    second = visits()[1]
    move(visit, cast, clock)
    move(second, cast, clock, NewTime(FIRST + 3 * DAY, 600, 660))
    pause_engagement(
        engagement=engagement, side=Side.HELPER, starts_on=FIRST + 2 * DAY, back_on=FIRST + 10 * DAY,
        by=VISITOR, now=clock.now(),
    )  # fmt: skip
    assert planned()[:2] == [FIRST + DAY, FIRST + 14 * DAY]


@pytest.mark.parametrize(
    "to",
    [
        NewTime(date(2026, 11, 1), 600, 660), NewTime(date(2027, 3, 2), 600, 660),
        NewTime(FIRST, 660, 600), NewTime(FIRST, 1420, 1480),
    ],
)  # fmt: skip
def test_bad_times_are_refused(cast: Cast, clock: FakeClock, visit: Visit, to: NewTime) -> None:
    with pytest.raises(BadMoveError):
        move(visit, cast, clock, to)


def test_not_onto_another_visit_of_the_helper(cast: Cast, clock: FakeClock, visit: Visit) -> None:
    begin_engagement(
        request_id=cast.garden.id, helper_id=cast.meryem.id,
        agreed=agreed(visit_count=1, times=(WeeklyTime(2, 630, 690),), starts_on=FIRST + DAY),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    with pytest.raises(HelperBusyThenError):
        move(visit, cast, clock)
    assert move(visit, cast, clock, NewTime(FIRST, 14 * 60 + 30, 15 * 60 + 30)) is Outcome.DONE


def test_only_the_own_office_moves_and_nothing_that_is_over(
    cast: Cast, clock: FakeClock, visit: Visit
) -> None:
    with pytest.raises(NotFoundRefusal):
        move(visit, cast, clock, by=as_viewer(cast.coordinator_eving))
    with pytest.raises(NotAllowedRefusal):
        move(visit, cast, clock, by=as_viewer(cast.network_lead))
    with pytest.raises(VisitOverError):
        move(visit, cast, clock, NewTime(FIRST + 9 * DAY, 600, 660), now=after(clock, visit))


@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_side_proposes_and_the_office_decides(
    cast: Cast, clock: FakeClock, visit: Visit, *, is_accepted: bool
) -> None:
    asks: dict[str, Any] = {
        "visit": visit,
        "side": Side.PERSON,
        "to": WEDNESDAY,
        "by": VISITOR,
        "now": clock.now(),
    }
    assert propose_move(**asks) is Outcome.DONE
    assert propose_move(**asks) is Outcome.DONE_BEFORE
    assert (visit.day, messages()) == (FIRST, [])
    (row,) = concerns()
    assert (row.cause, row.closed_at) == (Cause.MOVE_PROPOSED, None)
    move = open_move(VISITOR, visit.id)
    assert move is not None
    decides: dict[str, Any] = {"move_id": move.id, "is_accepted": is_accepted, "now": clock.now()}
    with pytest.raises(NotFoundRefusal):
        decide_move(**decides, by=as_viewer(cast.coordinator_eving))
    with pytest.raises(NotAllowedRefusal):
        decide_move(**decides, by=as_viewer(cast.network_lead))
    assert decide_move(**decides, by=as_viewer(cast.coordinator_hoerde)) is Outcome.DONE
    assert decide_move(**decides, by=as_viewer(cast.coordinator_hoerde)) is Outcome.DONE_BEFORE
    with pytest.raises(VisitDecidedError):
        decide_move(**{**decides, "is_accepted": not is_accepted}, by=as_viewer(cast.coordinator_hoerde))
    assert (visit.day == FIRST) is not is_accepted
    told = ["visit_moved", "visit_moved"] if is_accepted else ["move_refused"]
    assert [each.message.rpartition("/")[2] for each in messages()] == told
    assert concerns()[0].closed_at is not None


def test_a_new_proposal_takes_the_place_of_the_old(cast: Cast, clock: FakeClock, visit: Visit) -> None:
    for day in (1, 2):
        to = NewTime(FIRST + day * DAY, 600, 660)
        propose_move(visit=visit, side=Side.HELPER, to=to, by=VISITOR, now=clock.now())
    found = open_move(VISITOR, visit.id)
    assert found is not None
    assert found.day == FIRST + 2 * DAY
    assert len(concerns()) == 1


def test_a_mail_brings_it_for_the_calendar(cast: Cast, clock: FakeClock, visit: Visit) -> None:
    cast.meryem.channel = Channel.TEXT
    cast.meryem.phone = "0170 5550123"
    assert cast.shopping.person is not None
    cast.shopping.person.language = "de"
    move(visit, cast, clock)
    text, mail = messages()
    assert text.calendar == ""
    (attached,) = mail_of(mail, current_app.extensions["settings"]).iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "visit.ics")
    (event,) = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CONFIRMED")
    assert str(event["UID"]).startswith(visit.uid)
    assert event.decoded("DTSTART") == visit.starts_at
    assert str(event["SUMMARY"]).startswith("Besuch")
    assert "Muster" not in mail.calendar
