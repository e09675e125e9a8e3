"""One's own request by its signed link, and asking to be called without any."""

from datetime import date

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core import events
from helpexchange.core.database import db
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import CallBack
from helpexchange.help_requests.rules import RequestClosed, RequestState
from tests.cast import Cast
from tests.page_client import PageClient

SAME = {
    "frequency": "weekly",
    "days": ["1"],
    "parts": ["afternoon"],
    "note": "",
    "phone": "0231 555 0199",
    "email": "erna.muster@example.org",
}
CALL_ME = {"name": "Otto Muster", "phone": "0231 5550166", "place": "44263", "note": "mornings"}


@pytest.fixture
def url(cast: Cast) -> str:
    """The link of Erna's open request."""
    return f"/my-request/{token_of(cast.shopping.reference)}"


def test_it_says_where_it_stands_without_an_account(client: PageClient, cast: Cast, url: str) -> None:
    page = client.get(url)
    assert "Your office is looking for a helper who fits." in page.text
    assert "0231 555 0100" in page.text
    assert "Erna" not in page.text  # a link that goes astray tells no name


def test_it_says_until_when_we_call(client: PageClient, cast: Cast) -> None:
    cast.uncleared.first_contact_due_on = date(2026, 11, 4)
    url = f"/my-request/{token_of(cast.uncleared.reference)}"
    assert "We will call you by Wednesday, 4 November 2026." in client.get(url).text
    cast.uncleared.first_contact_due_on = date(2026, 10, 30)
    assert "are late. We are sorry." in client.get(url).text


def test_it_says_how_long_one_waits_only_while_one_waits(client: PageClient, cast: Cast, url: str) -> None:
    for state, waits in ((RequestState.PROPOSED, True), (RequestState.AGREED, False)):
        cast.shopping.state = state
        db.session.commit()
        assert ("new today" in client.get(url).text) is waits


@pytest.mark.parametrize("token", ["x", "request-shopping", "request-shopping.abc", "request-shopping.a.b"])
@pytest.mark.parametrize("page", ["", "/change", "/end"])
def test_a_link_we_have_not_signed_leads_nowhere(
    client: PageClient, cast: Cast, token: str, page: str
) -> None:
    client.get(f"/my-request/{token}{page}", status=404)
    client.post(f"/my-request/{token}/call", status=404)


def test_changing_when_lets_proposals_lapse(
    client: PageClient, cast: Cast, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[RequestClosed] = []
    monkeypatch.setitem(events._listeners, RequestClosed, [heard.append])
    page = client.get(f"{url}/change")
    chosen = [box.get("value") for box in page.all("input", name="days") if box.get("checked") is not None]
    assert chosen == ["1"]
    client.submit(f"{url}/change", SAME)
    db.session.expire_all()
    assert [(time.start_min, time.end_min) for time in cast.shopping.times] == [(14 * 60, 17 * 60)]
    assert not heard
    client.submit(f"{url}/change", {**SAME, "days": ["1", "3"], "frequency": "twice"})
    db.session.expire_all()
    assert [time.weekday for time in cast.shopping.times] == [1, 3]
    assert cast.shopping.visits_per_week == 2
    assert [event.request_id for event in heard] == [cast.shopping.id]
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["change_request", "change_request"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": []}, "days"),
        ({"frequency": ""}, "frequency"),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": ""}, "phone"),
        ({"email": "erna@"}, "email"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: PageClient, cast: Cast, url: str, values: dict[str, object], field: str
) -> None:
    page = client.post(f"{url}/change", {**SAME, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")


def test_whoever_gets_letters_needs_neither_phone_nor_mail(client: PageClient, cast: Cast, url: str) -> None:
    assert cast.shopping.person is not None
    cast.shopping.person.street = "Am Bach 3"
    client.submit(f"{url}/change", {**SAME, "phone": "", "email": ""})


def test_times_can_be_written_as_one_says_them(client: PageClient, cast: Cast, url: str) -> None:
    client.submit(f"{url}/change", {**SAME, "days": [], "parts": [], "said": "Thu 10-11"})
    db.session.expire_all()
    assert [(time.weekday, time.start_min, time.end_min) for time in cast.shopping.times] == [(3, 600, 660)]
    page = client.post(f"{url}/change", {**SAME, "said": "Thu 11-10"}, status=422)
    assert page is not None
    assert "“11-10” ends before it begins." in page.text


@pytest.mark.parametrize("reason", ["solved", "not_needed"])
def test_ending_it(client: PageClient, cast: Cast, url: str, reason: str) -> None:
    client.get(f"{url}/end")
    assert client.post(f"{url}/end", {}, status=422)
    client.submit(f"{url}/end", {"reason": reason})
    page = client.submit(f"{url}/end", {"reason": reason})
    assert "You no longer need this." in page.text
    db.session.expire_all()
    assert cast.shopping.state is RequestState.WITHDRAWN
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.details["reason"], entry.account_id) == ("withdraw_request", reason, None)


def test_what_has_ended_is_not_changed(client: PageClient, cast: Cast, url: str) -> None:
    cast.shopping.state = RequestState.FINISHED
    client.post(f"{url}/change", SAME, status=409)
    client.post(f"{url}/end", {"reason": "solved"}, status=409)


def test_call_me_about_it_once(client: PageClient, cast: Cast, url: str) -> None:
    client.submit(f"{url}/call")
    page = client.submit(f"{url}/call")
    assert "A call is planned: we will call you by Wednesday, 4 November 2026." in page.text
    assert len(db.session.scalars(select(CallBack)).all()) == 1


def test_the_person_finds_it_with_their_account_too(client: PageClient, cast: Cast, url: str) -> None:
    client.sign_in(cast.senior)
    assert client.get(f"/open-requests/{cast.shopping.id}").all("a", href=url)


def test_a_call_without_an_account(client: PageClient, cast: Cast) -> None:
    client.get("/call-me/done", status=302)
    client.get("/call-me")
    page = client.submit("/call-me", CALL_ME)
    assert "By Wednesday, 4 November 2026" in page.text
    assert "Seniorenbüro Hörde" in page.text
    call = db.session.scalars(select(CallBack)).one()
    assert (call.name, call.office_id, call.note) == ("Otto Muster", cast.hoerde.id, "mornings")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "call"}, "phone"),
        ({"place": "10115"}, "place"),
        ({"place": ""}, "place"),
        ({"note": "x" * 101}, "note"),
    ],
)
def test_a_call_that_cannot_be_made(
    client: PageClient, cast: Cast, values: dict[str, str], field: str
) -> None:
    page = client.post("/call-me", {**CALL_ME, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")
    assert not db.session.scalars(select(CallBack)).all()
