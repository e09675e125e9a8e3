"""What the gateway for text messages reports: once, twice, wrongly, or by somebody else."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.told import told, with_settings

TOKEN = "between-us"


@pytest.fixture
def message(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> OutboxMessage:
    """A text message that the gateway has taken."""
    with_settings(app, monkeypatch, text_gateway_url="http://127.0.0.1:9/", text_gateway_token=TOKEN)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    sent = told(now=clock.now(), channel=Channel.TEXT)
    sent.state, sent.sent_at = MessageState.SENT, clock.now()
    db.session.commit()
    return sent


def report(app: Flask, message: OutboxMessage, state: str, *, token: str = TOKEN) -> TestResponse:
    """Return the answer to a report."""
    body = {"reference": f"message-{message.id}", "state": state}
    db.session.commit()
    return app.test_client().post(
        "/messages/text-reports", json=body, headers={"Authorization": f"Bearer {token}"}
    )


def fresh(message: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_delivered_is_noted_and_the_second_report_changes_nothing(
    app: Flask, message: OutboxMessage, clock: FakeClock
) -> None:
    first = clock.now()
    assert report(app, message, "delivered").status_code == 204
    clock.advance(hours=1)
    assert report(app, message, "delivered").status_code == 204
    assert report(app, message, "failed").status_code == 204
    assert (fresh(message).state, fresh(message).delivered_at) == (MessageState.SENT, first)
    assert entries() == 1


def test_failed_puts_it_among_those_that_did_not_go_out(app: Flask, message: OutboxMessage) -> None:
    report(app, message, "failed")
    report(app, message, "failed")
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, "not_delivered")
    assert entries() == 1


def test_strangers_are_refused(app: Flask, message: OutboxMessage) -> None:
    assert report(app, message, "delivered", token="guessed").status_code == 403
    assert fresh(message).delivered_at is None


def test_without_a_gateway_there_is_no_such_page(
    app: Flask, message: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(app, monkeypatch, text_gateway_url="", text_gateway_token="")
    assert report(app, message, "delivered", token="").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        [],
        "x",
        {},
        {"reference": "message-1"},
        {"reference": "message-1", "state": "perhaps"},
        {"reference": "letter-1", "state": "delivered"},
        {"reference": "message-99999999999", "state": "delivered"},
        {"reference": "message-9999999999", "state": "delivered"},
    ],
)
def test_nonsense_is_answered_with_what_is_wanted(app: Flask, message: OutboxMessage, body: Any) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = app.test_client().post("/messages/text-reports", json=body, headers=headers)
    assert answer.status_code == 400
    assert "message-12" in answer.get_json()["error"]


def test_an_unknown_message_is_answered_like_a_known_one(app: Flask, message: OutboxMessage) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    body = {"reference": f"message-{message.id + 1000}", "state": "delivered"}
    answer = app.test_client().post("/messages/text-reports", json=body, headers=headers)
    assert answer.status_code == 204
