"""Deleting spent links, ended sessions and old invitations: what is in use stays."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.jobs import forget_spent_links
from helpexchange.accounts.models import AccountSession, Invitation, MailedLink
from helpexchange.core.database import db
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.page_client import PageClient


def kept_rows(session: DbSession) -> list[int]:
    session.commit()
    tables = (MailedLink, AccountSession, Invitation)
    return [len(session.scalars(select(table.id)).all()) for table in tables]


def test_what_is_in_use_stays_and_the_rest_goes(
    app: Flask, client: PageClient, cast: Cast, db_session: DbSession, clock: FakeClock
) -> None:
    client.sign_in(cast.coordinator_hoerde)
    invited = {
        "name": "Ada", "email": "ada@example.org", "role": "volunteer", "office_id": cast.hoerde.id,
        "language": "de",
    }  # fmt: skip
    client.submit("/invitations/new", invited)
    PageClient(app).post("/sign-in/code", {"email": cast.senior.email})
    steps = [(0, [1, 1, 1]), (2, [0, 1, 1]), (61, [0, 0, 1]), (105, [0, 0, 0]), (105, [0, 0, 0])]
    for days, left in steps:
        forget_spent_links(clock.now() + timedelta(days=days))
        db.session.commit()
        assert kept_rows(db_session) == left, days
