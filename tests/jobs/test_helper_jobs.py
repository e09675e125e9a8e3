"""What is done for helpers each morning: pauses end, checks are reminded of, the silent are asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.helper_profiles.jobs import look_after_helpers
from helpexchange.helper_profiles.models import InterviewSlot
from helpexchange.helper_profiles.rules import HelperState, InterviewWay
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.told_to_helpers import names, told

TODAY = date(2026, 11, 2)
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def test_a_quiet_day_does_nothing(cast: Cast, clock: FakeClock) -> None:
    assert set(look_after_helpers(clock.now()).values()) == {0}


@pytest.mark.parametrize(
    ("days_left", "message"),
    [
        (61, []),
        (60, ["check_expiring"]),
        (58, ["check_expiring"]),
        (40, []),
        (14, ["check_expiring"]),
        (0, []),
        (-1, ["check_expired"]),
        (-30, []),
    ],
)
def test_a_check_is_reminded_of_60_and_14_days_before(
    cast: Cast, clock: FakeClock, days_left: int, message: list[str]
) -> None:
    cast.jonas.checks[0].expires_on = TODAY + timedelta(days=days_left)
    look_after_helpers(clock.now())
    look_after_helpers(clock.now())
    assert names(cast.jonas) == message
    if message:
        assert "company and conversation" in told(cast.jonas)[0].text
        assert "2026" in told(cast.jonas)[0].text or "2027" in told(cast.jonas)[0].text


def test_every_reminder_comes_once_in_a_whole_quarter(cast: Cast, clock: FakeClock) -> None:
    cast.jonas.checks[0].expires_on = TODAY + timedelta(days=65)
    for _day in range(75):
        look_after_helpers(clock.now())
        clock.advance(days=1)
    assert names(cast.jonas) == ["check_expiring", "check_expiring", "check_expired"]
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["remind_of_check", "remind_of_check", "note_expired_check"]


def test_a_check_that_nothing_asks_for_is_nobodys_business(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.checks[0].expires_on = TODAY + timedelta(days=60)  # she only shops
    look_after_helpers(clock.now())
    assert names(cast.meryem) == []


def test_a_pause_ends_by_itself(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.state, cast.meryem.paused_until = HelperState.PAUSED, TODAY + timedelta(days=1)
    look_after_helpers(clock.now())
    assert cast.meryem.state is HelperState.PAUSED
    clock.advance(days=1)
    look_after_helpers(clock.now())
    look_after_helpers(clock.now())
    assert (cast.meryem.state, names(cast.meryem)) == (HelperState.ACTIVE, ["pause_over"])


def test_a_pause_without_an_end_goes_on(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.state = HelperState.PAUSED
    look_after_helpers(clock.now())
    assert cast.meryem.state is HelperState.PAUSED


def test_after_six_months_of_silence_they_are_asked_and_after_30_days_paused(
    cast: Cast, clock: FakeClock
) -> None:
    cast.meryem.created_at = LONG_AGO
    look_after_helpers(clock.now())
    look_after_helpers(clock.now())
    assert names(cast.meryem) == ["confirm_interest"]
    assert "/my-help/interest/" in told(cast.meryem)[0].text
    clock.advance(days=30)
    look_after_helpers(clock.now())
    assert cast.meryem.state is HelperState.ACTIVE
    clock.advance(days=1)
    look_after_helpers(clock.now())
    look_after_helpers(clock.now())
    assert (cast.meryem.state, cast.meryem.paused_until) == (HelperState.PAUSED, None)
    assert names(cast.meryem) == ["confirm_interest", "paused_silent"]


@pytest.mark.parametrize("sign", ["confirmed_at", "last_engaged_on"])
def test_who_gave_a_sign_is_not_asked(cast: Cast, clock: FakeClock, sign: str) -> None:
    cast.meryem.created_at = LONG_AGO
    recently = clock.now() - timedelta(days=100)
    setattr(cast.meryem, sign, recently if sign == "confirmed_at" else recently.date())
    look_after_helpers(clock.now())
    assert names(cast.meryem) == []


def test_the_interview_of_tomorrow_is_reminded_of_once(cast: Cast, clock: FakeClock) -> None:
    starts_at = clock.now() + timedelta(hours=23)
    slot = InterviewSlot(
        office_id=cast.hoerde.id, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30),
        way=InterviewWay.PHONE, helper_id=cast.pavel.id,
    )  # fmt: skip
    db.session.add(slot)
    look_after_helpers(clock.now())
    look_after_helpers(clock.now())
    assert names(cast.pavel) == ["interview_reminder"]


def test_who_was_not_called_on_the_day_promised_is_told_once(cast: Cast, clock: FakeClock) -> None:
    cast.pavel.contact_due_on = TODAY
    look_after_helpers(clock.now())
    assert names(cast.pavel) == []
    clock.advance(days=1)
    look_after_helpers(clock.now())
    clock.advance(days=1)
    look_after_helpers(clock.now())
    assert names(cast.pavel) == ["late_contact"]
