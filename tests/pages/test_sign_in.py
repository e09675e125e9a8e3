"""Signing in and out."""

import pytest
from flask import Flask
from flask_security import hash_password

from helpexchange.app import create_app
from helpexchange.config import Settings
from tests.cast import Cast
from tests.page_client import PageClient

PASSWORD = "a long enough password"
WRONG = "The e-mail address or the password is not right."


@pytest.fixture
def hanna(client: PageClient, cast: Cast, app: Flask) -> dict[str, str]:
    """What Hanna types."""
    with app.test_request_context():
        cast.coordinator_hoerde.password = hash_password(PASSWORD)
    return {"email": cast.coordinator_hoerde.email, "password": PASSWORD}


def test_a_right_password_leads_to_the_own_page(client: PageClient, hanna: dict[str, str]) -> None:
    assert "Sign in" in client.get("/sign-in").text
    client.post("/sign-in", hanna)
    assert client.location == "/home"
    assert "Hanna Beispiel" in client.get("/home").text


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
    client: PageClient, hanna: dict[str, str], typed: dict[str, str]
) -> None:
    page = client.post("/sign-in", {**hanna, **typed}, status=200)
    assert page is not None
    assert page.text.count(WRONG) == 2  # in the summary and beside the field
    client.get("/home", status=302)


def test_signing_in_leads_where_one_wanted_to_go(client: PageClient, hanna: dict[str, str]) -> None:
    page = client.get("/sign-in?next=/arrivals")
    assert page.one("form", action="/sign-in?next=/arrivals")
    client.post("/sign-in?next=/arrivals", hanna)
    assert client.location == "/arrivals"


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
def test_nobody_is_led_to_another_site(client: PageClient, hanna: dict[str, str], target: str) -> None:
    for method in ("GET", "POST"):
        client._open("/sign-in", method=method, query_string={"next": target}, data=hanna, headers={})
        assert (client.response.status_code, client.location) == (302, "/sign-in")


def test_an_account_that_was_closed_stays_out(client: PageClient, hanna: dict[str, str], cast: Cast) -> None:
    cast.coordinator_hoerde.active = False
    client.post("/sign-in", hanna, status=200)
    client.get("/home", status=302)


def test_signing_out_needs_a_button(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    client.get("/sign-out", status=405)
    client.get("/home")
    client.post("/sign-out")
    client.get("/home", status=302)


def test_too_many_tries_are_stopped_with_a_page_that_helps(client: PageClient, hanna: dict[str, str]) -> None:
    for _try in range(10):
        client.post("/sign-in", {**hanna, "password": "guess"}, status=200)
    page = client.post("/sign-in", hanna, status=429)
    assert page is not None
    assert int(client.response.headers["Retry-After"]) > 0
    client.get("/home", status=302)


def test_cookies_are_for_this_site_only(app: Flask, client: PageClient, hanna: dict[str, str]) -> None:
    client.post("/sign-in", {**hanna, "remember": "y"})
    cookies = client.response.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} >= {"session", "remember_token"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


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
