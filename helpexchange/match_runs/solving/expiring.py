"""Who was approved with a check that does not hold any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperCheck
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.skills.models import Skill


def helpers_without_checks(session: Session, today: date) -> Sequence[tuple[int, int, int]]:
    """Return (proposal id, helper id, request id) of approvals for which a check is missing, in order.

    Whoever was asked has got an answer to give; agreements are looked after with the helper's checks.
    """
    approved = (
        select(Proposal.id, Proposal.helper_id, Proposal.request_id, HelpRequest.checks, Skill.checks)
        .join(HelpRequest, HelpRequest.id == Proposal.request_id)
        .join(Skill, Skill.code == HelpRequest.kind_code)
        .where(Proposal.state == ProposalState.APPROVED)
        .order_by(Proposal.helper_id, Proposal.request_id)
    )
    rows = session.execute(approved).all()
    held = _held(session, {row[1] for row in rows}, today)
    return [
        (proposal_id, helper_id, request_id)
        for proposal_id, helper_id, request_id, asked, of_kind in rows
        if {*asked, *of_kind} - held.get(helper_id, set())
    ]


def _held(session: Session, helper_ids: set[int], today: date) -> dict[int, set[str]]:
    statement = select(HelperCheck.helper_id, HelperCheck.check_code, HelperCheck.expires_on).where(
        HelperCheck.helper_id.in_(helper_ids)
    )
    held: dict[int, set[str]] = {}
    for helper_id, code, expires_on in session.execute(statement):
        if expires_on is None or expires_on >= today:
            held.setdefault(helper_id, set()).add(code)
    return held
