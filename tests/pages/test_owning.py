"""Owning and handing over, as pages."""

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
