"""Mails go only to a server that proves who it is: by TLS from the start (smtps), and by STARTTLS (smtp)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from helpexchange.core.database import db
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.labels import fault_of
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import MessageState
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.servers.certificates import Authority, made_authority, server_context
from tests.servers.mail_server import MailBox, mail_server
from tests.told import SENDING, told, with_settings

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it means STARTTLS
HERE = "127.0.0.1"
PASSWORD = "only-over-tls"  # of a server that lives for one test
Send = Callable[..., OutboxMessage]
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
both_ways = pytest.mark.parametrize("scheme", ["smtp", "smtps"])


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The only authority that this machine trusts."""
    authority = made_authority(tmp_path, "trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "nothing"))
    return authority


@pytest.fixture
def box() -> MailBox:
    """What the server has taken."""
    return MailBox()


@pytest.fixture
def send(app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Return a function that sends one mail with a password, and returns it as it stands afterwards."""

    def send_(scheme: str, port: int) -> OutboxMessage:
        url = f"{scheme}://helper:{PASSWORD}@{HERE}:{port}"
        with_settings(app, monkeypatch, smtp_url=url, **SENDING)
        message = told(now=clock.now())
        Sender().send_waiting(clock.now())
        db.session.rollback()
        return db.session.get_one(OutboxMessage, message.id, populate_existing=True)

    return send_


def secure(scheme: str, authority: Authority, address: str = HERE) -> dict[str, Any]:
    """Return how a server is made secure whose certificate is for an address."""
    context = server_context(authority, address)
    return {"tls_context": context} if scheme == "smtp" else {"ssl_context": context}


@on_sqlite
@both_ways
def test_a_server_that_proves_itself_gets_password_and_mail(
    scheme: str, trusted: Authority, box: MailBox, send: Send
) -> None:
    with mail_server(box, password=PASSWORD, **secure(scheme, trusted)) as port:
        assert send(scheme, port).state is MessageState.SENT
    assert box.receivers() == ["erika@example.org"]
    assert box.is_secure == [True]


@on_sqlite
@both_ways
@pytest.mark.parametrize("pretends", ["another authority", "another address"])
def test_a_server_that_cannot_gets_nothing(
    scheme: str, pretends: str, trusted: Authority, box: MailBox, send: Send
) -> None:
    by = trusted if pretends == "another address" else made_authority(trusted.file.parent, "unknown")
    address = "192.0.2.1" if by is trusted else HERE
    with mail_server(box, password=PASSWORD, **secure(scheme, by, address)) as port:
        message = send(scheme, port)
    assert box.mails() == []
    assert message.state is MessageState.WAITING  # until somebody has repaired it
    assert fault_of(message) == "The service cannot prove who it is. Look at its certificate."


@on_sqlite
def test_a_server_without_tls_is_not_taken_for_one_with_it(box: MailBox, send: Send) -> None:
    with mail_server(box) as port:
        assert send("smtps", port).state is MessageState.WAITING
    assert box.mails() == []
