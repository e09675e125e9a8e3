"""What helpers change themselves: times, days away, settings, a pause, stopping."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import VISITOR, Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.helper_profiles import actions
from helpexchange.helper_profiles.models import LivedExperience
from helpexchange.helper_profiles.queries import experience_ids, experiences_of_helper
from helpexchange.helper_profiles.rules import BadDaysError, HelperState, NotActiveError
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.told_to_helpers import names, told

TODAY = date(2026, 11, 2)
WEEK = [WeeklyTime(0, 540, 600), WeeklyTime(1, 840, 900), WeeklyTime(1, 900, 960)]
SETTINGS = actions.AskSettings(
    channel=Channel.LETTER, language="da", phone="0231 555 0123", email="", street="Weg 1", town="Ort",
    quiet_days=[6, 5],
)  # fmt: skip
ACTS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "change_times": (actions.change_times, {"times": WEEK}),
    "add_absence": (
        actions.add_absence, {"first": date(2026, 12, 20), "last": date(2027, 1, 3), "today": TODAY},
    ),
    "change_settings": (actions.change_settings, {"settings": SETTINGS}),
    "change_about": (
        actions.change_about, {"about_me": "Teacher", "wishes": "Families", "chosen_experiences": []},
    ),
    "pause_helper": (actions.pause_own_help, {"until": date(2026, 12, 1), "today": TODAY}),
    "leave": (actions.leave, {}),
    "confirm_interest": (actions.confirm_interest, {}),
}  # fmt: skip


def do(act: str, cast: Cast, clock: FakeClock, by: Viewer = VISITOR, **others: Any) -> Any:
    action, values = ACTS[act]
    return action(reference=cast.meryem.reference, by=by, now=clock.now(), **{**values, **others})


def entries() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.mark.parametrize("act", ACTS)
def test_it_is_audited_and_shows_that_they_still_like_to_help(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock, by=as_viewer(cast.volunteer))
    (entry,) = entries()
    assert (entry.act, entry.actor, entry.office_id) == (act, "Meryem Muster", cast.hoerde.id)


@pytest.mark.parametrize("act", ACTS)
def test_somebody_else_who_is_signed_in_finds_nothing(cast: Cast, clock: FakeClock, act: str) -> None:
    with pytest.raises(NotFoundRefusal):
        do(act, cast, clock, by=as_viewer(cast.senior))
    assert entries() == []


@pytest.mark.parametrize("act", ["change_times", "add_absence", "pause_helper", "leave"])
def test_twice_does_no_harm(cast: Cast, clock: FakeClock, act: str) -> None:
    do(act, cast, clock)
    do(act, cast, clock)
    assert len(entries()) == 1


def test_times_are_replaced_and_those_that_touch_made_one(cast: Cast, clock: FakeClock) -> None:
    do("change_times", cast, clock)
    db.session.expire_all()
    times = [(time.weekday, time.start_min, time.end_min) for time in cast.meryem.times]
    assert times == [(0, 540, 600), (1, 840, 960)]


def test_times_that_begin_alike_can_be_changed(cast: Cast, clock: FakeClock) -> None:
    do("change_times", cast, clock)
    do("change_times", cast, clock, times=[WeeklyTime(0, 540, 720)])
    db.session.expire_all()
    assert [time.end_min for time in cast.meryem.times] == [720]


def test_days_away_include_both_and_can_be_removed(cast: Cast, clock: FakeClock) -> None:
    do("add_absence", cast, clock)
    (absence,) = cast.meryem.absences
    assert (absence.starts_on, absence.back_on) == (date(2026, 12, 20), date(2027, 1, 4))
    for _twice in range(2):
        actions.remove_absence(
            reference=cast.meryem.reference, absence_id=absence.id, by=VISITOR, now=clock.now()
        )
    assert cast.meryem.absences == []
    assert [entry.act for entry in entries()] == ["add_absence", "remove_absence"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 2), date(2026, 12, 1)),
        (date(2026, 10, 1), date(2026, 11, 1)),
        (date(2030, 1, 1), date(2030, 1, 2)),
        (date(2026, 12, 1), date(2036, 12, 1)),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, clock: FakeClock, first: date, last: date) -> None:
    with pytest.raises(BadDaysError):
        do("add_absence", cast, clock, first=first, last=last)


def test_settings_are_kept_and_obeyed(cast: Cast, clock: FakeClock) -> None:
    do("change_settings", cast, clock)
    do("pause_helper", cast, clock)
    (message,) = told(cast.meryem)
    assert (message.channel, message.language) == (Channel.LETTER, "da")
    assert message.address == "Meryem Muster\nWeg 1\n44263 Ort"
    assert message.subject == "Din pause"


def test_no_message_goes_out_on_a_quiet_day(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.quiet_days = [0, 1]  # today is Monday
    do("pause_helper", cast, clock)
    assert told(cast.meryem)[0].due_at.date() == date(2026, 11, 4)


def test_a_pause_is_told_and_can_be_ended(cast: Cast, clock: FakeClock) -> None:
    do("pause_helper", cast, clock)
    assert (cast.meryem.state, cast.meryem.paused_until) == (HelperState.PAUSED, date(2026, 12, 1))
    assert names(cast.meryem) == ["paused"]
    for _twice in range(2):
        actions.resume_own_help(reference=cast.meryem.reference, by=VISITOR, now=clock.now())
    db.session.expire_all()
    assert (cast.meryem.state, cast.meryem.paused_until) == (HelperState.ACTIVE, None)
    assert names(cast.meryem) == []  # it had not gone out yet


@pytest.mark.parametrize("until", [TODAY, date(2026, 10, 1), date(2028, 1, 1)])
def test_a_pause_ends_on_a_day_to_come(cast: Cast, clock: FakeClock, until: date) -> None:
    with pytest.raises(BadDaysError):
        do("pause_helper", cast, clock, until=until)


def test_who_is_not_active_has_nothing_to_pause(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.state = HelperState.APPLIED
    with pytest.raises(NotActiveError):
        do("pause_helper", cast, clock)
    with pytest.raises(NotActiveError):
        actions.resume_own_help(reference=cast.meryem.reference, by=VISITOR, now=clock.now())


def test_stopping_can_be_taken_back(cast: Cast, clock: FakeClock) -> None:
    do("leave", cast, clock)
    assert (cast.meryem.state, names(cast.meryem)) == (HelperState.LEFT, ["left"])
    for _twice in range(2):
        actions.undo_leave(reference=cast.meryem.reference, by=VISITOR, now=clock.now())
    db.session.expire_all()
    assert (cast.meryem.state, names(cast.meryem)) == (HelperState.ACTIVE, [])
    assert len(entries()) == 2


def test_whom_the_office_declined_cannot_stop(cast: Cast, clock: FakeClock) -> None:
    cast.meryem.state = HelperState.DECLINED
    with pytest.raises(NotActiveError):
        do("leave", cast, clock)
    with pytest.raises(NotActiveError):
        actions.undo_leave(reference=cast.meryem.reference, by=VISITOR, now=clock.now())


def test_only_the_own_offices_list_counts_as_experience(cast: Cast, clock: FakeClock) -> None:
    ours = LivedExperience(office_id=cast.hoerde.id, name="Caring for a parent")
    theirs = LivedExperience(office_id=cast.eving.id, name="New in the country")
    db.session.add_all([ours, theirs])
    db.session.flush()
    do("change_about", cast, clock, chosen_experiences=[ours.id, theirs.id, 99_999])
    assert list(experience_ids(VISITOR, cast.meryem.id)) == [ours.id]
    hanna, emil = as_viewer(cast.coordinator_hoerde), as_viewer(cast.coordinator_eving)
    assert experiences_of_helper(hanna, cast.meryem.id) == ["Caring for a parent"]
    for nobody in (emil, as_viewer(cast.network_lead), as_viewer(cast.volunteer), VISITOR):
        assert experiences_of_helper(nobody, cast.meryem.id) == []


def test_what_is_off_the_list_stays_with_who_chose_it(cast: Cast, clock: FakeClock) -> None:
    entry = LivedExperience(office_id=cast.hoerde.id, name="Recovery")
    db.session.add(entry)
    db.session.flush()
    do("change_about", cast, clock, chosen_experiences=[entry.id])
    hanna = as_viewer(cast.coordinator_hoerde)
    actions.unlist_experience(experience_id=entry.id, by=hanna, now=clock.now())
    do("change_about", cast, clock, chosen_experiences=[])
    assert list(experience_ids(VISITOR, cast.meryem.id)) == [entry.id]
