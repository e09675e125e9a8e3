"""Asking without an account: the page for the code, other ways, and what the office sees."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.models import CallBack, HelpRequest
from helpexchange.help_requests.rules import Proof
from tests.actions.test_prove_request import MAIL, MOBILE, code_of, other
from tests.cast import Cast
from tests.outbox import messages, told
from tests.page_client import PageClient
from tests.pages.test_ask import answer

REACH = {"channel": "mail", "email": MAIL, "phone": MOBILE, "street": "Am Bach 3"}


@pytest.fixture
def asking(client: PageClient, cast: Cast) -> PageClient:
    """Return the browser of somebody who has just sent their answers."""
    answer(client, cast)
    client.post("/ask/reach?changing=1", REACH)
    client.post("/ask/check", {"consent": "y"})
    assert client.location == "/ask/prove"
    return client


def made() -> HelpRequest:
    found = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert found is not None
    return found


def test_a_code_is_sent_at_once_and_proves_the_request(asking: PageClient) -> None:
    page = asking.get("/ask/prove")
    assert MAIL in page.text
    assert told()[-2:] == ["received", "code"]
    done = asking.submit("/ask/prove", {"code": code_of(messages()[-1])})
    assert "Your request is confirmed." in done.text
    assert made().proof is Proof.MAIL
    asking.get("/ask/prove", status=302)  # the way back leads to thank you
    assert asking.location == "/ask/done"


@pytest.mark.parametrize(("typed", "words"), [
    ("", "Enter the code that we have sent you."), ("x" * 21, "The code has 6 digits."),
    ("abcdef", "The code is not right, or it is too old."),
])  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(asking: PageClient, typed: str, words: str) -> None:
    page = asking.post("/ask/prove", {"code": typed}, status=200)
    assert page is not None
    assert words in page.text
    assert page.all("a", href="#code")


def test_wrong_codes_are_counted(asking: PageClient) -> None:
    code = code_of(messages()[-1])
    for _try in range(5):
        asking.post("/ask/prove", {"code": other(code)}, status=200)
    asking.post("/ask/prove", {"code": code}, status=200)
    assert made().proof is Proof.NONE


def test_a_new_code_comes_by_another_way(asking: PageClient) -> None:
    page = asking.submit("/ask/prove/again", {"way": "text"})
    assert MOBILE in page.text
    assert messages()[-1].channel == "text"
    assert re.fullmatch(r"\d{6}", code_of(messages()[-1]))
    refused = asking.submit("/ask/prove/again", {"way": "letter"})
    assert "We have no address for this." in refused.text


def test_whoever_has_no_code_is_called(asking: PageClient) -> None:
    done = asking.submit("/ask/prove/again", {"way": "call"})
    assert "confirm your request on the phone" in done.text
    call = db.session.scalars(select(CallBack)).one()
    assert call.request_id == made().id


def test_without_the_code_the_request_is_kept_and_marked(app: Flask, asking: PageClient, cast: Cast) -> None:
    hanna = PageClient(app)
    hanna.sign_in(cast.coordinator_hoerde)
    done = asking.get("/ask/done")
    assert "Your request is not confirmed yet." in done.text
    for url in ("/day-board", "/arrivals", f"/open-requests/{made().id}"):
        assert "not confirmed yet" in hanna.get(url).text, url
    asking.post("/ask/prove", {"code": code_of(messages()[-1])})
    assert "not confirmed yet" not in hanna.get("/day-board").text


def test_a_landline_needs_no_code_page(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    client.post("/ask/check", {"consent": "y"})
    assert client.location == "/ask/done"
    assert made().proof is Proof.NONE


def test_an_account_needs_no_code(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.senior)
    answer(client, cast)
    client.post("/ask/reach?changing=1", REACH)
    done = client.submit("/ask/check", {"consent": "y"})
    assert "Thank you" in done.text
    assert made().proof is Proof.ACCOUNT


def test_the_street_is_kept_for_letters(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    client.post("/ask/reach?changing=1", {"channel": "letter", "street": "Am Bach 3"})
    assert "Am Bach 3" in client.get("/ask/check").text
    client.post("/ask/check", {"consent": "y"})
    message = messages()[-1]
    assert (message.channel, message.address.splitlines()[1:]) == ("letter", ["Am Bach 3", "44263 Hörde"])


def test_sending_twice_sends_one_code(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    client.post("/ask/reach?changing=1", REACH)
    with client.browser.session_transaction() as session:
        kept = dict(session)
    client.post("/ask/check", {"consent": "y"})
    with client.browser.session_transaction() as session:
        session.update(kept)
    client.post("/ask/check", {"consent": "y"})
    assert client.location == "/ask/prove"
    assert told().count("code") == 1


def test_nobody_else_sees_the_page(client: PageClient, cast: Cast) -> None:
    client.get("/ask/prove", status=302)
    client.post("/ask/prove", {"code": "123456"})
    client.post("/ask/prove/again", {"way": "mail"})
    assert client.location == "/ask/done"


def test_call_me_knows_what_was_told(client: PageClient, cast: Cast) -> None:
    answer(client, cast)
    page = client.get("/call-me")
    assert page.one("input", id="name").get("value") == "Ada Muster"
    assert page.one("input", id="place").get("value") == "44263"


def test_whoever_sends_too_much_is_slowed_down(asking: PageClient) -> None:
    for _time in range(9):
        asking.post("/ask/prove/again", {"way": "mail"}, status=302)
    asking.post("/ask/prove/again", {"way": "mail"}, status=302)
    asking.post("/ask/prove/again", {"way": "mail"}, status=429)
