"""One's own visits, by account and by link: next ones, calling off, how it went, a sheet to print."""

from datetime import date
from typing import Any

import pytest

from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import CancelReason, Missing, Side, VisitState
from helpexchange.help_requests.messages import token_of
from helpexchange.helper_profiles.links import PAGE, token_for
from tests.cast import Cast
from tests.engaged import FIRST, after, begun, planned, visits
from tests.fakes import FakeClock
from tests.page_client import PageClient


@pytest.fixture
def engagement(cast: Cast, clock: FakeClock) -> Engagement:
    """Meryem does Erna's shopping on Tuesdays."""
    return begun(cast, clock)


@pytest.fixture(params=["helper", "person"])
def side(request: pytest.FixtureRequest) -> Side:
    """Both sides, one after the other."""
    return Side(request.param)


@pytest.fixture
def base(client: PageClient, cast: Cast, engagement: Engagement, side: Side) -> str:
    """The address below which a side's pages stand; the helper is signed in, the person has a link."""
    if side is Side.HELPER:
        client.sign_in(cast.volunteer)
        return "/my-help"
    return f"/my-request/{token_of(cast.shopping.reference)}"


def test_the_next_visits_are_there(client: PageClient, base: str, side: Side) -> None:
    page = client.get(f"{base}/visits")
    assert "Tuesday, 3 November 2026, 14:00 to 15:00" in page.text
    assert ("Erna Muster" if side is Side.HELPER else "Meryem") in page.text
    assert len(page.all("li", class_="he-row")) == 8


def test_contact_data_are_for_the_helper_while_a_visit_is_to_come(
    client: PageClient, cast: Cast, clock: FakeClock, base: str, side: Side
) -> None:
    text = client.get(f"{base}/visits").text
    assert ("0231 555 0199" in text) is (side is Side.HELPER)
    assert "0231 555 0123" not in text
    clock.advance(weeks=9)
    if side is Side.HELPER:
        client.sign_in(cast.volunteer)
    assert "0231 555 0199" not in client.get(f"{base}/visits").text


def test_nothing_is_planned(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.volunteer)
    page = client.get("/my-help/visits")
    assert "No visit is planned" in page.text
    assert "There was no visit in the last four weeks." in page.text


def test_who_cannot_come_says_so_and_takes_it_back(client: PageClient, base: str, side: Side) -> None:
    visit = visits()[0]
    address = f"{base}/visits/{visit.id}/cancel"
    page = client.post(address, status=422)
    assert page is not None
    assert page.all("a", href="#reason-0") or page.all("a", href="#reason")
    page = client.submit(address, {"reason": "ill"})
    assert "We have told the other side." in page.text
    assert (visit.state, visit.noted_by, visit.cancel_reason) == (
        VisitState.CANCELLED, side, CancelReason.ILL,
    )  # fmt: skip
    assert page.all("form", action=f"{base}/visits/{visit.id}/restore")
    assert "takes place after all" in client.submit(f"{base}/visits/{visit.id}/restore").text
    db.session.expire_all()
    assert visit.state is VisitState.PLANNED


def test_opening_the_question_changes_nothing(client: PageClient, base: str) -> None:
    client.get(f"{base}/visits/{visits()[0].id}/cancel")
    assert visits()[0].state is VisitState.PLANNED


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"minutes": "1:15", "note": "all well"}, VisitState.DONE),
        ({"missing": "both"}, VisitState.MISSED),
    ],
)
def test_it_is_noted_how_it_went(
    client: PageClient, clock: FakeClock, base: str, values: dict[str, Any], state: VisitState
) -> None:
    visit = visits()[0]
    after(clock, visit)
    listed = client.get(f"{base}/visits")
    address = f"{base}/visits/{visit.id}/{state}"
    assert listed.all("a", href=address)
    shown = client.submit(address, values)
    assert "Noted." in shown.text
    db.session.expire_all()
    assert visit.state is state
    assert (visit.minutes_spent, visit.missing) in {(75, None), (None, Missing.BOTH)}


