"""Whether it is alive and ready, and its numbers."""

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.notifications.rules import Channel
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.told import told


@pytest.fixture
def operator(app: Flask) -> FlaskClient:
    """Somebody on this machine."""
    return app.test_client()


def set_token(app: Flask, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    changed = dataclasses.replace(app.extensions["settings"], metrics_token=token)
    monkeypatch.setitem(app.extensions, "settings", changed)


def test_it_is_alive_and_ready(operator: FlaskClient) -> None:
    assert operator.get("/healthz").get_json() == {"status": "alive"}
    answer = operator.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ready"})


def test_old_tables_are_not_ready(app: Flask, operator: FlaskClient) -> None:
    with app.app_context():
        newest = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        db.session.execute(text("UPDATE alembic_version SET version_num = 'old'"))
        db.session.commit()
        try:
            assert operator.get("/readyz").status_code == 503
            assert operator.get("/healthz").status_code == 200
        finally:
            db.session.execute(text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
            db.session.commit()


def test_a_database_that_does_not_answer_is_not_ready() -> None:
    nobody_listens = "postgresql://nobody@127.0.0.1:9/nothing"
    broken = create_app(Settings(environment="test", secret_key="x" * 40, database_url=nobody_listens))
    answer = broken.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "the database does not answer"})
    assert broken.test_client().get("/healthz").status_code == 200


def test_without_a_token_only_this_machine_reads_numbers(operator: FlaskClient) -> None:
    answer = operator.get("/metrics")
    assert answer.status_code == 200
    assert "helpexchange_requests_total" in answer.text
    assert operator.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
    assert operator.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


def test_the_numbers_say_how_many_messages_wait_and_for_how_long(
    operator: FlaskClient, db_session: DbSession, clock: FakeClock
) -> None:
    told(now=clock.now())
    told(now=clock.now(), channel=Channel.LETTER)
    clock.advance(minutes=5)
    text = operator.get("/metrics").text
    assert 'helpexchange_messages_unsent{channel="mail",state="waiting"} 1.0' in text
    assert 'helpexchange_messages_unsent{channel="mail",state="failed"} 0.0' in text
    assert "helpexchange_messages_oldest_seconds 300.0" in text


def test_with_a_token_only_who_knows_it(
    app: Flask, operator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_token(app, monkeypatch, "numbers-for-me")
    assert operator.get("/metrics").status_code == 403
    assert operator.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    far = {"REMOTE_ADDR": "192.0.2.7"}
    right = {"Authorization": "Bearer numbers-for-me"}
    assert operator.get("/metrics", headers=right, environ_base=far).status_code == 200
