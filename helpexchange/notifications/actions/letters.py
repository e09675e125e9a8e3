"""Letters: printed together, then said to be in the post."""

from __future__ import annotations

from datetime import datetime

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.notifications.actions.changing import check_may
from helpexchange.notifications.models import LetterBatch
from helpexchange.notifications.queries import letter_batch, letters_of_batch, unprinted_letters
from helpexchange.notifications.rules import LETTER_BATCH, SEND_LETTERS, MessageState


def post_letters(*, office_id: int | None, by: Viewer, now: datetime) -> LetterBatch | None:
    """Put every letter of the office that waits into a new print that is marked as posted at once.

    `undo_sent` takes that back; the print stays, so that the same letters can be printed again.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it cannot be done by this viewer.
    """
    batch = print_letters(office_id=office_id, by=by, now=now)
    return mark_sent(batch_id=batch.id, by=by, now=now) if batch is not None else None


def print_letters(*, office_id: int | None, by: Viewer, now: datetime) -> LetterBatch | None:
    """Put every letter of the office that waits, and is in no print yet, into a new print.

    Letters that come later are not in it, so that marking it as sent hides no letter that nobody printed.
    Two people at once: the letters are in the print of one, the other gets None, as when no letter waits.

    Args:
        office_id: None for letters of the whole town.

    Raises:
        NotFoundRefusal: the office is not the viewer's.
        NotAllowedRefusal: the viewer sends no letters.
    """
    if not by.sees_office(office_id):
        raise NotFoundRefusal
    check_may(by, SEND_LETTERS)
    letters = unprinted_letters(by, office_id)
    if not letters:
        return None
    batch = LetterBatch(office_id=office_id, made_at=now, made_by=by.name)
    db.session.add(batch)
    db.session.flush()
    for letter in letters:
        letter.batch_id = batch.id
    _note("print_letters", batch, by, now, letters=len(letters))
    return batch


def mark_sent(*, batch_id: int, by: Viewer, now: datetime) -> LetterBatch:
    """Note that the letters of a print are in the post. Twice does no harm.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it cannot be done by this viewer.
    """
    check_may(by, SEND_LETTERS)
    batch = letter_batch(by, batch_id, for_update=True)
    if batch.sent_at is None:
        batch.sent_at = now
        _move_letters(batch, MessageState.WAITING, MessageState.SENT, sent_at=now, by=by)
        _note("mark_letters_sent", batch, by, now)
    return batch


def undo_sent(*, batch_id: int, by: Viewer, now: datetime) -> LetterBatch:
    """Take back that the letters of a print are in the post: they wait again, in the same print.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: it cannot be done by this viewer.
    """
    check_may(by, SEND_LETTERS)
    batch = letter_batch(by, batch_id, for_update=True)
    if batch.sent_at is not None:
        batch.sent_at = None
        _move_letters(batch, MessageState.SENT, MessageState.WAITING, sent_at=None, by=by)
        _note("undo_letters_sent", batch, by, now)
    return batch


def _move_letters(
    batch: LetterBatch, old: MessageState, new: MessageState, *, sent_at: datetime | None, by: Viewer
) -> None:
    """Change the letters of a print, whose own entry in the audit trail speaks for all of them."""
    for letter in letters_of_batch(by, batch):
        if letter.state is old:
            letter.state, letter.sent_at = new, sent_at


def _note(act: str, batch: LetterBatch, by: Viewer, now: datetime, **details: int) -> None:
    record(
        act=act, object_type=LETTER_BATCH, object_id=batch.id, office_id=batch.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
    db.session.flush()
