"""The day board: late ones first, one click to act, filters in the address."""

from datetime import date

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from tests.cast import Cast
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde; Ida's request is late."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    cast.uncleared.first_contact_due_on = date(2026, 10, 30)
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_late_ones_come_first(hanna: PageClient, cast: Cast) -> None:
    page = hanna.get("/day-board")
    text = page.text
    assert text.index("Late: call first") < text.index("Ida Muster") < text.index("New requests to look at")
    assert "late: call was due on 30 Oct 2026" in text
    assert page.one("div", id="day").get("data-refresh-every") == "30"


def test_one_click_acts(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/open")
    page = hanna.get("/day-board")
    assert "Late: call first" not in page.text
    assert "Waiting longest for a helper" in page.text
    db.session.expire_all()
    assert cast.uncleared.state is RequestState.OPEN


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [("", True), ("?channel=phone", True), ("?channel=online", False), ("?kind=shopping", True),
     ("?kind=garden", False), ("?owner=me", False), ("?channel=pigeon", True)],
)  # fmt: skip
def test_filters_stand_in_the_address(hanna: PageClient, cast: Cast, query: str, is_shown: bool) -> None:
    assert ("Ida Muster" in hanna.get(f"/day-board{query}").text) is is_shown


def test_what_i_have_taken_is_mine(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/take")
    assert "Ida Muster" in hanna.get("/day-board?owner=me").text


def test_calls_stand_on_it(hanna: PageClient, cast: Cast) -> None:
    hanna.post(f"/open-requests/{cast.uncleared.id}/call", {"note": ""})
    page = hanna.get("/day-board")
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/attempt"))
    hanna.post(form.get("action") or "", {"outcome": "reached"})
    db.session.expire_all()
    assert cast.uncleared.first_contact_at is not None


def test_why_somebody_waits(hanna: PageClient, cast: Cast, match_run: object) -> None:
    assert "garden" in hanna.get("/day-board").text


def test_another_office_sees_its_own(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    page = client.get("/day-board")
    assert "No new requests" in page.text
    assert "Ida" not in page.text


def test_the_network_lead_looks_and_sees_lateness(hanna: PageClient, cast: Cast) -> None:
    hanna.sign_in(cast.network_lead)
    page = hanna.get("/day-board")
    acts = [form.get("action") or "" for form in page.all("form")]
    assert not [act for act in acts if act.startswith(("/open-requests", "/calls"))]
    lines = hanna.get("/lateness").text
    assert "Seniorenbüro Hörde asked by phone 1 1" in lines
    assert "Seniorenbüro Hörde offers help 1 0" in lines


def test_a_helper_whom_nobody_has_called_is_late_too(hanna: PageClient, cast: Cast) -> None:
    assert "offers help" not in hanna.get("/day-board").text
    cast.pavel.contact_due_on = date(2026, 10, 30)
    page = hanna.get("/day-board")
    assert "offers help, Pavel" in page.text
    assert "late: call was due on" in page.text
    hanna.post(f"/helpers/{cast.pavel.id}/contacted")
    assert "offers help" not in hanna.get("/day-board").text


def test_another_office_does_not_see_the_late_helper(client: PageClient, cast: Cast) -> None:
    cast.pavel.contact_due_on = date(2026, 10, 30)
    client.sign_in(cast.coordinator_eving)
    assert "Pavel" not in client.get("/day-board").text


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_nobody_else_looks(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get("/day-board", status=403)
    client.get("/lateness", status=403)
