"""One's own account: name, password, devices, and a new address confirmed at both ends."""

import unicodedata

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import AccountSession
from helpexchange.audit_trail.models import AuditEntry
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient

GOOD = "vier Wörter ohne Zusammenhang"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
FRESH = ("/account/address", "/account/password", "/account/passkeys", "/account/second-step")


@pytest.fixture
def meryem(client: PageClient, cast: Cast) -> PageClient:
    """Meryem, signed in."""
    client.sign_in(cast.volunteer)
    return client


def test_everything_about_signing_in_is_on_one_page(meryem: PageClient, cast: Cast) -> None:
    page = meryem.get("/account")
    for words in ("Meryem Muster", cast.volunteer.email, "Passkeys", "Second step", "Signed in on 1 device"):
        assert words in page.text
    links = {link.get("href") for link in page.all("a")}
    assert links >= {*FRESH, "/account/name", "/account/devices"}


def test_name_and_language_change(meryem: PageClient, cast: Cast, db_session: DbSession) -> None:
    meryem.get("/account/name")
    meryem.post("/account/name", {"name": "", "language": "de"}, status=422)
    meryem.post("/account/name", {"name": "M", "language": "xx"}, status=422)
    meryem.submit("/account/name", {"name": "Meryem M.", "language": "nl"})
    db_session.commit()
    assert (cast.volunteer.name, cast.volunteer.language) == ("Meryem M.", "nl")


@pytest.mark.parametrize("url", FRESH)
def test_what_is_dangerous_asks_again_after_a_while(meryem: PageClient, clock: FakeClock, url: str) -> None:
    meryem.get(url)
    clock.advance(minutes=31)
    meryem.get(url, status=302)
    assert meryem.location == f"/sign-in/again?next={url}"
    meryem.post(url, {"password": GOOD, "email": "x@example.org"})
    assert meryem.location.startswith("/sign-in/again")


def test_the_password_once_more_is_enough(meryem: PageClient, clock: FakeClock) -> None:
    meryem.post("/account/password", {"password": GOOD})
    clock.advance(minutes=31)
    again = "/sign-in/again?next=/account/address"
    meryem.get(again)
    page = meryem.post(again, {"password": "guess"}, status=200)
    assert page
    assert "The password is not right." in page.text
    meryem.post(again, {"password": GOOD})
    assert meryem.location == "/account/address"
    meryem.get("/account/address")


def test_an_umlaut_is_one_letter_however_the_keyboard_writes_it(meryem: PageClient, cast: Cast) -> None:
    meryem.post("/account/password", {"password": unicodedata.normalize("NFD", GOOD)})
    meryem.post("/sign-out")
    meryem.post("/sign-in", {"email": cast.volunteer.email, "password": GOOD})
    meryem.get("/account")


def test_a_new_password_ends_other_sessions_but_this(
    meryem: PageClient, cast: Cast, mailbox: Mailbox
) -> None:
    elsewhere = PageClient(meryem.app)
    elsewhere.sign_in(cast.volunteer)
    meryem.post("/account/password", {"password": "short"}, status=422)
    elsewhere.get("/account")
    meryem.submit("/account/password", {"password": GOOD})
    elsewhere.get("/account", status=302)
    assert mailbox.to(cast.volunteer.email)[-1].subject == "Your password was changed"


def test_one_device_is_signed_out(meryem: PageClient, cast: Cast, db_session: DbSession) -> None:
    meryem.post("/account/password", {"password": GOOD})
    phone = PageClient(meryem.app)
    typed = {"email": cast.volunteer.email, "password": GOOD}
    phone.post("/sign-in", typed, User_Agent=PHONE)
    page = meryem.get("/account/devices")
    assert "Chrome on Android" in page.text
    entry = db_session.scalars(select(AccountSession).where(AccountSession.system == "Android")).one()
    meryem.submit(f"/account/devices/{entry.id}/end")
    phone.get("/account", status=302)
    meryem.submit(f"/account/devices/{entry.id}/end")  # twice does no harm
    assert "Chrome on Android" not in meryem.get("/account/devices").text
    acts = db_session.scalars(
        select(AuditEntry.act).where(AuditEntry.act == "sign_out").order_by(AuditEntry.id)
    ).all()
    assert len(acts) == 1


def test_nobody_ends_the_sessions_of_others(meryem: PageClient, cast: Cast, db_session: DbSession) -> None:
    other = PageClient(meryem.app)
    other.sign_in(cast.senior)
    entry = db_session.scalars(
        select(AccountSession).where(AccountSession.account_id == cast.senior.id)
    ).one()
    meryem.post(f"/account/devices/{entry.id}/end", status=404)
    other.get("/account")


def test_signing_out_ends_the_session_not_only_the_cookie(meryem: PageClient, db_session: DbSession) -> None:
    with meryem.browser.session_transaction() as session:
        stolen = dict(session)
    meryem.post("/sign-out")
    with meryem.browser.session_transaction() as session:
        session.update(stolen)
    meryem.get("/account", status=302)


def test_sign_out_everywhere(meryem: PageClient, cast: Cast) -> None:
    elsewhere = PageClient(meryem.app)
    elsewhere.sign_in(cast.volunteer)
    meryem.submit("/account/devices/end-all")
    for browser in (meryem, elsewhere):
        browser.get("/account", status=302)


def test_last_seen_is_noted_once_an_hour(meryem: PageClient, clock: FakeClock, db_session: DbSession) -> None:
    clock.advance(hours=2)
    meryem.get("/account")
    db_session.commit()
    assert db_session.scalars(select(AccountSession.last_seen_at)).one() == clock.now()


def ask(client: PageClient, email: str) -> None:
    page = client.submit("/account/address", {"email": email})
    assert "both mailboxes" in page.text


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_a_new_address_counts_when_both_ends_agree(
    meryem: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession, order: tuple[str, str]
) -> None:
    old = cast.volunteer.email
    ask(meryem, "Other@example.org")
    ends = {"old": mailbox.link_to(old), "new": mailbox.link_to("other@example.org")}
    visitor = PageClient(meryem.app)
    visitor.get(ends[order[0]])
    page = visitor.post(ends[order[0]], status=200)
    assert page
    assert "One step is left" in page.text
    visitor.post(ends[order[0]], status=404)
    db_session.commit()
    assert cast.volunteer.email == old
    page = visitor.post(ends[order[1]], status=200)
    assert page
    assert "sign in with the new address" in page.text
    db_session.commit()
    assert cast.volunteer.email == "other@example.org"
    assert db_session.scalars(select(AuditEntry.id).where(AuditEntry.act == "change_address")).one()


def test_the_address_of_somebody_else_is_not_taken_and_not_told(
    meryem: PageClient, cast: Cast, mailbox: Mailbox, db_session: DbSession
) -> None:
    ask(meryem, cast.senior.email)
    assert mailbox.to(cast.senior.email)[-1].subject == "Somebody wants to use your address"
    PageClient(meryem.app).post(mailbox.link_to(cast.volunteer.email), status=200)
    db_session.commit()
    assert cast.volunteer.email == "meryem@example.org"


def test_half_a_change_ends_after_a_day(
    meryem: PageClient, cast: Cast, mailbox: Mailbox, clock: FakeClock
) -> None:
    ask(meryem, "other@example.org")
    meryem.post(mailbox.link_to("other@example.org"), status=200)
    clock.advance(hours=24)
    meryem.get(mailbox.link_to(cast.volunteer.email), status=404)
