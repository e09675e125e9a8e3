"""A request by phone, on one page."""

import pytest
from sqlalchemy import select

from helpexchange.consents.models import Consent
from helpexchange.consents.rules import ConsentChannel
from helpexchange.core.database import db
from helpexchange.help_requests.models import CallDraft, HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import Channel
from tests.cast import Cast
from tests.page_client import PageClient

PAGE = "/help-requests/by-phone"
CALL = {
    "reference": "P-22223333",
    "last_name": "Müller",
    "first_name": "Grete",
    "phone": "0231 5550166",
    "place": "44263 Hörde",
    "kind_code": "shopping",
    "when": "Di Nachmittag, jede Woche",
    "note": "third floor",
    "language": "",
    "channel": "",
    "consent": "y",
}


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def made() -> HelpRequest | None:
    db.session.expire_all()
    return db.session.scalar(select(HelpRequest).where(HelpRequest.reference == CALL["reference"]))


def part(hanna: PageClient, path: str, values: dict[str, str]) -> str:
    """Ask for a part of the page, as the script does."""
    db.session.commit()
    answer = hanna.browser.post(f"{PAGE}/{path}", data={**values, "part": "1"})
    assert answer.status_code == 200
    return answer.text


def test_a_call_becomes_a_request(hanna: PageClient, cast: Cast) -> None:
    hanna.get(PAGE)
    page = hanna.submit(PAGE, CALL)
    assert "We will call you by Wednesday, 4 November 2026. Your number is P-22223333." in page.text
    request = made()
    assert request is not None
    assert request.person is not None
    assert (request.person.name, request.channel, request.office_id) == (
        "Grete Müller",
        Channel.PHONE,
        cast.hoerde.id,
    )
    assert [(time.weekday, time.start_min) for time in request.times] == [(1, 840)]
    assert (request.visits_per_week, request.is_one_off) == (1, False)
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.person_type, consent.person_id) == ("person_in_need", request.person_id)
    assert (consent.version, consent.channel, consent.language, consent.recorded_by) == (
        "contact_by_office_spoken_2", ConsentChannel.PHONE, "en", "Hanna Beispiel",
    )  # fmt: skip
    assert consent.wording.startswith("May our office keep")


