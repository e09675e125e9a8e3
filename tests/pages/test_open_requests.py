"""The public board, and the page of one request."""

import json

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.rules import RequestState
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.page_checks import Page
from tests.page_client import PageClient

SECRETS = ("Erna", "0231 555 0199", "44263", "request-shopping-reference", "third floor", "51.494")


def titles(page: Page) -> list[str]:
    """Return the titles of the cards, in order."""
    headings = page.all("h3", class_="he-card__title")
    return ["".join(heading.itertext()).strip() for heading in headings]


def points(page: Page) -> list[dict[str, object]]:
    """Return the dots of the map."""
    block = page.one("script", id="requests-data")
    found: list[dict[str, object]] = json.loads(block.text or "")["points"]
    return found


def test_it_shows_what_is_open_and_how_many(client: PageClient, cast: Cast) -> None:
    page = client.get("/open-requests")
    assert sorted(titles(page)) == ["company and conversation", "help in the garden", "shopping"]
    assert "3 requests" in page.text


def test_filters_stay_in_the_address_and_in_the_form(client: PageClient, cast: Cast) -> None:
    page = client.get("/open-requests?kind=shopping&district=hoerde&weekday=1&part=afternoon&language=tr")
    assert titles(page) == ["shopping"]
    chosen = {option.get("value") for option in page.all("option") if option.get("selected") is not None}
    assert {"shopping", "hoerde", "1", "afternoon", "tr"} <= chosen


@pytest.mark.parametrize(
    "query", ["weekday=9&part=night&order=best&page=-3", "page=999", "page=two", "near=%27%22%3C", "lang=xx"]
)
def test_an_address_that_makes_no_sense_shows_the_board(client: PageClient, cast: Cast, query: str) -> None:
    client.get(f"/open-requests?{query}")


def test_near_a_postcode_the_own_district_comes_first(client: PageClient, cast: Cast) -> None:
    page = client.get("/open-requests?near=44339")
    assert titles(page)[0] == "company and conversation"
    assert "Eving, your district" in page.text
    assert "Hörde, about 7 km away" in page.text


def test_an_unknown_postcode_is_said_beside_the_field(client: PageClient, cast: Cast) -> None:
    page = client.get("/open-requests?near=10115")
    assert page.one("input", id="filter-near").get("aria-describedby") == "filter-near-error"
    assert len(titles(page)) == 3


def test_nothing_fits_says_what_to_do(client: PageClient, cast: Cast) -> None:
    page = client.get("/open-requests?weekday=6&kind=garden")
    assert "No request fits" in page.text
    assert page.all("a", href="/open-requests", class_="govuk-button")


def test_nobody_waits(client: PageClient) -> None:
    assert "Nobody is waiting at the moment" in client.get("/open-requests").text


def test_the_map_counts_districts_of_all_pages_and_knows_no_homes(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    db.session.add_all(
        help_request(f"more-{number}", office=cast.eving, kind="garden", weekday=0, now=clock.now())
        for number in range(30)
    )
    page = client.get("/open-requests")
    assert {point["label"]: point["count"] for point in points(page)} == {
        "Eving: 31 open requests": 31,
        "Hörde: 2 open requests": 2,
    }
    places = {(point["lat"], point["lon"]) for point in points(page)}
    assert places == {(51.552, 7.473), (51.489, 7.506)}  # the middles of the districts


def test_more_rows_ask_the_database_no_more_often(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.get("/open-requests")
    before = len(client.sql_statements)
    db.session.add_all(
        help_request(f"more-{number}", office=cast.eving, kind="garden", weekday=0, now=clock.now())
        for number in range(60)
    )
    client.get("/open-requests?page=2")
    assert len(client.sql_statements) == before


@pytest.mark.parametrize("url", ["/open-requests", "/open-requests/{id}"])
def test_nobody_learns_who_asks(client: PageClient, cast: Cast, url: str) -> None:
    cast.shopping.note, cast.shopping.reference = "third floor", "request-shopping-reference"
    page = client.get(url.format(id=cast.shopping.id))
    assert not [secret for secret in SECRETS if secret in page.html.replace("near=", "")]


def test_a_request_can_be_taken_from_its_page(client: PageClient, cast: Cast) -> None:
    page = client.get(f"/open-requests/{cast.shopping.id}")
    assert "Help wanted: shopping" in page.text
    assert "Tuesday, afternoon" in page.text
    assert page.all("a", href=f"/offer?request={cast.shopping.id}&wanted=shopping")
    assert page.all("a", href="tel:02315550100")


def test_what_is_not_open_is_not_found(client: PageClient, cast: Cast) -> None:
    client.get(f"/open-requests/{cast.uncleared.id}", status=404)
    client.get("/open-requests/999999", status=404)
    client.get(f"/open-requests/{2**31 - 1}", status=404)
    client.get(f"/open-requests/{10**30}", status=404)


def test_a_nul_character_is_a_bad_request(client: PageClient, cast: Cast) -> None:
    client.get("/open-requests?district=%00", status=400)
    client.post("/ask", {"kind_code": "shop\0ping"}, status=400)


def test_its_person_sees_where_it_stands(client: PageClient, cast: Cast) -> None:
    cast.shopping.state = RequestState.PROPOSED
    client.sign_in(cast.senior)
    page = client.get(f"/open-requests/{cast.shopping.id}")
    assert "There is a helper for you" in page.text
    assert "Withdraw this request" in page.text


def test_its_office_sees_whom_to_call(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    page = client.get(f"/open-requests/{cast.shopping.id}")
    assert "Erna Muster" in page.text
    assert "0231 555 0199" in page.text


def test_another_office_sees_what_everybody_sees(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Erna" not in client.get(f"/open-requests/{cast.shopping.id}").text
    client.get(f"/open-requests/{cast.uncleared.id}", status=404)


def test_withdrawing_asks_once_more(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.senior)
    url = f"/open-requests/{cast.shopping.id}/withdraw"
    assert "Is the help no longer needed?" in client.get(url).text
    assert "The help request is withdrawn." in client.submit(url).text
    db.session.expire_all()
    assert cast.shopping.state is RequestState.WITHDRAWN
