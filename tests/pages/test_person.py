"""One page per person: who they are, notes, history, messages; and who has read it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.phones import dialled
from helpexchange.people.jobs import forget_old_readings
from helpexchange.people.models import PersonNote, RecordReading
from helpexchange.people.rules import READINGS_KEPT
from helpexchange.people_index.models import KnownPerson
from helpexchange.people_index.rules import ReadOn
from helpexchange.privacy.actions import forget_person
from helpexchange.privacy.rules import RETENTION_DAYS, Kept, Person, PersonKind
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer
from tests.page_client import PageClient
from tests.told import told

NOTE = {"text": "Likes to be called in the morning.", "reference": "N-0123456789abcdef"}


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def erna(cast: Cast) -> str:
    """The page of Erna, who asks and has an account."""
    person = cast.shopping.person
    assert person is not None
    assert person.known_id is not None
    return f"/people/{person.known_id}"


def notes() -> list[PersonNote]:
    db.session.expire_all()
    return list(db.session.scalars(select(PersonNote).order_by(PersonNote.id)))


def readings() -> list[tuple[str, ReadOn]]:
    db.session.expire_all()
    found = db.session.scalars(select(RecordReading).order_by(RecordReading.id))
    return [(each.reader, each.page) for each in found]


def test_a_person_is_one_page(hanna: PageClient, cast: Cast, erna: str) -> None:
    person = cast.shopping.person
    assert person is not None
    message = told(now=cast.shopping.submitted_at, office_id=cast.hoerde.id)
    message.person_type, message.person_id = "person_in_need", person.id
    page = hanna.get(erna)
    for words in ("Erna Muster", "0231 555 0199", "shopping", "person in need", message.subject):
        assert words in page.text
    assert page.all("a", href=f"/open-requests/{cast.shopping.id}")
    assert hanna.get(f"/open-requests/{cast.shopping.id}").all("a", href=erna)


def test_a_helper_is_one_page_too(hanna: PageClient, cast: Cast) -> None:
    page = hanna.get(f"/people/{cast.meryem.known_id}")
    assert page.all("a", href=f"/helpers/{cast.meryem.id}")
    assert hanna.get(f"/helpers/{cast.meryem.id}").all("a", href=f"/people/{cast.meryem.known_id}")
    assert readings() == []  # only records of people in need are watched


def test_a_note_has_author_and_time_and_is_audited(hanna: PageClient, cast: Cast, erna: str) -> None:
    page = hanna.submit(erna, NOTE)
    assert NOTE["text"] in page.text
    assert "Hanna Beispiel" in page.text
    hanna.post(erna, NOTE)
    assert [(each.author, each.office_id) for each in notes()] == [("Hanna Beispiel", cast.hoerde.id)]
    acts = db.session.scalars(
        select(AuditEntry.act).where(AuditEntry.object_type == "known_person").order_by(AuditEntry.id)
    ).all()
    assert acts == ["add_note"]
    assert "wrote a note" in hanna.get(erna).text


@pytest.mark.parametrize(("text", "words"), [("", "Write the note."), ("x" * 2001, "This is too long.")])
def test_what_is_wrong_is_said_beside_the_note(hanna: PageClient, erna: str, text: str, words: str) -> None:
    page = hanna.post(erna, {**NOTE, "text": text}, status=422)
    assert page is not None
    assert words in page.text
    assert notes() == []


def test_a_note_is_corrected_by_its_author_within_a_day(
    hanna: PageClient, cast: Cast, erna: str, clock: FakeClock
) -> None:
    hanna.submit(erna, NOTE)
    address = f"/people/notes/{notes()[0].id}"
    hanna.get(address)
    page = hanna.submit(address, {**NOTE, "text": "In the afternoon."})
    assert "In the afternoon." in page.text
    assert "corrected" in page.text
    clock.advance(hours=24)
    hanna.sign_in(cast.coordinator_hoerde)
    hanna.get(address, status=409)
    hanna.post(address, {**NOTE, "text": "Too late."}, status=409)
    assert not hanna.get(erna).all("a", href=address)
    assert notes()[0].text == "In the afternoon."


def test_others_cannot_correct_or_see_a_note(
    hanna: PageClient, client: PageClient, cast: Cast, erna: str
) -> None:
    hanna.submit(erna, NOTE)
    note_id = notes()[0].id
    client.sign_in(cast.network_lead)
    assert NOTE["text"] in client.get(erna).text
    client.get(f"/people/notes/{note_id}", status=403)
    client.post(erna, {**NOTE, "reference": "N-fedcba9876543210"}, status=403)
    client.sign_in(cast.coordinator_eving)
    client.get(erna, status=404)
    client.post(erna, NOTE, status=404)
    client.get(f"/people/notes/{note_id}", status=404)
    for who in (cast.senior, cast.administrator):
        client.sign_in(who)
        client.get(erna, status=403)


def test_nobody_is_at_an_unknown_number(hanna: PageClient) -> None:
    hanna.get("/people/99999999", status=404)


def test_who_was_merged_is_found_at_the_other(hanna: PageClient, cast: Cast, erna: str) -> None:
    gone = KnownPerson(sort_key="x", merged_into_id=int(erna.rsplit("/", 1)[-1]))
    db.session.add(gone)
    db.session.commit()
    hanna.get(f"/people/{gone.id}", status=302)
    assert hanna.location == erna


def test_reading_is_noted_once_an_hour(hanna: PageClient, cast: Cast, erna: str, clock: FakeClock) -> None:
    person = cast.shopping.person
    assert person is not None
    hanna.get(erna)
    assert readings() == [("Hanna Beispiel", ReadOn.PERSON)]
    hanna.get(f"/open-requests/{cast.shopping.id}")
    assert len(readings()) == 1
    clock.advance(hours=1)
    hanna.get(f"/help-requests/by-phone?person={person.id}")
    clock.advance(hours=1)
    hanna.get(f"/open-requests/{cast.shopping.id}")
    assert [page for _reader, page in readings()] == [ReadOn.PERSON, ReadOn.BY_PHONE, ReadOn.REQUEST]


def test_who_may_not_read_and_who_reads_their_own_is_not_noted(
    client: PageClient, cast: Cast, erna: str
) -> None:
    client.sign_in(cast.senior)
    client.get(f"/open-requests/{cast.shopping.id}")
    client.sign_in(cast.coordinator_eving)
    client.get(erna, status=404)
    client.get(f"/open-requests/{cast.shopping.id}")  # what everybody may see
    assert readings() == []


def test_the_network_lead_sees_who_has_read(hanna: PageClient, cast: Cast, erna: str) -> None:
    hanna.get(erna)
    hanna.sign_in(cast.network_lead)
    page = hanna.get("/access-log")
    assert "Hanna Beispiel" in page.text
    assert "Erna Muster" in page.text
    assert "page of the person" in page.text
    for query, is_there in (
        (f"?reader={cast.coordinator_hoerde.id}", True),
        (f"?reader={cast.coordinator_eving.id}", False),
        ("?day=2026-11-02", True),
        ("?day=3.11.2026", False),
        (f"?person={erna.rsplit('/', 1)[-1]}", True),
        ("?reader=x&person=99999999999999999999&page=7", True),
    ):
        shown = hanna.get(f"/access-log{query}")
        assert ("Erna Muster" in shown.text) is is_there, query
    assert "Enter a day that exists" in hanna.get("/access-log?day=nonsense").text
    found = hanna.post("/access-log", {"typed": "Enra"}, status=200)
    assert found is not None
    assert "Erna Muster" in found.text
    nobody = hanna.post("/access-log", {"typed": "Pavel"}, status=200)
    assert nobody is not None
    assert "Nobody has read anything that fits" in nobody.text


def test_the_log_is_empty_at_first_and_for_the_lead_only(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.network_lead)
    assert "Nobody has read a record yet" in client.get("/access-log").text
    for who in (cast.coordinator_hoerde, cast.administrator, cast.senior):
        client.sign_in(who)
        client.get("/access-log", status=403)


def test_notes_and_readings_go_with_the_person(
    hanna: PageClient, cast: Cast, erna: str, clock: FakeClock
) -> None:
    hanna.submit(erna, NOTE)
    assert readings()
    cast.senior.known_id = None  # no account keeps her
    person = cast.shopping.person
    assert person is not None
    known = db.session.get(KnownPerson, person.known_id)
    assert known is not None
    known.words = [each for each in known.words if each.source != "account"]
    db.session.flush()
    forget_person(
        person=Person(kind=PersonKind.PERSON_IN_NEED, id=person.id), by=as_viewer(cast.network_lead),
        now=clock.now() + timedelta(days=1),
    )  # fmt: skip
    assert notes() == []
    assert readings() == []


def test_readings_are_forgotten_after_three_years(hanna: PageClient, erna: str, clock: FakeClock) -> None:
    assert timedelta(days=RETENTION_DAYS[Kept.SINCE_ACT]) == READINGS_KEPT
    hanna.get(erna)
    assert forget_old_readings(clock.now() + READINGS_KEPT) == 0
    assert forget_old_readings(clock.now() + READINGS_KEPT + timedelta(days=1)) == 1
    db.session.commit()
    assert readings() == []


def test_numbers_call_and_addresses_write(client: PageClient, cast: Cast) -> None:
    client.sign_in(cast.coordinator_hoerde)
    cast.meryem.email = "meryem@example.org"
    db.session.commit()
    person = cast.shopping.person
    assert person is not None
    for url, phone, email in (
        (f"/people/{person.known_id}", person.phone, person.email),
        (f"/open-requests/{cast.shopping.id}", person.phone, person.email),
        (f"/helpers/{cast.meryem.id}", cast.meryem.phone, cast.meryem.email),
        ("/people", cast.meryem.phone, None),
    ):
        page = client.get(url)
        assert phone in [each.text for each in page.all("a", href=f"tel:{dialled(phone)}")], url
        assert email is None or page.all("a", href=f"mailto:{email}"), url
