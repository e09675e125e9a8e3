"""The list of people: everybody an office knows, found as one types."""

import pytest

from helpexchange.core.database import db
from tests.cast import Cast
from tests.page_client import PageClient

PAGE = "/people"


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def part(client: PageClient, typed: str, query: str = "") -> str:
    """Ask for a part of the page, as the script does."""
    db.session.commit()
    answer = client.browser.post(PAGE + query, data={"typed": typed, "part": "1"})
    assert answer.status_code == 200
    return answer.text


def test_an_office_sees_whom_it_knows(hanna: PageClient) -> None:
    page = hanna.get(PAGE)
    for name in ("Erna Muster", "Meryem Muster", "Pavel Muster", "Hanna Beispiel"):
        assert name in page.text
    for name in ("Jonas Muster", "Emil Beispiel", "Nora Beispiel"):
        assert name not in page.text
    assert "4 people" in page.text
    assert "1 request waits" in page.text
    assert "volunteer: active" in page.text


def test_the_network_lead_sees_everybody(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    page = client.get(PAGE)
    assert "Jonas Muster" in page.text
    assert "Anton Beispiel" in page.text


@pytest.mark.parametrize("typed", ["erna", "Enra Muster", "0231 555 0199", "5550199"])
def test_somebody_is_found_with_and_without_a_script(hanna: PageClient, typed: str) -> None:
    assert "Erna Muster" in part(hanna, typed)
    page = hanna.post(PAGE, {"typed": typed}, status=200)
    assert page is not None
    assert "Erna Muster" in page.text
    assert page.one("input", id="typed").get("value") == typed


def test_what_was_typed_is_narrowed_by_the_filters(hanna: PageClient) -> None:
    assert "Erna" not in part(hanna, "muster", "?part=helps")
    assert "Meryem" in part(hanna, "muster", "?part=helps")


def test_an_empty_box_shows_everybody_again(hanna: PageClient) -> None:
    assert "4 people" in part(hanna, "")


@pytest.mark.parametrize(("typed", "words"), [("zzz", "Nobody fits"), ("x", "Type a little more")])
def test_nobody_is_said_with_what_to_do(hanna: PageClient, typed: str, words: str) -> None:
    assert words in part(hanna, typed)


def test_the_other_office_is_told_nothing(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Erna" not in client.get(PAGE).text
    assert "Erna" not in part(client, "erna")


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?part=asks", "Erna", "Meryem"),
        ("?standing=arriving", "Pavel", "Meryem"),
        ("?district=eving", "Nobody fits these filters", "Erna"),
        ("?language=cs", "Pavel", "Erna"),
        ("?silent_since=2026-11-03", "Erna", "Nobody fits"),
        ("?silent_since=2.11.2026", "Hanna", "Erna"),
        ("?order=newest&page=99", "Erna", "Jonas"),
        ("?part=nonsense&standing=x&order=y&page=x", "Erna", "Jonas"),
    ],
)
def test_filters_stand_in_the_address(hanna: PageClient, query: str, there: str, not_there: str) -> None:
    page = hanna.get(PAGE + query)
    assert there in page.text
    assert not_there not in page.text


def test_a_day_that_is_none_is_said_beside_the_field(hanna: PageClient) -> None:
    page = hanna.get(f"{PAGE}?silent_since=31.2.2026")
    assert "Enter a day that exists" in page.text
    assert page.all("a", href="#filter-silent_since")
    assert "4 people" in page.text


@pytest.mark.parametrize("who", ["senior", "volunteer", "administrator"])
def test_nobody_else_may_look(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(PAGE, status=403)
    client.post(PAGE, {"typed": "erna"}, status=403)