def test_saving_twice_makes_one(hanna: PageClient, cast: Cast) -> None:
    hanna.post(PAGE, CALL)
    hanna.post(PAGE, CALL)
    assert hanna.location.startswith("/open-requests/")
    found = db.session.scalars(select(HelpRequest).where(HelpRequest.reference == CALL["reference"])).all()
    assert len(found) == 1


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"last_name": ""}, "last_name", "Enter the last name."),
        ({"phone": "12"}, "phone", "Write the phone number with its area code"),
        ({"phone": ""}, "phone", "so that we can reach the person"),
        ({"phone": "0231 5550166 or 67"}, "phone", "Write the phone number"),
        ({"email": "grete@"}, "email", "Write the e-mail address in full"),
        ({"place": "10115"}, "place", "We do not know this place in our town."),
        ({"place": "44263"}, "place", "There are several: Hörde, Hörde-Süd."),
        ({"kind_code": ""}, "kind_code", "Choose what help is needed."),
        ({"kind_code": "rocket"}, "kind_code", "Choose what help is needed."),
        ({"when": ""}, "when", "Enter when it suits"),
        ({"when": "17-14"}, "when", "ends before it begins."),
        ({"when": "Di 25-26"}, "when", "is no time of the day."),
        ({"when": "bei Vollmond"}, "when", "Not understood: bei, Vollmond."),
        ({"channel": "letter"}, "channel", "fill in the address or number above"),
        ({"note": "x" * 501}, "note", "This is too long."),
        ({"last_name": "x" * 101}, "last_name", "This is too long."),
        ({"consent": ""}, "consent", "Ask for consent"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(
    hanna: PageClient, cast: Cast, values: dict[str, str], field: str, words: str
) -> None:
    page = hanna.post(PAGE, {**CALL, **values}, status=422)
    assert page is not None
    assert words in page.text
    assert page.all("a", href=f"#{field}")
    assert made() is None


def test_what_was_understood_is_shown_while_typing_and_kept(hanna: PageClient, cast: Cast) -> None:
    shown = part(hanna, "look", CALL)
    assert "Tuesday, afternoon; Once a week" in shown
    assert "is no time of the day." in part(hanna, "look", {**CALL, "when": "Di 30-40"})
    assert db.session.scalars(select(CallDraft)).one().answers["last_name"] == "Müller"
    page = hanna.get(f"{PAGE}?draft=P-22223333")
    assert page.one("input", id="last_name").get("value") == "Müller"
    assert "Grete Müller" in hanna.get(PAGE).text
    hanna.post(PAGE, CALL)
    assert db.session.scalars(select(CallDraft)).all() == []


def test_a_half_noted_call_can_be_thrown_away(hanna: PageClient, cast: Cast) -> None:
    part(hanna, "look", CALL)
    hanna.submit(f"{PAGE}/drop", {"reference": "P-22223333"})
    assert db.session.scalars(select(CallDraft)).all() == []


@pytest.mark.parametrize("typed", ["ern", "Muster", "erna mu", "0231 555 0199", "+49 231 5550199", "5550199"])
def test_known_callers_are_found_by_name_or_number(hanna: PageClient, cast: Cast, typed: str) -> None:
    assert "Erna Muster" in part(hanna, "callers", {"caller": typed})
    page = hanna.post(f"{PAGE}/callers", {"caller": typed}, status=200)  # without a script
    assert page is not None
    assert "Erna Muster" in page.text


@pytest.mark.parametrize("typed", ["", "x", "zz", "%", "__", "0231 999 9999"])
def test_nobody_is_found_by_what_fits_nobody(hanna: PageClient, cast: Cast, typed: str) -> None:
    assert "Erna" not in part(hanna, "callers", {"caller": typed})


def test_another_offices_people_are_not_found(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_eving)
    assert "Erna" not in part(client, "callers", {"caller": "Erna"})
    assert cast.shopping.person is not None
    client.get(f"{PAGE}?person={cast.shopping.person.id}", status=404)


def test_a_known_caller_is_filled_in_and_stays_one_person(hanna: PageClient, cast: Cast) -> None:
    erna = cast.shopping.person
    assert erna is not None
    page = hanna.get(f"{PAGE}?person={erna.id}")
    assert page.one("input", id="last_name").get("value") == "Muster"
    hanna.post(PAGE, {**CALL, "person_id": str(erna.id), "last_name": "Muster", "first_name": "Erna"})
    request = made()
    assert request is not None
    assert request.person_id == erna.id


def test_somebody_known_is_shown_and_must_be_looked_at(hanna: PageClient, cast: Cast) -> None:
    same = {**CALL, "phone": "+49 231 555 0199"}
    assert "Erna Muster" in part(hanna, "look", same)
    page = hanna.post(PAGE, same, status=422)
    assert page is not None
    assert page.all("a", href="#is_somebody_else")
    hanna.post(PAGE, {**same, "is_somebody_else": "y"})
    request = made()
    assert request is not None
    assert request.person_id != (cast.shopping.person and cast.shopping.person.id)


def test_the_script_and_the_list_of_the_office_stand_beside_it(hanna: PageClient, cast: Cast) -> None:
    cast.hoerde.call_script = "Good day, how can we help?"
    cast.hoerde.professional_work = "Nursing\nMedication"
    page = hanna.get(PAGE)
    assert "Good day, how can we help?" in page.text
    assert "Medication" in page.text


@pytest.mark.parametrize("name", ["X", "x" * 100, "فاطمة", "Åse 🎈", "<b>Grete</b>"])
def test_names_of_any_kind(hanna: PageClient, cast: Cast, name: str) -> None:
    page = hanna.submit(PAGE, {**CALL, "last_name": name})
    assert name in page.text
    found = db.session.scalars(select(PersonInNeed).where(PersonInNeed.last_name == name)).all()
    assert len(found) == 1


def test_a_place_of_another_office_goes_there(hanna: PageClient, cast: Cast) -> None:
    page = hanna.submit(PAGE, {**CALL, "place": "44339 Eving"})
    assert "another office" in page.text
    request = made()
    assert request is not None
    assert request.office_id == cast.eving.id


@pytest.mark.parametrize(("who", "status"), [("network_lead", 403), ("senior", 403), ("administrator", 403)])
def test_only_coordinators_take_calls(client: PageClient, cast: Cast, who: str, status: int) -> None:
    client.sign_in(getattr(cast, who))
    client.get(PAGE, status=status)
    client.post(PAGE, CALL, status=status)
    for path in ("callers", "look", "drop"):
        client.post(f"{PAGE}/{path}", {}, status=status)
    assert made() is None
