"""My data: what is kept, the file, consent taken back, erasing; by account, by link, by the office."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.consents.actions import note_consent
from helpexchange.consents.models import Consent
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.links import PAGE, token_for
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient

PAGE_URL, ERASE_URL = "/my-data", "/my-data/erase"


@pytest.fixture
def erna(client: PageClient, cast: Cast) -> PageClient:
    """The browser of Erna, who has an account and asked for shopping."""
    client.sign_in(cast.senior)
    return client


@pytest.fixture
def consent(cast: Cast, clock: FakeClock) -> Consent:
    """Erna's consent to her request being kept."""
    assert cast.shopping.person_id is not None
    made = note_consent(
        whose=("person_in_need", cast.shopping.person_id),
        agreement=agreement(ConsentPurpose.ASK, language="de"), office_id=cast.hoerde.id, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    db.session.commit()
    return made


def downloaded(client: PageClient, url: str = "/my-data/download") -> dict[str, Any]:
    client._open(url, method="POST", data={}, headers={})
    assert client.response.status_code == 200
    assert client.response.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    found: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(client.response.data)).read("data.json"))
    return found


def acts() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_it_says_what_is_kept_what_for_and_how_long(erna: PageClient, consent: Consent) -> None:
    page = erna.get(PAGE_URL)
    assert "to find out who could help whom, and when" in page.text
    assert "365 days after the last help request has ended" in page.text
    assert "Ich kann das jederzeit zurücknehmen." in page.text


def test_whoever_is_unknown_signs_in_first(client: PageClient) -> None:
    client.get(PAGE_URL, status=302)
    assert client.location.startswith("/sign-in")
    client.post("/my-data/download")
    assert client.location.startswith("/sign-in")


def test_the_file_holds_everything_of_oneself_and_nobody_else(erna: PageClient) -> None:
    data = downloaded(erna)
    text = json.dumps(data)
    assert [each["kind"] for each in data["people"]] == ["account", "person_in_need"]
    assert "0231 555 0199" in text
    assert "Meryem" not in text
    assert acts() == ["export_data", "export_data"]


def test_a_helper_finds_offer_and_account(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.volunteer)
    people = {each["kind"]: each["data"] for each in downloaded(client)["people"]}
    assert people["helper"]["helper_skills"][0]["skill_code"] == "shopping"
    assert people["account"]["accounts"][0]["email"] == cast.volunteer.email


def test_the_link_of_a_request_opens_the_data_without_an_account(client: PageClient, cast: Cast) -> None:
    token = token_of(cast.shopping.reference)
    page = client.submit(f"/my-request/{token}/data")
    assert "My data" in page.text
    assert downloaded(client)["people"][0]["kind"] == "person_in_need"
    client.post("/my-request/forged/data", status=404)


def test_the_link_of_a_helper_opens_the_data_without_an_account(client: PageClient, cast: Cast) -> None:
    client.post(f"/my-help/open/{token_for(PAGE, cast.jonas.id)}")
    assert [each["id"] for each in downloaded(client)["people"]] == [cast.jonas.id]


def test_taking_consent_back_says_first_what_follows(erna: PageClient, cast: Cast, consent: Consent) -> None:
    url = f"/my-data/consents/{consent.id}/end"
    assert "every help request that is not finished ends today" in erna.get(url).text
    assert acts() == ["note_consent"]
    assert "The consent has ended." in erna.submit(url).text
    db.session.expire_all()
    assert cast.shopping.state is RequestState.WITHDRAWN
    assert "Ended:" in erna.get(PAGE_URL).text
    erna.post(url)  # twice does no harm


def test_somebody_elses_consent_is_not_found(client: PageClient, cast: Cast, consent: Consent) -> None:
    client.sign_in(cast.volunteer)
    client.post(f"/my-data/consents/{consent.id}/end", status=404)


def test_erasing_tells_what_stays_and_wants_a_tick(erna: PageClient) -> None:
    page = erna.get(ERASE_URL)
    assert "What stays as a number" in page.text
    refused = erna.post(ERASE_URL, {}, status=422)
    assert refused is not None
    assert "Tick the box if you are sure." in refused.text
    assert acts() == []


def test_erasing_happens_at_once_and_counts_stay(erna: PageClient, cast: Cast, consent: Consent) -> None:
    person_id, account_id, request_id = consent.person_id, cast.senior.id, cast.shopping.id
    erna.post(ERASE_URL, {"is_sure": "y"})
    assert erna.location == "/"
    db.session.expire_all()
    person, account = db.session.get_one(PersonInNeed, person_id), db.session.get_one(Account, account_id)
    assert (person.first_name, person.phone, person.account_id) == ("", "", None)
    assert (account.name, account.active, account.password, account.roles) == ("", False, None, [])
    request = db.session.get_one(HelpRequest, request_id)
    assert (request.state, request.kind_code, request.latitude) == (
        RequestState.WITHDRAWN, "shopping", None,
    )  # fmt: skip
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "forget_person").order_by(AuditEntry.id)
    ).all()
    assert len(entries) == 2
    names = db.session.scalars(select(AuditEntry.actor)).all()
    assert "Erna Muster" not in names
    erna.get("/my-data", status=302)


