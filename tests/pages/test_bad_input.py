"""What people type by mistake, and what machines send: answered beside the field, and nothing breaks."""

from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.help_requests.models import HelpRequest
from tests.cast import Cast
from tests.page_client import PageClient
from tests.pages import test_ask, test_by_phone, test_offer
from tests.pages.test_ask import REACH, WHO
from tests.pages.test_by_phone import CALL
from tests.pages.test_my_request import CALL_ME

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
BY_PHONE = "/help-requests/by-phone"
OFFER_WHO = {"first_name": "Ben", "last_name": "Beispiel", "phone": "0231 5550199", "email": ""}
NAMES = [
    "X", "Æ", "李", "x" * 80, "عائشة بنت محمد", "שרה כהן",
    "Zoë 🌻", "👩🏽‍🌾", "Nguyê\u0303n", "O’Neill-d’Arc", "A.-M.",
]  # fmt: skip
#: As typed, and as it is kept.
INVISIBLE = [
    ("Ada\x01\x1f", "Ada"), ("\x7fAda", "Ada"), ("\u202eadA", "adA"), ("\ufeffAda", "Ada"),
    ("Mu\u0308ller", "Müller"),
]  # fmt: skip
PHONES = [
    "0231 5550177", "+31 20 624 1111", "+45 32 12 34 56", "+43 1 234567", "+32 9 360 12 34",
    "+41 44 668 18 00", "+1 202-555-0123", "001 202 555 0123", "(0231) 555/01-77",
]  # fmt: skip
NO_PHONES = ["12", "call me", "0231 555 01 77 or 78", "9" * 40, "+999 123456789", "☎☎☎", "<b>0231</b>"]
IMPOSSIBLE_DAYS = ["2026-02-30", "31.11.2026", "yesterday", "0000-00-00", "2026-13-01", "99999-01-01"]
HUGE = "x" * 10_000_000
LANGUAGES = {
    "en": "Enter your first name.", "de": "Geben Sie Ihren Vornamen ein.", "nl": "Vul uw voornaam in.",
    "da": "Skriv dit fornavn.",
}  # fmt: skip


def kept_names() -> tuple[str, str]:
    made = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert made is not None
    assert made.person is not None
    return made.person.first_name, made.person.last_name


@pytest.fixture
def asker(client: PageClient, cast: Cast) -> PageClient:
    """A visitor who has answered everything."""
    test_ask.answer(client, cast)
    return client


@pytest.fixture
def offerer(client: PageClient, cast: Cast) -> PageClient:
    """A visitor who has told everything of their offer."""
    test_offer.answer(client, cast)
    return client


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.mark.parametrize("names", [NAMES[:6], NAMES[6:]])
def test_names_of_every_kind_are_kept_as_they_are(client: PageClient, cast: Cast, names: list[str]) -> None:
    for number, name in enumerate(names):
        test_ask.answer(client, cast)
        client.post("/ask/who", {**WHO, "first_name": name, "last_name": name})
        assert client.location == "/ask/reach", name
        client.post("/ask/reach", {"channel": "letter", "street": f"Am Bach {number}"})
        client.post("/ask/check", {"consent": "y"})
        kept = name.replace("ê\u0303", "\u1ec5")
        assert kept_names() == (kept, kept)


@SQLITE
@pytest.mark.parametrize(("typed", "kept"), INVISIBLE)
def test_what_nobody_sees_is_left_out(asker: PageClient, typed: str, kept: str) -> None:
    asker.post("/ask/who", {**WHO, "first_name": typed})
    asker.post("/ask/check", {"consent": "y"})
    assert kept_names()[0] == kept


@SQLITE
def test_only_invisible_signs_are_no_name(asker: PageClient) -> None:
    page = asker.post("/ask/who", {**WHO, "first_name": "\u202e\x01 "}, status=422)
    assert page is not None
    assert page.all("a", href="#first_name")


