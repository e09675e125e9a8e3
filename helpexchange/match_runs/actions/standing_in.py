"""Looking for somebody for one visit, asking them, and noting what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import put_stand_in
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs import queries
from helpexchange.match_runs.messages import tell_asked, tell_thanks
from helpexchange.match_runs.models import RematchNeed, StandIn
from helpexchange.match_runs.rules import Outcome, StandInOverError
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.match_runs.solving.free_then import FreeThen, free_then

FOUND_AT_MOST = 5
OBJECT_TYPE = "engagement"
_OPEN = (StandInState.FOUND, StandInState.ASKED)


def find_stand_ins(*, need_id: int, by: Viewer, now: datetime) -> int:
    """Look for helpers who are free when another cannot come; return how many were found.

    Safe to run twice: whoever is known already is not entered again.
    """
    need = db.session.get_one(RematchNeed, need_id, with_for_update=True, populate_existing=True)
    if need.visit_id is None or need.done_at is not None:
        return 0
    visit = db.session.get_one(Visit, need.visit_id)
    need.done_at = now
    if visit.state is not VisitState.CANCELLED or visit.starts_at <= now:
        return 0
    known = {each.helper_id: each for each in _known(visit.id)}
    out = {helper_id for helper_id, each in known.items() if each.state is not StandInState.OVER}
    out |= {visit.helper_id, visit.engagement.helper_id}
    found = free_then(db.session(), visit, now=now, but=out, at_most=FOUND_AT_MOST)
    for number, each in enumerate(found, start=1):
        _enter(known.get(each.helper_id), each, visit, rank=number, now=now)
    _note("find_stand_ins", visit, by=by, now=now, found=len(found))
    db.session.flush()
    return len(found)


def _known(visit_id: int) -> Sequence[StandIn]:
    """Return who was found before; whoever said yes and cannot come now has said no."""
    known = db.session.scalars(select(StandIn).where(StandIn.visit_id == visit_id)).all()
    for each in known:
        if each.state is StandInState.YES:
            each.state = StandInState.NO
    db.session.flush()
    return known


def _enter(known: StandIn | None, free: FreeThen, visit: Visit, *, rank: int, now: datetime) -> None:
    """Enter who is free then; whoever was found before and not needed can be asked again."""
    if known is None:
        known = StandIn(visit_id=visit.id, helper_id=free.helper_id, office_id=visit.office_id)
        db.session.add(known)
    known.state, known.rank, known.found_at = StandInState.FOUND, rank, now
    known.distance_m, known.asked_at, known.answered_at = free.distance_m, None, None


def ask_stand_in(*, stand_in_id: int, by: Viewer, now: datetime) -> Outcome:
    """Ask a helper for one visit, on their own channel; asked twice does no harm.

    Raises:
        NotFoundRefusal: there is none, or it is another office's.
        NotAllowedRefusal: the viewer decides nothing.
        StandInOverError: the visit has somebody, or its time has come.
    """
    stand_in = _of_office(stand_in_id, by=by)
    _refuse_over(stand_in, now)
    if stand_in.state is not StandInState.FOUND:
        return Outcome.DONE_BEFORE
    stand_in.state, stand_in.asked_at = StandInState.ASKED, now
    _note("ask_stand_in", stand_in.visit, by=by, now=now, helper_id=stand_in.helper_id)
    tell_asked(stand_in, by=by, now=now)
    db.session.flush()
    return Outcome.DONE


def answer_stand_in(*, stand_in: StandIn, says_yes: bool, by: Viewer, now: datetime) -> Outcome:
    """Note what a helper says who was asked for one visit; with a yes they come, and both are told.

    Whoever calls this has read it by the helper's own signed link, or as their office.

    Raises:
        StandInOverError: somebody else comes, the helper before can after all, or it is too late.
        HelperBusyThenError, HelperCannotHelpError: the helper is with somebody else then, or not active.
        EngagementEndedError: the engagement has ended.
    """
    stand_in = _locked(stand_in.id)
    wanted = StandInState.YES if says_yes else StandInState.NO
    if stand_in.state is wanted:
        return Outcome.DONE_BEFORE
    if stand_in.state is not StandInState.YES:
        _refuse_over(stand_in, now)
    if stand_in.state is not StandInState.ASKED:
        raise StandInOverError
    if says_yes:
        put_stand_in(visit_id=stand_in.visit_id, helper_id=stand_in.helper_id, by=by, now=now)
    stand_in.state, stand_in.answered_at = wanted, now
    act = "accept_stand_in" if says_yes else "decline_stand_in"
    _note(act, stand_in.visit, by=by, now=now, helper_id=stand_in.helper_id)
    if says_yes:
        _end_others(stand_in)
        tell_thanks(stand_in, by=by, now=now)
    db.session.flush()
    return Outcome.DONE


def answer_for_stand_in(*, stand_in_id: int, says_yes: bool, by: Viewer, now: datetime) -> Outcome:
    """Note what a helper has said on the phone; refusals as in `ask_stand_in` and `answer_stand_in`."""
    stand_in = _of_office(stand_in_id, by=by)
    if stand_in.state is StandInState.FOUND:  # the office has called without a message before
        stand_in.state, stand_in.asked_at = StandInState.ASKED, now
        db.session.flush()
    return answer_stand_in(stand_in=stand_in, says_yes=says_yes, by=by, now=now)


def _of_office(stand_in_id: int, *, by: Viewer) -> StandIn:
    found = queries.stand_in_of_office(by, stand_in_id)
    if not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal
    return _locked(found.id)


def _locked(stand_in_id: int) -> StandIn:
    """Return it read anew behind locks on both helpers, in the order of their ids, and on the row.

    The helper who cannot come is among them: whatever is answered about the same visit waits here.
    """
    concerned = (
        select(StandIn.helper_id, Engagement.helper_id)
        .join(Visit, Visit.id == StandIn.visit_id)
        .join(Engagement, Engagement.id == Visit.engagement_id)
        .where(StandIn.id == stand_in_id)
    )
    helper_ids = list(db.session.execute(concerned).one())
    helpers = select(HelperProfile.id).where(HelperProfile.id.in_(helper_ids)).order_by(HelperProfile.id)
    db.session.execute(helpers.with_for_update(key_share=True)).all()
    return db.session.get_one(StandIn, stand_in_id, with_for_update=True, populate_existing=True)


def _refuse_over(stand_in: StandIn, now: datetime) -> None:
    visit = stand_in.visit
    db.session.refresh(visit)
    if (
        stand_in.state is StandInState.OVER
        or visit.state is not VisitState.CANCELLED
        or visit.starts_at <= now
    ):
        raise StandInOverError


def _end_others(stand_in: StandIn) -> None:
    others = (StandIn.visit_id == stand_in.visit_id, StandIn.id != stand_in.id, StandIn.state.in_(_OPEN))
    db.session.execute(update(StandIn).where(*others).values(state=StandInState.OVER))


def _note(act: str, visit: Visit, *, by: Viewer, now: datetime, **details: object) -> None:
    record(
        act=act, object_type=OBJECT_TYPE, object_id=visit.engagement_id, office_id=visit.office_id, by=by,
        now=now, visit_id=visit.id, **details,
    )  # fmt: skip


def open_visit_needs() -> Sequence[int]:
    """Return what is noted of visits without a helper and was not looked at yet."""
    statement = select(RematchNeed.id).where(RematchNeed.visit_id.is_not(None), RematchNeed.done_at.is_(None))
    return db.session.scalars(statement.order_by(RematchNeed.id)).all()
