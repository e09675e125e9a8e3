"""Who is not proposed to whom again: decisions of the office and of helpers, as long as they hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import (
    ABOUT_THE_TWO,
    NOT_NOW_FOR,
    TURNED_DOWN_STATES,
    ProposalState,
    RejectionReason,
)

Pairs = frozenset[tuple[int, int]]


def turned_down_pairs(session: Session, requests: Select[Any], now: datetime) -> Pairs:
    """Return (helper id, request id) of pairs that are not proposed now.

    "Has no time" holds for two weeks. What is said about the two people themselves holds for everything else
    that the person asks for; the other reasons, and a helper's own no, hold for the one request.
    """
    has_time_again = and_(
        Proposal.rejection_reason == RejectionReason.HELPER_NOT_AVAILABLE,
        Proposal.decided_at <= now - NOT_NOW_FOR,
    )
    said_no = select(Proposal.helper_id, Proposal.request_id).where(
        Proposal.state.in_(TURNED_DOWN_STATES),
        Proposal.request_id.in_(requests),
        or_(Proposal.rejection_reason.is_(None), ~has_time_again),
    )
    rows = [*session.execute(said_no), *session.execute(_of_same_people(requests))]
    return frozenset((helper_id, request_id) for helper_id, request_id in rows)


def _of_same_people(requests: Select[Any]) -> Select[Any]:
    asked, other = aliased(HelpRequest), aliased(HelpRequest)
    columns: Any = (Proposal.helper_id, other.id)
    statement: Select[Any] = (
        select(*columns)
        .join(asked, asked.id == Proposal.request_id)
        .join(other, other.person_id == asked.person_id)
        .where(
            Proposal.state == ProposalState.REJECTED,
            Proposal.rejection_reason.in_(ABOUT_THE_TWO),
            other.id.in_(requests),
        )
    )
    return statement
