"""A page of one's own for each role."""

import pytest

from helpexchange.accounts.models import RoleGrant
from helpexchange.accounts.roles import Role
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import cancel_visit
from helpexchange.engagements.rules import CancelReason, Side, VisitState
from helpexchange.help_requests.actions import withdraw_request
from helpexchange.notifications.rules import Channel
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.matched import as_viewer, shopping_proposal
from tests.page_client import PageClient
from tests.told import told


def test_a_senior_sees_where_each_request_stands(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.sign_in(cast.senior)
    page = client.get("/home")
    assert "Your office is looking for a helper who fits." in page.text
    assert "The help request reached the office" in page.text
    withdraw_request(request_id=cast.shopping.id, by=as_viewer(cast.coordinator_hoerde), now=clock.now())
    page = client.get("/home")
    assert "Your office: withdrew the request" in page.text
    assert "Hanna" not in page.text


def test_a_senior_without_requests_is_shown_how_to_ask(client: PageClient, cast: Cast) -> None:
    cast.shopping.person.account_id = None  # type: ignore[union-attr]
    client.sign_in(cast.senior)
    assert "You have not asked for anything yet" in client.get("/home").text


def test_a_volunteer_sees_the_offer_and_what_is_near(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.volunteer)
    page = client.get("/home")
    assert "Tuesday, afternoon" in page.text
    assert "Hörde, your district" in page.text
    assert page.all("a", href=f"/open-requests/{cast.shopping.id}")
    assert not page.all("a", href=f"/open-requests/{cast.company.id}")  # a kind of help Meryem does not offer


def test_a_volunteer_without_a_profile_is_shown_how_to_offer(client: PageClient, cast: Cast) -> None:
    cast.meryem.account_id = None
    client.sign_in(cast.volunteer)
    assert "You have not told us yet what you offer" in client.get("/home").text


def test_a_coordinator_sees_how_much_there_is_to_decide(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    shopping_proposal(cast, now=clock.now())
    for channel in (Channel.LETTER, Channel.CALL):
        told(now=clock.now(), channel=channel, office_id=cast.hoerde.id)
    client.sign_in(cast.coordinator_hoerde)
    text = client.get("/home").text
    for words in (
        "1 new request to look at",
        "1 helper on the way to being active",
        "1 proposal to approve",
        "1 person to call",
        "1 letter to print or post",
    ):
        assert words in text
    client.sign_in(cast.coordinator_eving)
    assert "Nothing to decide" in client.get("/home").text


def test_the_network_lead_sees_all_offices(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    page = client.get("/home")
    cells = [cell.text for cell in page.all("td", class_="govuk-table__cell--numeric")]
    # Eving: new and open requests, active and new helpers, proposals; then Hörde; then the bars.
    assert cells == ["0", "1", "1", "0", "0", "1", "2", "1", "1", "0", "1", "2"]


def test_the_administrator_sees_accounts_and_settings_without_secrets(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    page = client.get("/home")
    assert "newest tables" in page.text
    settings = client.app.extensions["settings"]
    assert settings.secret_key not in page.html
    assert settings.database_url not in page.html


def test_school_staff_see_numbers_without_names(client: PageClient, cast: Cast) -> None:
    cast.administrator.roles = [RoleGrant(name=Role.SCHOOL_STAFF)]
    client.sign_in(cast.administrator)
    page = client.get("/home")
    assert "Active students" in page.text
    assert "Jonas" not in page.text
    assert "0231 555 0100" in page.text


def test_several_roles_see_the_parts_of_all(client: PageClient, cast: Cast) -> None:
    cast.volunteer.roles.append(RoleGrant(name=Role.PERSON_IN_NEED))
    client.sign_in(cast.volunteer)
    text = client.get("/home", most_sql=14).text
    assert "What I have asked for" in text
    assert "What I offer" in text


def test_a_role_without_a_part_gets_an_honest_page(client: PageClient, cast: Cast) -> None:
    cast.administrator.roles = [RoleGrant(name=Role.PARTNER)]
    client.sign_in(cast.administrator)
    assert "There is nothing to decide for your role here." in client.get("/home").text


def test_a_visitor_is_asked_to_sign_in(client: PageClient, cast: Cast) -> None:
    client.get("/home", status=302)
    assert client.location == "/sign-in?next=/home"


@pytest.mark.parametrize(
    ("who", "urls"),
    [
        (None, ["/open-requests", "/ask", "/offer"]),
        ("senior", ["/home", "/open-requests", "/ask", "/offer"]),
        (
            "coordinator_hoerde",
            [
                "/home",
                "/day-board",
                "/arrivals",
                "/asks",
                "/engagements",
                "/people",
                "/invitations",
                "/match-runs",
                "/reports",
                "/open-requests",
            ],
        ),
    ],
)
def test_the_menu_holds_what_one_may_do(
    client: PageClient, cast: Cast, who: str | None, urls: list[str]
) -> None:
    if who:
        client.sign_in(getattr(cast, who))
    db.session.commit()
    menu = client.get("/").all("a", class_="govuk-service-navigation__link")
    assert [link.get("href") for link in menu] == urls


def test_both_sides_see_their_next_visit(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    first = visits(state=VisitState.PLANNED)[0]
    cancel_visit(visit=first, side=Side.HELPER, reason=CancelReason.ILL, by=VISITOR, now=clock.now())
    client.sign_in(cast.senior)
    page = client.get("/home")
    assert "Tuesday, 10 November 2026" in page.text
    assert "Tuesday, 3 November 2026" not in page.text
    assert "Meryem" in page.text
    assert page.all("a", href=f"/requests/{cast.shopping.id}/visits")
    client.sign_in(cast.volunteer)
    page = client.get("/home")
    assert "Tuesday, 10 November 2026" in page.text
    assert "Erna Muster" in page.text
    assert page.all("a", href="/my-help/visits")
