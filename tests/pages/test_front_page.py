"""The front page: what this is, ask, offer, call."""

from tests.cast import Cast
from tests.page_client import PageClient


def test_two_ways_in_and_the_numbers_of_the_town(client: PageClient, cast: Cast) -> None:
    page = client.get("/")
    assert "Neighbours help neighbours" in page.text
    assert page.all("a", href="/ask", class_="he-button--big")
    assert page.all("a", href="/offer", class_="he-button--big")
    numbers = [cell.text for cell in page.all("td", class_="govuk-table__cell--numeric")]
    assert numbers == ["3", "2", "0"]  # open requests, active helpers, requests that found help


def test_choosing_a_district_shows_its_office(client: PageClient, cast: Cast) -> None:
    assert "Seniorenbüro Hörde" not in client.get("/").text
    page = client.get("/?district=hoerde")
    assert "Seniorenbüro Hörde" in page.text
    assert "Mo-Fr 9-12" in page.text
    assert page.one("a", href="tel:02315550100").text == "0231 555 0100"


def test_an_unknown_district_changes_nothing(client: PageClient, cast: Cast) -> None:
    assert "Seniorenbüro" not in client.get("/?district=nowhere").text


def test_the_postcode_leads_to_the_board(client: PageClient, cast: Cast) -> None:
    page = client.get("/")
    assert page.one("form", action="/open-requests").get("method") == "get"
    assert page.all("input", name="near")


def test_nobody_steps_into_a_role_outside_demo_mode(client: PageClient, cast: Cast) -> None:
    assert "/demo/" not in client.get("/").html


def test_it_works_in_an_empty_town(client: PageClient) -> None:
    assert "Ask for help" in client.get("/").text


def test_pages_that_say_how_we_work(client: PageClient) -> None:
    for url, words in {"/accessibility": "keyboard", "/privacy": "office", "/licence": "Apache"}.items():
        assert words in client.get(url).text
