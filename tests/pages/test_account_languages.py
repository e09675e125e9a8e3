"""What goes wrong while signing in is said in each language, too; no text comes from elsewhere."""

import pytest
from flask import Flask

from helpexchange.config import LANGUAGES
from tests.cast import Cast
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.whole.marked_texts import noted_misses

WRONG: tuple[tuple[str, dict[str, str]], ...] = (
    ("/sign-in", {"email": "nobody@example.org", "password": "x"}),
    ("/sign-in/code", {"email": "x"}),
    ("/sign-in/code/enter", {"code": "1"}),
    ("/sign-in/code/enter", {}),
    ("/sign-in/passkey", {"answer": "none"}),
    ("/sign-in/link/used-up", {}),
    ("/register", {"email": "x"}),
    ("/register/used-up", {}),
    ("/forgotten-password", {}),
    ("/forgotten-password/used-up", {}),
    ("/confirm-address/used-up", {}),
    ("/invite/used-up", {}),
)
WRONG_INSIDE: tuple[tuple[str, dict[str, str]], ...] = (
    ("/account/name", {"name": "x" * 300, "language": "xx"}),
    ("/account/password", {"password": "short"}),
    ("/account/password", {"password": "Passwort2026!"}),
    ("/account/address", {"email": "x"}),
    ("/account/second-step", {"code": "000000"}),
    ("/account/second-step/off", {}),
    ("/account/passkeys", {"answer": "none", "name": "x" * 61}),
    ("/account/passkeys", {"answer": "none", "name": "Telefon"}),
    ("/sign-in/again", {"password": "x"}),
    ("/sign-in/again", {}),
    ("/invitations/new", {"email": "x"}),
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_speaks_the_language(
    client: PageClient, cast: Cast, app: Flask, mailbox: Mailbox, language: str
) -> None:
    with noted_misses() as missing:
        for url, values in WRONG:
            look(client, url, values, language)
        client.sign_in(cast.coordinator_hoerde)
        for url, values in WRONG_INSIDE:
            look(client, url, values, language)
    assert missing == set()


def look(client: PageClient, url: str, values: dict[str, str], language: str) -> None:
    client._open(f"{url}?lang={language}", method="POST", data=values, headers={})
    assert client.response.status_code in (200, 403, 404, 422), url
    page = client._page(url)
    assert page.tree.get("lang") == language
    for error in page.all("p", class_="govuk-error-message"):
        assert "".join(error.itertext()).strip()
