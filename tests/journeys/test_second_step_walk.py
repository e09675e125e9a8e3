"""The second step of a coordinator: switched on, used, and the phone lost; with the keyboard alone, in German."""

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
    with app.test_request_context():
        cast.coordinator_hoerde.password = hash_password(PASSWORD)
    email = cast.coordinator_hoerde.email
    db.session.commit()
    visitor = open_visitor(viewport=ViewportSize(width=width, height=844))
    page = visitor.open("/sign-in?next=/day-board&lang=de")
    hanna = Walker(page, of=f"second-step-{width}")
    first_step(hanna, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Schritt der Anmeldung")
    phone = TOTP(re.sub(r"[^A-Z2-7]", "", page.locator("main code").inner_text()))
    hanna.type_into("Code", phone.generate(time=clock.now()).token)
    hanna.press("Einschalten")
    on_paper = page.locator("main code").all_inner_texts()
    assert len(on_paper) == 10
    hanna.follow("Ich habe sie aufbewahrt: zurück zu meinem Konto")
    _sign_out(hanna)

    clock.advance(seconds=30)
    visitor.open("/sign-in?next=/day-board")
    first_step(hanna, email)
    hanna.type_into("Code", "000000")
    hanna.press("Anmelden")
    expect(page.locator("#code-error")).to_be_visible()
    hanna.type_into("Code", phone.generate(time=clock.now()).token)
    hanna.press("Anmelden")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tagesübersicht")
    _sign_out(hanna)

    visitor.open("/sign-in?next=/day-board")
    first_step(hanna, email)
    hanna.type_into("Code", on_paper[3])
    hanna.press("Anmelden")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tagesübersicht")
    visitor.open("/account/second-step")
    hanna.look()
    expect(page.get_by_text("9 ")).to_be_visible()
    assert [each for each in visitor.complaints if "422" not in each] == []  # the code mistyped above


def _sign_out(walker: Walker) -> None:
    button = walker.page.get_by_role("button", name="Abmelden")
    walker.go_to(button)
    with walker.page.expect_navigation():
        walker.page.keyboard.press("Enter")
