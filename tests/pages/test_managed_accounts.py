"""The pages of administrators: accounts of everybody, and what is forgotten tonight."""

from datetime import timedelta

import pytest

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.rules import RequestState
from helpexchange.privacy.actions import forget_in_time
from helpexchange.privacy.rules import RETENTION_DAYS, Kept
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient


@pytest.fixture
def anton(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the administrator."""
    client.sign_in(cast.administrator)
    return client


def test_accounts_are_found_by_name_and_role(anton: PageClient) -> None:
    assert "Erna Muster" in anton.get("/accounts").text
    assert "Erna Muster" not in anton.get("/accounts?role=coordinator").text
    found = anton.post("/accounts", {"typed": "ERNA"}, status=200)
    assert found is not None
    assert "Erna Muster" in found.text
    assert "Hanna Beispiel" not in found.text
    nobody = anton.post("/accounts", {"typed": "%"}, status=200)
    assert nobody is not None
    assert "Nobody is found" in nobody.text
    anton.get("/accounts?role=king&page=x")


def test_rights_are_changed_with_errors_beside_the_field(anton: PageClient, cast: Cast) -> None:
    url = f"/accounts/{cast.volunteer.id}"
    page = anton.post(url, {"roles": ["coordinator"]}, status=422)
    assert page is not None
    assert "Choose the office that this person works for." in page.text
    assert anton.post(url, {"roles": ["king"]}, status=422)
    assert anton.post(url, {"roles": ["volunteer"], "office_ids": ["9999"]}, status=422)
    saved = anton.submit(url, {"roles": ["coordinator"], "office_ids": [str(cast.eving.id)]})
    assert "The roles and offices are saved." in saved.text
    own = anton.post(f"/accounts/{cast.administrator.id}", {"roles": "volunteer"}, status=422)
    assert own is not None
    assert "This is the last administrator." in own.text


def test_a_closed_account_is_out_at_once_and_can_come_back(anton: PageClient, cast: Cast) -> None:
    other = PageClient(anton.app)
    other.sign_in(cast.volunteer)
    url = f"/accounts/{cast.volunteer.id}"
    assert "cannot sign in any more" in anton.get(f"{url}/close").text
    assert "The account is closed." in anton.submit(f"{url}/close").text
    other.get("/home", status=302)
    assert "Meryem Muster" in anton.get("/accounts?state=closed").text
    assert "The account is open again." in anton.submit(f"{url}/reopen").text
    anton.post(f"/accounts/{cast.administrator.id}/close", status=409)


def test_others_do_not_get_in(client: PageClient, cast: Cast) -> None:
    for person in (cast.coordinator_hoerde, cast.network_lead, cast.senior):
        client.sign_in(person)
        client.get("/accounts", status=403)
        client.get("/retention", status=403)
        client.post(f"/accounts/{cast.volunteer.id}/close", status=403)


def test_the_night_is_shown_before_it_comes_and_after(
    anton: PageClient, cast: Cast, clock: FakeClock
) -> None:
    page = anton.get("/retention")
    assert "It has not run yet" in page.text
    assert "365 days after the last help request has ended" in page.text
    cast.shopping.state = RequestState.FINISHED
    db.session.commit()
    clock.advance(days=RETENTION_DAYS[Kept.SINCE_LAST_REQUEST_ENDED] + 1)
    anton.sign_in(cast.administrator)
    line = next(
        row for row in anton.get("/retention").all("tr") if "People who asked" in "".join(row.itertext())
    )
    assert "".join(line.itertext()).strip().endswith("1")
    db.session.expire_all()
    assert cast.shopping.person is not None
    assert cast.shopping.person.first_name == "Erna"
    forget_in_time(by=system_viewer("retention"), now=clock.now() + timedelta(seconds=1))
    page = anton.get("/retention")
    assert "It has not run yet" not in page.text
    line = next(row for row in page.all("tr") if "People who asked" in "".join(row.itertext()))
    assert "".join(line.itertext()).strip().endswith("0")
