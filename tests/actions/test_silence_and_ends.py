"""Silent engagements, helpers who stop, calls of the office, thanks at the end."""

from datetime import date, timedelta
from typing import Any

import pytest

from helpexchange.consents.rules import ConsentEnded, ConsentPurpose
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import VISITOR, Viewer
from helpexchange.engagements.actions import end_engagement
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import EndReason, EngagementState, Outcome, Side
from helpexchange.follow_up.actions import (
    call_both_sides,
    check_in,
    close_concern,
    look_for_another,
    notice_silence,
    remind_of_visits,
    set_check_in,
)
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Cause
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.help_requests.rules import RequestEndedError, RequestState
from helpexchange.helper_profiles.actions import (
    leave,
    leave_without_consent,
    pause_own_help,
    resume_own_help,
    undo_leave,
)
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import Cast
from tests.engaged import FIRST, after, begun, visits
from tests.fakes import FakeClock
from tests.following import BY, concerns, entries, told
from tests.matched import as_viewer
from tests.outbox import told as told_names

FIRST_ONLY: dict[str, Any] = {"visit_count": 1}


@pytest.fixture
def hanna(cast: Cast) -> Viewer:
    """The coordinator of Hörde."""
    return as_viewer(cast.coordinator_hoerde)


@pytest.fixture
def silent(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem has visited Erna once, two weeks ago."""
    engagement = begun(cast, clock, **FIRST_ONLY)
    clock.moment = visits()[0].ends_at + timedelta(days=14, minutes=1)
    return engagement


def open_causes() -> list[Cause]:
    return [each.cause for each in concerns() if each.closed_at is None]


def row() -> Concern:
    (found,) = concerns()
    return found


def test_silence_is_noticed_once(silent: Engagement, clock: FakeClock) -> None:
    assert notice_silence(by=BY, now=clock.now() - timedelta(minutes=2)) == 0
    assert notice_silence(by=BY, now=clock.now()) == 1
    assert notice_silence(by=BY, now=clock.now()) == 0
    assert open_causes() == [Cause.SILENT]
    assert len(entries("notice_concern")) == 1


@pytest.mark.parametrize("state", [EngagementState.PAUSED, EngagementState.ENDED])
def test_pauses_and_ends_are_no_silence(silent: Engagement, clock: FakeClock, state: EngagementState) -> None:
    silent.state = state
    assert notice_silence(by=BY, now=clock.now()) == 0


def test_whoever_has_visits_soon_is_not_silent(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock, starts_on=FIRST + timedelta(weeks=4))
    clock.advance(days=15)
    assert notice_silence(by=BY, now=clock.now()) == 0


def test_both_are_put_on_the_list_of_calls(
    silent: Engagement, cast: Cast, hanna: Viewer, clock: FakeClock
) -> None:
    notice_silence(by=BY, now=clock.now())
    act: dict[str, Any] = {"concern_id": row().id}
    with pytest.raises(NotFoundRefusal):
        call_both_sides(**act, by=as_viewer(cast.coordinator_eving), now=clock.now())
    with pytest.raises(NotAllowedRefusal):
        call_both_sides(**act, by=as_viewer(cast.network_lead), now=clock.now())
    assert call_both_sides(**act, by=hanna, now=clock.now()) is Outcome.DONE
    assert call_both_sides(**act, by=hanna, now=clock.now()) is Outcome.DONE_BEFORE
    assert [each.channel for each in told("silent")] == [Channel.CALL, Channel.CALL]
    assert row().follow_up_on == date(2026, 11, 24)
    assert row().owner_id == hanna.account_id


def test_after_the_end_of_a_concern_two_weeks_begin_anew(
    silent: Engagement, hanna: Viewer, clock: FakeClock
) -> None:
    notice_silence(by=BY, now=clock.now())
    close_concern(concern_id=row().id, note="They meet in church", by=hanna, now=clock.now())
    clock.advance(days=13)
    assert notice_silence(by=BY, now=clock.now()) == 0
    clock.advance(days=2)
    assert notice_silence(by=BY, now=clock.now()) == 1


def test_the_end_settles_what_was_noticed(silent: Engagement, hanna: Viewer, clock: FakeClock) -> None:
    notice_silence(by=BY, now=clock.now())
    end_engagement(
        engagement=silent, side=Side.OFFICE, reason=EndReason.MOVED, needs_another=False, by=hanna,
        now=clock.now(),
    )  # fmt: skip
    assert open_causes() == []


def test_an_office_calls_two_weeks_after_the_first_visit(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    days = []
    for day in range(1, 25):
        clock.advance(days=1)
        if check_in(by=BY, now=clock.now()):
            days.append(day)
    assert days == [16]  # the first visit is on the day after the cast has come
    assert [each.channel for each in told("check_in")] == [Channel.CALL, Channel.CALL]


def test_an_office_may_not_wish_it(cast: Cast, clock: FakeClock, hanna: Viewer) -> None:
    begun(cast, clock)
    act: dict[str, Any] = {"office": cast.hoerde, "is_on": False, "now": clock.now()}
    with pytest.raises(NotFoundRefusal):
        set_check_in(**act, by=as_viewer(cast.coordinator_eving))
    assert set_check_in(**act, by=hanna) is Outcome.DONE
    assert set_check_in(**act, by=hanna) is Outcome.DONE_BEFORE
    clock.moment = visits()[0].ends_at + timedelta(days=15)
    assert check_in(by=BY, now=clock.now()) == 0
    assert len(entries("set_check_in")) == 1


def test_who_pauses_or_leaves_is_handed_to_the_office(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    mine: dict[str, Any] = {
        "reference": cast.meryem.reference,
        "by": as_viewer(cast.volunteer),
        "now": clock.now(),
    }
    pause_own_help(**mine, until=None, today=FIRST)
    assert open_causes() == [Cause.HELPER_STOPPED]
    resume_own_help(**mine)
    assert open_causes() == []
    leave(**mine)
    leave(**mine)
    assert open_causes() == [Cause.HELPER_STOPPED]
    clock.moment = visits()[0].starts_at - timedelta(hours=24)
    assert remind_of_visits(by=BY, now=clock.now()) == 0
    undo_leave(**mine)
    assert open_causes() == []


def test_without_consent_the_visits_end_and_another_is_sought(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    cast.meryem.account_id = None
    ended = ConsentEnded(
        person_type="helper", person_id=cast.meryem.id, purpose=ConsentPurpose.HELP, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    leave_without_consent(ended)
    db.session.expire_all()
    assert engagement.state is EngagementState.ENDED
    assert cast.shopping.state is RequestState.OPEN
    assert [each.person_type for each in told("thanks")] == ["person_in_need"]


def ended(engagement: Engagement, reason: EndReason, clock: FakeClock, by: Viewer) -> None:
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=reason, needs_another=False, by=by, now=clock.now()
    )


def test_both_are_thanked_once(cast: Cast, clock: FakeClock, hanna: Viewer) -> None:
    engagement = begun(cast, clock)
    after(clock, visits()[0])
    ended(engagement, EndReason.GOAL_REACHED, clock, hanna)
    ended(engagement, EndReason.GOAL_REACHED, clock, hanna)
    helper, person = told("thanks")
    assert "You gave your time and your care." in helper.text
    assert "Thank you for your trust." in person.text
    assert all("/visits/next/" in each.text for each in (helper, person))


def test_after_a_death_nobody_is_written_to(cast: Cast, clock: FakeClock, hanna: Viewer) -> None:
    engagement = begun(cast, clock)
    clock.moment = visits()[0].starts_at - timedelta(hours=24)
    remind_of_visits(by=BY, now=clock.now())
    ended(engagement, EndReason.DIED, clock, hanna)
    assert told("thanks") == []
    db.session.expire_all()
    assert {each.state for each in told("reminder")} == {MessageState.CANCELLED}
    assert open_causes() == [Cause.DIED]


def test_a_request_that_is_withdrawn_thanks_too(cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    withdraw_request(request_id=cast.shopping.id, by=as_viewer(cast.senior), now=clock.now())
    assert told_names().count("thanks") == 2


def test_another_helper_is_sought_after_the_end_only(cast: Cast, clock: FakeClock, hanna: Viewer) -> None:
    engagement = begun(cast, clock)
    with pytest.raises(RequestEndedError):
        look_for_another(engagement=engagement, by=VISITOR, now=clock.now())
    ended(engagement, EndReason.MOVED, clock, hanna)
    assert look_for_another(engagement=engagement, by=VISITOR, now=clock.now()).state is RequestState.OPEN
    assert look_for_another(engagement=engagement, by=VISITOR, now=clock.now()).state is RequestState.OPEN
    assert len(entries("reopen_request")) == 1
