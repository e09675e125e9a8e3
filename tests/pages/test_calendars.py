"""Visits in one's own calendar: secret, and right for two libraries through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil import tz
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import cancel_visit, close_feed, open_feed, renew_feed
from helpexchange.engagements.links import feed_token
from helpexchange.engagements.models import CalendarFeed, Visit
from helpexchange.engagements.rules import CancelReason, Side, VisitState
from helpexchange.help_requests.messages import token_of
from helpexchange.notifications.rules import About
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.page_client import PageClient

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY, TEN, HALF_PAST_TWO = 6, 600, 150


def owner_of(cast: Cast) -> About:
    return About(object_type="helper", object_id=cast.meryem.id)


def opened(cast: Cast, clock: FakeClock) -> CalendarFeed:
    feed = open_feed(owner=owner_of(cast), office_id=cast.hoerde.id, by=VISITOR, now=clock.now())
    db.session.commit()
    return feed


def read(client: PageClient, feed: CalendarFeed, *, status: int = 200) -> str:
    client._open(f"/calendar/{feed_token(feed)}.ics", method="GET", headers={})
    assert client.response.status_code == status
    return client.response.text


def parsed(text: str) -> Any:
    """Return a calendar as the library reads it, whose types say more than a test wants to know."""
    return icalendar.Calendar.from_ical(text)


def rows() -> set[tuple[datetime, datetime]]:
    return {(visit.starts_at, visit.ends_at) for visit in visits(state=VisitState.PLANNED)}


def by_recurring(text: str) -> set[tuple[datetime, datetime]]:
    """The visits as recurring-ical-events expands them."""
    events = recurring_ical_events.of(parsed(text)).between(date(2026, 1, 1), date(2028, 1, 1))
    return {
        (each["DTSTART"].dt.astimezone(UTC), each["DTEND"].dt.astimezone(UTC))
        for each in events
        if each["STATUS"] == "CONFIRMED"
    }


def by_dateutil(text: str) -> set[tuple[datetime, datetime]]:
    """The visits with the time zone rules of the file itself, as dateutil reads them."""
    calendar = parsed(text)
    zones = b"\r\n".join(each.to_ical() for each in calendar.walk("VTIMEZONE")).decode()

    zone = tz.tzical(StringIO(zones)).get("Europe/Berlin")
    found = set()
    for event in calendar.walk("VEVENT"):
        if event["STATUS"] == "CONFIRMED":
            ends = [event[name].dt.replace(tzinfo=zone).astimezone(UTC) for name in ("DTSTART", "DTEND")]
            found.add((ends[0], ends[1]))
    return found


@pytest.mark.parametrize("start", [datetime(2026, 10, 4, tzinfo=UTC), datetime(2027, 3, 8, tzinfo=UTC)])
def test_two_libraries_read_the_same_visits_across_a_change_of_the_clock(
    client: PageClient, cast: Cast, clock: FakeClock, start: datetime
) -> None:
    clock.moment = start
    begun(
        cast, clock, starts_on=start.date(),
        times=(WeeklyTime(SUNDAY, TEN, TEN + 90), WeeklyTime(2, TEN, TEN + 60)),
    )  # fmt: skip
    text = read(client, opened(cast, clock))
    assert by_recurring(text) == by_dateutil(text) == rows()
    assert len({moment.utcoffset() for moment in (each[0].astimezone(BERLIN) for each in rows())}) == 2
    assert {each[0].astimezone(BERLIN).hour for each in rows()} == {10}


def test_a_time_that_exists_twice_is_the_first_for_all(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    clock.moment = datetime(2026, 10, 20, tzinfo=UTC)
    night = (WeeklyTime(SUNDAY, HALF_PAST_TWO, HALF_PAST_TWO + 15),)
    begun(cast, clock, starts_on=date(2026, 10, 20), times=night, visit_count=2)
    assert by_recurring(read(client, opened(cast, clock))) == rows()


def test_a_calendar_names_nobody_and_keeps_its_ids(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    text = read(client, opened(cast, clock))
    for name in ("Erna", "Meryem", "Muster ", "0199"):
        assert name not in text
    assert "SUMMARY:Visit: shopping" in text
    uids = {str(each["UID"]) for each in parsed(text).walk("VEVENT")}
    clock.advance(days=2)
    again = parsed(read(client, opened(cast, clock)))
    assert {str(each["UID"]) for each in again.walk("VEVENT")} == uids


def test_a_visit_that_is_called_off_is_told_with_a_higher_sequence(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    begun(cast, clock)
    feed, visit = opened(cast, clock), visits()[0]
    before = event_of(read(client, feed), visit)
    cancel_visit(
        visit=visit, side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=clock.advance(hours=1)
    )
    db.session.commit()
    after = event_of(read(client, feed), visit)
    assert (before["STATUS"], before["SEQUENCE"]) == ("CONFIRMED", 0)
    assert (after["STATUS"], after["SEQUENCE"]) == ("CANCELLED", 1)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert "ill" not in str(after["SUMMARY"])


def event_of(text: str, visit: Visit) -> Any:
    events = parsed(text).walk("VEVENT")
    return next(each for each in events if str(each["UID"]).startswith(visit.uid))


def test_it_speaks_its_owners_language(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.meryem.language = "de"
    begun(cast, clock)
    assert "SUMMARY:Besuch: Einkaufen" in read(client, opened(cast, clock))


def test_a_calendar_that_has_not_changed_is_not_sent_again(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    begun(cast, clock)
    feed = opened(cast, clock)
    read(client, feed)
    headers = {"If-None-Match": client.response.headers["ETag"]}
    client._open(f"/calendar/{feed_token(feed)}.ics", method="GET", headers=headers)
    assert client.response.status_code == 304


def test_a_renewed_or_closed_address_opens_nothing(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    feed = opened(cast, clock)
    old = f"/calendar/{feed_token(feed)}.ics"
    values: dict[str, Any] = {
        "owner": owner_of(cast),
        "office_id": cast.hoerde.id,
        "by": VISITOR,
        "now": clock.now(),
    }
    for _twice in range(2):
        renew_feed(**values, number=1)
    db.session.commit()
    assert feed.number == 2
    client.get(old, status=404)
    read(client, feed)
    for _twice in range(2):
        close_feed(**values)
    db.session.commit()
    read(client, feed, status=404)
    opened(cast, clock)
    assert feed.number == 3
    client.get(old, status=404)
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert acts == ["open_feed", "renew_feed", "close_feed", "open_feed"]


@pytest.mark.parametrize("token", ["nonsense", "1.1.9d4.forged"])
def test_what_we_have_not_signed_opens_nothing(client: PageClient, cast: Cast, token: str) -> None:
    client.get(f"/calendar/{token}.ics", status=404)


def test_the_page_gives_renews_and_closes_the_address(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    begun(cast, clock)
    client.sign_in(cast.volunteer)
    assert not client.get("/my-help/calendar").all("input", id="address")
    page = client.submit("/my-help/calendar/open")
    address = page.one("input", id="address").get("value") or ""
    assert address.startswith("http")
    client.submit("/my-help/calendar/renew/1")
    renewed = client.get("/my-help/calendar").one("input", id="address").get("value")
    assert renewed != address
    assert not client.submit("/my-help/calendar/close").all("input", id="address")


def test_a_person_has_a_calendar_by_the_link(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    page = client.submit(f"/my-request/{token_of(cast.shopping.reference)}/calendar/open")
    address = page.one("input", id="address").get("value") or ""
    client._open(address[address.index("/calendar/") :], method="GET", headers={})
    assert by_recurring(client.response.text) == rows()


def test_one_visit_is_a_file_of_its_own(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    client.sign_in(cast.volunteer)
    client._open(f"/my-help/visits/{visits()[1].id}.ics", method="GET", headers={})
    (event,) = parsed(client.response.text).walk("VEVENT")
    assert event["DTSTART"].dt == visits()[1].starts_at
    assert client.response.headers["Content-Type"].startswith("text/calendar")
    assert visits()[1].starts_at - visits()[0].starts_at == timedelta(days=7)
