"""A message did not arrive: its office tries again, sends a letter, or calls."""

from typing import Any

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import About, Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told


@pytest.fixture
def ida(cast: Cast) -> PersonInNeed:
    """Who asked for what Hörde has not cleared yet."""
    person = PersonInNeed(
        first_name="Ida", last_name="Muster", phone="0231 555 0188", email="ida@example.org",
        street="Markt 1", postal_code="44263", town="Musterhausen",
    )  # fmt: skip
    cast.uncleared.person = person
    db.session.commit()
    return person


@pytest.fixture
def failed(cast: Cast, ida: PersonInNeed, clock: FakeClock) -> OutboxMessage:
    """A mail to Ida that came back."""
    return failed_mail(cast, clock, About(object_type="person_in_need", object_id=ida.id))


def failed_mail(cast: Cast, clock: FakeClock, person: About, **others: Any) -> OutboxMessage:
    mail = told(now=clock.now(), office_id=cast.hoerde.id, person=person, **others)
    mail.state, mail.attempts, mail.last_error = MessageState.FAILED, 3, "address_refused 550"
    db.session.commit()
    return mail


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde."""
    client.sign_in(cast.coordinator_hoerde)
    return client


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def url(message: OutboxMessage, way: str) -> str:
    return f"/messages/failed/{message.id}/{way}"


def test_the_day_board_says_whom_and_why(hanna: PageClient, failed: OutboxMessage) -> None:
    text = hanna.get("/day-board").text
    assert "Erika Kaya" in text
    assert "The address or number is not accepted. (550)" in text


def test_trying_again(hanna: PageClient, failed: OutboxMessage) -> None:
    hanna.submit(url(failed, "again"))
    page = hanna.submit(url(failed, "again"))
    assert "Not delivered 0" in page.text
    db.session.refresh(failed)
    assert (failed.state, failed.attempts) == (MessageState.WAITING, 0)
    assert acts() == ["retry_message"]


def test_sending_a_letter(hanna: PageClient, failed: OutboxMessage) -> None:
    hanna.submit(url(failed, "letter"))
    page = hanna.submit(url(failed, "letter"))
    assert "1 letter to print" in page.text
    db.session.refresh(failed)
    assert failed.address == "Ida Muster\nMarkt 1\n44263 Musterhausen"
    assert (failed.channel, failed.state) == (Channel.LETTER, MessageState.WAITING)
    assert acts() == ["send_otherwise"]


def test_telling_by_phone(hanna: PageClient, failed: OutboxMessage) -> None:
    hanna.submit(url(failed, "call"))
    assert "Words to say" in hanna.get("/calls").text
    db.session.refresh(failed)
    assert failed.address == "0231 555 0188"


def test_without_an_address_it_says_so(hanna: PageClient, ida: PersonInNeed, failed: OutboxMessage) -> None:
    ida.street = ida.phone = ""
    for way in ("letter", "call"):
        page = hanna.post(url(failed, way), status=400)
        assert page is not None
        assert "We know no address for this." in page.text
    db.session.refresh(failed)
    assert failed.state is MessageState.FAILED


def test_a_helper_gets_a_call_too(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    cast.pavel.phone = "0231 555 0177"
    mail = failed_mail(cast, clock, About(object_type="helper", object_id=cast.pavel.id))
    hanna.submit(url(mail, "call"))
    db.session.refresh(mail)
    assert (mail.channel, mail.address) == (Channel.CALL, "0231 555 0177")


def test_an_account_has_no_other_address(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    mail = failed_mail(cast, clock, About(object_type="account", object_id=cast.senior.id))
    hanna.post(url(mail, "letter"), status=400)


def test_codes_are_nobodys_to_send(hanna: PageClient, cast: Cast, clock: FakeClock) -> None:
    about = About(object_type="account", object_id=cast.senior.id)
    secret = failed_mail(cast, clock, about, is_secret=True)
    assert "Not delivered 0" in hanna.get("/day-board").text
    for way in ("again", "letter", "call"):
        hanna.post(url(secret, way), status=404)


@pytest.mark.parametrize("way", ["again", "letter", "call"])
def test_what_was_sent_is_not_sent_again(hanna: PageClient, failed: OutboxMessage, way: str) -> None:
    failed.state = MessageState.SENT
    hanna.post(url(failed, way), status=409)
    db.session.refresh(failed)
    assert (failed.state, failed.channel) == (MessageState.SENT, Channel.MAIL)


@pytest.mark.parametrize("way", ["again", "letter", "call"])
def test_only_its_office_may(client: PageClient, cast: Cast, failed: OutboxMessage, way: str) -> None:
    client.sign_in(cast.coordinator_eving)
    client.post(url(failed, way), status=404)
    client.sign_in(cast.administrator)
    client.post(url(failed, way), status=403)
    client.sign_in(cast.coordinator_hoerde)
    client._open(url(failed, way), method="GET", headers={})
    assert client.response.status_code == 405
