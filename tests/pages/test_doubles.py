"""Who may have been entered twice: side by side, merged, undone."""

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.people.models import PersonMerge
from tests.cast import Cast, help_request
from tests.fakes import FakeClock
from tests.page_client import PageClient

PAGE = "/people/doubles"


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def pair(cast: Cast, clock: FakeClock) -> tuple[int, int]:
    """Erna, and Erna as she was entered again."""
    again = PersonInNeed(first_name="Erma", last_name="Muster", phone="0231/5550199")
    db.session.add(
        help_request("again", office=cast.hoerde, kind="garden", weekday=1, now=clock.now(), person=again)
    )
    db.session.commit()
    erna = cast.shopping.person
    assert erna is not None
    assert erna.known_id is not None
    assert again.known_id is not None
    return erna.known_id, again.known_id


def test_nobody_is_entered_twice(hanna: PageClient) -> None:
    page = hanna.get("/people/doubles")
    assert "Merged in the last 30 days" in page.text
    assert "Nothing was merged" in page.text


def test_a_pair_is_compared_merged_and_undone(hanna: PageClient, pair: tuple[int, int]) -> None:
    erna, again = pair
    address = f"/people/{erna}/merge/{again}"
    assert "the same phone number" in hanna.get(PAGE).text
    assert hanna.get(f"/people/{erna}").all("a", href=address)
    page = hanna.get(address)
    assert page.one("input", name="name", value="gone").get("type") == "radio"
    assert not page.all("input", name="email")  # only one has an address
    done = hanna.submit(address, {"name": "kept", "phone": "gone"})
    assert "The two are one now." in done.text
    assert "0231/5550199" in done.text
    assert "merged this person with a second entry" in done.text
    hanna.get(f"/people/{again}", status=302)
    assert hanna.location == f"/people/{erna}"
    merge = db.session.scalars(select(PersonMerge)).one()
    assert hanna.get(PAGE).all("form", action=f"/people/merges/{merge.id}/undo")
    hanna.submit(f"/people/merges/{merge.id}/undo")
    assert "Erma Muster" in hanna.get(f"/people/{again}").text
    hanna.post(f"/people/merges/{merge.id}/undo", status=409)


def test_what_is_to_be_kept_must_be_said(hanna: PageClient, pair: tuple[int, int]) -> None:
    page = hanna.post("/people/{}/merge/{}".format(*pair), {"name": "both"}, status=422)
    assert page is not None
    assert page.all("a", href="#name")
    assert page.all("a", href="#phone")
    assert db.session.scalars(select(PersonMerge)).all() == []


def test_the_second_of_two_is_told(hanna: PageClient, pair: tuple[int, int]) -> None:
    address = "/people/{}/merge/{}".format(*pair)
    hanna.post(address, {"name": "kept", "phone": "gone"})
    hanna.post(address, {"name": "gone", "phone": "gone"}, status=409)
    assert "Somebody else has just merged one of the two." in hanna.response.text


def test_two_people_stay_two(hanna: PageClient, pair: tuple[int, int]) -> None:
    page = hanna.submit("/people/{}/not/{}".format(*pair))
    assert "Noted: these are two people." in page.text
    assert "the same phone number" not in hanna.get(f"/people/{pair[0]}").text


def test_other_offices_and_roles_cannot(client: PageClient, cast: Cast, pair: tuple[int, int]) -> None:
    paths = ("/people/{}/merge/{}".format(*pair), "/people/{}/not/{}".format(*pair))
    for account, status in ((cast.coordinator_eving, 404), (cast.network_lead, 403), (cast.senior, 403)):
        client.sign_in(account)
        for path in paths:
            client.post(path, {"name": "kept", "phone": "kept"}, status=status)
        client.get(paths[0], status=status)
