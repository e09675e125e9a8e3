"""What the tests of the whole share: a site with something on every page."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.helper_profiles.links import INTEREST, PAGE, token_for
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.places.models import PostcodePlace
from tests.cast import Cast, DbSession
from tests.page_checks import Page, check_page
from tests.page_client import MOST_SQL_STATEMENTS, PageClient
from tests.whole.addresses import Address, Examples, addresses, somebody_for
from tests.whole.flow_answers import Answers, answers, steps

OpenAll = Callable[..., list[Page]]


@pytest.fixture
def examples(cast: Cast, match_run: MatchRun, db_session: DbSession) -> Examples:
    """Examples of every part of an address that is not fixed."""
    proposal = db_session.scalars(select(Proposal)).one()
    return {
        "request_id": [cast.shopping.id],
        "helper_id": [cast.meryem.id],
        "office_id": [cast.hoerde.id],
        "run_id": [match_run.id],
        "proposal_id": [proposal.id],
        "code": [cast.hoerde.code],
        "helper_profiles.open_link.token": [token_for(PAGE, cast.meryem.id)],
        "helper_profiles.ask_interest.token": [token_for(INTEREST, cast.meryem.id)],
        **steps(),
    }


@pytest.fixture
def answered(cast: Cast, db_session: DbSession) -> Answers:
    """The answers to all questions, so that every page of a flow can be opened."""
    place = db_session.scalars(select(PostcodePlace).order_by(PostcodePlace.id)).first()
    assert place is not None
    return answers(cast, place)


@pytest.fixture
def every_address(app: Flask, examples: Examples) -> list[Address]:
    """One address of every page."""
    return addresses(app, examples)


@pytest.fixture
def open_as_fits(client: PageClient, cast: Cast, answered: Answers) -> Callable[..., Page | None]:
    """Return a function that opens an address as somebody who may; None if the answer is no page."""

    def open_(address: Address, query: str = "") -> Page | None:
        sign_in(client, somebody_for(address.who, cast))
        with client.browser.session_transaction() as session:
            session.update(answered)
        client._open(address.url + query, method="GET", headers={})
        assert client.response.status_code in (200, 302), client._unexpected(address.url, 200)
        if client.response.status_code == 302 or client.response.mimetype != "text/html":
            return None
        client._assert_few_statements(address.url, MOST_SQL_STATEMENTS)
        page = Page(address.url + query, client.response.text)
        check_page(page)
        return page

    return open_


@pytest.fixture
def open_all(open_as_fits: Callable[..., Page | None], every_address: list[Address]) -> OpenAll:
    """Return a function that opens every page, and fails with what is wrong with all of them."""

    def open_(query: str = "") -> list[Page]:
        pages, faults = [], []
        for address in every_address:
            try:
                page = open_as_fits(address, query)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told with the others
                faults.append(f"{address.url}: {type(error).__name__}: {error}")
            else:
                pages += [page] if page else []
        assert not faults, "\n\n".join(faults)
        return pages

    return open_


def sign_in(client: PageClient, account: Account | None) -> None:
    """Step into an account, or become a visitor."""
    if account is None:
        client.sign_out()
    else:
        client.sign_in(account)
