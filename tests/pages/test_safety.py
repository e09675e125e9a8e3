"""What every answer owes: safe headers, a checked host, no forgeries, pages that help on when it fails."""

import logging
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient

from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.database import db
from tests.page_checks import Page, check_page

HOME = "https://help.example.org"
LANGUAGES = ("en", "de", "nl", "da")


@pytest.fixture(scope="module")
def safe_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the settings of production, and two routes that misbehave."""
    folder = Path(tmp_path_factory.mktemp("safe"))
    settings = Settings(
        secret_key="s" * 40, public_url=HOME, hsts_seconds=600, database_url=f"sqlite:///{folder}/safe.sqlite",
        max_request_bytes=10_000, sign_in_limit="3 per minute",
    )  # fmt: skip
    app = create_app(settings)
    app.add_url_rule("/broken", "broken", audience(PUBLIC)(_break))
    app.add_url_rule("/form", "form", audience(PUBLIC)(lambda: "taken"), methods=["POST"])
    with app.app_context():
        flask_migrate.upgrade()
    return app


def _break() -> str:
    raise RuntimeError("Anna Kern, anna@example.org, 0231 4567890")


@pytest.fixture
def browser(safe_app: Flask) -> FlaskClient:
    """A visitor with cookies of their own."""
    for limiter in safe_app.extensions["limiter"]:
        limiter.reset()
    return safe_app.test_client()


def test_every_answer_has_the_safe_headers(browser: FlaskClient) -> None:
    for path in ("/", "/nothing-here"):
        headers = browser.get(path, base_url=HOME).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=600")
        assert headers["X-Request-Id"]
        assert headers["Cache-Control"] == "no-store"


def test_cookies_are_for_https_and_this_site_only(browser: FlaskClient) -> None:
    answers = [browser.get("/sign-in", base_url=HOME), browser.get("/?lang=de", base_url=HOME)]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 2
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_hsts_unless_asked_for(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/nothing-here").headers


def test_another_host_is_not_answered(browser: FlaskClient) -> None:
    answer = browser.get("/", base_url="https://evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_a_form_from_elsewhere_is_refused(browser: FlaskClient) -> None:
    answer = browser.post("/form", base_url=HOME, data={"name": "x"})
    assert answer.status_code == 400
    check_page(Page("/form", answer.text))


def test_too_large_a_request_is_refused(browser: FlaskClient) -> None:
    answer = browser.post("/form", base_url=HOME, data={"name": "x" * 20_000})
    assert answer.status_code == 413
    check_page(Page("/form", answer.text))


def test_trying_to_sign_in_too_often_is_refused(safe_app: Flask, browser: FlaskClient) -> None:
    safe_app.config["WTF_CSRF_ENABLED"] = False
    try:
        tries = [
            browser.post("/sign-in", base_url=HOME, data={"email": "a@example.org", "password": "wrong"})
            for _ in range(4)
        ]
    finally:
        safe_app.config["WTF_CSRF_ENABLED"] = True
    assert [answer.status_code for answer in tries] == [200, 200, 200, 429]
    assert int(tries[-1].headers["Retry-After"]) > 0
    check_page(Page("/sign-in", tries[-1].text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), [("/nothing-here", 404), ("/form", 405)])
def test_error_pages_help_in_every_language(
    browser: FlaskClient, language: str, path: str, status: int
) -> None:
    answer = browser.get(f"{path}?lang={language}", base_url=HOME)
    assert answer.status_code == status
    assert f'<html lang="{language}"' in answer.text
    check_page(Page(path, answer.text))


def test_a_defect_shows_a_number_and_no_more(browser: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = browser.get("/broken", base_url=HOME)
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    for secret in ("Anna", "RuntimeError", "Traceback", "anna@example.org"):
        assert secret not in answer.text
    for words in ("went wrong", "schiefgegangen", "ging iets mis", "gik galt"):
        assert words in answer.text


def test_the_log_keeps_the_cause_without_addresses_and_numbers(
    browser: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    browser.get("/broken", base_url=HOME)
    logged = capfd.readouterr().err
    assert "RuntimeError" in logged
    assert "anna@example.org" not in logged
    assert "4567890" not in logged


def test_a_defect_is_answered_even_without_a_database(
    safe_app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_values: object) -> None:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(db.session, "scalars", away)
    monkeypatch.setattr(db.session, "execute", away)
    monkeypatch.setattr(db.session, "scalar", away)
    answer = browser.get("/open-requests", base_url=HOME)
    assert answer.status_code == 500
    assert "went wrong" in answer.text
