"""What a helper has agreed on goes with the person when two profiles become one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, VisitState
from helpexchange.match_runs.models import FixCall, StandIn
from helpexchange.people.actions.changes import Changes
from helpexchange.people.rules import BothHelpSameRequestError, VisitsAtOneTimeError


def move_visits(other_id: int, target_id: int, changes: Changes) -> None:
    """Give the agreements of one profile, with all visits, to the profile that stays.

    Where both were looked for or asked about the same thing, the row of the profile that stays counts.

    Raises:
        BothHelpSameRequestError: both have agreed with the same person; one of the two must end first.
        VisitsAtOneTimeError: both are to visit somebody at the same time; one visit must be called off first.
    """
    if _agreed_requests(other_id) & _agreed_requests(target_id):
        raise BothHelpSameRequestError
    if _meet_at_once(other_id, target_id):
        raise VisitsAtOneTimeError
    for table in (Engagement, Visit):
        ids = _ids(select(table.id).where(table.helper_id == other_id))
        changes.set(table, "helper_id", ids, other_id, target_id)
    _move_unless_known(StandIn, ("visit_id",), other_id, target_id, changes)
    _move_unless_known(FixCall, ("request_id", "kind"), other_id, target_id, changes)


def _agreed_requests(helper_id: int) -> set[int]:
    unended = Engagement.helper_id == helper_id, Engagement.state.in_(UNENDED_STATES)
    return set(db.session.scalars(select(Engagement.request_id).where(*unended)))


def _meet_at_once(one_id: int, other_id: int) -> bool:
    """Return whether two profiles have planned visits that overlap."""
    mine, theirs = aliased(Visit), aliased(Visit)
    at_once = exists().where(
        mine.helper_id == one_id, theirs.helper_id == other_id, mine.state == VisitState.PLANNED,
        theirs.state == VisitState.PLANNED, mine.starts_at < theirs.ends_at, theirs.starts_at < mine.ends_at,
    )  # fmt: skip
    return bool(db.session.scalar(select(at_once)))


def _move_unless_known(
    model: Any, key: tuple[str, ...], other_id: int, target_id: int, changes: Changes
) -> None:
    columns = [getattr(model, name) for name in key]
    own = {tuple(row) for row in db.session.execute(select(*columns).where(model.helper_id == target_id))}
    theirs = db.session.execute(select(model.id, *columns).where(model.helper_id == other_id))
    mine = [row[0] for row in theirs if tuple(row[1:]) not in own]
    changes.set(model, "helper_id", mine, other_id, target_id)


def _ids(statement: Any) -> list[int]:
    return sorted(db.session.scalars(statement))
