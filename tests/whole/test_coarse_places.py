"""Until a match is approved nobody outside the office learns who asks for help and where exactly they live.

The test walks every page, JSON answer and feed that a visitor or a helper can open, with a person whose name,
street, number and coordinates are known, and looks for any of them. Allowed are the first name, the district
and its centre, and places coarser than some 500 m.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import Role
from helpexchange.core.audience import PUBLIC, SIGNED_IN
from helpexchange.core.phones import phone_key
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.pages import board, cards
from helpexchange.help_requests.rules import RequestState
from tests.cast import Cast, DbSession, account
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.whole.addresses import Address, Examples, addresses

pytestmark = pytest.mark.timeout(240)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: Some 100 m: nearer than this is the very place, which a grid of 500 m does not tell.
NEAR_LATITUDE, NEAR_LONGITUDE = 0.001, 0.0015
QUERIES = ("", "?near=1", "?order=nearest", "?page=1&lang=de")
ACCEPTED = ("text/html", "application/json")


@dataclass(frozen=True)
class Secret:
    """What nobody outside the office may learn of a person."""

    name: str = "Zacharias Quittenbaum"
    last_name: str = "Quittenbaum"
    street: str = "Geheimgasse"
    house: str = "Geheimgasse 77"
    phone: str = "0231 5558 6420"
    email: str = "zq.geheim@example.net"
    latitude: float = 51.49321
    longitude: float = 7.51417


SECRET = Secret()


def words_of(response: TestResponse) -> str:
    """Return what somebody reads in a page or a sheet; a picture has no words."""
    if (response.mimetype or "").startswith("image/"):
        return ""
    if response.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages)
    return response.text


def leaks(body: str, secret: Secret = SECRET) -> list[str]:
    """Return what a text tells of the person that it must not."""
    folded = body.casefold()
    words = {"last name": secret.last_name, "street": secret.street, "mail": secret.email}
    found = [what for what, word in words.items() if word.casefold() in folded]
    digits = re.sub(r"[^\d]", "", re.sub(r"<[^>]*>", " ", body)) + " " + re.sub(r"[\s/()\-.]", "", body)
    if any(number in digits for number in (re.sub(r"\D", "", secret.phone), phone_key(secret.phone)[-9:])):
        found.append("phone")
    numbers = [float(each) for each in re.findall(r"\d{1,3}\.\d{3,}", body)]
    if any(abs(each - secret.latitude) < NEAR_LATITUDE for each in numbers) and any(
        abs(each - secret.longitude) < NEAR_LONGITUDE for each in numbers
    ):
        found.append("place")
    return found


@pytest.fixture
def known_person(cast: Cast, db_session: DbSession) -> PersonInNeed:
    """Somebody in need of whom everything is filled in, with a request at each state before approval."""
    person = PersonInNeed(
        first_name="Zacharias", last_name=SECRET.last_name, street=SECRET.house, phone=SECRET.phone,
        email=SECRET.email, postal_code="44263", town="Musterhausen", birth_year=1938,
    )  # fmt: skip
    place = {"latitude": SECRET.latitude, "longitude": SECRET.longitude, "person": person}
    for request in (cast.shopping, cast.garden, cast.uncleared, cast.company):
        for name, value in place.items():
            setattr(request, name, value)
    cast.garden.state = RequestState.PROPOSED
    db_session.commit()
    return person


@pytest.fixture
def helpers(cast: Cast, db_session: DbSession) -> list[Account | None]:
    """Who looks: a visitor, an active volunteer who is proposed, and somebody who has only applied."""
    applicant = account("Pavel Muster", Role.VOLUNTEER, now=FakeClock().now())
    db_session.add(applicant)
    db_session.flush()
    cast.pavel.account_id = applicant.id
    db_session.commit()
    return [None, cast.volunteer, applicant]


@pytest.fixture
def reachable(app: Flask, examples: Examples) -> list[Address]:
    """Every address that needs no permission; links of others are not known to whoever looks."""
    unknown = {name: values for name, values in examples.items() if not name.endswith("token")}
    unknown |= {name: ["forged"] for name in examples if name.endswith("token")}
    every = addresses(app, unknown)
    return [each for each in every if each.who in (PUBLIC, SIGNED_IN)]


@pytest.fixture
def walk(
    client: PageClient, reachable: list[Address], helpers: list[Account | None], known_person: PersonInNeed
) -> Callable[[], Iterator[str]]:
    """Return a function that opens everything as everybody, and yields what is told too much."""

    def look() -> Iterator[str]:
        for viewer in helpers:
            client.sign_out() if viewer is None else client.sign_in(viewer)
            for address in reachable:
                yield from look_at(address, "visitor" if viewer is None else viewer.email)

    def look_at(address: Address, who: str) -> Iterator[str]:
        queries = QUERIES if "open-requests" in address.url else QUERIES[:1]
        for query in queries:
            for accepted in ACCEPTED:
                client._open(address.url + query, method="GET", headers={"Accept": accepted})
                assert client.response.status_code < 500, address
                for what in leaks(words_of(client.response)):
                    yield f"{who}: {address.url}{query} ({accepted}) tells the {what}"

    return look


@pytest.mark.long(40)
@on_sqlite
def test_nobody_learns_the_exact_place(walk: Callable[[], Iterator[str]], reachable: list[Address]) -> None:
    assert len(reachable) > 30, "the test looks in the wrong place"
    assert list(walk()) == []


@on_sqlite
def test_a_place_on_the_map_would_be_noticed(
    walk: Callable[[], Iterator[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    point = {
        "id": "x", "kind": "request", "lat": SECRET.latitude, "lon": SECRET.longitude, "count": 1,
        "url": "/", "label": "x",
    }  # fmt: skip
    monkeypatch.setattr(board, "points_of", lambda _counts: [point])
    found = next(walk())
    assert found.startswith("visitor: /open-requests")
    assert found.endswith("tells the place")


@on_sqlite
def test_a_street_on_a_card_would_be_noticed(
    walk: Callable[[], Iterator[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cards.facts_of

    def with_street(found: object) -> list[dict[str, str]]:
        return [*real(found), {"icon": "pin", "text": SECRET.house}]  # type: ignore[arg-type]

    monkeypatch.setattr(board, "facts_of", with_street)
    assert "tells the street" in next(walk())


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("Frau QUITTENBAUM fragt", ["last name"]),
        ("in der Geheimgasse", ["street"]),
        ("Tel. 0231/5558-6420", ["phone"]),
        ("+49 231 55586420", ["phone"]),
        ('{"tel": "023155586420"}', ["phone"]),
        ('{"lat": 51.4932, "lon": 7.5142}', ["place"]),
        ("data-lat='51.49321' data-lon='7.51417'", ["place"]),
        ("zq.geheim@example.net", ["mail"]),
    ],
)
def test_each_of_them_is_noticed(body: str, what: list[str]) -> None:
    assert leaks(body) == what


@pytest.mark.parametrize(
    "body", ["Zacharias", "Hörde 44263", '{"lat": 51.4890, "lon": 7.5060}', "51.495, 7.510", "0231 555 0100"]
)
def test_what_is_coarse_is_no_fault(body: str) -> None:
    assert leaks(body) == []


@on_sqlite
def test_the_people_looked_for_are_in_the_database(known_person: PersonInNeed, db_session: DbSession) -> None:
    theirs = db_session.query(HelpRequest).filter_by(person_id=known_person.id).all()
    assert {each.state for each in theirs} >= {RequestState.OPEN, RequestState.SUBMITTED}