def test_whoever_was_erased_cannot_come_back_by_link(client: PageClient, cast: Cast) -> None:
    token = token_of(cast.shopping.reference)
    cast.shopping.person.account_id = None  # type: ignore[union-attr]  # Erna of the cast
    client.post(f"/my-request/{token}/data")
    client.post(ERASE_URL, {"is_sure": "y"})
    client.post(f"/my-request/{token}/data")
    client.get(PAGE_URL, status=302)


def test_an_old_proof_is_not_enough_to_erase(erna: PageClient, clock: FakeClock) -> None:
    clock.advance(hours=1)
    erna.get(ERASE_URL, status=302)
    assert erna.location.startswith("/sign-in/again")
    erna.post(ERASE_URL, {"is_sure": "y"})
    assert acts() == []


def test_an_old_link_is_not_enough_to_erase(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.post(f"/my-help/open/{token_for(PAGE, cast.jonas.id)}")
    clock.advance(hours=1)
    assert "Please open your link again" in client.get(ERASE_URL).text
    client.post(f"/my-help/open/{token_for(PAGE, cast.jonas.id)}")
    client.post(ERASE_URL, {"is_sure": "y"})
    db.session.expire_all()
    jonas = db.session.get_one(HelperProfile, cast.jonas.id)
    assert (jonas.first_name, jonas.state) == ("", HelperState.LEFT)


def test_who_works_for_an_office_is_closed_by_an_administrator(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    assert "An administrator closes it for you." in client.get(PAGE_URL).text
    client.post(ERASE_URL, {"is_sure": "y"}, status=409)


def test_what_was_asked_for_somebody_else_stays(erna: PageClient, cast: Cast) -> None:
    other = PersonInNeed(account_id=cast.senior.id, first_name="Otto", asked_by="Erna Muster")
    cast.garden.person = other
    db.session.commit()
    erna.post(ERASE_URL, {"is_sure": "y"})
    db.session.expire_all()
    assert db.session.get_one(PersonInNeed, other.id).first_name == "Otto"
    assert cast.garden.state is RequestState.OPEN


def test_an_office_does_the_same_for_who_phones(client: PageClient, cast: Cast, consent: Consent) -> None:
    client.sign_in(cast.coordinator_hoerde)
    url = f"/data/people-in-need/{consent.person_id}"
    assert "Data of Erna Muster" in client.get(url).text
    assert downloaded(client, f"{url}/download")["people"][0]["kind"] == "person_in_need"
    client.submit(f"{url}/consents/{consent.id}/end")
    client.post(f"{url}/erase", {"is_sure": "y"})
    client.get(url, status=404)
    assert acts().count("forget_person") == 1
    who = db.session.scalars(select(AuditEntry.actor).where(AuditEntry.act == "forget_person")).one()
    assert who == "Hanna Beispiel"


def test_another_office_finds_nobody(client: PageClient, cast: Cast, consent: Consent) -> None:
    client.sign_in(cast.coordinator_eving)
    url = f"/data/people-in-need/{consent.person_id}"
    client.get(url, status=404)
    for what in ("download", "erase", f"consents/{consent.id}/end", "consents/paper"):
        client.post(f"{url}/{what}", {"is_sure": "y"}, status=404)
    client.get(f"/data/helpers/{cast.meryem.id}", status=404)
    client.get(f"/data/nobody/{cast.meryem.id}", status=404)
    assert acts() == ["note_consent"]


def test_a_consent_on_paper_is_noted_with_its_day(client: PageClient, cast: Cast, clock: FakeClock) -> None:
    client.sign_in(cast.coordinator_hoerde)
    url = f"/data/helpers/{cast.meryem.id}/consents/paper"
    assert "the office may keep these answers" in client.get(url).text
    for wrong in ({}, {"given_on": "32.13.2026"}, {"given_on": "3.11.2026", "is_same": "y"}):
        assert client.post(url, wrong, status=422)
    page = client.submit(url, {"given_on": "1.10.2026", "is_same": "y"})
    assert "on paper" in page.text
    made = db.session.scalars(select(Consent)).one()
    assert (made.channel, made.recorded_by) == ("paper", "Hanna Beispiel")
    assert made.given_at.date().isoformat() == "2026-10-01"
    assert clock.now() - made.given_at > timedelta(days=31)
