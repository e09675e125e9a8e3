"""Who acts for a person: on the office's pages, by the person's own link, and while asking."""

from datetime import date

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import RepresentationState, Told, WordGiven
from tests.asking import place_of
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.outbox import messages
from tests.page_client import PageClient
from tests.pages.test_ask import ANSWERS
from tests.representing import acts_for_erna, asked_for_ada, link_of

FORM = {
    "reference": "V-00112233445566aa", "name": "Ute Muster", "relation": "family", "organisation": "",
    "phone": "0151 5550144", "email": "", "scope": "represent", "given": "phone", "court_order_seen_on": "",
    "told": "both", "until": "",
}  # fmt: skip
WHO = {"first_name": "Ada", "last_name": "Muster", "language": "de", "asked_by": "Ute Muster"}
ACTING = {"relation": "family", "organisation": "", "their_phone": "0231 5550177", "their_email": ""}
REACH = {"channel": "mail", "phone": "0231 5550144", "email": "ute@example.org"}


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def erna(cast: Cast) -> str:
    """Return the address of Erna's page."""
    assert cast.shopping.person is not None
    return f"/people/{cast.shopping.person.known_id}"


def only() -> Representation:
    db.session.expire_all()
    return db.session.scalars(select(Representation)).one()


def test_an_office_notes_who_acts(hanna: PageClient, cast: Cast) -> None:
    assert "Nobody acts for this person" in hanna.get(erna(cast)).text
    url = f"{erna(cast)}/representatives/new"
    assert "May this person act for you with us" in hanna.get(url).text
    page = hanna.submit(url, {**FORM, "until": "31.1.2027", "scope": "represent_and_see"})
    for words in ("Ute Muster", "family", "in force", "said to us on the phone", "31 Jan 2027"):
        assert words in page.text
    assert (only().may_see_data, only().until) == (True, date(2027, 1, 31))
    hanna.post(url, {**FORM, "until": "31.1.2027"})
    assert only().may_see_data


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Enter the name of the representative."),
        ({"relation": ""}, "Choose who they are to the person."),
        ({"relation": "professional"}, "Enter the name of the organisation."),
        ({"phone": "", "email": ""}, "Enter a phone number or an e-mail address, so that we can reach them."),
        ({"email": "ute"}, "Write the e-mail address in full"),
        ({"scope": ""}, "Choose what the person agrees to."),
        ({"given": "online"}, "Choose how the person has agreed."),
        ({"given": "court_order"}, "Only a legal guardian acts by a court order."),
        ({"given": "court_order", "relation": "guardian"}, "Enter the day on which you saw the court order."),
        ({"until": "1.11.2026"}, "The last day cannot lie in the past."),
        ({"until": "32.1.2027"}, "Enter a day that exists"),
        ({"name": "x" * 300}, "This is too long."),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_wrong_stands_beside_the_field(
    hanna: PageClient, cast: Cast, values: dict[str, str], words: str
) -> None:
    page = hanna.post(f"{erna(cast)}/representatives/new", {**FORM, **values}, status=422)
    assert page is not None
    assert words in page.text
    assert db.session.scalars(select(Representation)).all() == []


def test_a_guardian_needs_no_words(hanna: PageClient, cast: Cast) -> None:
    guardian = {"relation": "guardian", "given": "court_order", "court_order_seen_on": "2.11.2026"}
    page = hanna.submit(f"{erna(cast)}/representatives/new", {**FORM, **guardian})
    assert "Court order seen on 2 Nov 2026" in page.text
    assert (only().wording, only().court_order_seen_on) == ("", date(2026, 11, 2))


def test_the_office_ends_it_and_takes_that_back(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now())
    url = f"/representations/{made.id}"
    assert "Open requests go on" in hanna.get(f"{url}/end").text
    hanna.post(f"{url}/end", {}, status=422)
    page = hanna.submit(f"{url}/end", {"reason": "mistake"})
    assert "it was noted by mistake" in page.text
    hanna.submit(f"{url}/undo")
    assert only().state is RepresentationState.IN_FORCE


