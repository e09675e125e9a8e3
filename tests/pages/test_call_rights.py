"""Who may note a call, what is refused, and where the button leads back to."""

from datetime import date

import pytest

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told

PAGE = "/calls"
LATE = date(2026, 10, 30)


@pytest.fixture
def hanna(client: PageClient, cast: Cast) -> PageClient:
    """The coordinator of Hörde, with Ida's late request."""
    cast.uncleared.person = PersonInNeed(first_name="Ida", last_name="Muster", phone="0231 555 0188")
    cast.uncleared.first_contact_due_on = LATE
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def message(cast: Cast, clock: FakeClock) -> OutboxMessage:
    """Something that Hörde is to tell Erika by phone."""
    return told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id)


def fresh(message: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


@pytest.mark.parametrize("values", [{}, {"outcome": "never"}, {"outcome": "reached", "version": "x" * 99}])
def test_nonsense_is_refused(hanna: PageClient, message: OutboxMessage, values: dict[str, str]) -> None:
    hanna.post(f"{PAGE}/message-{message.id}/note", values, status=400)


@pytest.mark.parametrize("key", ["message-0", "pigeon-1", "message", "message--1", "request-99999999999"])
def test_a_call_that_is_none(hanna: PageClient, key: str) -> None:
    hanna.post(f"{PAGE}/{key}/note", {"outcome": "reached"}, status=404)
    hanna.post(f"{PAGE}/{key}/reopen", status=404)


def test_the_way_back_leads_to_the_day_board_and_nowhere_else(
    hanna: PageClient, message: OutboxMessage
) -> None:
    url = f"{PAGE}/message-{message.id}/note"
    hanna.post(url, {"outcome": "reached", "back": "/day-board?owner=me"})
    assert hanna.location == "/day-board?owner=me"
    hanna.post(f"{PAGE}/message-{message.id}/reopen", {"back": "https://example.org/"})
    assert hanna.location == PAGE


def test_another_office_sees_and_does_nothing(client: PageClient, cast: Cast, message: OutboxMessage) -> None:
    client.sign_in(cast.coordinator_eving)
    assert message.name not in client.get(PAGE).text
    client.post(f"{PAGE}/message-{message.id}/note", {"outcome": "reached"}, status=404)
    client.post(f"{PAGE}/message-{message.id}/reopen", status=404)
    assert fresh(message).state is MessageState.WAITING


def test_the_network_lead_tells_and_does_not_clear(
    hanna: PageClient, cast: Cast, message: OutboxMessage
) -> None:
    hanna.sign_in(cast.network_lead)
    page = hanna.get(PAGE)
    forms = [form.get("action") for form in page.all("form")]
    assert f"{PAGE}/message-{message.id}/note" in forms
    assert f"{PAGE}/request-{cast.uncleared.id}/note" not in forms
    hanna.post(f"{PAGE}/request-{cast.uncleared.id}/note", {"outcome": "reached"}, status=403)


@pytest.mark.parametrize("who", ["administrator", "volunteer", "senior"])
def test_nobody_else_may(client: PageClient, cast: Cast, message: OutboxMessage, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(PAGE, status=403)
    client.post(f"{PAGE}/message-{message.id}/note", {"outcome": "reached"}, status=403)
