"""Telling people things: in their language, on their channel, in the act's transaction, once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import messages_to_any
from helpexchange.notifications.rules import About, Channel, MessageState, Recipient
from tests.cast import DbSession

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
PERSON = About(object_type="person_in_need", object_id=7)
BY = system_viewer("test")
MESSAGE = "notifications/messages/trial"


def recipient(**given: object) -> Recipient:
    """Somebody with every address."""
    known: dict[str, object] = {
        "person": PERSON, "office_id": None, "name": "Erika Kaya", "email": "erika@example.org",
        "phone": "+49231500", "post_lines": ("Markt 1", "44135 Dortmund"), "language": "de",
    }  # fmt: skip
    return Recipient(**{**known, **given})  # type: ignore[arg-type]


def told(**given: object) -> OutboxMessage:
    """The trial message, told."""
    return tell(
        to=recipient(**given), message=MESSAGE, words={"first_name": "Erika"}, about=PERSON, by=BY, now=NOW,
        once_key="trial 7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.MAIL, "erika@example.org"),
        (Channel.TEXT, "+49231500"),
        (Channel.LETTER, "Erika Kaya\nMarkt 1\n44135 Dortmund"),
        (Channel.CALL, "+49231500"),
    ],
)
def test_it_goes_out_on_the_channel_that_is_wished(
    app: Flask, db_session: DbSession, channel: Channel, address: str
) -> None:
    message = told(channel=channel)
    assert (message.channel, message.address) == (channel, address)
    assert message.state is MessageState.WAITING
    assert messages_to_any(BY, [PERSON]) == [message]


def test_without_that_address_it_takes_the_next(app: Flask, db_session: DbSession) -> None:
    assert told(channel=Channel.MAIL, email="", phone="").channel is Channel.LETTER


def test_it_speaks_the_readers_language_and_says_no_name_in_the_subject(
    app: Flask, db_session: DbSession
) -> None:
    message = told()
    assert message.language == "de"
    assert message.text.startswith("Guten Tag Erika")
    assert "Erika" not in message.subject


def test_text_messages_are_short(app: Flask, db_session: DbSession) -> None:
    assert len(told(channel=Channel.TEXT).text) < 160


def test_told_twice_it_is_one_message(app: Flask, db_session: DbSession) -> None:
    assert told() is told()
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_what_is_rolled_back_is_not_told(app: Flask, db_session: DbSession) -> None:
    told()
    db.session.rollback()
    assert messages_to_any(BY, [PERSON]) == []
