"""The call list: whom to call, the words, done, not reached and later, undo."""

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told

PAGE = "/messages/calls"


@pytest.fixture
def coordinator(client: PageClient, cast: Cast) -> PageClient:
    """The browser of Hörde's coordinator."""
    client.sign_in(cast.coordinator_hoerde)
    return client


@pytest.fixture
def call(cast: Cast, clock: FakeClock) -> OutboxMessage:
    """A call that Hörde is to make."""
    return told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id)


def fresh(call: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, call.id, populate_existing=True)


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_it_shows_name_number_and_the_words_to_say(coordinator: PageClient, call: OutboxMessage) -> None:
    page = coordinator.get(PAGE)
    assert page.one("a", href="tel:02315550123").text == "0231 5550123"
    assert call.name in page.text
    assert call.text.splitlines()[0] in page.text


def test_without_calls_it_says_so(coordinator: PageClient) -> None:
    assert "Nobody to call now" in coordinator.get(PAGE).text


def test_told_and_back(coordinator: PageClient, call: OutboxMessage, clock: FakeClock) -> None:
    page = coordinator.submit(f"{PAGE}/{call.id}/done")
    assert "Told today" in page.text
    coordinator.submit(f"{PAGE}/{call.id}/done")
    done = fresh(call)
    assert (done.state, done.attempts, done.sent_at) == (MessageState.SENT, 1, clock.now())
    page = coordinator.submit(f"{PAGE}/{call.id}/undo")
    assert "Words to say" in page.text
    assert acts() == ["finish_call", "reopen_call"]


def test_not_reached_comes_back_later_with_its_attempts(
    coordinator: PageClient, call: OutboxMessage, clock: FakeClock
) -> None:
    page = coordinator.submit(f"{PAGE}/{call.id}/later", {"later": "two_hours", "seen_attempts": 0})
    assert "Nobody to call now" in page.text
    assert "not reached · Hanna Beispiel" in page.text
    clock.advance(hours=2)
    page = coordinator.get(PAGE)
    assert "Words to say" in page.text
    coordinator.submit(f"{PAGE}/{call.id}/later", {"later": "tomorrow", "seen_attempts": 1})
    assert fresh(call).attempts == 2
    assert fresh(call).due_at.isoformat() == "2026-11-03T08:00:00+00:00"
    assert acts() == ["miss_call", "miss_call"]


def test_a_double_click_counts_once(coordinator: PageClient, call: OutboxMessage) -> None:
    for _ in range(2):
        coordinator.submit(f"{PAGE}/{call.id}/later", {"later": "two_hours", "seen_attempts": 0})
    assert fresh(call).attempts == 1


def test_what_a_colleague_has_told_is_not_put_back(coordinator: PageClient, call: OutboxMessage) -> None:
    coordinator.submit(f"{PAGE}/{call.id}/done")
    coordinator.post(f"{PAGE}/{call.id}/later", {"later": "two_hours", "seen_attempts": 0}, status=409)


def test_somebody_without_a_number_stays_on_the_list(
    coordinator: PageClient, cast: Cast, clock: FakeClock
) -> None:
    told(now=clock.now(), channel=Channel.CALL, office_id=cast.hoerde.id, phone="")
    assert "We know no phone number" in coordinator.get(PAGE).text


def test_another_office_sees_and_does_nothing(client: PageClient, cast: Cast, call: OutboxMessage) -> None:
    client.sign_in(cast.coordinator_eving)
    assert call.name not in client.get(PAGE).text
    client.post(f"{PAGE}/{call.id}/done", status=404)
    client.post(f"{PAGE}/{call.id}/undo", status=404)
    client.post(f"{PAGE}/{call.id}/later", {"later": "tomorrow", "seen_attempts": 0}, status=404)
    assert fresh(call).state is MessageState.WAITING


def test_mails_are_no_calls(coordinator: PageClient, cast: Cast, clock: FakeClock) -> None:
    mail = told(now=clock.now(), office_id=cast.hoerde.id)
    coordinator.post(f"{PAGE}/{mail.id}/done", status=404)


@pytest.mark.parametrize("values", [{}, {"later": "never", "seen_attempts": 0}, {"later": "tomorrow"}])
def test_nonsense_is_refused(coordinator: PageClient, call: OutboxMessage, values: dict[str, object]) -> None:
    coordinator.post(f"{PAGE}/{call.id}/later", values, status=400)


@pytest.mark.parametrize("who", ["administrator", "volunteer", "senior"])
def test_nobody_else_may(client: PageClient, cast: Cast, call: OutboxMessage, who: str) -> None:
    client.sign_in(getattr(cast, who))
    client.get(PAGE, status=403)
    client.post(f"{PAGE}/{call.id}/done", status=403)
