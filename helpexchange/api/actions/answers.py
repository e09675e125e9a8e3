"""Answers to requests with an Idempotency-Key, written in the transaction of the act: both, or neither."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from helpexchange.api import queries
from helpexchange.api.models import RememberedAnswer
from helpexchange.api.rules import KEEP_ANSWERS, KeyUsedError
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer


def begin_answer(*, key: str, asked_hash: str, by: Viewer, now: datetime) -> tuple[RememberedAnswer, bool]:
    """Take a key for an act that begins now; return its row, and whether it was answered before.

    Of two with the same key at the same moment the second waits here until the first has committed, and then
    gets its answer; or acts itself, when the first was refused and nothing of it is left.

    Raises:
        KeyUsedError: the key came with something else before.
    """
    old = RememberedAnswer.made_at <= now - KEEP_ANSWERS
    db.session.execute(
        delete(RememberedAnswer).where(
            RememberedAnswer.token_id == by.token_id, RememberedAnswer.key == key, old
        )
    )
    answer = RememberedAnswer(token_id=by.token_id or 0, key=key, asked_hash=asked_hash, made_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError:
        known = queries.remembered_answer(by, key)
        if known is None:
            raise
        if known.asked_hash != asked_hash:
            raise KeyUsedError from None
        return known, True
    return answer, False


def keep_answer(*, answer: RememberedAnswer, status: int, body: str, location: str) -> None:
    """Write down what was answered, for whoever asks again."""
    answer.status, answer.body, answer.location = status, body, location
    db.session.flush()


def forget_answers(*, by: Viewer, now: datetime) -> int:  # noqa: ARG001  # the job is named in the log
    """Forget the answers that are a day old."""
    old = RememberedAnswer.made_at <= now - KEEP_ANSWERS
    gone = db.session.execute(delete(RememberedAnswer).where(old))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has it