def test_it_goes_on_until_another_day(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    made = acts_for_erna(cast, clock.now(), until=date(2026, 11, 10))
    url = f"/representations/{made.id}/until"
    assert [box.get("value") for box in hanna.get(url).all("input", name="until")] == ["2026-11-10"]
    page = hanna.post(url, {"until": "1.11.2026"}, status=422)
    assert page is not None
    assert "The last day cannot lie in the past." in page.text
    assert "Last day: 31 Jan 2027" in hanna.submit(url, {"until": "31.1.2027"}).text
    hanna.submit(url, {"until": ""})
    assert only().until is None


def test_whose_number_stood_with_the_person_gets_a_place_of_their_own(hanna: PageClient, cast: Cast) -> None:
    person = cast.shopping.person
    assert person is not None
    person.asked_by, person.phone, person.email = "Ute Muster", "0151 5550144", ""
    link = f"/my-request/{token_of(cast.shopping.reference)}"
    url = f"{erna(cast)}/representatives/new"
    assert [box.get("value") for box in hanna.get(url).all("input", name="phone")] == ["0151 5550144"]
    hanna.submit(url, {**FORM, "their_phone": "0231 5550199", "their_email": ""})
    db.session.expire_all()
    assert (person.asked_by, person.phone) == ("", "0231 5550199")
    assert (only().name, only().phone) == ("Ute Muster", "0151 5550144")
    hanna.get(link, status=410)  # went to Ute; Erna gets one of her own


def test_the_call_list_asks_the_person_and_leads_to_the_answer(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    request = asked_for_ada(cast, clock.now())
    page = hanna.get("/calls")
    assert "May this person act for you with us" in page.text
    url = f"/representations/{request.representation_id}"
    assert any(link.get("href") == url for link in page.all("a"))
    assert "May Ute Muster act for Ada Muster?" in hanna.get(url).text
    hanna.post(url, {}, status=422)
    hanna.submit(url, {key: FORM[key] for key in ("scope", "given", "told", "until", "court_order_seen_on")})
    assert (only().state, only().word_given) == (RepresentationState.IN_FORCE, WordGiven.PHONE)
    assert "May this person act for you with us" not in hanna.get("/calls").text
    assert hanna.post(url, FORM) is None  # nothing more to decide: back to the person


def test_a_no_ends_it(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    page = hanna.submit(f"/representations/{request.representation_id}/refuse")
    assert "the person said no" in page.text
    hanna.get(link_of(only()), status=404)


def test_who_says_no_after_somebody_has_noted_the_yes_is_told(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    made = acts_for_erna(cast, clock.now())
    page = hanna.submit(f"/representations/{made.id}/refuse")
    assert "Somebody has decided about this in the meantime." in page.text
    assert made.state is RepresentationState.IN_FORCE


@pytest.mark.parametrize("path", ["", "/end", "/undo", "/refuse", "/until"])
def test_another_office_knows_nothing_of_it(
    client: PageClient, cast: Cast, clock: FakeClock, path: str
) -> None:
    made = acts_for_erna(cast, clock.now())
    client.sign_in(cast.coordinator_eving)
    client.post(f"/representations/{made.id}{path}", FORM, status=404)
    client.post(f"{erna(cast)}/representatives/new", FORM, status=404)
    client.sign_in(cast.network_lead)
    client.post(f"/representations/{made.id}{path}", FORM, status=403)


def ask_for_ada(client: PageClient, cast: Cast, **acting: str) -> None:
    """Answer every question for somebody else, up to the last page."""
    for url, values in ANSWERS:
        if url == "/ask/who":
            client.post(url, WHO)
            assert client.location == "/ask/acting"
            client.post("/ask/acting", {**ACTING, **acting})
        elif url == "/ask/reach":
            client.post(url, REACH)
        else:
            client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})


def test_who_asks_for_somebody_says_who_they_are(client: PageClient, cast: Cast) -> None:
    ask_for_ada(client, cast)
    page = client.get("/ask/check")
    for words in ("Ute Muster, family", "0231 5550177", "ute@example.org"):
        assert words in page.text
    client.post("/ask/check", {"consent": "y"})
    page = client.get("/ask/done")
    assert "We ask Ada whether you may act for them." in page.text
    assert "/my-request/" not in page.text
    made = only()
    assert (made.state, made.name, made.email) == (
        RepresentationState.WAITING, "Ute Muster", "ute@example.org",
    )  # fmt: skip
    page = client.get("/ask/prove")
    assert "ute@example.org" in page.text
    assert "/my-request/" not in page.text


def test_who_has_neither_phone_nor_mail_gets_letters(client: PageClient, cast: Cast) -> None:
    ask_for_ada(client, cast, their_phone="", their_street="Am Bach 7")
    assert "Am Bach 7" in client.get("/ask/check").text
    client.post("/ask/check", {"consent": "y"})
    ada = db.session.scalars(select(PersonInNeed).where(PersonInNeed.first_name == "Ada")).one()
    assert (ada.street, ada.channel) == ("Am Bach 7", Channel.LETTER)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_missing_is_asked_for(client: PageClient, cast: Cast) -> None:
    for url, values in ANSWERS[: [url for url, _values in ANSWERS].index("/ask/who")]:
        client.post(url, values if url != "/ask/place" else {"place_id": place_of(cast.hoerde).id})
    client.post("/ask/who", WHO)
    page = client.post("/ask/acting", {**ACTING, "relation": "", "their_phone": "12"}, status=422)
    assert page is not None
    assert "Choose who they are to the person." in page.text
    assert "Write the phone number with its area code" in page.text
    client.post("/ask/acting", ACTING)
    assert "Street and number" not in client.get("/ask/reach").text
    client.post("/ask/who", {**WHO, "asked_by": ""})  # after all for oneself
    assert client.location == "/ask/reach"
    assert "Street and number" in client.get("/ask/reach").text
    client.post("/ask/acting", ACTING)
    assert client.location == "/ask/reach"


def test_the_person_says_yes_by_their_own_link(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now(), email="ada@example.org")
    asked = next(each for each in messages() if each.message.endswith("may_they_act"))
    own = f"/my-request/{token_of(request.reference)}/representatives"
    assert own in asked.text
    assert "waits for your answer" in client.get(own).text
    url = f"{own}/{request.representation_id}"
    assert "I agree: this person may act for me here" in client.get(url).text
    client.post(url, {}, status=422)
    page = client.submit(url, {"answer": "represent_and_see", "told": "representative"})
    assert "acts for you" in page.text
    made = only()
    assert (made.word_given, made.told, made.may_see_data) == (
        WordGiven.ONLINE, Told.REPRESENTATIVE, True,
    )  # fmt: skip
    assert made.version == "act_for_me_and_see_1"
    client.get(url, status=404)
    assert "We tell you alone about them." in client.get(f"{url}/end").text
    assert "Nobody acts for you" in client.submit(f"{url}/end").text
    client.get(link_of(only()), status=404)


def test_the_person_says_no(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    url = f"/my-request/{token_of(request.reference)}/representatives/{request.representation_id}"
    client.submit(url, {"answer": "no", "told": "both"})
    assert only().state is RepresentationState.ENDED


def test_nobody_answers_for_others(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    request = asked_for_ada(cast, clock.now())
    url = f"/my-request/{token_of(cast.shopping.reference)}/representatives/{request.representation_id}"
    client.post(url, {"answer": "represent", "told": "both"}, status=404)
    client.get(f"{url}/end", status=404)
