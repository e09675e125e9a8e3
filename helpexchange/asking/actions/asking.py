"""The helper is asked: after the time in which an approval can be taken back, or at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from helpexchange.asking.actions.noting import check_office, locked_ask, note
from helpexchange.asking.actions.telling import tell_helper
from helpexchange.asking.labels import WHY_NOT
from helpexchange.asking.messages import goes_by_post
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import Load, ask_of_proposal, load_of, policy_of
from helpexchange.asking.rules import (
    BY_POST,
    WAITING_STATES,
    Answer,
    AskOverError,
    AskPolicy,
    AskState,
    NextBest,
    NotAskedError,
    WhyNot,
    why_not,
)
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.rules import FirstVisit
from helpexchange.helper_profiles.messages import recipient_of
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import go_on, locked_proposal
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState

NOBODY_ASKED = Load(0, 0)


def plan_ask(
    *,
    proposal_id: int,
    asks_next_best: bool,
    first_visit: FirstVisit,
    first_visit_with: str,
    by: Viewer,
    now: datetime,
) -> Ask:
    """Choose how the helper of an approved proposal is asked, while they have not been.

    Args:
        asks_next_best: True if the next best is asked by itself after a no.
        first_visit_with: name of who comes along to the first visit.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        AskOverError: the helper has been asked, or the approval was taken back.
    """
    proposal = locked_proposal(proposal_id)
    check_office(proposal, by=by)
    if proposal.state is not ProposalState.APPROVED:
        raise AskOverError
    ask = _planned(proposal, by=by)
    ask.next_best = NextBest.WANTED if asks_next_best else NextBest.OFFICE
    ask.first_visit, ask.first_visit_with = first_visit, first_visit_with.strip()
    db.session.flush()
    note("plan_ask", ask, by=by, now=now, next_best=ask.next_best.value, first_visit=first_visit.value)
    return ask


def ask_helper(*, proposal_id: int, by: Viewer, now: datetime) -> Ask:
    """Ask the helper of an approved proposal on the own channel; asked twice, the first ask is returned.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: another office's, or the viewer decides nothing.
        NotAskedError: the helper has a pause, or enough to answer; the words say so.
        AskOverError: the approval was taken back, or the request has ended.
    """
    proposal = locked_proposal(proposal_id)
    check_office(proposal, by=by)
    if proposal.state is ProposalState.OFFERED and (known := ask_of_proposal(by, proposal.id)):
        return known
    if proposal.state is not ProposalState.APPROVED or proposal.request.state not in WAITING_STATES:
        raise AskOverError
    policy = policy_of(by, proposal.office_id)
    if why := why_not_asked(proposal, policy, by=by, now=now):
        raise NotAskedError(WHY_NOT[why])
    ask = _planned(proposal, by=by)
    ask.state, ask.asked_at = AskState.OPEN, now
    if not go_on(proposal, ProposalState.OFFERED, act="ask_helper", by=by, now=now):
        raise AskOverError
    on_the_way = BY_POST if goes_by_post(recipient_of(proposal.helper)) else timedelta()
    ask.expires_at = now + timedelta(days=policy.expire_after_days) + on_the_way
    message = tell_helper(ask, "asked", by=by, now=now)
    ask.expires_at += message.due_at - now
    return ask


def why_not_asked(proposal: Proposal, policy: AskPolicy, *, by: Viewer, now: datetime) -> WhyNot | None:
    """Return why the helper of a proposal is not asked now; None if they are."""
    load = load_of(by, [proposal.helper_id], now=now).get(proposal.helper_id, NOBODY_ASKED)
    return why_not(
        policy, is_active=proposal.helper.state is HelperState.ACTIVE, open_asks=load.open_asks,
        asked_this_week=load.this_week,
    )  # fmt: skip


def remind_helper(*, ask_id: int, by: Viewer, now: datetime) -> Answer:
    """Ask a helper who has not answered once more; only once."""
    ask = locked_ask(ask_id, by=by)
    check_office(ask.proposal, by=by)
    if ask.state is not AskState.OPEN or ask.reminded_at is not None:
        return Answer.DONE_BEFORE
    ask.reminded_at = now
    tell_helper(ask, "asked_again", by=by, now=now)
    note("remind_helper", ask, by=by, now=now)
    return Answer.DONE


def _planned(proposal: Proposal, *, by: Viewer) -> Ask:
    """Return the ask of a proposal that has not gone out; a new one chooses as the office does."""
    known = ask_of_proposal(by, proposal.id)
    if known is not None:
        return known
    wants_next = policy_of(by, proposal.office_id).asks_next_best
    ask = Ask(
        proposal_id=proposal.id, helper_id=proposal.helper_id, request_id=proposal.request_id,
        state=AskState.PLANNED, next_best=NextBest.WANTED if wants_next else NextBest.OFFICE,
        first_visit=FirstVisit.ALONE, first_visit_with="", no_words="",
    )  # fmt: skip
    db.session.add(ask)
    db.session.flush()
    return ask
