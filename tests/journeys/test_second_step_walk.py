"""The second step of a coordinator: switched on, used, and the phone lost; by keyboard alone, in German."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask_security import hash_password
from passlib.totp import TOTP  # type: ignore[import-untyped]
from playwright.sync_api import ViewportSize, expect

from helpexchange.core.database import db
from tests.browsing import Visitor
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.walking import Walker

PASSWORD = "vier Wörter ohne Zusammenhang"


def first_step(walker: Walker, email: str) -> None:
    """Sign in with the password."""
    walker.type_into("E-Mail", email)
    walker.type_into("Passwort", PASSWORD)
    walker.press("Anmelden")


@pytest.mark.browser
@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_coordinator_sets_it_up_uses_it_and_loses_the_phone(
    app: Flask, open_visitor: Callable[..., Visitor], cast: Cast, clock: FakeClock, width: int
) -> None:
    email = _with_password(app, cast)
    visitor = open_visitor(viewport=ViewportSize(width=width, height=844))
    hanna = Walker(visitor.open("/sign-in?next=/day-board&lang=de"), of=f"second-step-{width}")
    first_step(hanna, email)
    phone, on_paper = _set_up(hanna, clock)
    _sign_out(hanna)

    clock.advance(seconds=30)
    visitor.open("/sign-in?next=/day-board")
    first_step(hanna, email)
    second_step(hanna, "000000")
    expect(hanna.page.locator("#code-error")).to_be_visible()
    second_step(hanna, phone.generate(time=clock.now()).token)
    expect(hanna.page.get_by_role("heading", level=1)).to_have_text("Tagesübersicht")
    _sign_out(hanna)

    visitor.open("/sign-in?next=/day-board")
    first_step(hanna, email)
    second_step(hanna, on_paper[3])
    expect(hanna.page.get_by_role("heading", level=1)).to_have_text("Tagesübersicht")
    visitor.open("/account/second-step")
    hanna.look()
    expect(hanna.page.get_by_text("9 Notfall-Codes")).to_be_visible()
    assert [each for each in visitor.complaints if "422" not in each] == []  # the code mistyped above


def second_step(walker: Walker, code: str) -> None:
    """Type a code."""
    walker.type_into("Code", code)
    walker.press("Anmelden")


def _with_password(app: Flask, cast: Cast) -> str:
    """Give the coordinator a password, and return the address."""
    with app.test_request_context():
        cast.coordinator_hoerde.password = hash_password(PASSWORD)
    email = cast.coordinator_hoerde.email
    db.session.commit()
    return email


def _set_up(walker: Walker, clock: FakeClock) -> tuple[TOTP, list[str]]:
    """Let an app read the secret, and type its first code; return the app and the codes for paper."""
    expect(walker.page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt der Anmeldung")
    expect(walker.page.get_by_role("link", name="Zurück zu meinem Konto")).to_have_count(0)  # not before this
    phone = TOTP(re.sub(r"[^A-Z2-7]", "", walker.page.locator("main code").inner_text()))
    walker.type_into("Code", phone.generate(time=clock.now()).token)
    walker.press("Einschalten")
    on_paper = walker.page.locator("main code").all_inner_texts()
    assert len(on_paper) == 10
    walker.follow("Ich habe sie aufbewahrt: zurück zu meinem Konto")
    return phone, on_paper


def _sign_out(walker: Walker) -> None:
    button = walker.page.get_by_role("button", name="Abmelden")
    walker.go_to(button)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
