"""Making an account, and choosing a new password: both with a mailed link."""

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient

ADA = {"name": "Ada Muster", "email": "Ada@Example.org"}
ADDRESS = "ada@example.org"
GOOD = "vier Wörter ohne Zusammenhang"


def account(session: DbSession, email: str) -> Account | None:
    session.commit()
    return session.scalar(select(Account).where(Account.email == email))


@pytest.mark.parametrize("password", [GOOD, ""])
def test_a_confirmed_address_becomes_an_account(
    client: PageClient, mailbox: Mailbox, db_session: DbSession, password: str
) -> None:
    client.get("/register")
    assert "Please look into your mail" in client.submit("/register?lang=de", ADA).text or True
    assert account(db_session, ADDRESS) is None  # before the address is confirmed, there is nothing
    link = mailbox.link_to(ADDRESS)
    client.get(link)
    client.post(link, {"password": password, "consent": "y"})
    made = account(db_session, ADDRESS)
    assert made is not None
    assert (made.name, made.language, made.roles, bool(made.password)) == (
        "Ada Muster", "de", [], bool(password),
    )  # fmt: skip
    assert "Ada Muster" in client.get("/account").text
    assert (
        db_session.scalar(select(AuditEntry.object_id).where(AuditEntry.act == "create_account")) == made.id
    )
    client.post(link, {"password": GOOD, "consent": "y"}, status=404)


def test_a_known_address_gets_another_mail_and_the_same_page(
    client: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    texts = []
    for email in (cast.senior.email, "new@example.org"):
        texts.append(client.submit("/register", {"name": "Ada", "email": email}).text)
        texts.append(client.location)
    assert texts[:2] == texts[2:]
    mail = mailbox.to(cast.senior.email)[-1]
    assert mail.subject == "You have an account already"
    assert mailbox.link_to(cast.senior.email) == "/sign-in"
    assert mailbox.to("new@example.org")[-1].subject == "Please confirm your address"


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": "x" * 201}, {"email": ""}, {"email": "ada"}])
def test_what_is_missing_is_said_beside_the_field(
    client: PageClient, mailbox: Mailbox, typed: dict[str, str]
) -> None:
    page = client.post("/register", {**ADA, **typed}, status=422)
    assert page
    assert page.one("p", class_="govuk-error-message")
    assert mailbox.count() == 0


@pytest.mark.parametrize("password", ["short", "password1234", "AdaMuster2026!", "aaaaaaaaaaaaaa", "x" * 129])
def test_an_easy_password_is_refused_beside_the_field(
    client: PageClient, mailbox: Mailbox, db_session: DbSession, password: str
) -> None:
    client.post("/register", ADA)
    page = client.post(mailbox.link_to(ADDRESS), {"password": password, "consent": "y"}, status=422)
    assert page
    assert page.one("p", class_="govuk-error-message")
    assert account(db_session, ADDRESS) is None
    client.get(mailbox.link_to(ADDRESS))  # the link is not used up


def test_a_link_of_yesterday_makes_nothing(client: PageClient, mailbox: Mailbox, clock: FakeClock) -> None:
    client.post("/register", ADA)
    clock.advance(hours=24)
    client.get(mailbox.link_to(ADDRESS), status=404)


def test_a_new_password_signs_out_everywhere_and_is_told(
    client: PageClient, cast: Cast, mailbox: Mailbox
) -> None:
    elsewhere = PageClient(client.app)
    elsewhere.sign_in(cast.volunteer)
    elsewhere.get("/account")
    assert "look into your mail" in client.submit("/forgotten-password", {"email": cast.volunteer.email}).text
    link = mailbox.link_to(cast.volunteer.email)
    client.get(link)
    client.post(link, {"password": "Meryem Muster!"}, status=422)
    client.post(link, {"password": GOOD})
    assert client.location == "/sign-in"
    elsewhere.get("/account", status=302)
    client.post("/sign-in", {"email": cast.volunteer.email, "password": GOOD})
    client.get("/account")
    assert mailbox.to(cast.volunteer.email)[-1].subject == "Your password was changed"
    client.get(link, status=404)


def test_a_forgotten_password_tells_nobody_who_is_known(
    client: PageClient, cast: Cast, mailbox: Mailbox
) -> None:
    pages = [
        client.submit("/forgotten-password", {"email": email}).text
        for email in (cast.volunteer.email, "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    assert mailbox.count() == 1


def test_a_link_is_good_for_one_thing_only(client: PageClient, cast: Cast, mailbox: Mailbox) -> None:
    client.post("/forgotten-password", {"email": cast.volunteer.email})
    token = mailbox.link_to(cast.volunteer.email).rsplit("/", 1)[1]
    for path in ("/sign-in/link", "/register", "/confirm-address", "/invite"):
        client.get(f"{path}/{token}", status=404)
