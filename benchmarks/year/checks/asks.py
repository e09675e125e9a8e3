"""Asks, proposals and requests: caps, times to answer, and states that tell the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskPolicy, AskState
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import UNENDED_STATES
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState, RunState

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
#: Where the proposal of an ask stands.
TOGETHER = {
    AskState.PLANNED: {ProposalState.APPROVED},
    AskState.OPEN: {ProposalState.OFFERED},
    AskState.YES: {ProposalState.ACCEPTED},
}
ENDED = (
    RequestState.FINISHED, RequestState.WITHDRAWN, RequestState.EXPIRED, RequestState.REFERRED,
    RequestState.DECLINED,
)  # fmt: skip


def nobody_is_asked_too_often(now: datetime) -> Iterator[str]:
    """Name helpers with more asks, at once or within seven days, than the town's rules allow."""
    policy = AskPolicy()
    open_ones = select(Ask.helper_id, func.count()).where(Ask.state == AskState.OPEN)
    for helper_id, count in db.session.execute(open_ones.group_by(Ask.helper_id)):
        if count > policy.most_open:
            yield f"helper {helper_id} has {count} open asks"
    lately = select(Ask.helper_id, func.count()).where(Ask.asked_at > now - WEEK)
    for helper_id, count in db.session.execute(lately.group_by(Ask.helper_id)):
        if count > policy.most_a_week:
            yield f"helper {helper_id} was asked {count} times within a week"


def no_ask_is_forgotten(now: datetime) -> Iterator[str]:
    """Name asks that should have expired before yesterday; at weekends the scheduler works, too."""
    late = select(Ask.id).where(Ask.state == AskState.OPEN, Ask.expires_at < now - DAY)
    for ask_id in db.session.scalars(late):
        yield f"ask {ask_id} should have expired"


def asks_and_proposals_agree(_now: datetime) -> Iterator[str]:
    """Name asks whose proposal stands elsewhere: moved under the feet of somebody who was asked."""
    columns = select(Ask.id, Ask.state, Proposal.state).join(Ask.proposal)
    for ask_id, ask_state, proposal_state in db.session.execute(
        columns.where(Ask.state.in_(tuple(TOGETHER)))
    ):
        is_known = proposal_state in TOGETHER[ask_state]
        if not is_known and not (ask_state is AskState.PLANNED and proposal_state not in BINDING_STATES):
            yield f"ask {ask_id} is {ask_state.value}, its proposal {proposal_state.value}"
    asked = select(Ask.proposal_id).where(Ask.state.in_((AskState.OPEN, AskState.YES, AskState.AGREED)))
    under_way = (ProposalState.OFFERED, ProposalState.ACCEPTED, ProposalState.CONFIRMED)
    alone = select(Proposal.id).where(Proposal.state.in_(under_way), Proposal.id.not_in(asked))
    for proposal_id in db.session.scalars(alone):
        yield f"proposal {proposal_id} goes on without an ask"


def agreed_asks_have_engagements(_now: datetime) -> Iterator[str]:
    """Name agreements that vanished: the ask is agreed, and its proposal was let go while visits go on."""
    columns = select(Ask.id, Proposal.state).join(Ask.proposal)
    lost = columns.join(Engagement, Engagement.id == Ask.engagement_id).where(
        Ask.state == AskState.AGREED, Engagement.state.in_(UNENDED_STATES),
        Proposal.state != ProposalState.CONFIRMED,
    )  # fmt: skip
    for ask_id, state in db.session.execute(lost):
        yield f"ask {ask_id} is agreed and visits go on, its proposal is {state.value}"


def requests_and_helpers_agree(_now: datetime) -> Iterator[str]:
    """Name requests whose state does not fit those who come."""
    bound = _count(Proposal, Proposal.state.in_(BINDING_STATES))
    engaged = _count(Engagement, Engagement.state.in_(UNENDED_STATES))
    columns = select(HelpRequest.id, HelpRequest.state, HelpRequest.helpers_needed)
    for request_id, state, needed in db.session.execute(columns):
        coming, approved = engaged[request_id], bound[request_id]
        if state is RequestState.AGREED and not coming and not approved:
            yield f"request {request_id} is agreed, and nobody comes"
        if state is RequestState.PROPOSED and not approved and not coming:
            yield f"request {request_id} is proposed, and nobody is approved"
        if state is RequestState.OPEN and max(coming, approved) >= needed:
            yield f"request {request_id} is open, and all its helpers are there"
        if state in ENDED and (coming or approved):
            yield f"request {request_id} is {state.value}, and {coming or approved} still come"


def _count(table: type[Proposal | Engagement], condition: ColumnElement[bool]) -> Counter[int]:
    counted = select(table.request_id, func.count()).where(condition).group_by(table.request_id)
    return Counter(dict(db.session.execute(counted).all()))


def nothing_agreed_has_moved(_now: datetime) -> Iterator[str]:
    """Name runs that have moved somebody who was approved, asked or agreed."""
    moved = select(MatchRun.id, MatchRun.agreed_moved_count).where(MatchRun.agreed_moved_count > 0)
    for run_id, count in db.session.execute(moved):
        yield f"run {run_id} moved {count} that were agreed or offered"


def every_run_ends_well(now: datetime) -> Iterator[str]:
    """Name runs since yesterday that failed."""
    bad = select(MatchRun.id, MatchRun.state, MatchRun.failure).where(
        MatchRun.requested_at > now - DAY, MatchRun.state == RunState.FAILED
    )
    for run_id, state, failure in db.session.execute(bad):
        yield f"run {run_id} is {state.value} {failure or ''}"


ASK_CHECKS = (
    nobody_is_asked_too_often, no_ask_is_forgotten, asks_and_proposals_agree, agreed_asks_have_engagements,
    requests_and_helpers_agree, nothing_agreed_has_moved, every_run_ends_well,
)  # fmt: skip
