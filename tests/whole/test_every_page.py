"""What holds for every page of the site, also for those that are written after this test."""

import pytest

from helpexchange.config import LANGUAGES
from helpexchange.core.audience import PUBLIC, SIGNED_IN
from tests.cast import Cast, DbSession
from tests.page_client import PageClient
from tests.whole.addresses import Address
from tests.whole.conftest import OpenAll
from tests.whole.marked_texts import data_words, marked_texts, noted_misses, unmarked_texts

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)


@on_postgresql
def test_it_opens_for_those_it_is_for(open_all: OpenAll) -> None:
    """On SQLite each opens below, four times."""
    assert len(open_all()) >= 10


@on_sqlite
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_each_language_and_links_to_the_others(language: str, open_all: OpenAll) -> None:
    with noted_misses() as missing:
        pages = open_all(f"?lang={language}")
    assert len(pages) >= 10
    assert {page.tree.get("lang") for page in pages} == {language}
    assert missing == set()
    for page in pages:
        links = {link.get("hreflang") for link in page.all("link", rel="alternate")}
        assert links >= set(LANGUAGES), page.url


@on_sqlite
def test_every_word_comes_from_a_catalogue(open_all: OpenAll, db_session: DbSession) -> None:
    known = data_words(db_session)
    with marked_texts():
        pages = open_all("?lang=en")
    # These are read by developers; their own words are plain English.
    plain = ("/styleguide", "/api/docs")
    texts = {page.url: unmarked_texts(page, known) for page in pages if not page.url.startswith(plain)}
    faults = [f"{url}: {found}" for url, found in texts.items() if found]
    assert not faults, "\n".join(faults)


def test_visitors_are_sent_to_sign_in(every_address: list[Address], client: PageClient) -> None:
    for address in every_address:
        if address.who != PUBLIC:
            client._open(address.url, method="GET", headers={})
            assert client.response.status_code == 302, address
            assert client.location.startswith("/sign-in?"), address


def test_others_get_403(every_address: list[Address], client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.senior)
    for address in every_address:
        if address.who not in (PUBLIC, SIGNED_IN):
            client.get(address.url, status=403)
