"""Sending mails: to a real mail server that takes, refuses, errs, or is away for an hour."""

import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState
from helpexchange.notifications.transports.smtp import _sign_in
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.servers.mail_server import MailBox, free_port, mail_server
from tests.told import SENDING, told, with_settings


@pytest.fixture
def box(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    """The box of a mail server that the application sends to."""
    mails = MailBox()
    with mail_server(mails) as port:
        with_settings(app, monkeypatch, smtp_url=f"smtp://127.0.0.1:{port}", **SENDING)
        yield mails


def fresh(message: OutboxMessage) -> OutboxMessage:
    """Return the message as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message.id, populate_existing=True)


def test_a_mail_goes_out_once_and_is_marked(db_session: DbSession, clock: FakeClock, box: MailBox) -> None:
    message = told(now=clock.now())
    sender = Sender()
    assert (sender.send_waiting(clock.now()), sender.send_waiting(clock.now())) == (1, 0)
    sent = fresh(message)
    assert (sent.state, sent.sent_at, sent.attempts) == (MessageState.SENT, clock.now(), 1)
    assert box.receivers() == ["erika@example.org"]


def test_it_is_text_first_with_the_same_words_as_html_and_polite_headers(
    db_session: DbSession, clock: FakeClock, box: MailBox
) -> None:
    message = told(now=clock.now())
    Sender().send_waiting(clock.now())
    mail = box.mails()[0]
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    for part in (text, html):
        assert all(line in part.get_content() for line in message.text.split("\n") if line)
    assert '<html lang="de">' in html.get_content()
    assert mail["From"].addresses[0].display_name == "Hilfe Musterstadt"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "de"
    assert mail["Date"].datetime == clock.now()
    assert "Erika" not in mail["Subject"]
    assert mail["List-Unsubscribe"] is None


def test_sent_twice_it_has_the_same_message_id(db_session: DbSession, clock: FakeClock, box: MailBox) -> None:
    message = told(now=clock.now())
    Sender().send_waiting(clock.now())
    fresh(message).state = MessageState.WAITING  # as after a kill between the server's yes and our commit
    db.session.commit()
    clock.advance(hours=1)
    Sender().send_waiting(clock.now())
    assert box.doubles() == 1


def test_an_hour_without_a_mail_server_loses_nothing(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, box, sender = free_port(), MailBox(), Sender()
    with_settings(app, monkeypatch, smtp_url=f"smtp://127.0.0.1:{port}", **SENDING)
    for number in range(30):
        told(now=clock.now(), email=f"somebody{number}@example.org")
    for _minute in range(60):
        sender.send_waiting(clock.now())
        clock.advance(minutes=1)
    kept = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert {message.state for message in kept} == {MessageState.WAITING}
    assert {message.attempts for message in kept} == {0}, "that the server is away is not the mails' fault"
    assert {message.last_error for message in kept} >= {"no_answer"}
    db.session.rollback()
    with mail_server(box, port):
        sender.send_waiting(clock.now())
    assert box.receivers() == [f"somebody{number}@example.org" for number in range(30)]
    assert box.doubles() == 0


def test_a_refused_address_is_given_up_at_once_and_the_others_go_out(
    db_session: DbSession, clock: FakeClock, box: MailBox
) -> None:
    box.answer = lambda address: "550 5.1.1 nobody here" if address.startswith("erika") else None
    refused, fine = told(now=clock.now()), told(now=clock.now(), email="meryem@example.org")
    Sender().send_waiting(clock.now())
    assert (fresh(refused).state, fresh(refused).last_error) == (MessageState.FAILED, "address_refused 550")
    assert fresh(fine).state is MessageState.SENT
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.details) == ("give_up_message", {"fault": "address_refused 550"})
    assert "erika" not in str(entry.details)


def test_a_busy_server_is_asked_again_later_and_given_up_after_three_days(
    db_session: DbSession, clock: FakeClock, box: MailBox
) -> None:
    box.answer = lambda _address: "451 try later"
    message, sender, waits = told(now=clock.now(), is_urgent=True), Sender(), []
    while fresh(message).state is MessageState.WAITING:
        sender.send_waiting(clock.now())
        if fresh(message).state is MessageState.WAITING:
            waits.append(fresh(message).due_at - clock.now())
            clock.moment = fresh(message).due_at
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes[:5] == [1, 5, 15, 60, 240]
    assert set(minutes[5:]) == {240}
    assert timedelta(days=3) <= sum(waits, timedelta()) < timedelta(days=3, hours=5)
    assert fresh(message).last_error == "address_refused 451"


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on this machine only
def test_a_wrong_password_is_not_the_mails_fault(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, message, sender = MailBox(), told(now=clock.now()), Sender()
    with mail_server(box, password="open-sesame") as port:
        with_settings(app, monkeypatch, smtp_url=f"smtp://me:wrong@127.0.0.1:{port}", **SENDING)
        sender.send_waiting(clock.now())
        assert (fresh(message).attempts, fresh(message).last_error) == (0, "service_refused 535")
        with_settings(app, monkeypatch, smtp_url=f"smtp://me:open-sesame@127.0.0.1:{port}", **SENDING)
        assert sender.send_waiting(clock.advance(minutes=1)) == 1


def test_a_password_is_not_sent_to_another_machine_without_tls() -> None:
    class Plain:
        sock = object()

    with pytest.raises(smtplib.SMTPException, match="no TLS"):
        _sign_in(Plain(), "me", "secret", "mail.example.org")  # type: ignore[arg-type]


def test_a_server_that_says_good_bye_is_asked_again_later(
    db_session: DbSession, clock: FakeClock, box: MailBox
) -> None:
    box.answer = lambda _address: "421 closing down"
    first, second = told(now=clock.now()), told(now=clock.now())
    sender = Sender()
    sender.send_waiting(clock.now())
    assert (fresh(first).attempts, fresh(second).attempts) == (1, 0)
    box.answer = lambda _address: None
    sender.send_waiting(clock.advance(minutes=2))
    assert (fresh(first).state, fresh(second).state) == (MessageState.SENT, MessageState.SENT)


def test_an_address_that_can_be_none_is_given_up(
    db_session: DbSession, clock: FakeClock, box: MailBox
) -> None:
    message = told(now=clock.now(), email="not an address")
    Sender().send_waiting(clock.now())
    assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, "bad_address")


def test_at_night_only_what_is_urgent_goes_out(db_session: DbSession, clock: FakeClock, box: MailBox) -> None:
    clock.advance(hours=13)  # 22 o'clock in Dortmund
    told(now=clock.now())
    told(now=clock.now(), email="code@example.org", is_urgent=True)
    sender = Sender()
    sender.send_waiting(clock.now())
    assert box.receivers() == ["code@example.org"]
    clock.advance(hours=10)
    sender.send_waiting(clock.now())
    assert box.receivers() == ["code@example.org", "erika@example.org"]


def test_what_is_due_later_waits(db_session: DbSession, clock: FakeClock, box: MailBox) -> None:
    told(now=clock.now(), due_at=clock.now() + timedelta(hours=2))
    assert Sender().send_waiting(clock.now()) == 0
    assert Sender().send_waiting(clock.advance(hours=2)) == 1


def test_two_senders_at_once_send_each_mail_once(app: Flask, db_session: DbSession, box: MailBox) -> None:
    clock: FakeClock = app.extensions["clock"]
    for number in range(60):
        told(now=clock.now(), email=f"somebody{number}@example.org")
    db.session.rollback()

    def send() -> None:
        with app.app_context():
            sender = Sender()
            sender._is_new = False
            sender.send_waiting(clock.now())
            sender.send_waiting(clock.now())

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(box.receivers()) == sorted(f"somebody{number}@example.org" for number in range(60))


def test_without_a_mail_server_production_keeps_mails_waiting(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_settings(app, monkeypatch, environment="production")
    message = told(now=clock.now())
    assert Sender().send_waiting(clock.now()) == 0
    assert fresh(message).state is MessageState.WAITING


def test_elsewhere_it_becomes_a_file_to_look_at(app: Flask, db_session: DbSession, clock: FakeClock) -> None:
    message = told(now=clock.now())
    assert Sender().send_waiting(clock.now()) == 1
    file = app.extensions["settings"].var_dir / "mail" / f"message-{message.id}.eml"
    assert b"To: Erika Kaya <erika@example.org>" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0, "people's messages are nobody else's to read"
