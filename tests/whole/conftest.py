"""What the tests of the whole share: a site with something on every page."""

from collections.abc import Callable

import pytest
from flask import Flask

from helpexchange.accounts.models import Account
from tests.cast import Cast
from tests.page_checks import Page, check_page
from tests.page_client import PageClient
from tests.whole.addresses import Address, addresses, somebody_for


@pytest.fixture
def examples(cast: Cast) -> dict[str, object]:
    """An example of every part of an address that is not fixed."""
    return {"request_id": cast.shopping.id, "helper_id": cast.meryem.id, "office_id": cast.hoerde.id}


@pytest.fixture
def every_address(app: Flask, examples: dict[str, object]) -> list[Address]:
    """One address of every page."""
    return addresses(app, examples)


@pytest.fixture
def open_as_fits(client: PageClient, cast: Cast) -> Callable[..., Page | None]:
    """Return a function that opens an address as somebody who may; None if the answer is no page."""

    def open_(address: Address, query: str = "") -> Page | None:
        sign_in(client, somebody_for(address.who, cast))
        client._open(address.url + query, method="GET", headers={})
        assert client.response.status_code in (200, 302), client._unexpected(address.url, 200)
        if client.response.status_code == 302 or client.response.mimetype != "text/html":
            return None
        page = Page(address.url + query, client.response.text)
        check_page(page)
        return page

    return open_


def sign_in(client: PageClient, account: Account | None) -> None:
    """Step into an account, or become a visitor."""
    if account is None:
        client.sign_out()
    else:
        client.sign_in(account)
