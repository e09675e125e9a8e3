"""The second step: codes of an app, codes on paper, and who cannot do without."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask_security import hash_password
from passlib.totp import TOTP  # type: ignore[import-untyped]
from sqlalchemy import select

from helpexchange.accounts.models import Account, Passkey, RecoveryCode
from helpexchange.accounts.totp import CodeClock, code_clock
from helpexchange.audit_trail.models import AuditEntry
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_checks import Page
from tests.page_client import PageClient

SECOND_STEP = "/account/second-step"
GOOD = "vier Wörter ohne Zusammenhang"


def set_passwords(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        hashed = hash_password(GOOD)
    for each in (cast.coordinator_hoerde, cast.network_lead, cast.administrator, cast.volunteer):
        each.password = hashed


def first_step(client: PageClient, account: Account) -> None:
    client.post("/sign-in", {"email": account.email, "password": GOOD})


class App:
    """An app for codes on a phone that has read the secret from the page."""

    def __init__(self, page: Page, clock: FakeClock) -> None:
        secret = "".join(page.one("code").itertext())
        self.totp = TOTP(re.sub(r"[^A-Z2-7]", "", secret))
        self.clock = clock

    def code(self) -> str:
        """Return the code of this half minute, and let it pass."""
        token = self.totp.generate(time=self.clock.now()).token
        self.clock.moment += timedelta(seconds=30)
        return str(token)


def switch_on(client: PageClient, clock: FakeClock) -> tuple[App, list[str]]:
    """Switch the second step on, and return the app and the codes for paper."""
    phone = App(client.get(SECOND_STEP), clock)
    page = client.post(SECOND_STEP, {"code": phone.code()}, status=200)
    assert page
    return phone, ["".join(each.itertext()) for each in page.all("code")]


@pytest.mark.parametrize("who", ["coordinator_hoerde", "network_lead", "administrator"])
def test_who_sees_others_must_take_it_before_anything_else(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, who: str
) -> None:
    set_passwords(app, cast)
    first_step(client, getattr(cast, who))
    for url in ("/home", "/account", "/arrivals", "/match-runs", "/invitations", f"/open-requests/{1}/open"):
        client._open(url, method="POST" if "open-" in url else "GET", headers={})
        assert client.location == SECOND_STEP, url
    client.get("/open-requests")  # what everybody sees, and no more
    _phone, codes = switch_on(client, clock)
    assert len(set(codes)) == 10
    client.get("/home")
    client.get(SECOND_STEP)
    page = client.post(f"{SECOND_STEP}/off", status=403)
    assert page
    assert "Your role needs the second step" in page.text


def test_both_steps_are_needed_to_sign_in(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, mailbox: Mailbox
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.coordinator_hoerde)
    phone, _codes = switch_on(client, clock)
    assert mailbox.to(cast.coordinator_hoerde.email)[-1].subject == "The second step is on"
    client.post("/sign-out")
    client.post("/sign-in?next=/arrivals", {"email": cast.coordinator_hoerde.email, "password": GOOD})
    assert client.location == "/sign-in/second?next=/arrivals"
    client.get(client.location)
    client.get("/home", status=302)
    assert client.location.startswith("/sign-in")
    client.post("/sign-in/second?next=/arrivals", {"code": "000000"}, status=422)
    client.post("/sign-in/second?next=/arrivals", {"code": phone.code()})
    assert client.location == "/arrivals"
    client.get("/arrivals")


def test_a_mailed_code_is_the_first_step_only(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, mailbox: Mailbox
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    switch_on(client, clock)
    client.post("/sign-out")
    client.post("/sign-in/code", {"email": cast.volunteer.email})
    client.post(mailbox.link_to(cast.volunteer.email))
    assert client.location == "/sign-in/second"
    client.get("/account", status=302)


def test_a_code_counts_once(client: PageClient, cast: Cast, app: Flask, clock: FakeClock) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    phone, _codes = switch_on(client, clock)
    code = phone.code()
    for status in (302, 422):
        client.post("/sign-out")
        first_step(client, cast.volunteer)
        client.post("/sign-in/second", {"code": code}, status=status)


def test_a_code_on_paper_counts_once(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, db_session: DbSession
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    _phone, codes = switch_on(client, clock)
    typed = codes[0].upper().replace("-", " ")
    for status in (302, 422):
        client.post("/sign-out")
        first_step(client, cast.volunteer)
        client.post("/sign-in/second", {"code": typed}, status=status)
    assert all(codes[1] not in each.code_hash for each in db_session.scalars(select(RecoveryCode)))
    assert db_session.scalars(select(AuditEntry.id).where(AuditEntry.act == "use_recovery_code")).one()


def test_the_first_step_does_not_wait_for_ever(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    phone, _codes = switch_on(client, clock)
    client.post("/sign-out")
    first_step(client, cast.volunteer)
    clock.advance(minutes=31)
    client.post("/sign-in/second", {"code": phone.code()})
    assert client.location == "/sign-in"


def test_new_codes_for_paper_end_the_old(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    _phone, codes = switch_on(client, clock)
    assert "10 recovery codes are left." in client.get(SECOND_STEP).text
    client.post(f"{SECOND_STEP}/codes", status=200)
    client.post("/sign-out")
    first_step(client, cast.volunteer)
    client.post("/sign-in/second", {"code": codes[0]}, status=422)


def test_who_need_not_have_it_can_switch_it_off(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, mailbox: Mailbox
) -> None:
    set_passwords(app, cast)
    first_step(client, cast.volunteer)
    switch_on(client, clock)
    client.get(f"{SECOND_STEP}/off")
    client.submit(f"{SECOND_STEP}/off")
    assert mailbox.to(cast.volunteer.email)[-1].subject == "The second step is off"
    client.post("/sign-out")
    first_step(client, cast.volunteer)
    assert client.location == "/home"


def test_the_secret_is_kept_sealed(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock, db_session: DbSession
) -> None:
    client.sign_in(cast.volunteer)
    phone, _codes = switch_on(client, clock)
    db_session.commit()
    assert cast.volunteer.totp_secret
    assert phone.totp.base32_key not in cast.volunteer.totp_secret


def test_a_wrong_first_code_switches_nothing_on(
    client: PageClient, cast: Cast, db_session: DbSession
) -> None:
    client.sign_in(cast.volunteer)
    page = client.post(SECOND_STEP, {"code": "000000"}, status=422)
    assert page
    assert "The code is not right" in page.text
    client.post(SECOND_STEP, {"code": ""}, status=422)
    db_session.commit()
    assert cast.volunteer.totp_secret is None


def test_a_stolen_password_adds_no_second_step_where_there_is_a_passkey(
    client: PageClient, cast: Cast, app: Flask, db_session: DbSession, clock: FakeClock
) -> None:
    set_passwords(app, cast)
    account_id = cast.coordinator_hoerde.id
    db_session.add(
        Passkey(account_id=account_id, credential_id=b"1", public_key=b"2", name="x", created_at=clock.now())
    )
    first_step(client, cast.coordinator_hoerde)
    assert "sign in with it" in client.get(SECOND_STEP).text
    client.post(SECOND_STEP, {"code": "000000"}, status=200)
    db_session.commit()
    assert cast.coordinator_hoerde.totp_secret is None


def test_a_browser_from_before_must_sign_in_again(
    client: PageClient, cast: Cast, app: Flask, clock: FakeClock
) -> None:
    set_passwords(app, cast)
    before = PageClient(app)
    first_step(before, cast.coordinator_hoerde)
    first_step(client, cast.coordinator_hoerde)
    switch_on(client, clock)
    assert "asks for a second step now" in before.get(SECOND_STEP).text
    before.post(f"{SECOND_STEP}/codes")
    assert before.location == SECOND_STEP


def test_with_another_secret_of_the_installation_no_code_fits(app: Flask, clock: FakeClock) -> None:
    with app.app_context():
        sealed = code_clock("Test").generate_totp_secret()
        phone = TOTP(re.sub(r"[^A-Z2-7]", "", code_clock("Test").get_totp_pretty_key(sealed)))
        code = str(phone.generate(time=clock.now()).token)
        other = CodeClock(secrets={"1": "another secret of another installation"}, issuer="Test")
        fits = [
            each.matched_counter(code, sealed, moment=clock.now(), last_counter=None) is not None
            for each in (code_clock("Test"), other)
        ]
        assert fits == [True, False]
