"""What an office sees and does: its engagements, one of them, a day."""

from datetime import date, timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.engagements.actions import cancel_visit
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import CancelReason, EndReason, EngagementState, Side, VisitState
from helpexchange.follow_up.actions import check_in
from helpexchange.help_requests.rules import RequestState
from helpexchange.notifications.actions import finish_call
from tests.cast import Cast
from tests.engaged import FIRST, begun, planned, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.outbox import messages
from tests.page_client import PageClient

SYSTEM = system_viewer("scheduler")


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping on Tuesdays."""
    return begun(cast, clock)


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_an_office_sees_its_engagements(hanna: PageClient, engagement: Engagement) -> None:
    page = hanna.get("/engagements")
    assert "Meryem Muster helps Erna Muster: shopping" in page.text
    assert "Tuesday, 14:00 to 15:00, every week, from 3 November 2026" in page.text


def test_without_any_it_says_so(hanna: PageClient) -> None:
    assert "No engagement yet" in hanna.get("/engagements").text
    assert "No visits on this day" in hanna.get("/engagements/day").text


def test_one_engagement_with_its_visits(hanna: PageClient, engagement: Engagement) -> None:
    page = hanna.get(f"/engagements/{engagement.id}")
    assert len(page.all("li", class_="he-row")) == 8
    assert "every week" in page.text


def test_a_visit_names_who_comes_instead(hanna: PageClient, cast: Cast, engagement: Engagement) -> None:
    visits()[0].helper_id, visits()[1].helper_id = cast.pavel.id, cast.jonas.id
    db.session.commit()
    page = hanna.get(f"/engagements/{engagement.id}")
    assert page.text.count("For this visit somebody else comes:") == 2
    assert page.one("a", href=f"/helpers/{cast.pavel.id}").text == "Pavel Muster"
    assert "Jonas Muster" in page.text
    assert not page.all("a", href=f"/helpers/{cast.jonas.id}")  # of another office: no page for her


def test_the_calls_two_weeks_after_the_first_visit_are_shown(
    hanna: PageClient, cast: Cast, clock: FakeClock, engagement: Engagement
) -> None:
    url = f"/engagements/{engagement.id}"
    page = hanna.get(url)
    assert "Two weeks after the first visit: both sides" in page.text
    assert "due on Tuesday, 17 November 2026" in page.text
    clock.moment = visits()[0].ends_at + timedelta(days=14)
    check_in(by=SYSTEM, now=clock.now())
    db.session.commit()
    hanna.sign_in(cast.coordinator_hoerde)
    page = hanna.get(url)
    assert "Two weeks after the first visit: Erna Muster" in page.text
    assert "both sides" not in page.text.partition("Calls of the office")[2].partition("Visits")[0]
    call = next(each for each in messages() if each.name == "Erna Muster")
    finish_call(message_id=call.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    page = hanna.get(url)
    assert "made 17 Nov 2026, 15:00, Hanna Beispiel" in page.text
    assert page.text.count("due on") == 1


def test_the_history_tells_the_sides_apart_and_how_they_are_reached(
    hanna: PageClient, cast: Cast, clock: FakeClock, engagement: Engagement
) -> None:
    cast.meryem.phone = ""
    for number, side in enumerate((Side.HELPER, Side.PERSON)):
        ill = CancelReason.ILL
        cancel_visit(visit=visits()[number], side=side, reason=ill, by=VISITOR, now=clock.now())
    page = hanna.get(f"/engagements/{engagement.id}")
    assert "The helper: called a visit off" in page.text
    assert "The person: called a visit off" in page.text
    assert "Meryem Muster: meryem.muster@example.org" in page.text


def test_another_office_finds_nothing(client: PageClient, cast: Cast, engagement: Engagement) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Meryem" not in client.get("/engagements").text
    assert "Meryem" not in client.get("/engagements/day?day=2026-11-03").text
    for page in ("", "/pause", "/end"):
        client.get(f"/engagements/{engagement.id}{page}", status=404)
    client.post(f"/engagements/{engagement.id}/resume", status=404)
    client.get(f"/engagements/visits/{visits()[0].id}/cancel", status=404)


def test_the_network_lead_looks_and_does_nothing(
    client: PageClient, cast: Cast, engagement: Engagement
) -> None:
    client.sign_in(cast.network_lead)
    page = client.get(f"/engagements/{engagement.id}")
    assert not page.all("a", href=f"/engagements/{engagement.id}/end")
    client.get(f"/engagements/{engagement.id}/end", status=403)
    client.post(f"/engagements/visits/{visits()[0].id}/cancel", {"reason": "ill"}, status=403)
    assert visits()[0].state is VisitState.PLANNED


def test_a_pause_and_its_end(hanna: PageClient, engagement: Engagement) -> None:
    address = f"/engagements/{engagement.id}/pause"
    for wrong in ({"first": ""}, {"first": "2026-10-01"}, {"first": "2026-11-10", "back": "2026-11-10"}):
        page = hanna.post(address, wrong, status=422)
        assert page is not None
        assert page.all("a", href="#first")
    page = hanna.submit(address, {"first": "2026-11-10", "back": "2026-11-24"})
    assert "no visits from" in page.text
    assert planned()[:2] == [FIRST, date(2026, 11, 24)]
    assert "no visits from" not in hanna.submit(f"/engagements/{engagement.id}/resume").text
    assert len(planned()) == 8


def test_the_end_asks_why(hanna: PageClient, cast: Cast, engagement: Engagement) -> None:
    address = f"/engagements/{engagement.id}/end"
    page = hanna.post(address, {"reason": "other", "needs_another": "no"}, status=422)
    assert page is not None
    assert page.all("a", href="#text")
    hanna.submit(address, {"reason": "moved", "needs_another": "yes"})
    db.session.expire_all()
    assert (engagement.state, engagement.end_reason) == (EngagementState.ENDED, EndReason.MOVED)
    assert cast.shopping.state is RequestState.OPEN
    assert "One of the two has moved" in hanna.get(f"/engagements/{engagement.id}").text


def test_an_office_calls_a_visit_off_for_somebody(hanna: PageClient, engagement: Engagement) -> None:
    address = f"/engagements/visits/{visits()[0].id}/cancel"
    hanna.post(address, {"reason": "ill"})
    assert hanna.location == f"/engagements/{engagement.id}"
    assert "Called off" in hanna.get(hanna.location).text


@pytest.mark.parametrize("day", ["2026-11-03", "nonsense", "0001-01-01"])
def test_all_visits_of_a_day(hanna: PageClient, engagement: Engagement, day: str) -> None:
    page = hanna.get(f"/engagements/day?day={day}")
    assert ("Meryem Muster, Erna Muster" in page.text) is (day == "2026-11-03")
