"""The call-back list, owning and handing over, as pages."""

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from tests.cast import Cast
from tests.outbox import told
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde, with Ida's new request."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_from_planning_to_reaching(hanna: PageClient, cast: Cast) -> None:
    assert "Nobody waits for a call" in hanna.get("/calls").text
    url = f"/open-requests/{cast.uncleared.id}/call"
    assert "Call back" in hanna.get(f"/open-requests/{cast.uncleared.id}").text
    hanna.get(url)
    page = hanna.submit(url, {"note": "Which floor?"})
    assert "Ida Muster" in page.text
    assert "call by 4 Nov 2026" in page.text
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/attempt"))
    attempt = form.get("action") or ""
    page = hanna.submit(attempt, {"outcome": "not_reached", "note": "engaged"})
    assert "Hanna Beispiel: not reached" in page.text
    assert "engaged" in page.text
    page = hanna.submit(attempt, {"outcome": "reached", "note": "third floor"})
    assert "Nobody waits for a call" in page.text
    assert "third floor" in page.text
    page = hanna.submit(attempt.replace("attempt", "reopen"))
    assert "call by 4 Nov 2026" in page.text


def test_a_note_that_is_too_long(hanna: PageClient, cast: Cast) -> None:
    page = hanna.submit(f"/open-requests/{cast.uncleared.id}/call", {"note": ""})
    form = next(form for form in page.all("form") if (form.get("action") or "").endswith("/attempt"))
    page_again = hanna.post(form.get("action") or "", {"note": "x" * 501, "outcome": "reached"}, status=422)
    assert page_again is not None
    assert "This is too long." in page_again.text


def test_i_take_this_and_give_it_back(hanna: PageClient, cast: Cast) -> None:
    url = f"/open-requests/{cast.uncleared.id}"
    assert "I take this" in hanna.get(url).text
    page = hanna.submit(f"{url}/take")
    assert "Taken care of by Hanna Beispiel" in page.text
    assert "the whole office" in hanna.submit(f"{url}/give-back").text


def test_handing_over_and_taking_back(hanna: PageClient, cast: Cast) -> None:
    url = f"/open-requests/{cast.uncleared.id}"
    page = hanna.get(f"{url}/hand-over")
    assert [option.text for option in page.one("select", id="office_id")] == ["Seniorenbüro Eving"]
    bad = hanna.post(f"{url}/hand-over", {"office_id": "999"}, status=422)
    assert bad is not None
    assert "Choose an office." in bad.text
    hanna.submit(f"{url}/hand-over", {"office_id": str(cast.eving.id), "note": "moved"})
    hanna.get(url, status=404)
    hanna.submit(f"{url}/handed-over")
    db.session.expire_all()
    assert cast.uncleared.office_id == cast.hoerde.id
    assert told() == []


@pytest.mark.parametrize("path", ["call", "hand-over", "take", "give-back"])
def test_another_office_finds_nothing(client: PageClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.coordinator_eving)
    client.post(f"/open-requests/{cast.uncleared.id}/{path}", {"office_id": "1", "note": ""}, status=404)
