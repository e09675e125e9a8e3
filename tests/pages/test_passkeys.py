"""Passkeys, in a real browser whose device is a pretended one that finds its owner's finger right."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from helpexchange.accounts.models import AccountSession, Passkey
from helpexchange.accounts.rules import Way
from tests.browsing import Visitor
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_device(visitor: Visitor) -> None:
    """Give the browser a device of its own, as every phone and most computers have."""
    tools = visitor.context.new_cdp_session(visitor.page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


@pytest.fixture
def petra(open_visitor: Callable[..., Visitor], cast: Cast) -> Visitor:
    """The coordinator at a computer with a finger reader, by the name that passkeys want: no number."""
    visitor = open_visitor()
    visitor.site = visitor.site.replace("127.0.0.1", "localhost")
    visitor.sign_in(cast.coordinator_hoerde)
    give_device(visitor)
    return visitor


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_passkey_is_added_and_signs_in_with_nothing_typed(
    petra: Visitor, cast: Cast, db_session: DbSession, mailbox: Mailbox
) -> None:
    page = petra.open("/account/passkeys")
    page.get_by_label("Name of this device").fill("Mein Telefon")
    press(page, "Add this device")
    page.get_by_text("The passkey is added.").wait_for()
    assert "Mein Telefon" in page.inner_text("main")
    assert mailbox.to(cast.coordinator_hoerde.email)[-1].subject == "A passkey was added"
    db_session.commit()  # an open transaction would lock out the live site
    petra.context.clear_cookies()
    page = petra.open("/sign-in/passkey?next=/arrivals")
    assert "cannot use passkeys" not in page.inner_text("main")
    press(page, "Use my passkey")
    page.wait_for_url(
        re.compile("[^=]/arrivals$")
    )  # at once: the device has asked for the finger, which is the second step
    db_session.commit()
    last = db_session.scalars(select(AccountSession).order_by(AccountSession.id.desc())).first()
    assert last is not None
    assert (last.way, last.has_second_step) == (Way.PASSKEY, True)
    db_session.commit()
    page = petra.open("/account/passkeys")
    assert "Last used" in page.inner_text("main")
    page.get_by_role("link", name="Remove").click()
    press(page, "Yes, remove it")
    page.get_by_text("The passkey is removed.").wait_for()
    petra.context.clear_cookies()
    page = petra.open("/sign-in/passkey")
    press(page, "Use my passkey")
    page.get_by_text("That did not work. Please try again.").first.wait_for()
    assert [each for each in petra.complaints if "422" not in each] == []


def question(client: PageClient, url: str) -> dict[str, object]:
    form = next(each for each in client.get(url).all("form") if each.get("data-passkey"))
    asked: dict[str, object] = json.loads(form.get("data-passkey-options") or "")
    return asked


def test_any_device_may_be_used_if_it_knows_its_owner(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.volunteer)
    asked = question(client, "/account/passkeys")
    choice = asked["authenticatorSelection"]
    assert choice == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    known = question(client, "/sign-in/passkey")
    assert known["userVerification"] == "required"
    assert not known.get("allowCredentials")  # names nobody
    assert known["challenge"] != question(client, "/sign-in/passkey")["challenge"]


@pytest.mark.parametrize("answer", ["", "none", "{}", '{"id": "x"}', "[1]", "x" * 5000])
def test_a_made_up_answer_is_refused_beside_the_field(
    client: PageClient, cast: Cast, db_session: DbSession, answer: str
) -> None:
    client.get("/sign-in/passkey")
    page = client.post("/sign-in/passkey", {"answer": answer}, status=422)
    assert page
    assert "That did not work. Please try again." in page.text
    client.sign_in(cast.volunteer)
    client.get("/account/passkeys")
    client.post("/account/passkeys", {"answer": answer, "name": "Telefon"}, status=422)
    client.post("/account/passkeys", {"answer": answer, "name": ""}, status=422)
    assert db_session.scalars(select(Passkey)).all() == []


def test_nobody_removes_the_passkeys_of_others(
    client: PageClient, cast: Cast, db_session: DbSession, clock: FakeClock
) -> None:
    key = Passkey(
        account_id=cast.senior.id, credential_id=b"1", public_key=b"2", name="x", created_at=clock.now()
    )
    db_session.add(key)
    db_session.commit()
    client.sign_in(cast.volunteer)
    client.get(f"/account/passkeys/{key.id}/remove", status=404)
    client.post(f"/account/passkeys/{key.id}/remove", status=404)
    assert db_session.scalars(select(Passkey.id)).all() == [key.id]
