"""kill -9 of the scheduler in the middle of hundreds of mails: 1,000 on PostgreSQL."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from helpexchange.core.database import db
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState
from tests.cast import DbSession
from tests.jobs.mailing import PATIENCE_S
from tests.servers.mail_server import MailBox, mail_server

#: By database: how many mails wait, and after how many each leader is killed. What a kill can do to a mail
#: does not depend on how many wait, as long as a tick (200 mails) ends between the kills.
MAILS = {"postgresql": 1_000, "sqlite": 400}
KILLS = {"postgresql": (150, 450), "sqlite": (110, 250)}
PAUSE_S = 0.1  # while this process looks, it takes time from the sender and the mail server
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def write_mails(count: int) -> None:
    """Put mails into the outbox."""
    columns = {
        "message": "notifications/messages/trial", "person_type": "person_in_need", "person_id": 1,
        "object_type": "person_in_need", "object_id": 1, "channel": Channel.MAIL, "name": "Erika",
        "language": "de", "subject": "Probe", "text": "Guten Tag", "is_essential": True, "is_urgent": False,
        "state": MessageState.WAITING, "attempts": 0, "last_error": "", "created_at": LONG_AGO,
        "due_at": LONG_AGO, "first_due_at": LONG_AGO,
    }  # fmt: skip
    rows = [{**columns, "address": f"somebody{number}@example.org"} for number in range(count)]
    db.session.execute(insert(OutboxMessage), rows)
    db.session.commit()


def wait_for(condition: Callable[[], bool], box: MailBox) -> None:
    """Return as soon as `condition` holds; fail when no mail has come for long."""
    came, deadline = -1, 0.0
    while not condition():
        if len(box.contents) > came:
            came, deadline = len(box.contents), time.monotonic() + PATIENCE_S
        assert time.monotonic() < deadline, f"nothing happened any more after {came} mails"
        time.sleep(PAUSE_S)


def count_sent() -> int:
    db.session.rollback()
    sent = select(func.count()).where(OutboxMessage.state == MessageState.SENT)
    return db.session.scalar(sent) or 0


@contextmanager
def senders(url: str, port: int) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Yield a function that starts a process of the scheduler; all that still live at the end are killed."""
    command = [sys.executable, "-m", "tests.jobs.mailing", url, str(port)]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.long(60)
@pytest.mark.timeout(1200)
def test_each_is_sent_and_only_those_in_flight_can_be_doubled(
    app: Flask, db_session: DbSession, database: str
) -> None:
    """Two leaders are killed; the next stands by already, and takes over."""
    mails, kills, box = MAILS[database], KILLS[database], MailBox()
    write_mails(mails)
    with mail_server(box) as port, senders(app.config["SQLALCHEMY_DATABASE_URI"], port) as start:
        leader = start()
        for target in kills:
            seen = len(box.contents)
            wait_for(lambda seen=seen: len(box.contents) > seen, box)  # type: ignore[misc]
            standby = start()  # only now, so that it cannot lead in place of the one that is to be killed
            wait_for(lambda target=target: len(box.contents) >= target, box)  # type: ignore[misc]
            leader.kill()
            leader.wait()
            leader = standby
        # The database is asked only at the end: each question keeps the mail server in this process waiting.
        wait_for(lambda: len(box.contents) >= mails, box)
        wait_for(lambda: count_sent() == mails, box)
    assert set(box.receivers()) == {f"somebody{number}@example.org" for number in range(mails)}
    assert box.doubles() <= len(kills)
    assert len(box.contents) == mails + box.doubles()
