"""What goes with mails for the calendar: the first mail, new times, pauses, what is called off, the end."""

from datetime import date
from email.message import MIMEPart

import pytest
from flask import current_app
from icalendar import Calendar, Component

from helpexchange.asking.actions import agree
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import (
    begin_engagement,
    cancel_visit,
    change_times,
    end_engagement,
    pause_engagement,
    resume_engagement,
)
from helpexchange.engagements.rules import CancelReason, EndReason, Side
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.notifications.mail_words import mail_of
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.rules import Told
from tests.asked import said_yes
from tests.cast import Cast
from tests.engaged import agreed, begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages
from tests.representing import acts_for_erna

THURSDAY_AT_10 = (WeeklyTime(3, 600, 660),)


@pytest.fixture
def erna(cast: Cast) -> PersonInNeed:
    """Erna, who reads mails, too."""
    person = cast.shopping.person
    assert person is not None
    person.channel, person.email, person.language = Channel.MAIL, "erna@example.org", "en"
    cast.meryem.channel, cast.meryem.email = Channel.MAIL, "meryem@example.org"
    return person


def files_of(message: OutboxMessage) -> dict[str, list[Component]]:
    """Return the visits that go with a message, by the method of their file."""
    found = {}
    for part in mail_of(message, current_app.extensions["settings"]).iter_attachments():
        calendar = Calendar.from_ical(part.get_content())
        assert part.get_content_type() == "text/calendar"
        assert method_of(part) == calendar["METHOD"]
        assert part.get_content_charset() == "utf-8"
        events = calendar.walk("VEVENT")
        assert all(str(each["ORGANIZER"]).startswith("mailto:") for each in events)
        assert calendar.walk("VTIMEZONE")
        found[method_of(part)] = events
    return found


def method_of(part: MIMEPart) -> str:
    return str(part["Content-Type"].params["method"])


def latest(name: str) -> list[OutboxMessage]:
    return [each for each in messages() if each.message.endswith(f"/{name}")]


def sequences(events: list[Component]) -> set[int]:
    return {int(str(each["SEQUENCE"])) for each in events}


@pytest.mark.usefixtures("erna")
def test_the_first_mail_brings_the_visits_to_both(cast: Cast, clock: FakeClock) -> None:
    ask = said_yes(cast, clock)
    agree(ask_id=ask.id, by=VISITOR, now=clock.now())
    planned = {f"{each.uid}" for each in visits()}
    for name in ("agreed_helper", "agreed_person"):
        (mail,) = latest(name)
        files = files_of(mail)
        assert set(files) == {"PUBLISH"}
        assert {str(each["UID"]).partition("@")[0] for each in files["PUBLISH"]} == planned
        assert "Muster" not in mail.calendar


@pytest.mark.usefixtures("erna")
def test_what_the_office_agrees_by_hand_is_told_to_both(cast: Cast, clock: FakeClock) -> None:
    for _twice in range(2):
        begin_engagement(
            request_id=cast.shopping.id, helper_id=cast.meryem.id, agreed=agreed(), tells_both=True,
            by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
        )  # fmt: skip
    helper, person = latest("planned")
    assert "You visit Erna." in helper.text
    assert "Meryem comes" in person.text
    assert "Tuesday, 3 November 2026, 14:00" in person.text
    assert [len(files_of(each)["PUBLISH"]) for each in (helper, person)] == [len(visits())] * 2


@pytest.mark.usefixtures("erna")
def test_new_times_bring_what_comes_and_what_is_off(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    clock.advance(minutes=5)
    change_times(
        engagement_id=engagement.id, agreed=agreed(times=THURSDAY_AT_10), on=date(2026, 11, 10),
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    for mail in latest("new_times"):
        files = files_of(mail)
        assert sequences(files["CANCEL"]) == {1}
        assert sequences(files["PUBLISH"]) == {0}
        assert {str(each["STATUS"]) for each in files["CANCEL"]} == {"CANCELLED"}
        assert {each.decoded("DTSTART").strftime("%a %H:%M") for each in files["PUBLISH"]} == {"Thu 10:00"}
        first = min(each.decoded("DTSTART").date() for each in files["CANCEL"])
        assert first == date(2026, 11, 10), "what was before the change stays as it is"
    assert len(latest("new_times")) == 2


@pytest.mark.usefixtures("erna")
def test_a_pause_takes_visits_out_and_its_end_brings_them_back(cast: Cast, clock: FakeClock) -> None:
    engagement = begun(cast, clock)
    clock.advance(minutes=5)
    pause_engagement(
        engagement=engagement, side=Side.HELPER, starts_on=date(2026, 11, 9), back_on=date(2026, 11, 20),
        by=VISITOR, now=clock.now(),
    )  # fmt: skip
    clock.advance(minutes=5)
    resume_engagement(engagement=engagement, side=Side.HELPER, by=VISITOR, now=clock.now())
    for mail in latest("paused"):
        assert {method: sequences(events) for method, events in files_of(mail).items()} == {"CANCEL": {1}}
    for mail in latest("resumed"):
        assert {method: sequences(events) for method, events in files_of(mail).items()} == {"PUBLISH": {2}}
    assert len(latest("paused")) == len(latest("resumed")) == 2


@pytest.mark.usefixtures("erna")
@pytest.mark.parametrize(("side", "mails"), [(Side.HELPER, 1), (Side.PERSON, 1), (Side.OFFICE, 2)])
def test_a_visit_that_is_called_off_is_cancelled(
    cast: Cast, clock: FakeClock, side: Side, mails: int
) -> None:
    begun(cast, clock)
    by = as_viewer(cast.coordinator_hoerde)
    cancel_visit(visit=visits()[0], side=side, reason=CancelReason.ILL, by=by, now=clock.now())
    found = latest("visit_cancelled")
    assert [set(files_of(each)) for each in found] == [{"CANCEL"}] * mails


@pytest.mark.usefixtures("erna")
@pytest.mark.parametrize(("reason", "mails"), [(EndReason.MOVED, 2), (EndReason.DIED, 0)])
def test_the_end_takes_all_visits_out(cast: Cast, clock: FakeClock, reason: EndReason, mails: int) -> None:
    engagement = begun(cast, clock)
    clock.advance(minutes=5)
    end_engagement(
        engagement=engagement, side=Side.OFFICE, reason=reason, needs_another=False,
        by=as_viewer(cast.coordinator_hoerde), now=clock.now(),
    )  # fmt: skip
    found = messages()
    assert [len(files_of(each)["CANCEL"]) for each in found] == [len(visits())] * mails


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (Told.BOTH, {"Erna Muster", "Ute Muster"}),
        (Told.REPRESENTATIVE, {"Ute Muster"}),
        (Told.PERSON, {"Erna Muster"}),
    ],
)
def test_who_acts_is_told_as_the_person_has_chosen(
    cast: Cast, clock: FakeClock, erna: PersonInNeed, told: Told, names: set[str]
) -> None:
    acts_for_erna(cast, clock.now(), told=told)
    begun(cast, clock)
    cancel_visit(visit=visits()[0], side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=clock.now())
    found = latest("visit_cancelled")
    assert {each.name for each in found} == names
    for each in found:
        assert ("It is about the visits to Erna." in each.text) is (each.name == "Ute Muster")
        assert set(files_of(each)) == {"CANCEL"}
