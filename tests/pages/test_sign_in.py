"""Signing in and out."""

import pytest
from flask import Flask
from flask_security import hash_password, verify_password

from helpexchange.accounts.actions import proving
from helpexchange.app import create_app
from helpexchange.config import Settings
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient

PASSWORD = "a long enough password"
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def meryem(client: PageClient, cast: Cast, app: Flask) -> dict[str, str]:
    """What Meryem types; she is a volunteer, and needs no second step."""
    with app.test_request_context():
        cast.volunteer.password = hash_password(PASSWORD)
    return {"email": cast.volunteer.email, "password": PASSWORD}


def test_a_right_password_leads_to_the_own_page(client: PageClient, meryem: dict[str, str]) -> None:
    assert "Sign in" in client.get("/sign-in").text
    client.post("/sign-in", meryem)
    assert client.location == "/home"
    assert "Meryem Muster" in client.get("/home").text


@pytest.mark.parametrize(
    "typed",
    [
        {"password": "something else"},
        {"email": "nobody@example.org"},
        {"email": ""},
        {"password": ""},
        {"email": "no address"},
    ],
)
def test_every_fault_gets_the_same_sentence(
    client: PageClient, meryem: dict[str, str], typed: dict[str, str]
) -> None:
    page = client.post("/sign-in", {**meryem, **typed}, status=200)
    assert page is not None
    assert page.text.count(WRONG) == 2  # in the summary and beside the field
    client.get("/home", status=302)


def test_signing_in_leads_where_one_wanted_to_go(client: PageClient, meryem: dict[str, str]) -> None:
    page = client.get("/sign-in?next=/account")
    assert page.one("form", action="/sign-in?next=/account")
    client.post("/sign-in?next=/account", meryem)
    assert client.location == "/account"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_to_another_site(client: PageClient, meryem: dict[str, str], target: str) -> None:
    for method in ("GET", "POST"):
        client._open("/sign-in", method=method, query_string={"next": target}, data=meryem, headers={})
        assert (client.response.status_code, client.location) == (302, "/sign-in")


def test_an_account_that_was_closed_stays_out(client: PageClient, meryem: dict[str, str], cast: Cast) -> None:
    cast.volunteer.active = False
    client.post("/sign-in", meryem, status=200)
    client.get("/home", status=302)


def test_signing_out_needs_a_button(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    client.get("/sign-out", status=405)
    client.get("/home")
    client.post("/sign-out")
    client.get("/home", status=302)


def test_too_many_tries_are_stopped_with_a_page_that_helps(
    client: PageClient, meryem: dict[str, str]
) -> None:
    for _try in range(10):
        client.post("/sign-in", {**meryem, "password": "guess"}, status=200)
    page = client.post("/sign-in", meryem, status=429)
    assert page is not None
    assert int(client.response.headers["Retry-After"]) > 0
    client.get("/home", status=302)


@pytest.mark.parametrize("remember", ["", "y"])
def test_cookies_are_for_this_site_only(client: PageClient, meryem: dict[str, str], remember: str) -> None:
    client.post("/sign-in", {**meryem, "remember": remember})
    cookies = client.response.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"session"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Expires=" in cookie) == bool(remember)  # else it goes with the browser


@pytest.mark.parametrize(("remember", "idle_days"), [("", 0.6), ("y", 61)])
def test_a_session_that_is_not_used_ends(
    client: PageClient, meryem: dict[str, str], clock: FakeClock, remember: str, idle_days: float
) -> None:
    client.post("/sign-in", {**meryem, "remember": remember})
    clock.advance(days=idle_days / 2)
    client.get("/home")
    clock.advance(days=idle_days / 2 + 0.1)
    client.get("/home")
    clock.advance(days=idle_days)
    client.get("/home", status=302)


@pytest.mark.parametrize("email", ["meryem@example.org", "nobody@example.org", "no address", ""])
def test_known_and_unknown_cost_one_comparison(
    client: PageClient, meryem: dict[str, str], monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    compared: list[str] = []

    def count(password: str, known: str) -> bool:
        compared.append(known)
        return verify_password(password, known)

    monkeypatch.setattr(proving, "verify_password", count)
    client.post("/sign-in", {"email": email, "password": "something else"}, status=200)
    assert len(compared) == 1
    assert compared[0].startswith("$argon2")


def test_one_account_is_not_tried_from_many_addresses(client: PageClient, meryem: dict[str, str]) -> None:
    for number in range(20):
        client.browser.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        client.post("/sign-in", {**meryem, "password": "guess"}, status=200)
    client.browser.environ_base["REMOTE_ADDR"] = "10.0.0.99"
    client.post("/sign-in", meryem, status=429)


def test_an_account_without_a_password_is_not_opened_by_none(client: PageClient, cast: Cast) -> None:
    for password in ("", "a password that nobody has"):
        client.post("/sign-in", {"email": cast.senior.email, "password": password}, status=200)
    client.get("/home", status=302)


def test_a_cookie_without_its_session_is_nobodys(client: PageClient, cast: Cast) -> None:
    with client.browser.session_transaction() as session:
        session.update(_user_id=cast.senior.fs_uniquifier, _fresh=True)
    client.get("/home", status=302)
    with client.browser.session_transaction() as session:
        session["visit"] = "made up"
    client.get("/home", status=302)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_behind_https_cookies_travel_over_https_only(app: Flask) -> None:
    settings = Settings(
        environment="test", secret_key="x" * 40, database_url=app.config["SQLALCHEMY_DATABASE_URI"],
        public_url="https://help.example.org",
    )  # fmt: skip
    secure = create_app(settings)
    cookies = secure.test_client().get("/sign-in", base_url="https://help.example.org").headers
    assert all("Secure" in cookie for cookie in cookies.getlist("Set-Cookie"))
    assert cookies.getlist("Set-Cookie")
