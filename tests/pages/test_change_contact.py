"""An office changes how somebody is reached, where they live, and how they are told things."""

from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.rules import About, Channel
from tests.cast import Cast
from tests.engaged import begun
from tests.fakes import FakeClock
from tests.matched import shopping_proposal
from tests.outbox import messages
from tests.page_client import PageClient
from tests.told import told

NEW = {
    "phone": "0231 555 0142", "email": "erna@example.org", "street": "Neuer Weg 5",
    "place": "44263 Hörde-Süd", "channel": "mail",
}  # fmt: skip


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def erna(cast: Cast) -> PersonInNeed:
    person = cast.shopping.person
    assert person is not None
    return person


def page_of(cast: Cast) -> str:
    return f"/people/{erna(cast).known_id}"


def form_of(cast: Cast) -> str:
    return f"{page_of(cast)}/contact/{erna(cast).id}"


def form_of_helper(helper: HelperProfile) -> str:
    return f"/people/{helper.known_id}/help-contact/{helper.id}"


def entries(**columns: Any) -> list[AuditEntry]:
    db.session.expire_all()
    return list(db.session.scalars(select(AuditEntry).filter_by(**columns).order_by(AuditEntry.id)))


def test_an_office_changes_how_somebody_is_reached(hanna: PageClient, cast: Cast) -> None:
    assert hanna.get(page_of(cast)).all("a", href=form_of(cast))
    shown = hanna.get(form_of(cast))
    assert "Signing in stays with erna@example.org." in shown.text
    page = hanna.submit(form_of(cast), {**NEW, "channel": "letter"})
    for words in ("0231 555 0142", "erna@example.org", "Neuer Weg 5, 44263 Hörde-Süd", "letter"):
        assert words in page.text
    assert "Hanna Beispiel: changed how the person is reached" in page.text.replace("You:", "Hanna Beispiel:")
    assert "phone number, e-mail address, postal address, how we tell things" in page.text


def test_without_an_address_another_way_is_chosen_already(hanna: PageClient, cast: Cast) -> None:
    erna(cast).email = ""
    db.session.commit()
    page = hanna.get(form_of(cast))
    assert [each.get("value") for each in page.all("input", checked="")] == ["call"]


def test_the_old_values_are_not_in_the_trail(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(form_of(cast), NEW)
    found = entries(act="change_contact")
    assert [(each.office_id, each.details) for each in found] == [
        (cast.hoerde.id, {"changed": ["phone", "email", "address"]})
    ]


def test_twice_does_no_harm_and_looking_changes_nothing(hanna: PageClient, cast: Cast) -> None:
    hanna.get(form_of(cast))
    assert entries(act="change_contact") == []
    hanna.submit(form_of(cast), NEW)
    number, sent = cast.shopping.link_number, len(messages())
    assert "Nothing was changed." in hanna.submit(form_of(cast), NEW).text
    assert (len(entries(act="change_contact")), len(entries(act="move_request"))) == (1, 1)
    assert (cast.shopping.link_number, len(messages())) == (number, sent)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"phone": "12"}, "Write the phone number with its area code"),
        ({"email": "erna"}, "Write the e-mail address in full"),
        ({"email": ""}, "For this, fill in the address or number above."),
        ({"street": "", "channel": "letter"}, "For this, fill in the address or number above."),
        ({"channel": "pigeon"}, "Choose how to tell the person things."),
        ({"place": "99999"}, "We do not know this place in our town."),
        ({"place": "44263"}, "There are several: Hörde, Hörde-Süd."),
        ({"street": "x" * 201}, "This is too long."),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_wrong_stands_beside_the_field(
    hanna: PageClient, cast: Cast, values: dict[str, str], words: str
) -> None:
    page = hanna.post(form_of(cast), {**NEW, **values}, status=422)
    assert page is not None
    assert words in page.text
    assert erna(cast).street == ""


def test_a_place_that_was_known_is_not_emptied(hanna: PageClient, cast: Cast) -> None:
    hanna.submit(form_of(cast), NEW)
    page = hanna.post(form_of(cast), {**NEW, "place": ""}, status=422)
    assert page is not None
    assert "Enter the postcode or the place." in page.text


