"""Offices edit what they tell about themselves."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from tests.cast import Cast
from tests.page_client import PageClient

OFFICE = {
    "name": "Seniorenbüro Hörde",
    "street": "Musterweg 1",
    "postal_code": "44263",
    "town": "Musterhausen",
    "phone": "0231 555 0100",
    "email": "hoerde@example.org",
    "opening_hours": "Mo-Fr 9-12",
    "spoken": "de, en",
    "caller_notes": "",
    "call_script": "",
    "professional_work": "",
    "first_contact_days": "2",
    "state_code": "",
}


def test_what_is_changed_is_kept_and_audited(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    assert "Seniorenbüro Eving" not in client.get("/offices").text
    url = f"/offices/{cast.hoerde.id}/edit"
    page = client.get(url)
    assert page.one("input", id="spoken").get("value") == "de, en"
    client.submit(url, {**OFFICE, "spoken": "de, TR", "state_code": "de-nw", "professional_work": "Nursing"})
    db.session.expire_all()
    assert (cast.hoerde.languages, cast.hoerde.state_code) == (["de", "tr"], "DE-NW")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.office_id) == ("edit_office", cast.hoerde.id)
    assert entry.details == {"changed": ["languages", "professional_work", "state_code"]}


def test_nothing_changed_is_no_act(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    client.submit(f"/offices/{cast.hoerde.id}/edit", OFFICE)
    assert not db.session.scalars(select(AuditEntry)).all()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "call us"}, "phone"),
        ({"email": "hoerde@"}, "email"),
        ({"spoken": "German"}, "spoken"),
        ({"first_contact_days": "0"}, "first_contact_days"),
        ({"first_contact_days": "soon"}, "first_contact_days"),
        ({"state_code": "XX-1"}, "state_code"),
        ({"call_script": "x" * 4001}, "call_script"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: PageClient, cast: Cast, values: dict[str, str], field: str
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    page = client.post(f"/offices/{cast.hoerde.id}/edit", {**OFFICE, **values}, status=422)
    assert page is not None
    assert page.all("a", href=f"#{field}")


def test_a_name_is_given_once(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    client.post(f"/offices/{cast.hoerde.id}/edit", {**OFFICE, "name": "Seniorenbüro Eving"}, status=409)


@pytest.mark.parametrize("who", ["coordinator_eving", "administrator", "senior"])
def test_only_its_own_people_and_the_network_lead_edit(client: PageClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(f"/offices/{cast.hoerde.id}/edit", status=403)
    client.post(f"/offices/{cast.hoerde.id}/edit", OFFICE, status=403)
