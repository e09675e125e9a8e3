"""For whoever runs the installation: do messages go out, which did not and why, try again, cancel."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.app import create_app
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.told import told, with_settings

PAGE = "/messages/sending"


@pytest.fixture
def operator(client: PageClient, cast: Cast) -> PageClient:
    """The browser of the administrator."""
    client.sign_in(cast.administrator)
    return client


@pytest.fixture
def failed(cast: Cast, clock: FakeClock) -> OutboxMessage:
    """A mail that was given up."""
    message = told(now=clock.now(), office_id=cast.hoerde.id)
    message.state, message.last_error, message.attempts = MessageState.FAILED, "address_refused 550", 3
    db.session.commit()
    return message


def fresh(message: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_it_says_what_failed_and_why_but_not_to_whom_or_what(
    operator: PageClient, failed: OutboxMessage
) -> None:
    page = operator.get(PAGE)
    assert "The address or number is not accepted. (550)" in page.text
    assert "3 attempts" in page.text
    for private in (failed.name, failed.address, failed.text[:20], failed.subject):
        assert private not in page.html


def test_with_nothing_failed_it_says_so(operator: PageClient) -> None:
    assert "Every message went out" in operator.get(PAGE).text


def test_without_a_mail_server_it_says_that_mails_wait(
    app: Flask, operator: PageClient, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(app, monkeypatch, environment="production")
    told(now=clock.now())
    page = operator.get(PAGE)
    assert "not set up: messages wait" in page.text
    assert "Waiting for longest since" in page.text


def test_it_names_the_host_and_never_the_password(
    app: Flask, operator: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(
        app, monkeypatch, smtp_url="smtps://me:secret-word@mail.example.org", mail_from="a@b.example"
    )
    page = operator.get(PAGE)
    assert "mail.example.org" in page.text
    assert "secret-word" not in page.html


def test_trying_again_sends_it(operator: PageClient, failed: OutboxMessage, clock: FakeClock) -> None:
    operator.submit(f"{PAGE}/{failed.id}/retry")
    assert (fresh(failed).state, fresh(failed).attempts) == (MessageState.WAITING, 0)
    operator.submit(f"{PAGE}/{failed.id}/retry")  # twice does no harm
    assert acts() == ["retry_message"]
    db.session.rollback()
    Sender().send_waiting(clock.now())
    assert fresh(failed).state is MessageState.SENT


def test_all_are_tried_again(operator: PageClient, failed: OutboxMessage, clock: FakeClock) -> None:
    page = operator.submit(f"{PAGE}/retry")
    assert "1 message is tried again." in page.text
    assert fresh(failed).state is MessageState.WAITING


def test_cancelling_asks_first(operator: PageClient, failed: OutboxMessage) -> None:
    page = operator.get(f"{PAGE}/{failed.id}/cancel")
    assert "Never send this message?" in page.text
    operator.submit(f"{PAGE}/{failed.id}/cancel")
    operator.submit(f"{PAGE}/{failed.id}/cancel")
    assert fresh(failed).state is MessageState.CANCELLED
    assert acts() == ["cancel_message"]


def test_what_was_sent_meanwhile_is_not_cancelled(operator: PageClient, failed: OutboxMessage) -> None:
    failed.state = MessageState.SENT
    operator.post(f"{PAGE}/{failed.id}/cancel", status=409)
    assert fresh(failed).state is MessageState.SENT


@pytest.mark.parametrize("who", ["coordinator_hoerde", "network_lead", "volunteer", "senior"])
def test_nobody_else_may(client: PageClient, cast: Cast, failed: OutboxMessage, who: str) -> None:
    client.sign_in(getattr(cast, who))
    for path in (f"{PAGE}/{failed.id}/retry", f"{PAGE}/{failed.id}/cancel", f"{PAGE}/retry", f"{PAGE}/trial"):
        client.post(path, status=403)
    assert fresh(failed).state is MessageState.FAILED


def test_an_unknown_message_is_not_found(operator: PageClient) -> None:
    operator.get(f"{PAGE}/4711/cancel", status=404)
    operator.post(f"{PAGE}/4711/retry", status=404)


def test_a_trial_message_goes_out_even_at_night(operator: PageClient, clock: FakeClock) -> None:
    clock.advance(hours=13)
    operator.submit(f"{PAGE}/trial", {"email": "anton@example.org", "phone": ""})
    message = db.session.scalars(select(OutboxMessage)).one()
    assert (message.channel, message.address, message.is_urgent) == (Channel.MAIL, "anton@example.org", True)
    db.session.rollback()
    assert Sender().send_waiting(clock.now()) == 1
    assert "Messages that would be sent" in operator.get("/messages/pretended").text
    assert "anton@example.org" in operator.get("/messages/pretended").text


@pytest.mark.parametrize(
    ("email", "phone", "said"),
    [
        ("", "", "Enter an e-mail address or a phone number, and not both."),
        ("a@example.org", "0231 555010", "Enter an e-mail address or a phone number, and not both."),
        ("nonsense", "", "Write the e-mail address in full"),
        ("", "call me", "Write the phone number with its area code"),
    ],
)
def test_bad_addresses_are_answered_beside_the_field(
    operator: PageClient, email: str, phone: str, said: str
) -> None:
    page = operator.post(f"{PAGE}/trial", {"email": email, "phone": phone}, status=422)
    assert page is not None
    assert said in page.text
    assert page.all("p", class_="govuk-error-message")


@pytest.mark.parametrize(
    "others",
    [
        {"environment": "production"},
        {"environment": "development", "smtp_url": "smtp://mail.example.org", "mail_from": "a@b.example"},
        {"environment": "development", "host": "0.0.0.0"},
    ],
)
def test_real_peoples_messages_are_on_no_public_page(others: dict[str, str], tmp_path: Path) -> None:
    settings = Settings(secret_key="x" * 40, public_url="http://a.example", var_dir=tmp_path, **others)  # type: ignore[arg-type]
    rules = {rule.rule for rule in create_app(settings).url_map.iter_rules()}
    assert "/messages/pretended" not in rules
    assert "/messages/sending" in rules
