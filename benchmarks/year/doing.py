"""An act of somebody in the simulated town."""

from __future__ import annotations

from collections.abc import Callable

from helpexchange.core.database import db
from helpexchange.core.errors import Refusal


def do(act: Callable[..., object], **words: object) -> bool:
    """Do something and commit; a refusal is an answer, too. Return whether it was done."""
    try:
        act(**words)
    except Refusal:
        db.session.rollback()
        return False
    db.session.commit()
    return True
