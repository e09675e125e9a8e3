"""How often one may send: every form that needs no sign-in, by address, by number and by link."""

import dataclasses

import pytest
from flask import Flask

from helpexchange.core.audience import PUBLIC, audience_of
from helpexchange.core.limits import MARK
from helpexchange.help_requests.messages import token_of
from tests.cast import Cast
from tests.page_client import PageClient

EXEMPT = {"notifications.report_text", "notifications.stop"}
CALL = {"name": "Grete", "phone": "0231 555 777", "place": "44263 Hörde"}


@pytest.fixture
def far_away(app: Flask) -> PageClient:
    """A browser that comes from another network address each time."""
    client = PageClient(app)
    number = iter(range(1, 250))
    real = client.browser.open

    def from_elsewhere(*args: object, **kwargs: object) -> object:
        base = {"REMOTE_ADDR": f"203.0.113.{next(number)}"}
        return real(*args, environ_base=base, **kwargs)  # type: ignore[arg-type]  # as the test client takes it

    client.browser.open = from_elsewhere  # type: ignore[method-assign,assignment]
    return client


def test_every_form_for_everybody_is_limited(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    open_to_all = {rule.endpoint for rule in rules if audience_of(app, rule.endpoint) == PUBLIC} - EXEMPT
    assert len(open_to_all) > 30
    assert [each for each in sorted(open_to_all) if not getattr(app.view_functions[each], MARK, False)] == []


def test_one_number_is_not_called_by_hundreds(far_away: PageClient, cast: Cast) -> None:
    for _ in range(5):
        far_away.post("/call-me", CALL)
    page = far_away.post("/call-me", {**CALL, "phone": "+49 231 555777"}, status=429)
    assert page is not None
    assert "Please try again in a few minutes, or call your office." in page.text
    far_away.post("/call-me", {**CALL, "phone": "0231 555 888"})


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Bitte versuchen Sie es"), ("nl", "Probeer het"), ("da", "Prøv igen")],
)
def test_it_is_said_in_each_language(far_away: PageClient, cast: Cast, language: str, words: str) -> None:
    for _ in range(5):
        far_away.post("/call-me", CALL)
    page = far_away.post(f"/call-me?lang={language}", CALL, status=429)
    assert page is not None
    assert words in page.text


def test_one_link_cannot_be_hammered(far_away: PageClient, cast: Cast) -> None:
    url = f"/my-request/{token_of(cast.shopping.reference)}/end"
    for _ in range(30):
        far_away.post(url, {}, status=422)
    far_away.post(url, {}, status=429)
    far_away.get(url)  # looking is free


def test_one_address_cannot_send_without_end(client: PageClient, cast: Cast) -> None:
    for _ in range(100):
        client._open("/call-me", method="POST", data={}, headers={})
    client.post("/call-me", {}, status=429)
    assert int(client.response.headers["Retry-After"]) <= 60


def test_the_limits_are_settings(app: Flask) -> None:
    names = {each.name for each in dataclasses.fields(app.extensions["settings"])}
    assert names >= {"form_limit", "target_limit", "call_limit"}