@SQLITE
def test_names_too_long_are_refused_kindly_everywhere(asker: PageClient, cast: Cast) -> None:
    tried: list[tuple[str, dict[str, object], str]] = [
        ("/ask/who", {**WHO, "first_name": "x" * 101}, "first_name"),
        ("/ask/who", {**WHO, "last_name": "x" * 101}, "last_name"),
        ("/call-me", {**CALL_ME, "name": "x" * 101}, "name"),
        ("/register", {"name": "x" * 201, "email": "ada@example.org"}, "name"),
    ]
    for url, values, field in tried:
        page = asker.post(url, values, status=422)
        assert page is not None
        assert "This is too long." in page.text
        assert page.all("p", id=f"{field}-error"), url


@SQLITE
def test_phone_numbers_of_many_countries(asker: PageClient) -> None:
    for phone in PHONES:
        asker.post("/ask/reach", {**REACH, "phone": phone})
        assert asker.location == "/ask/note", phone
    for phone in NO_PHONES:
        page = asker.post("/ask/reach", {**REACH, "phone": phone}, status=422)
        assert page is not None
        assert page.all("p", id="phone-error"), phone


@SQLITE
def test_phone_numbers_of_many_countries_elsewhere(hanna: PageClient) -> None:
    for phone in NO_PHONES:
        for url, values in ((BY_PHONE, CALL), ("/call-me", CALL_ME)):
            page = hanna.post(url, {**values, "phone": phone}, status=422)
            assert page is not None
            assert page.all("p", id="phone-error"), (url, phone)
    for number, phone in enumerate(PHONES):
        values = {
            **CALL,
            "reference": f"P-2222444{number + 2}",
            "phone": phone,
            "last_name": f"Name {number}",
        }
        hanna.post(BY_PHONE, {**values, "is_somebody_else": "y"})
        assert "/open-requests/" in hanna.location, phone


@SQLITE
def test_phone_numbers_of_helpers(offerer: PageClient) -> None:
    for phone in PHONES:
        offerer.post("/offer/who", {**OFFER_WHO, "phone": phone})
        assert offerer.location == "/offer/check", phone
    for phone in NO_PHONES:
        page = offerer.post("/offer/who", {**OFFER_WHO, "phone": phone}, status=422)
        assert page is not None
        assert page.all("p", id="phone-error"), phone


@SQLITE
def test_days_that_do_not_exist_and_that_end_too_early(offerer: PageClient) -> None:
    for day in IMPOSSIBLE_DAYS:
        page = offerer.post("/offer/away", {"first": day, "last": "2026-12-01"}, status=422)
        assert page is not None
        assert "Enter a day that exists" in page.text, day
        assert page.all("a", href="#first")
    page = offerer.post("/offer/away", {"first": "2026-12-10", "last": "2026-12-01"}, status=422)
    assert page is not None
    assert "The last day must not be before the first." in page.text
    assert page.all("p", id="last-error")


@SQLITE
def test_times_that_end_before_they_begin(asker: PageClient, cast: Cast, app: Any) -> None:
    hanna = PageClient(app)
    hanna.sign_in(cast.coordinator_hoerde)
    test_offer.answer(asker, cast)
    tried: list[tuple[PageClient, str, dict[str, object], str]] = [
        (asker, "/ask/when", {"said": "Tue 17-14"}, "said"),
        (asker, "/offer/when", {"text": "Tue 17-14"}, "text"),
        (hanna, BY_PHONE, {**CALL, "when": "Tue 17-14"}, "when"),
    ]
    for client, url, values, field in tried:
        page = client.post(url, values, status=422)
        assert page is not None
        assert "“17-14” ends before it begins." in page.text
        assert page.all("p", id=f"{field}-error"), url


