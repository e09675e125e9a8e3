"""One side says that a visit to come takes place; the office sees it on its day sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may, note_about
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import Outcome, Side, VisitDecidedError, VisitOverError, VisitState


def confirm_visit(*, visit: Visit, side: Side, whose: Side, by: Viewer, now: datetime) -> Outcome:
    """Confirm a visit to come for the helper or the person.

    Whoever calls this for one of the two has read the visit as theirs.

    Args:
        side: who does it: one of the two, or the office for whoever has said so on the phone.
        whose: for which of the two.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        VisitOverError: its time has come.
        VisitDecidedError: it is no longer planned.
    """
    check_may(side, visit.office_id, by=by)
    if visit.state is not VisitState.PLANNED:
        raise VisitDecidedError
    if visit.starts_at <= now:
        raise VisitOverError
    column = Visit.helper_confirmed_at if whose is Side.HELPER else Visit.person_confirmed_at
    open_ = update(Visit).where(Visit.id == visit.id, Visit.state == VisitState.PLANNED, column.is_(None))
    changed = db.session.execute(open_.values({column: now}).execution_options(synchronize_session=False))
    db.session.expire(visit)
    if cast("CursorResult[Any]", changed).rowcount != 1:
        return Outcome.DONE_BEFORE
    note_about("confirm_visit", visit, side=side, by=by, now=now, whose=whose)
    return Outcome.DONE
