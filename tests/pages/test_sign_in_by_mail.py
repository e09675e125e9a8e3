"""Signing in with a mailed code or link: once, for a quarter of an hour, and without telling who is known."""

import logging

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import MailedLink
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient

ASK, ENTER = "/sign-in/code", "/sign-in/code/enter"
STRANGER = "nobody@example.org"


def test_a_code_signs_in(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    client.get(ASK)
    page = client.submit(f"{ASK}?next=/account", {"email": cast.volunteer.email.upper()})
    assert "15 minutes" in page.text
    client.post(f"{ENTER}?next=/account", {"code": f" {mailbox.code_to(cast.volunteer.email)} "})
    assert client.location == "/account"
    assert "Meryem Muster" in client.get("/account").text


def test_a_link_leads_to_a_button_that_signs_in_once(
    client: PageClient, cast: Cast, mailbox: Mailbox
) -> None:
    client.post(ASK, {"email": cast.volunteer.email})
    link = mailbox.link_to(cast.volunteer.email)
    for _look in range(2):  # mail programs look at links before people do
        assert "Sign in now" in client.get(link).text
    client.get("/account", status=302)
    client.post(link)
    client.get("/account")
    client.post("/sign-out")
    client.get(link, status=404)
    page = client.post(link, status=404)
    assert page
    assert "can no longer be used" in page.text
    client.post(ENTER, {"code": mailbox.code_to(cast.volunteer.email)}, status=200)


def test_both_end_after_a_quarter_of_an_hour(
    client: PageClient, cast: Cast, mailbox: Mailbox, clock: FakeClock
) -> None:
    client.post(ASK, {"email": cast.volunteer.email})
    link, code = mailbox.link_to(cast.volunteer.email), mailbox.code_to(cast.volunteer.email)
    clock.advance(minutes=15)
    client.get(link, status=404)
    client.post(link, status=404)
    client.post(ENTER, {"code": code}, status=200)
    client.get("/account", status=302)


def test_nobody_learns_whether_an_address_is_known(
    client: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    answers = []
    for email in (cast.volunteer.email, STRANGER):
        client.post(ASK, {"email": email})
        where, writes = client.location, len(client.sql_statements)
        page = client.post(client.location, {"code": "000000"}, status=200)
        assert page
        answers.append((where, page.text))
        assert writes >= 3
    assert answers[0] == answers[1]
    assert mailbox.to(STRANGER) == []
    assert len(db_session.scalars(select(MailedLink)).all()) == 2


def test_a_code_is_tried_five_times_only(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    client.post(ASK, {"email": cast.volunteer.email})
    code = mailbox.code_to(cast.volunteer.email)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        page = client.post(ENTER, {"code": wrong}, status=200)
        assert page
        assert "The code is not right" in page.text
    client.post(ENTER, {"code": code}, status=200)
    client.get("/account", status=302)


def test_another_browser_cannot_use_the_code(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    client.post(ASK, {"email": cast.volunteer.email})
    other = PageClient(client.app)
    other.post(ENTER, {"code": mailbox.code_to(cast.volunteer.email)}, status=200)
    other.get("/account", status=302)


def test_a_closed_account_gets_no_mail(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    cast.volunteer.active = False
    client.post(ASK, {"email": cast.volunteer.email})
    assert mailbox.count() == 0


@pytest.mark.parametrize("email", ["", "no address"])
def test_a_missing_address_is_said_beside_the_field(client: PageClient, cast: Cast, email: str) -> None:
    page = client.post(ASK, {"email": email}, status=422)
    assert page
    assert page.one("p", class_="govuk-error-message")


def test_a_mailbox_is_not_flooded(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    for number in range(6):
        client.browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        client.post(ASK, {"email": cast.volunteer.email})
    client.browser.environ_base["REMOTE_ADDR"] = "10.0.0.99"
    client.post(ASK, {"email": cast.volunteer.email.upper()}, status=429)
    assert mailbox.count() == 6


def test_codes_and_links_stand_in_no_log_and_no_other_table(
    client: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(ASK, {"email": cast.volunteer.email})
    mail = mailbox.to(cast.volunteer.email)[-1]
    token = mailbox.link_to(cast.volunteer.email).rsplit("/", 1)[1]
    entry = db_session.scalars(select(MailedLink)).one()
    assert mail.subject == "Your code to sign in"
    for secret in (mailbox.code_to(cast.volunteer.email), token):
        assert secret not in caplog.text
        assert secret not in (entry.token_hash, entry.code_hash)


@pytest.mark.parametrize(("language", "words"), [("de", "Ihr Code"), ("nl", "Uw code"), ("da", "Din kode")])
def test_the_mail_speaks_the_accounts_language(
    client: PageClient, cast: Cast, mailbox: Mailbox, language: str, words: str
) -> None:
    cast.volunteer.language = language
    client.post(ASK, {"email": cast.volunteer.email})
    assert mailbox.to(cast.volunteer.email)[-1].subject.startswith(words)