def test_others_cannot_change_it(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    client.get(form_of(cast), status=404)
    client.post(form_of(cast), NEW, status=404)
    client.post(form_of_helper(cast.meryem), NEW, status=404)
    for who in (cast.network_lead, cast.senior, cast.administrator):
        client.sign_in(who)
        client.post(form_of(cast), NEW, status=403)
        client.post(form_of_helper(cast.meryem), NEW, status=403)
    assert entries(act="change_contact") == []


def test_the_record_must_be_of_the_person(hanna: PageClient, cast: Cast) -> None:
    hanna.get(f"/people/{cast.meryem.known_id}/contact/{erna(cast).id}", status=404)
    hanna.get(f"{page_of(cast)}/help-contact/{cast.meryem.id}", status=404)


def test_what_is_open_is_looked_for_from_the_new_place(
    hanna: PageClient, cast: Cast, clock: FakeClock
) -> None:
    proposal = shopping_proposal(cast, now=clock.now())
    page = hanna.submit(form_of(cast), {**NEW, "place": "44339 Eving"})
    assert "belongs to another office" in page.text
    db.session.expire_all()
    moved = cast.shopping
    assert (moved.postal_code, moved.district_id) == ("44339", cast.eving.districts[0].id)
    assert (moved.latitude, moved.office_id) == (cast.eving.latitude, cast.hoerde.id)
    assert proposal.state is ProposalState.LAPSED
    assert "noted the new place" in hanna.get(f"/open-requests/{cast.shopping.id}").text


def test_a_request_for_elsewhere_stays_there(hanna: PageClient, cast: Cast) -> None:
    erna(cast).postal_code, erna(cast).town = "44135", "Mitte"
    db.session.commit()
    hanna.submit(form_of(cast), NEW)
    assert cast.shopping.postal_code == "44263"
    assert entries(act="move_request") == []


def test_whoever_visits_is_told_where_to_go(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    begun(cast, clock)
    before = len(messages())
    page = hanna.submit(form_of(cast), {**NEW, "email": erna(cast).email})
    assert "1 helper is told." in page.text
    assert cast.shopping.state is RequestState.AGREED
    new = messages()[before:]
    assert [(each.message, each.name) for each in new] == [("people/messages/new_contact", "Meryem Muster")]
    assert "Neuer Weg 5, 44263 Hörde-Süd" in new[0].text
    assert "Erna" not in new[0].subject
    hanna.submit(form_of(cast), {**NEW, "email": erna(cast).email, "channel": "call"})
    assert len(messages()) == before + 1  # how the office tells things is nothing to helpers


def test_links_to_the_old_address_end(hanna: PageClient, cast: Cast) -> None:
    number = cast.shopping.link_number
    hanna.submit(form_of(cast), {**NEW, "email": erna(cast).email})
    assert (cast.shopping.link_number, messages()) == (number, [])
    hanna.submit(form_of(cast), NEW)
    db.session.expire_all()
    assert cast.shopping.link_number == number + 1
    assert [(each.message, each.address) for each in messages()] == [
        ("help_requests/messages/new_link", "erna@example.org")
    ]


def test_what_waits_goes_to_the_new_address(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    whose = About(object_type="person_in_need", object_id=erna(cast).id)
    for is_secret in (False, True):
        told(now=clock.now(), channel=Channel.TEXT, person=whose, phone="0151 5550100", is_secret=is_secret)
    hanna.submit(form_of(cast), NEW)
    texts = [each.address for each in messages() if each.channel is Channel.TEXT]
    assert texts == [NEW["phone"], "0151 5550100"]  # a code goes where it was asked for


def test_a_helper_is_reached_elsewhere_too(hanna: PageClient, cast: Cast) -> None:
    number = cast.meryem.link_number
    assert hanna.get(f"/people/{cast.meryem.known_id}").all("a", href=form_of_helper(cast.meryem))
    page = hanna.submit(form_of_helper(cast.meryem), {**NEW, "place": "44339 Eving"})
    assert "Neuer Weg 5, 44339 Eving" in page.text
    assert "phone number, e-mail address, postal address" in page.text
    db.session.expire_all()
    helper = cast.meryem
    assert (helper.latitude, helper.office_id) == (cast.eving.latitude, cast.hoerde.id)
    assert helper.link_number == number + 1
    link = messages()[-1]
    assert (link.message, link.address) == ("helper_profiles/messages/new_link", "erna@example.org")
    assert cast.hoerde.name in link.text  # their office stays theirs
    assert [each.details for each in entries(act="change_contact")] == [
        {"changed": ["phone", "email", "address"]}
    ]
    hanna.submit(form_of_helper(cast.meryem), {**NEW, "place": "44339 Eving"})
    assert len(entries(act="change_contact")) == 1
