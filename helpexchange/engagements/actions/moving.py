"""One visit moves to another time; the others stay. Either side may propose it, the office decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import change_visit, check_may, locked_and_unended, note_about
from helpexchange.engagements.actions.telling import tell_both, tell_side
from helpexchange.engagements.models import Visit, VisitMove
from helpexchange.engagements.queries import busy_times, move_of_office, open_move
from helpexchange.engagements.rules import (
    AHEAD,
    BadMoveError,
    HelperBusyThenError,
    MoveDecided,
    MoveProposed,
    Outcome,
    Side,
    VisitDecidedError,
    VisitOverError,
    VisitState,
    ends_at,
    starts_at,
)
from helpexchange.engagements.town import time_zone


class NewTime(NamedTuple):
    """When a visit shall be, by the town's clock."""

    day: date
    start_min: int
    end_min: int

    def moments(self) -> tuple[datetime, datetime]:
        """Return begin and end in UTC."""
        zone = time_zone()
        return starts_at(self.day, self.start_min, zone), ends_at(
            self.day, self.start_min, self.end_min, zone
        )


def move_visit(*, visit: Visit, to: NewTime, by: Viewer, now: datetime) -> Outcome:
    """Let an office move one visit; both sides are told, and calendars see it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        BadMoveError: the time is not to come, or too far away.
        VisitDecidedError, VisitOverError: it is no longer planned, or its time has come.
        HelperBusyThenError: the helper has another visit then.
        EngagementEndedError: the engagement has ended.
    """
    check_may(Side.OFFICE, visit.office_id, by=by)
    locked_and_unended(visit.engagement_id)
    db.session.refresh(visit)
    if (visit.day, visit.start_min, visit.end_min) == to and visit.state is VisitState.PLANNED:
        return Outcome.DONE_BEFORE
    _check(visit, to, now=now)
    before, first_slot = visit.starts_at, visit.slot
    _set(visit, to, by=by, now=now)
    note_about(
        "move_visit", visit, side=Side.OFFICE, by=by, now=now, before=before.isoformat(),
        day=to.day.isoformat(), slot=first_slot[0].isoformat(),
    )  # fmt: skip
    tell_both(
        visit.engagement, "visit_moved", by=by, now=now, visits=[visit], was_at=before,
        starts_at=visit.starts_at,
    )  # fmt: skip
    _settle_open_move(visit, to, by=by, now=now)
    return Outcome.DONE


def propose_move(*, visit: Visit, side: Side, to: NewTime, by: Viewer, now: datetime) -> Outcome:
    """Propose another time for one visit; nothing changes before the office has agreed with the other side.

    Whoever calls this has read the visit as theirs. A new proposal takes the place of one that is undecided.

    Raises:
        BadMoveError: the time is not to come, or too far away.
        VisitDecidedError, VisitOverError: it is no longer planned, or its time has come.
    """
    locked_and_unended(visit.engagement_id)
    db.session.refresh(visit)
    _check(visit, to, now=now)
    known = open_move(by, visit.id)
    if known is not None and (known.day, known.start_min, known.end_min, known.side) == (*to, side):
        return Outcome.DONE_BEFORE
    if known is not None:
        known.decided_at, known.is_accepted = now, False
        db.session.flush()
    db.session.add(
        VisitMove(
            visit_id=visit.id, side=side, day=to.day, start_min=to.start_min, end_min=to.end_min,
            proposed_at=now,
        )
    )  # fmt: skip
    note_about("propose_move", visit, side=side, by=by, now=now, day=to.day.isoformat())
    announce(MoveProposed(engagement_id=visit.engagement_id, visit_id=visit.id, by=by, now=now))
    return Outcome.DONE


def decide_move(*, move_id: int, is_accepted: bool, by: Viewer, now: datetime) -> Outcome:
    """Accept a proposed time, or leave the visit as it is and tell who has proposed it.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        VisitDecidedError: it was decided otherwise before.
        BadMoveError, VisitOverError, HelperBusyThenError: it is no longer possible.
    """
    move = move_of_office(by, move_id)
    check_may(Side.OFFICE, move.visit.office_id, by=by)
    locked_and_unended(move.visit.engagement_id)
    db.session.refresh(move)
    if move.decided_at is not None:
        if move.is_accepted is is_accepted:
            return Outcome.DONE_BEFORE
        raise VisitDecidedError
    if is_accepted:
        return move_visit(
            visit=move.visit, to=NewTime(move.day, move.start_min, move.end_min), by=by, now=now
        )
    _decide(move, is_accepted=False, by=by, now=now)
    note_about("refuse_move", move.visit, side=Side.OFFICE, by=by, now=now, day=move.day.isoformat())
    visit = move.visit
    tell_side(visit.engagement, move.side, "move_refused", by=by, now=now, starts_at=visit.starts_at)
    return Outcome.DONE


def _check(visit: Visit, to: NewTime, *, now: datetime) -> None:
    if visit.state is not VisitState.PLANNED:
        raise VisitDecidedError
    if visit.starts_at <= now:
        raise VisitOverError
    is_soon = to.day < town_day(now) + AHEAD
    if not 0 <= to.start_min < to.end_min <= 24 * 60 or not is_soon or to.moments()[0] <= now:
        raise BadMoveError


def _set(visit: Visit, to: NewTime, *, by: Viewer, now: datetime) -> None:
    begin, end = to.moments()
    busy = busy_times(by, visit.helper_id, after=begin, before=end)
    if any(each != (visit.starts_at, visit.ends_at) for each in busy):
        raise HelperBusyThenError
    day, start_min = visit.slot
    values = {
        "day": to.day, "start_min": to.start_min, "end_min": to.end_min, "starts_at": begin, "ends_at": end,
        "moved_from_day": day, "moved_from_min": start_min, "helper_confirmed_at": None,
        "person_confirmed_at": None,
    }  # fmt: skip
    try:
        with db.session.begin_nested():
            is_changed = change_visit(visit, from_state=VisitState.PLANNED, now=now, **values)
    except IntegrityError as error:
        raise HelperBusyThenError from error
    if not is_changed:
        raise VisitDecidedError


def _settle_open_move(visit: Visit, to: NewTime, *, by: Viewer, now: datetime) -> None:
    """What was proposed for the visit is decided with this: the office has set a time."""
    move = open_move(by, visit.id)
    if move is not None:
        _decide(move, is_accepted=(move.day, move.start_min, move.end_min) == to, by=by, now=now)


def _decide(move: VisitMove, *, is_accepted: bool, by: Viewer, now: datetime) -> None:
    db.session.execute(
        update(VisitMove)
        .where(VisitMove.id == move.id, VisitMove.decided_at.is_(None))
        .values(decided_at=now, is_accepted=is_accepted)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(move)
    announce(MoveDecided(engagement_id=move.visit.engagement_id, by=by, now=now))