@pytest.mark.parametrize("minutes", ["", "0", "25:00", "soon", "1441"])
def test_hours_that_cannot_be_are_answered_beside_the_field(
    client: PageClient, clock: FakeClock, base: str, minutes: str
) -> None:
    visit = visits()[0]
    after(clock, visit)
    page = client.post(f"{base}/visits/{visit.id}/done", {"minutes": minutes}, status=422)
    assert page is not None
    assert page.all("a", href="#minutes")
    assert visit.state is VisitState.PLANNED


def test_too_early_and_too_late_are_refused_in_words(client: PageClient, clock: FakeClock, base: str) -> None:
    visit = visits()[0]
    client.post(f"{base}/visits/{visit.id}/done", {"minutes": "60"}, status=409)
    after(clock, visit)
    client.post(f"{base}/visits/{visit.id}/cancel", {"reason": "ill"}, status=409)


def test_visits_rest_and_go_on(client: PageClient, base: str, engagement: Engagement) -> None:
    address = f"{base}/visits/pause/{engagement.id}"
    assert client.get(f"{base}/visits").all("a", href=address)
    for wrong in ({"first": ""}, {"first": "2026-10-01"}):
        page = client.post(address, wrong, status=422)
        assert page is not None
        assert page.all("a", href="#first")
    page = client.submit(address, {"first": "2026-11-04", "back": "2026-11-18"})
    assert "no visits from" in page.text
    assert planned()[:2] == [FIRST, date(2026, 11, 24)]
    page = client.submit(f"{base}/visits/resume/{engagement.id}")
    assert "no visits from" not in page.text
    assert len(planned()) == 8


def test_nobody_else_lets_them_rest(client: PageClient, cast: Cast, engagement: Engagement) -> None:
    other = f"/my-request/{token_of(cast.company.reference)}/visits"
    client.get(f"{other}/pause/{engagement.id}", status=404)
    client.post(f"{other}/resume/{engagement.id}", status=404)


def test_a_sheet_in_large_letters(client: PageClient, base: str) -> None:
    client._open(f"{base}/visits/sheet", method="GET", headers={})
    assert client.response.mimetype == "application/pdf"
    assert client.response.data.startswith(b"%PDF-")
    assert b"pdfuaid:part" in client.response.data


def test_others_find_nothing(client: PageClient, cast: Cast, engagement: Engagement) -> None:
    other = token_of(cast.company.reference)
    visit_id = visits()[0].id
    for page in ("cancel", "missed", "done"):
        client.get(f"/my-request/{other}/visits/{visit_id}/{page}", status=404)
    client.sign_in(cast.senior)
    client.get(f"/my-help/visits/{visit_id}/cancel", status=302)
    assert client.location.startswith("/sign-in") or "login" in client.location


def test_a_helper_without_an_account_comes_by_link(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.meryem.account_id = None
    begun(cast, clock)
    client.submit(f"/my-help/open/{token_for(PAGE, cast.meryem.id)}")
    assert len(client.get("/my-help/visits").all("li", class_="he-row")) == 8


def test_a_person_with_an_account_is_led_to_their_visits(
    client: PageClient, cast: Cast, engagement: Engagement
) -> None:
    client.sign_in(cast.senior)
    client._open(f"/requests/{cast.shopping.id}/visits", method="GET", headers={})
    assert len(client.get(client.location).all("li", class_="he-row")) == 8
    client.get(f"/requests/{cast.company.id}/visits", status=404)


@pytest.mark.parametrize("language", ["de", "nl", "da"])
def test_it_speaks_the_readers_language(client: PageClient, base: str, language: str) -> None:
    page = client.get(f"{base}/visits?lang={language}")
    assert "My visits" not in page.text
    assert client.get(f"{base}/calendar?lang={language}").text
