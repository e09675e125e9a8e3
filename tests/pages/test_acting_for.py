"""Acting for somebody else, by link or account: follow, change, end, ask again, stop."""

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.people.models import RecordReading
from helpexchange.representatives.models import Representation
from tests.asking import place_of
from tests.cast import Cast
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.outbox import messages
from tests.page_client import PageClient
from tests.pages.test_ask import ANSWERS
from tests.representing import acts_for_erna, asked_for_ada, link_of


def only() -> Representation:
    db.session.expire_all()
    return db.session.scalars(select(Representation)).one()


def test_before_the_yes_one_sees_only_what_one_has_sent(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    request = asked_for_ada(cast, clock.now())
    url = link_of(only())
    page = client.get(url)
    assert "We ask Ada whether you may act for them." in page.text
    assert "What has happened so far" not in page.text
    client.get(f"{url}/requests/{request.id}/change")
    request.state = type(request.state).OPEN
    db.session.commit()
    page = client.get(url)
    assert "looking for a helper" not in page.text
    assert "Change something" not in page.text
    client.get(f"{url}/requests/{request.id}/change", status=404)
    client.post(f"{url}/ask", status=404)
    client.get(f"{url}/requests/{cast.shopping.id}/end", status=404)


def test_the_history_names_whoever_typed_it(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = asked_for_ada(cast, clock.now())
    client.sign_in(cast.coordinator_hoerde)
    page = client.get(f"/open-requests/{made.id}")
    assert "Ute Muster for the person: asked for help" in page.text
    assert "Ute Muster for the person: confirmed that the request is real" in page.text
    assert "The person:" not in page.text


def test_one_sees_the_next_visits_and_answers(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    url = link_of(acts_for_erna(cast, clock.now()))
    begun(cast, clock)
    page = client.get(url)
    assert "3 November 2026, 14:00" in page.text
    links = [link.get("href") or "" for link in page.all("a")]
    answer = next(link for link in links if "/visits/reminder/" in link)
    client.submit(answer.removeprefix("http://localhost") + "/confirm")
    assert visits()[0].person_confirmed_at is not None


def test_one_follows_changes_and_ends_for_the_person(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    made = acts_for_erna(cast, clock.now())
    url, asked = link_of(made), f"{link_of(made)}/requests/{cast.shopping.id}"
    page = client.get(url)
    assert "You act for Erna" in page.text
    assert "The office is looking for a helper who fits." in page.text
    assert "erna.muster@example.org" not in page.text
    assert "Phone" not in client.get(f"{asked}/change").text
    client.submit(
        f"{asked}/change", {"frequency": "twice", "days": ["1"], "parts": ["afternoon"], "note": ""}
    )
    db.session.expire_all()
    assert cast.shopping.visits_per_week == 2
    assert cast.shopping.person is not None
    assert cast.shopping.person.email == "erna.muster@example.org"
    assert "You: changed the request" in client.get(url).text
    client.submit(f"{asked}/call")
    client.post(f"{asked}/end", {}, status=422)
    client.submit(f"{asked}/end", {"reason": "solved"})
    client.sign_in(cast.coordinator_hoerde)
    page = client.get(f"/open-requests/{cast.shopping.id}")
    assert "Ute Muster for the person: withdrew the request" in page.text
    assert "Ute Muster" in client.get("/calls").text
    client.sign_out()
    page = client.get(f"/my-request/{token_of(cast.shopping.reference)}")
    assert "Ute Muster for you: withdrew the request" in page.text


def test_one_sees_the_address_only_if_the_person_agrees(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    made = acts_for_erna(cast, clock.now(), may_see_data=True)
    assert "erna.muster@example.org" in client.get(link_of(made)).text


def test_reading_is_noted(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    client.get(link_of(made))
    client.get(link_of(made))
    reading = db.session.scalars(select(RecordReading)).one()
    assert (reading.reader, reading.account_id, reading.page) == ("Ute Muster", -made.id, "acting")
    client.sign_in(cast.network_lead)
    assert "Ute Muster" in client.get(f"/access-log?reader={-made.id}").text


def test_one_asks_again_for_the_person(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    client.post(f"{link_of(made)}/ask")
    for url, values in ANSWERS:
        if url not in ("/ask/who", "/ask/reach"):
            client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})
    assert client.location == "/ask/check"
    assert "Erna" in client.get("/ask/check").text
    client.post("/ask/check", {"consent": "y"})
    db.session.expire_all()
    new = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert new is not None
    assert (new.person_id, new.representation_id, new.proof) == (made.person_id, made.id, "office")
    assert "whether you may act" not in client.get("/ask/done").text


def test_one_no_longer_wants_to(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    url = link_of(made)
    assert "Open requests go on" in client.get(f"{url}/stop").text
    page = client.post(f"{url}/stop", status=200)
    assert page is not None
    assert "You no longer act for this person here." in page.text
    for path in ("", "/stop", f"/requests/{cast.shopping.id}/change"):
        client.get(url + path, status=404)


def test_an_old_link_is_replaced_and_a_wrong_one_leads_nowhere(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    made = acts_for_erna(cast, clock.now())
    url = link_of(made)
    clock.advance(days=200)
    client.get(url, status=410)
    page = client.post(f"{url}/fresh", status=200)
    assert page is not None
    client.post(f"{url}/fresh", status=200)
    assert messages()[-1].message.endswith("acting_link")
    assert [each.message for each in messages()].count(messages()[-1].message) == 1
    client.get(link_of(only()))
    client.get("/acting-for/x.1.2", status=404)


def test_people_one_acts_for(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.sign_in(cast.senior)
    assert "You act for nobody" in client.get("/acting").text
    made = acts_for_erna(cast, clock.now())
    made.account_id = cast.volunteer.id
    client.sign_in(cast.volunteer)
    page = client.get("/acting")
    assert "Erna" in page.text
    assert any(link.get("href") == link_of(made) for link in page.all("a"))
