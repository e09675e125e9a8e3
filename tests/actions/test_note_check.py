"""Noting a check that was seen, and taking the note back."""

from datetime import date

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.helper_profiles.actions import note_check, undo_note_check
from helpexchange.helper_profiles.models import HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import BadSeenDayError
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told_to_helpers import names, told

TODAY = date(2026, 11, 2)


def note(
    cast: Cast,
    clock: FakeClock,
    who: str = "coordinator_eving",
    *,
    check_code: str = "interview",
    seen_on: date = TODAY,
) -> HelperProfile:
    return note_check(
        helper_id=cast.jonas.id, check_code=check_code, seen_on=seen_on, by=as_viewer(getattr(cast, who)),
        now=clock.now(), today=TODAY,
    )  # fmt: skip


def test_only_the_day_and_the_expiry_are_kept(cast: Cast, clock: FakeClock) -> None:
    cast.company.kind.checks = ["interview", "conduct"]
    db.session.flush()
    note(cast, clock, check_code="conduct", seen_on=date(2026, 10, 1))
    kept = {check.check_code: (check.seen_on, check.expires_on) for check in cast.jonas.checks}
    assert kept["conduct"] == (date(2026, 10, 1), date(2029, 10, 1))
    assert names(cast.jonas) == ["check_seen"]
    assert "certificate of good conduct" in told(cast.jonas)[0].text


def test_it_is_audited_once_however_often_pressed(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    note(cast, clock)
    (entry,) = db.session.scalars(select(AuditEntry)).all()
    assert (entry.act, entry.details["before"]) == ("note_check", ["2026-03-02", None])


def test_it_can_be_taken_back_to_what_was(cast: Cast, clock: FakeClock) -> None:
    note(cast, clock)
    for _twice in range(2):
        undo_note_check(helper_id=cast.jonas.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    assert [check.seen_on for check in cast.jonas.checks] == [date(2026, 3, 2)]
    assert names(cast.jonas) == []


def test_a_first_check_is_gone_when_taken_back(cast: Cast, clock: FakeClock) -> None:
    cast.jonas.checks = []
    db.session.flush()
    note(cast, clock)
    undo_note_check(helper_id=cast.jonas.id, by=as_viewer(cast.coordinator_eving), now=clock.now())
    db.session.expire_all()
    assert cast.jonas.checks == []


@pytest.mark.parametrize("day", [date(2026, 11, 3), date(2025, 1, 1)])
def test_a_day_that_cannot_be_is_refused(cast: Cast, clock: FakeClock, day: date) -> None:
    with pytest.raises(BadSeenDayError):
        note(cast, clock, seen_on=day)


def test_a_check_that_nothing_asks_for_is_not_kept(cast: Cast, clock: FakeClock) -> None:
    cast.jonas.skills = [HelperSkill(skill_code="shopping")]
    db.session.flush()
    with pytest.raises(NotFoundRefusal):
        note(cast, clock)


def test_others_cannot(cast: Cast, clock: FakeClock) -> None:
    with pytest.raises(NotFoundRefusal):
        note(cast, clock, "coordinator_hoerde")
    with pytest.raises(NotAllowedRefusal):
        note(cast, clock, "network_lead")
