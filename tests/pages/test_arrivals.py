"""New requests and new helpers of an office, each with one click."""

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.rules import HelperState
from tests.cast import Cast
from tests.page_client import PageClient


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def test_new_requests_with_whom_to_call(hanna: PageClient, cast: Cast) -> None:
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    page = hanna.get("/arrivals")
    assert "Ida Muster" in page.text
    assert "0231 555 0188" in page.text
    assert "asked by phone" in page.text


def test_one_click_opens_and_one_takes_it_back(hanna: PageClient, cast: Cast) -> None:
    page = hanna.submit(f"/open-requests/{cast.uncleared.id}/open")
    assert "No new requests" in page.text
    assert "Hanna Beispiel: opened the request" in page.text.replace("You:", "Hanna Beispiel:")
    page = hanna.submit(f"/open-requests/{cast.uncleared.id}/undo")
    assert "The request is among the new ones again." in page.text
    assert not page.all("form", action=f"/open-requests/{cast.uncleared.id}/undo")


@pytest.mark.parametrize(
    ("verb", "values", "words"),
    [
        ("decline", {"reason": "outside_town"}, "outside our town"),
        ("refer", {"goal": "doctor"}, "doctor or medical help"),
    ],
)
def test_a_reason_is_asked_for_and_shown(
    hanna: PageClient, cast: Cast, verb: str, values: dict[str, str], words: str
) -> None:
    url = f"/open-requests/{cast.uncleared.id}/{verb}"
    hanna.get(url)
    assert words in hanna.submit(url, values).text
    db.session.expire_all()
    assert cast.uncleared.state in {RequestState.DECLINED, RequestState.REFERRED}


@pytest.mark.parametrize(("verb", "field"), [("decline", "reason"), ("refer", "goal")])
def test_a_made_up_reason_is_refused_beside_the_field(
    hanna: PageClient, cast: Cast, verb: str, field: str
) -> None:
    page = hanna.post(f"/open-requests/{cast.uncleared.id}/{verb}", {field: "because"}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")


def test_who_comes_second_is_told(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(f"/open-requests/{cast.uncleared.id}/open")
    cast.coordinator_eving.memberships[0].office_id = cast.hoerde.id
    db.session.commit()
    hanna.sign_in(cast.coordinator_eving)
    page = hanna.post(f"/open-requests/{cast.uncleared.id}/decline", {"reason": "not_needed"}, status=409)
    assert page is not None
    assert "Hanna Beispiel has already decided about this help request." in page.text


def test_a_new_helper_becomes_active_in_three_clicks(hanna: PageClient, cast: Cast) -> None:
    cast.pavel.skills[0].skill_code = "company"
    assert "Pavel Muster, volunteer" in hanna.get("/arrivals/helpers").text
    url = f"/helpers/{cast.pavel.id}"
    page = hanna.submit(f"{url}/contacted")
    boxes = [box.get("value") for box in page.all("input", name="check") if box.get("checked") is not None]
    assert boxes == ["interview"]
    hanna.submit(f"{url}/checked", {"check": boxes})
    page = hanna.submit(f"{url}/active")
    assert "No new helpers" in page.text
    db.session.expire_all()
    assert cast.pavel.state is HelperState.ACTIVE
    assert [check.check_code for check in cast.pavel.checks] == ["interview"]
    assert "Make active" in hanna.submit(f"{url}/undo").text


def test_declining_a_helper_asks_why(hanna: PageClient, cast: Cast) -> None:
    url = f"/helpers/{cast.pavel.id}/decline"
    assert "Pavel Muster" in hanna.get(url).text
    hanna.post(url, {"reason": "because"}, status=422)
    hanna.submit(url, {"reason": "changed_mind"})
    db.session.expire_all()
    assert cast.pavel.state is HelperState.DECLINED


def test_another_offices_people_are_not_found(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Pavel" not in client.get("/arrivals/helpers").text
    assert "No new requests" in client.get("/arrivals").text
    client.post(f"/open-requests/{cast.uncleared.id}/open", status=404)
    client.get(f"/open-requests/{cast.uncleared.id}/decline", status=404)
    client.post(f"/helpers/{cast.pavel.id}/contacted", status=404)
    client.get(f"/helpers/{cast.pavel.id}/decline", status=404)


def test_the_network_lead_looks_and_does_not_decide(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    page = client.get("/arrivals")
    assert "shopping" in page.text
    assert not [form for form in page.all("form") if (form.get("action") or "").startswith("/open-requests")]
    client.post(f"/open-requests/{cast.uncleared.id}/open", status=403)
    client.post(f"/helpers/{cast.pavel.id}/contacted", status=403)


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_nobody_else_may_look(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get("/arrivals", status=403)
    client.get("/arrivals/helpers", status=403)


def test_a_visitor_is_asked_to_sign_in(client: PageClient, cast: Cast) -> None:
    client.get("/arrivals", status=302)
    assert client.location == "/sign-in?next=/arrivals"
    client.post(f"/open-requests/{cast.uncleared.id}/open", status=302)
    db.session.expire_all()
    assert cast.uncleared.state is RequestState.SUBMITTED


def test_opening_by_following_a_link_is_impossible(hanna: PageClient, cast: Cast) -> None:
    hanna.get(f"/open-requests/{cast.uncleared.id}/open", status=405)
