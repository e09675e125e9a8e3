"""Two ways of finding helpers: the engine's match and mending, and the nearest who is free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import select

from benchmarks.desk import Desk
from benchmarks.year.doing import do
from benchmarks.year.places import ZONE
from benchmarks.year.world import World
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.match_runs.actions import approve_proposal, choose_helper, reject_proposal, request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState, RejectionReason
from helpexchange.match_runs.solving.problem import read_problem
from matching import find_candidates

#: Of the helpers who could come, so many are rejected by coordinators who know better.
REJECTED = 0.05


@dataclass(frozen=True, slots=True)
class Way:
    """How helpers are found.

    Attributes:
        morning, afternoon: what the office does on a working day.
        mends: what broke is mended by the engine at once; otherwise whoever waits again is seen to next time.
    """

    morning: Callable[[World, datetime], None]
    afternoon: Callable[[World, datetime], None]
    mends: bool


def match_and_approve(world: World, now: datetime) -> None:
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
        if _is_rejected(world, helper_id, request_id):
            reason = RejectionReason.OTHER_PLAN
            do(reject_proposal, proposal_id=proposal_id, reason=reason, by=world.office, now=now)
        else:
            do(approve_proposal, proposal_id=proposal_id, by=world.office, now=now)


def choose_nearest(world: World, now: datetime) -> None:
    """Give each request, urgent and longest waiting first, the nearest helper who may come and is free."""
    today = now.astimezone(ZONE).date()
    read = read_problem(db.session(), office_id=None, now=now, today=today)
    db.session.rollback()
    candidates = find_candidates(read.problem, workers=1)
    desk, requests = Desk(read.problem, candidates), read.problem.requests
    order = sorted(
        range(len(requests)), key=lambda n: (-requests[n].priority, -requests[n].waiting_days, requests[n].id)
    )
    for number in order:
        request_id, missing = read.requests[requests[number].id][0], requests[number].helpers_needed
        for place in _by_distance(desk, number):
            helper_id = read.helper_ids[read.problem.helpers[desk.helper(place)].id]
            is_wished = desk.is_free(place) and not _is_rejected(world, helper_id, request_id)
            if is_wished and desk.book(number, [place]):
                pair = {"request_id": request_id, "helper_id": helper_id}
                missing -= do(choose_helper, **pair, by=world.office, now=now)
            if not missing:
                break


def _by_distance(desk: Desk, request: int) -> list[int]:
    """Return who could come to a request, as somebody finds them on a map."""
    span = desk.candidates.of_request(request)
    ways = np.nan_to_num(desk.candidates.distance_m[span.start : span.stop], nan=0.0)
    places: list[int] = (int(span.start) + np.argsort(ways, kind="stable")).tolist()
    return places


def _is_rejected(world: World, helper_id: int, request_id: int) -> bool:
    return world.luck.happens(REJECTED, "reject", helper_id, request_id)


WAYS = {
    "engine": Way(match_and_approve, approve_all, mends=True),
    "nearest": Way(choose_nearest, choose_nearest, mends=False),
}
