"""Text messages: a real gateway that is slow, errs, or reports twice."""

from collections.abc import Iterator

import pytest
from flask import Flask

from helpexchange.core.database import db
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from helpexchange.notifications.transports.text_gateway import HttpTextGateway
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.servers.gateway import Gateway, text_gateway
from tests.servers.mail_server import free_port
from tests.told import told, with_settings

TOKEN = "between-us"


@pytest.fixture
def gateway(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway that the application hands text messages to."""
    with text_gateway() as running:
        with_settings(app, monkeypatch, text_gateway_url=running.url, text_gateway_token=TOKEN)
        yield running


def fresh(message: OutboxMessage) -> OutboxMessage:
    """Return the message as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


def text_told(clock: FakeClock, **others: object) -> OutboxMessage:
    """Return a text message, told and committed."""
    return told(now=clock.now(), channel=Channel.TEXT, **others)  # type: ignore[arg-type]


def test_it_is_handed_over_with_a_key_that_makes_it_one(
    db_session: DbSession, clock: FakeClock, gateway: Gateway
) -> None:
    message = text_told(clock)
    assert Sender().send_waiting(clock.now()) == 1
    headers, body = gateway.asked[0]
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Idempotency-Key"] == body["reference"] == f"message-{message.id}"
    assert (body["to"], body["text"]) == ("+492315550123", message.text)
    assert fresh(message).state is MessageState.SENT


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0231 / 555 0123", "+492315550123"),
        ("+32 2 555 12 12", "+3225551212"),
        ("0045 32 12 34 56", "+4532123456"),
        ("+43 5123 456789", "+435123456789"),
    ],
)
def test_numbers_of_four_countries(
    db_session: DbSession, clock: FakeClock, gateway: Gateway, written: str, read: str
) -> None:
    text_told(clock, phone=written)
    Sender().send_waiting(clock.now())
    assert gateway.asked[0][1]["to"] == read


def test_an_error_500_is_tried_again(db_session: DbSession, clock: FakeClock, gateway: Gateway) -> None:
    gateway.statuses = [500]
    message, sender = text_told(clock), Sender()
    assert sender.send_waiting(clock.now()) == 0
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.WAITING, "service_busy 500")
    assert sender.send_waiting(clock.advance(minutes=1)) == 1
    assert fresh(message).attempts == 2


def test_a_gateway_that_times_out_sends_once_although_it_is_asked_twice(
    app: Flask, db_session: DbSession, clock: FakeClock, gateway: Gateway
) -> None:
    gateway.slow_s = 0.6
    message = text_told(clock)
    hasty = HttpTextGateway(app.extensions["settings"], timeout_s=0.2)
    sender = Sender({Channel.TEXT: hasty})
    assert sender.send_waiting(clock.now()) == 0
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.WAITING, "no_answer")
    assert sender.send_waiting(clock.advance(minutes=1)) == 1
    assert (len(gateway.asked), len(gateway.sent)) == (2, 1)


@pytest.mark.parametrize(("status", "error"), [(400, "content_refused 400"), (422, "content_refused 422")])
def test_what_the_gateway_refuses_is_given_up(
    db_session: DbSession, clock: FakeClock, gateway: Gateway, status: int, error: str
) -> None:
    gateway.statuses = [status]
    message = text_told(clock)
    Sender().send_waiting(clock.now())
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, error)


def test_when_the_gateway_refuses_us_the_others_are_not_tried_in_vain(
    db_session: DbSession, clock: FakeClock, gateway: Gateway
) -> None:
    gateway.statuses = [401]
    first, second = text_told(clock), text_told(clock)
    Sender().send_waiting(clock.now())
    assert len(gateway.asked) == 1
    for message, attempts in ((first, 1), (second, 0)):
        waiting = fresh(message)
        assert (waiting.state, waiting.attempts) == (MessageState.WAITING, attempts)
        assert waiting.last_error == "service_refused 401"


def test_one_message_that_the_gateway_refuses_keeps_no_other_from_going_out(
    db_session: DbSession, clock: FakeClock, gateway: Gateway
) -> None:
    gateway.statuses = [403]
    refused, fine = text_told(clock), text_told(clock)
    sender = Sender()
    sender.send_waiting(clock.now())
    sender.send_waiting(clock.advance(seconds=10))
    assert (fresh(refused).state, fresh(fine).state) == (MessageState.WAITING, MessageState.SENT)


def test_a_gateway_that_is_away_loses_nothing(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = {"text_gateway_url": f"http://127.0.0.1:{free_port()}/", "text_gateway_token": TOKEN}
    with_settings(app, monkeypatch, **away)
    message = text_told(clock)
    Sender().send_waiting(clock.now())
    assert (fresh(message).attempts, fresh(message).last_error) == (0, "no_answer")


def test_what_is_no_number_is_given_up(db_session: DbSession, clock: FakeClock, gateway: Gateway) -> None:
    message = text_told(clock, phone="ask my daughter")
    Sender().send_waiting(clock.now())
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, "bad_address")
    assert gateway.asked == []


def test_elsewhere_it_becomes_a_file_to_look_at(app: Flask, db_session: DbSession, clock: FakeClock) -> None:
    message = text_told(clock)
    assert Sender().send_waiting(clock.now()) == 1
    file = app.extensions["settings"].var_dir / "text-messages" / f"message-{message.id}.json"
    assert "+492315550123" in file.read_text()
