"""Two ways of finding helpers each morning: the engine's match of the night, and the nearest who is free."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from benchmarks.year.world import World
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import system_viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile, HelperSkill
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import approve_proposal, choose_helper, reject_proposal, request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState, RejectionReason
from matching.distance import distance_m

#: Of the engine's proposals, so many are rejected by coordinators who know better.
REJECTED = 0.05
#: A coordinator who looks for the nearest tries so many before the next morning.
TRIES = 5

Way = Callable[[World, datetime], None]


def by_engine(world: World, now: datetime) -> None:
    """Match the whole town and approve what is proposed, but for some."""
    request_run(office_id=None, by=system_viewer("simulation"), now=now)
    db.session.commit()
    run_requested_matches(now, worker="simulation", mending=False)
    approve_all(world, now)


def approve_all(world: World, now: datetime) -> None:
    """Decide every open proposal, also of what was mended since."""
    open_ones = select(Proposal.id, Proposal.helper_id, Proposal.request_id)
    rows = db.session.execute(open_ones.where(Proposal.state == ProposalState.PROPOSED).order_by(Proposal.id))
    for proposal_id, helper_id, request_id in rows.all():
        try:
            if world.luck.happens(REJECTED, "reject", helper_id, request_id):
                reason = RejectionReason.OTHER_PLAN
                reject_proposal(proposal_id=proposal_id, reason=reason, by=world.office, now=now)
            else:
                approve_proposal(proposal_id=proposal_id, by=world.office, now=now)
            db.session.commit()
        except Refusal:
            db.session.rollback()


def by_distance(world: World, now: datetime) -> None:
    """Give each request, the longest waiting first, the nearest helper of its kind who is free."""
    waiting = select(HelpRequest).where(HelpRequest.state == RequestState.OPEN)
    for request in db.session.scalars(waiting.order_by(HelpRequest.submitted_at, HelpRequest.id)).all():
        for helper_id in list(_nearest(request))[:TRIES]:
            try:
                choose_helper(request_id=request.id, helper_id=helper_id, by=world.office, now=now)
                db.session.commit()
                break
            except Refusal:
                db.session.rollback()


def _nearest(request: HelpRequest) -> Iterator[int]:
    able = select(HelperProfile).join(HelperSkill, HelperSkill.helper_id == HelperProfile.id)
    able = able.where(HelperProfile.state == HelperState.ACTIVE, HelperSkill.skill_code == request.kind_code)
    here = request.latitude, request.longitude
    helpers = db.session.scalars(able).all()
    if here[0] is None or here[1] is None:
        return iter([each.id for each in helpers])
    ways = sorted(
        (distance_m((here[0], here[1]), (each.latitude, each.longitude)), each.id)
        for each in helpers
        if each.latitude is not None and each.longitude is not None
    )
    return iter([helper_id for _, helper_id in ways])
