"""Other times for single visits that were proposed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement, Visit, VisitMove


def open_move(_viewer: Viewer, visit_id: int) -> VisitMove | None:
    """Return the undecided proposal for a visit that the viewer has read."""
    statement = select(VisitMove).where(VisitMove.visit_id == visit_id, VisitMove.decided_at.is_(None))
    return db.session.scalar(statement)


def open_moves_of_engagement(_viewer: Viewer, engagement_id: int) -> Sequence[VisitMove]:
    """Return the undecided proposals for visits of an engagement that the viewer has read."""
    statement = select(VisitMove).join(VisitMove.visit).options(contains_eager(VisitMove.visit))
    statement = statement.where(Visit.engagement_id == engagement_id, VisitMove.decided_at.is_(None))
    return db.session.scalars(statement.order_by(Visit.starts_at, VisitMove.id)).all()


def move_of_office(viewer: Viewer, move_id: int) -> VisitMove:
    """Return a proposal for a visit of one of the viewer's offices.

    Raises:
        NotFoundRefusal: there is none, or it belongs to another office.
    """
    statement = select(VisitMove).options(
        joinedload(VisitMove.visit).joinedload(Visit.engagement).joinedload(Engagement.office)
    )
    move = db.session.scalar(statement.where(VisitMove.id == move_id))
    if move is None or not viewer.sees_office(move.visit.office_id):
        raise NotFoundRefusal
    return move
