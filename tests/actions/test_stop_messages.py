"""Stopping messages that are not essential: by link, by mail program, and wanting them again."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.notifications.mail_words import mail_of
from helpexchange.notifications.models import MessagePreference, OutboxMessage
from helpexchange.notifications.rules import About, MessageState
from helpexchange.notifications.stop_links import stop_link
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told

MEDDLED = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def message(db_session: DbSession, clock: FakeClock) -> OutboxMessage:
    """A message that its receiver can do without."""
    return told(now=clock.now(), is_essential=False)


@pytest.fixture
def path(app: Flask, message: OutboxMessage) -> str:
    """The path of the link in that message."""
    settings = app.extensions["settings"]
    return stop_link(message, settings).removeprefix(settings.site_address)


def state_of(message: OutboxMessage) -> MessageState:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True).state


def test_only_what_is_not_essential_can_be_stopped(
    app: Flask, message: OutboxMessage, clock: FakeClock
) -> None:
    settings = app.extensions["settings"]
    mail = mail_of(message, settings)
    link = stop_link(message, settings)
    assert re.sub(r"\s", "", mail["List-Unsubscribe"]) == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = mail.iter_parts()
    assert link in text.get_content()
    assert link in html.get_content()
    assert mail_of(told(now=clock.now()), settings)["List-Unsubscribe"] is None


def test_opening_the_link_changes_nothing(client: PageClient, message: OutboxMessage, path: str) -> None:
    page = client.get(path)
    assert "No more messages of this kind?" in page.text
    assert state_of(message) is MessageState.WAITING


def test_the_button_stops_them_and_cancels_what_waits(
    client: PageClient, message: OutboxMessage, path: str, clock: FakeClock
) -> None:
    page = client.submit(path)
    assert "You get no more messages of this kind" in page.text
    assert state_of(message) is MessageState.CANCELLED
    later = told(now=clock.now(), is_essential=False)
    assert later.state is MessageState.CANCELLED
    assert told(now=clock.now()).state is MessageState.WAITING, "what people need still comes"


def test_mail_programs_stop_them_without_cookie_token_or_redirect(
    app: Flask, client: PageClient, message: OutboxMessage, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client.post(path, MEDDLED, status=200)
    assert state_of(message) is MessageState.CANCELLED


def test_stopping_twice_does_no_harm_and_is_audited_once(
    client: PageClient, message: OutboxMessage, path: str
) -> None:
    client.post(path)
    client.post(path)
    assert db.session.scalar(select(func.count()).select_from(MessagePreference)) == 1
    acts = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert sorted(acts) == ["stop_message", "stop_messages"]


def test_they_can_be_wanted_again(
    client: PageClient, message: OutboxMessage, path: str, clock: FakeClock
) -> None:
    client.post(path)
    client.submit(f"{path}/undo")
    assert told(now=clock.now(), is_essential=False).state is MessageState.WAITING


def test_other_peoples_messages_go_on(
    client: PageClient, message: OutboxMessage, path: str, clock: FakeClock
) -> None:
    client.post(path)
    other = About(object_type="person_in_need", object_id=8)
    assert told(now=clock.now(), is_essential=False, person=other).state is MessageState.WAITING


def test_a_link_that_is_not_ours_finds_nothing(client: PageClient, path: str) -> None:
    client.get(f"{path}x", status=404)
    client.post(f"{path}x", status=404)
    client.post("/messages/stop/nonsense/undo", status=404)
