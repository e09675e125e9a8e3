"""Reading kinds of help and skills: public data, so every viewer reads all of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.skills.models import Skill
from helpexchange.skills.rules import UnknownKindError


def skills(_viewer: Viewer) -> Sequence[Skill]:
    """Return every skill by code."""
    return db.session.scalars(select(Skill).order_by(Skill.code)).all()


def kinds_of_help(_viewer: Viewer) -> Sequence[Skill]:
    """Return the skills that a request can be filed under, by code."""
    return db.session.scalars(select(Skill).where(Skill.is_kind_of_help).order_by(Skill.code)).all()


def kind_of_help(_viewer: Viewer, code: str) -> Skill:
    """Return one kind of help.

    Raises:
        UnknownKindError: there is none with this code.
    """
    kind = db.session.scalar(select(Skill).where(Skill.code == code, Skill.is_kind_of_help))
    if kind is None:
        raise UnknownKindError
    return kind
