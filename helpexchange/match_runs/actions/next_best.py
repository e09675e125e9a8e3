"""The next-best helper takes the place of one who said no, if that is still possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select

from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperAbsence, HelperProfile
from helpexchange.match_runs.actions.approving import approve_proposal
from helpexchange.match_runs.actions.deciding import lock_row, record_act
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import HelperBusyError, Period, ProposalState, fitting_visits, shared_times
from helpexchange.match_runs.solving.bindings import bindings_of_helper


def approve_next_best(*, proposal_id: int, by: Viewer, now: datetime) -> Proposal | None:
    """Approve the best of a proposal's alternatives who still can; None if none can.

    The coordinator who approved the proposal has allowed it. Whoever was proposed for this request before,
    is away, or lacks a check that is still valid is left out; room and time are judged as in every approval.
    """
    ended = db.session.get_one(Proposal, proposal_id)
    for other in ended.alternatives:
        try:
            with db.session.begin_nested():
                proposal = _proposed(ended, other, now=now)
                approve_proposal(proposal_id=proposal.id, by=_approver(by), now=now)
        except Refusal:  # no room, no time, or somebody was faster: the one after may do
            continue
        record_act("approve_next_best", proposal, by=by, now=now, instead_of=proposal_id)
        return proposal
    return None


def _approver(by: Viewer) -> Viewer:
    return replace(by, permissions=by.permissions | {Permission.DECIDE_PROPOSALS.value})


def _proposed(ended: Proposal, other: Mapping[str, Any], *, now: datetime) -> Proposal:
    """Return a new proposal for an alternative, kept.

    Raises:
        HelperBusyError: the two do not fit any more; the locks taken for looking go with it.
    """
    helper_id = other["helper_id"]
    if not other.get("is_free", True) or _was_proposed(helper_id, ended):
        raise HelperBusyError
    lock_row(HelperProfile, helper_id)
    lock_row(HelpRequest, ended.request_id)
    helper = db.session.get_one(HelperProfile, helper_id)
    request = db.session.get_one(HelpRequest, ended.request_id)
    visits = _visits(helper, request, town_day(now))
    if visits is None or _lacks(helper, request, now):
        raise HelperBusyError
    proposal = Proposal(
        run_id=ended.run_id, helper_id=helper_id, request_id=request.id, office_id=request.office_id,
        state=ProposalState.PROPOSED, score=other["score"], score_parts={}, visits=visits,
        distance_m=other.get("distance_m"), facts=_facts(helper, request, now), alternatives=[
            each for each in ended.alternatives if each["helper_id"] != helper_id
        ],
    )  # fmt: skip
    db.session.add(proposal)
    db.session.flush()
    return proposal


def _was_proposed(helper_id: int, ended: Proposal) -> bool:
    """Return whether the two were proposed before; what lapsed unseen in another run does not count."""
    same_pair = (Proposal.helper_id == helper_id) & (Proposal.request_id == ended.request_id)
    counts = (Proposal.state != ProposalState.LAPSED) | (Proposal.run_id == ended.run_id)
    return bool(db.session.scalar(select(exists().where(same_pair, counts))))


def _lacks(helper: HelperProfile, request: HelpRequest, now: datetime) -> bool:
    """Return whether a check is missing or over, the kind is not wished, or the helper is away."""
    today = town_day(now)
    valid = {each.check_code for each in helper.checks if each.expires_on is None or each.expires_on >= today}
    away = exists().where(
        HelperAbsence.helper_id == helper.id, HelperAbsence.starts_on <= today, HelperAbsence.back_on > today
    )
    return (
        not {*request.checks, *request.kind.checks} <= valid
        or (bool(request.helper_kinds) and helper.kind.value not in request.helper_kinds)
        or bool(db.session.scalar(select(away)))
    )


def _visits(helper: HelperProfile, request: HelpRequest, today: date) -> list[list[int]] | None:
    wanted, offered = list(_periods(request)), list(_periods(helper))
    if not wanted and not offered:
        return []
    windows = shared_times(wanted, offered) if wanted and offered else wanted or offered
    bound = bindings_of_helper(db.session(), helper.id, today)
    busy = [visit for each in bound for visit in each.visits]
    return fitting_visits(
        windows, busy, visits_per_week=request.visits_per_week, visit_minutes=request.visit_minutes
    )


def _periods(owner: HelperProfile | HelpRequest) -> Iterator[Period]:
    return ((each.weekday, each.start_min, each.end_min) for each in owner.times)


def _facts(helper: HelperProfile, request: HelpRequest, now: datetime) -> dict[str, Any]:
    """Return what the reasons in words are made from, as a run would store it."""
    named = {each.skill_code for each in request.skills} | {request.kind_code}
    engaged = helper.last_engaged_on
    return {
        "languages": sorted({each.language for each in helper.languages} & {
            each.language for each in request.languages
        }),
        "skills": {each.skill_code: each.level for each in helper.skills if each.skill_code in named},
        "idle_days": None if engaged is None else max(0, (town_day(now) - engaged).days),
        "relations": [], "is_remote": request.remote,
        "waiting_days": max(0, (now - request.submitted_at).days),
    }  # fmt: skip
