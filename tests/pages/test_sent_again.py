"""A form sent twice is one, and the back button finds what was told."""

from typing import Any

import pytest
from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.help_requests.models import CallBack
from helpexchange.helper_profiles.models import HelperProfile
from tests.asking import place_of
from tests.cast import Cast
from tests.page_client import PageClient
from tests.pages import test_ask, test_offer
from tests.pages.test_ask import WHO
from tests.pages.test_my_request import CALL_ME

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def asker(client: PageClient, cast: Cast) -> PageClient:
    """A visitor who has answered everything."""
    test_ask.answer(client, cast)
    return client


@SQLITE
def test_sent_twice_is_one(client: PageClient, cast: Cast) -> None:
    test_offer.answer(client, cast)
    helpers = count(HelperProfile)
    with client.browser.session_transaction() as session:
        kept = dict(session)
    client.post("/offer/check", {"consent": "y"})
    with client.browser.session_transaction() as session:
        session.update(kept)
    client.post("/offer/check", {"consent": "y"})
    assert count(HelperProfile) == helpers + 1
    client.get("/call-me")
    with client.browser.session_transaction() as session:
        kept = dict(session)
    client.post("/call-me", CALL_ME)
    with client.browser.session_transaction() as session:
        session.update(kept)
    client.post("/call-me", CALL_ME)
    assert count(CallBack) == 1


@SQLITE
def test_the_back_button_finds_the_answers_again(asker: PageClient, cast: Cast) -> None:
    assert asker.get("/ask/who").one("input", id="first_name").get("value") == "Ada"
    asker.post("/ask/who", {**WHO, "first_name": "Eva"})
    asker.post("/ask/where", {"postal_code": "44263"})  # an old page, sent once more
    asker.post("/ask/place", {"place_id": place_of(cast.hoerde).id})
    assert "Eva Muster" in asker.get("/ask/check").text
    asker.post("/ask/check", {"consent": "y"})
    asker.get("/ask/check", status=302)  # back after sending: no error, and nothing is sent again
    assert asker.location == "/ask/done"
    asker.get("/ask/who", status=302)
