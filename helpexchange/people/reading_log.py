"""Notes who reads the record of a person in need, when the page has already been sent."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import Flask, Response, after_this_request, current_app
from sqlalchemy.exc import OperationalError

from helpexchange.core.clock import now
from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.people.actions import note_reading
from helpexchange.people_index.rules import RecordRead

log = get_logger(__name__)


def note_after_answer(event: RecordRead) -> None:
    """Note the reading after the answer: whoever reads does not wait for it, and a read stays a read."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own way
    write = partial(_note, app, event, now())

    @after_this_request
    def _when_sent(response: Response) -> Response:
        response.call_on_close(write)
        return response


def _note(app: Flask, event: RecordRead, moment: datetime) -> None:
    """Write in a transaction of its own."""
    with app.app_context():
        try:
            note_reading(person_id=event.known_id, page=event.page, by=event.by, now=moment)
            db.session.commit()
        except OperationalError:  # the database is busy or away: the log of the site says what is missing
            log.exception("reading_not_noted", account_id=event.by.account_id, known_id=event.known_id)
        finally:
            db.session.remove()
