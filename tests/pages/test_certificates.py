"""Certificates: issued by the office, printed by the helper, checked by anybody, taken back."""

import io

import pytest
from flask import Flask
from pypdf import PdfReader

from helpexchange.config import LANGUAGES
from helpexchange.core.database import db
from helpexchange.hours_and_costs.certificate_sheet import certificate_sheet
from helpexchange.hours_and_costs.models import HourCertificate
from helpexchange.hours_and_costs.rules import CertificateState, shown_code
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.spending import certified, confirmed, logged


@pytest.fixture
def certificate(cast: Cast, clock: FakeClock) -> HourCertificate:
    """What Hörde certifies of Meryem: 60 minutes of shopping, 90 of meetings."""
    confirmed(cast, clock)
    logged(cast, clock)
    return certified(cast, clock)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_the_office_issues_it_and_the_helper_prints_it(
    client: PageClient, cast: Cast, clock: FakeClock
) -> None:
    confirmed(cast, clock)
    client.sign_in(cast.coordinator_hoerde)
    address = f"/hours/helpers/{cast.meryem.id}/certificates/new"
    assert client.get(address).one("input", id="first").get("value") == "2026-01-01"
    for wrong in (
        {"first": "2026-11-03", "last": "2026-11-02"},
        {"first": "2026-10-01", "last": "2026-10-02"},
    ):
        page = client.post(address, wrong, status=422)
        assert page is not None
        assert page.all("a", href="#last")
    page = client.submit(address, {"first": "2026-01-01", "last": "2026-11-03"})
    assert "The certificate is there." in page.text
    client.sign_in(cast.volunteer)
    links = [each.get("href") or "" for each in client.get("/my-help/hours").all("a")]
    (link,) = [each for each in links if each.endswith(".pdf")]
    client._open(link, method="GET", headers={})
    assert client.response.mimetype == "application/pdf"
    assert "Meryem Muster" in text_of(client.response.data)


def test_it_says_all_that_matters_and_nobody_who_was_helped(app: Flask, certificate: HourCertificate) -> None:
    with app.test_request_context("/"):
        pdf = certificate_sheet(certificate)
    text = text_of(pdf)
    for words in ("Meryem Muster", "2 h 30 min", "shopping: 1 h", "1 November 2026", "3 November 2026",
                  "Seniorenbüro Hörde", shown_code(certificate.code), "/certificates"):  # fmt: skip
        assert words in text, words
    assert "Erna" not in text
    assert b"pdfuaid:part" in pdf


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_helpers_language(app: Flask, certificate: HourCertificate, language: str) -> None:
    certificate.language = language
    titles = {
        "en": "Certificate of voluntary help", "de": "Bescheinigung über freiwillige Hilfe",
        "nl": "Getuigschrift van vrijwilligerswerk", "da": "Bevis for frivillig hjælp",
    }  # fmt: skip
    with app.test_request_context("/"):
        assert titles[language] in text_of(certificate_sheet(certificate))


def test_anybody_may_check_the_code(client: PageClient, certificate: HourCertificate) -> None:
    code = shown_code(certificate.code)
    page = client.get(f"/certificates?code={code}")
    assert page.one("input", id="code").get("value") == code
    assert "This certificate is real" not in page.text  # a look at an address tells nothing
    page = client.post("/certificates", {"code": code.lower()}, status=200) or page
    for words in ("This certificate is real.", "M. M.", "2 h 30 min", "Seniorenbüro Hörde"):
        assert words in page.text
    for secret in ("Meryem", "Erna", "shopping", "Hanna"):
        assert secret not in page.text


@pytest.mark.parametrize("code", ["", "nonsense", "0000-0000-0000", "x" * 21])
def test_other_codes_are_refused_beside_the_field(client: PageClient, cast: Cast, code: str) -> None:
    page = client.post("/certificates", {"code": code}, status=422)
    assert page is not None
    assert page.all("a", href="#code")


def test_taken_back_it_no_longer_holds(client: PageClient, cast: Cast, certificate: HourCertificate) -> None:
    client.sign_in(cast.coordinator_hoerde)
    address = f"/hours/certificates/{certificate.id}/revoke"
    page = client.post(address, {"reason": ""}, status=422)
    assert page is not None
    assert page.all("a", href="#reason")
    assert "No longer holds" in client.submit(address, {"reason": "a day too many"}).text
    db.session.expire_all()
    assert certificate.state is CertificateState.REVOKED
    client.sign_out()
    page = client.post("/certificates", {"code": certificate.code}, status=200)
    assert page is not None
    assert "This certificate no longer holds." in page.text
    for secret in ("M. M.", "2 h 30 min", "a day too many"):
        assert secret not in page.text


def test_nobody_elses_certificate(client: PageClient, cast: Cast, certificate: HourCertificate) -> None:
    client.sign_in(cast.coordinator_eving)
    client.get(f"/hours/certificates/{certificate.id}/revoke", status=404)
    client.get(f"/hours/helpers/{cast.meryem.id}/certificates/new", status=404)
    client.get(f"/hours/helpers/{cast.jonas.id}/certificates/{certificate.id}.pdf", status=404)
    client.sign_in(cast.network_lead)
    client.get(f"/hours/certificates/{certificate.id}/revoke", status=403)