@SQLITE
@pytest.mark.parametrize(
    "postal_code", ["00000", "99999", "4426", "442631", "D-44263", "🌻", "x" * 300, "44 26 9"]
)
def test_postcodes_that_do_not_exist(asker: PageClient, postal_code: str) -> None:
    for url, values, field in [
        ("/ask/where", {"postal_code": postal_code}, "postal_code"),
        ("/offer/where", {"postal_code": postal_code}, "postal_code"),
        ("/call-me", {**CALL_ME, "place": postal_code}, "place"),
    ]:
        if url == "/offer/where":
            asker.post("/offer", {"skill_codes": ["shopping"]})
            asker.post("/offer/languages", {"languages": ["de"]})
        page = asker.post(url, values, status=422)
        assert page is not None
        assert "We do not know this" in page.text
        assert page.all("p", id=f"{field}-error"), url


@SQLITE
def test_a_postcode_of_two_places_asks_which(hanna: PageClient, cast: Cast) -> None:
    hanna.post("/ask", {"kind_code": "shopping"})
    hanna.post("/ask/often", {"frequency": "once"})
    hanna.post("/ask/when", {"days": ["any"], "parts": ["any"]})
    hanna.post("/ask/where", {"postal_code": "44263"})
    assert hanna.location == "/ask/place"
    page = hanna.post(BY_PHONE, {**CALL, "place": "44263"}, status=422)
    assert page is not None
    assert "There are several: Hörde, Hörde-Süd." in page.text


@pytest.mark.parametrize("language", LANGUAGES)
@SQLITE
def test_faults_are_told_in_the_language_of_the_reader(client: PageClient, cast: Cast, language: str) -> None:
    client.get(f"/ask?lang={language}")
    test_ask.answer(client, cast)
    page = client.post("/ask/who", {**WHO, "first_name": ""}, status=422)
    assert page is not None
    assert LANGUAGES[language] in page.text


@SQLITE
def test_ten_megabytes_in_a_field_get_our_page(asker: PageClient) -> None:
    tried: list[tuple[str, dict[str, object]]] = [
        ("/ask/note", {"note": HUGE}),
        ("/ask/who", {**WHO, "first_name": HUGE}),
        ("/offer", {"skill_codes": HUGE}),
        ("/call-me", {**CALL_ME, "note": HUGE}),
        ("/register", {"name": HUGE, "email": "ada@example.org"}),
    ]
    for url, values in tried:
        page = asker.post(url, values, status=413)
        assert page is not None
        assert "This is too large" in page.text
    assert "Ada Muster" in asker.get("/ask/check").text  # what was told before is still there


def test_a_nul_gets_our_page_on_both_databases(asker: PageClient) -> None:
    for url, values in [("/ask/note", {"note": "a\0b"}), ("/call-me", {**CALL_ME, "name": "\0"})]:
        page = asker.post(url, values, status=400)
        assert page is not None
        assert page.all("h1")
    asker.get("/open-requests?language=%00", status=400)


def test_control_characters_are_kept_by_no_database(asker: PageClient, cast: Cast) -> None:
    asker.post("/ask/note", {"note": "third\x08 floor\r\nno lift\x1b[31m"})
    asker.post("/ask/check", {"consent": "y"})
    made = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id.desc())).first()
    assert made is not None
    assert made.note.split() == ["third", "floor", "no", "lift[31m"]


@SQLITE
@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "'; DROP TABLE accounts;--", "%(name)s"]
)
def test_code_is_only_text(asker: PageClient, typed: str) -> None:
    asker.post("/ask/note", {"note": typed})
    assert typed in asker.get("/ask/check").text


@SQLITE
def test_a_coordinator_is_told_beside_the_field_too(hanna: PageClient) -> None:
    for values, field in [
        ({"last_name": "x" * 101}, "last_name"), ({"street": "x" * 201}, "street"),
        ({"email": "ada@"}, "email"), ({"place": "00000"}, "place"), ({"consent": ""}, "consent"),
    ]:  # fmt: skip
        page = hanna.post(BY_PHONE, {**CALL, **values}, status=422)
        assert page is not None
        assert page.all("a", href=f"#{field}"), field
    assert test_by_phone.made() is None
