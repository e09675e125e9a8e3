"""Deciding many proposals at once: each on its own, so that one that cannot be decided stops no other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.actions.approving import approve_proposal
from helpexchange.match_runs.actions.deciding import lock_rows
from helpexchange.match_runs.actions.locking import lock_proposal, unlock_proposal
from helpexchange.match_runs.actions.rejecting import reject_proposal
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import NothingChosenError, ReasonMissingError, RejectionReason


class Act(StrEnum):
    """What can be done with a selection."""

    APPROVE = "approve"
    REJECT = "reject"
    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True)
class SelectionOutcome:
    """What came of a selection: ids that are as wanted now, and ids with why they are not."""

    done: Sequence[int]
    refused: Sequence[tuple[int, Refusal]]


def decide_selection(
    *,
    proposal_ids: Collection[int],
    act: Act,
    by: Viewer,
    now: datetime,
    reason: RejectionReason | None = None,
    note: str = "",
) -> SelectionOutcome:
    """Do the same with many proposals, lowest id first; what cannot be done is told one by one.

    Raises:
        NothingChosenError: no proposal is chosen.
        ReasonMissingError: a rejection without its reason.
    """
    if not proposal_ids:
        raise NothingChosenError
    decide = _verb(act, reason, note)
    _lock_everybody(proposal_ids)
    done: list[int] = []
    refused: list[tuple[int, Refusal]] = []
    for proposal_id in sorted(set(proposal_ids)):
        try:
            with db.session.begin_nested():
                decide(proposal_id=proposal_id, by=by, now=now)
            done.append(proposal_id)
        except Refusal as refusal:
            refused.append((proposal_id, refusal))
    return SelectionOutcome(done, refused)


def _verb(act: Act, reason: RejectionReason | None, note: str) -> Callable[..., Any]:
    if act is Act.REJECT:
        if reason is None:
            raise ReasonMissingError
        return partial(reject_proposal, reason=reason, note=note)
    return {Act.APPROVE: approve_proposal, Act.LOCK: lock_proposal, Act.UNLOCK: unlock_proposal}[act]


def _lock_everybody(proposal_ids: Collection[int]) -> None:
    """Lock all helpers, then all requests, in the order of their ids: two selections never wait in a ring."""
    pairs = select(Proposal.helper_id, Proposal.request_id).where(Proposal.id.in_(proposal_ids))
    concerned = db.session.execute(pairs).all()
    lock_rows(HelperProfile, {helper_id for helper_id, _ in concerned})
    lock_rows(HelpRequest, {request_id for _, request_id in concerned})
