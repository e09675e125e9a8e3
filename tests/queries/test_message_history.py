"""Messages in a person's history: channel, day, state in words, text on demand, and no codes."""

import pytest
from flask import Flask, current_app, render_template_string
from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.labels import CALL_ACTS, CHANNELS, FAULTS, SENT, WAITING, history_lines
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.queries import messages_to_any
from helpexchange.notifications.rules import About, Channel, Fault, MessageState
from tests.cast import DbSession
from tests.fakes import FakeClock
from tests.servers.mail_server import MailBox, mail_server
from tests.told import BY, PERSON, SENDING, told, with_settings

PAGE = """{% from "components/sent_messages.html" import sent_messages %}
{{ sent_messages(lines, "none yet", label="Messages") }}"""


def shown() -> str:
    """Return the component with the person's messages."""
    with current_app.test_request_context():
        return render_template_string(PAGE, lines=history_lines(messages_to_any(BY, [PERSON])))


def test_every_channel_state_and_fault_has_words() -> None:
    assert set(CHANNELS) == set(SENT) == set(WAITING) == set(Channel)
    assert set(FAULTS) == set(Fault)
    assert set(CALL_ACTS) == {"miss_call", "finish_call", "reopen_call"}


@pytest.mark.parametrize(
    ("channel", "state", "words"),
    [
        (Channel.MAIL, MessageState.WAITING, "waits to be sent"),
        (Channel.LETTER, MessageState.WAITING, "waits to be printed"),
        (Channel.CALL, MessageState.SENT, "told on the phone"),
        (Channel.LETTER, MessageState.SENT, "posted"),
        (Channel.TEXT, MessageState.FAILED, "not sent"),
        (Channel.MAIL, MessageState.CANCELLED, "cancelled"),
    ],
)
def test_it_says_where_a_message_stands(
    db_session: DbSession, clock: FakeClock, channel: Channel, state: MessageState, words: str
) -> None:
    message = told(now=clock.now(), channel=channel)
    message.state = state
    html = shown()
    assert words in html
    assert str(CHANNELS[channel]) in html
    assert message.text.splitlines()[0] in html


def test_the_newest_is_first_and_others_are_not_shown(db_session: DbSession, clock: FakeClock) -> None:
    first = told(now=clock.now())
    told(now=clock.now(), person=About(object_type="person_in_need", object_id=8))
    second = told(now=clock.advance(hours=1))
    assert [line["id"] for line in history_lines(messages_to_any(BY, [PERSON]))] == [second.id, first.id]


def test_without_messages_it_says_so(db_session: DbSession) -> None:
    assert "none yet" in shown()


def test_a_code_is_never_shown_and_erased_once_it_is_sent(
    app: Flask, db_session: DbSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = told(now=clock.now(), is_secret=True, is_urgent=True)
    words = message.text.splitlines()[0]
    assert words not in shown()
    db.session.rollback()
    box = MailBox()
    with mail_server(box) as port:
        with_settings(app, monkeypatch, smtp_url=f"smtp://127.0.0.1:{port}", **SENDING)
        Sender().send_waiting(clock.now())
    assert words in box.mails()[0].as_string()
    assert db.session.scalars(select(OutboxMessage.text)).one() == ""
    assert "its words are not shown" in shown()
