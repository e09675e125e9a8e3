"""Both sides are reminded the day before, each on the own channel, once."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import cancel_visit, confirm_visit
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import (
    CancelReason,
    Outcome,
    Side,
    VisitDecidedError,
    VisitOverError,
)
from helpexchange.follow_up.actions import remind_of_visits, take_back_reminders
from helpexchange.follow_up.jobs import remind_of_visits as job
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.representatives.rules import Told
from tests.cast import Cast
from tests.engaged import FIRST, after, begun, visits
from tests.fakes import FakeClock
from tests.following import BY, entries, told
from tests.matched import as_viewer
from tests.representing import acts_for_erna

DAY = timedelta(days=1)


def on(clock: FakeClock, days_before: int, hour: int = 9) -> datetime:
    """Move the clock to an hour of a day before the first visit."""
    day = FIRST + timedelta(weeks=1) - days_before * DAY
    clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Berlin"))
    return clock.now()


def second() -> Visit:
    return visits()[1]


def test_both_are_reminded_once(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    now = on(clock, 1)
    assert job(now) == 2
    assert job(now + timedelta(hours=7)) == 0
    helper, person = told("reminder")
    assert (helper.person_type, person.person_type) == ("helper", "person_in_need")
    assert all("10 November 2026, 14:00" in each.text for each in (helper, person))
    assert "Erna" in helper.text
    assert "Meryem" in person.text
    assert all("Muster" not in each.subject for each in (helper, person))
    assert "/visits/reminder/" in helper.text
    assert [each.details["side"] for each in entries("remind_of_visit")] == ["helper", "person"]


@pytest.mark.parametrize("days_before", [0, 2, 3])
def test_not_on_other_days(cast: Cast, clock: FakeClock, days_before: int) -> None:
    begun(cast, clock)
    assert remind_of_visits(by=BY, now=on(clock, days_before)) == 0


def test_who_does_not_wish_it_is_not_reminded(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    engagement.reminds_helper = False
    remind_of_visits(by=BY, now=on(clock, 1))
    assert [each.person_type for each in told("reminder")] == ["person_in_need"]


@pytest.mark.parametrize(
    ("days_before", "channels"),
    [(5, []), (4, [Channel.LETTER]), (3, [Channel.LETTER]), (2, []), (1, [Channel.CALL])],
)
def test_letters_go_out_early_enough(
    cast: Cast, clock: FakeClock, days_before: int, channels: list[Channel]
) -> None:
    engagement = begun(cast, clock)
    engagement.reminds_helper = False
    assert cast.shopping.person is not None
    cast.shopping.person.channel, cast.shopping.person.street = Channel.LETTER, "Weg 1"
    remind_of_visits(by=BY, now=on(clock, days_before))
    assert [each.channel for each in told("reminder")] == channels


def test_who_had_a_letter_is_not_called(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    engagement.reminds_helper = False
    assert cast.shopping.person is not None
    cast.shopping.person.channel, cast.shopping.person.street = Channel.LETTER, "Weg 1"
    for days in (4, 3, 2, 1):
        remind_of_visits(by=BY, now=on(clock, days))
    assert [each.channel for each in told("reminder")] == [Channel.LETTER]
    assert "please call us" in told("reminder")[0].text
    assert "http" not in told("reminder")[0].text


def test_who_is_phoned_stands_on_the_list_of_calls(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.channel = Channel.CALL
    begun(cast, clock)
    remind_of_visits(by=BY, now=on(clock, 1))
    assert told("reminder")[0].channel is Channel.CALL


def test_whoever_acts_for_the_person_is_reminded_too(cast: Cast, clock: FakeClock) -> None:
    acts = acts_for_erna(cast, clock.now())
    acts.told = Told.REPRESENTATIVE
    begun(cast, clock)
    remind_of_visits(by=BY, now=on(clock, 1))
    assert [each.person_type for each in told("reminder")] == ["helper", "representation"]
    assert "It is about the visits to Erna." in told("reminder")[1].text


def test_what_is_called_off_is_not_reminded_of_and_taken_back(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    now = on(clock, 1)
    remind_of_visits(by=BY, now=now)
    cancel_visit(visit=second(), side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=now)
    assert take_back_reminders(now=now) == 2
    db.session.expire_all()
    assert {each.state for each in told("reminder")} == {MessageState.CANCELLED}
    assert remind_of_visits(by=BY, now=now) == 0


@pytest.mark.parametrize("side", [Side.HELPER, Side.PERSON])
def test_it_is_confirmed_once_and_calendars_do_not_mind(cast: Cast, clock: FakeClock, side: Side) -> None:
    begun(cast, clock)
    visit = visits()[0]
    act: dict[str, Any] = {"visit": visit, "side": side, "whose": side, "by": VISITOR, "now": clock.now()}
    assert confirm_visit(**act) is Outcome.DONE
    assert confirm_visit(**act) is Outcome.DONE_BEFORE
    assert len(entries("confirm_visit")) == 1
    assert (visit.helper_confirmed_at is not None) is (side is Side.HELPER)
    assert (visit.person_confirmed_at is not None) is (side is Side.PERSON)
    assert visit.sequence == 0


def test_what_is_over_or_called_off_is_not_confirmed(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    first, other = visits()[:2]
    act: dict[str, Any] = {
        "side": Side.OFFICE,
        "whose": Side.PERSON,
        "by": as_viewer(cast.coordinator_hoerde),
    }
    with pytest.raises(VisitOverError):
        confirm_visit(visit=first, now=after(clock, first), **act)
    cancel_visit(visit=other, side=Side.PERSON, reason=CancelReason.ILL, by=VISITOR, now=clock.now())
    with pytest.raises(VisitDecidedError):
        confirm_visit(visit=other, now=clock.now(), **act)
