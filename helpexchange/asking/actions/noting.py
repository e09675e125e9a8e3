"""What every act about an ask begins with: who may, and the locks that keep others out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from helpexchange.accounts.roles import Permission
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import ask_by_id
from helpexchange.asking.rules import ASK
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal, NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.actions import locked_proposal
from helpexchange.match_runs.models import Proposal


def check_office(proposal: Proposal, *, by: Viewer) -> None:
    """Let a coordinator act for their own office only; a job acts for all.

    Raises:
        NotFoundRefusal: it is another office's.
        NotAllowedRefusal: the viewer may look at it only.
    """
    if not by.sees_office(proposal.office_id):
        raise NotFoundRefusal
    is_job = by.is_network_wide and not by.is_signed_in
    if not is_job and not by.may(Permission.DECIDE_PROPOSALS):
        raise NotAllowedRefusal


def locked_ask(ask_id: int, *, by: Viewer) -> Ask:
    """Return an ask, read anew behind locks on its helper, its request and its proposal.

    Raises:
        NotFoundRefusal: there is none.
    """
    proposal_id = db.session.scalar(db.select(Ask.proposal_id).where(Ask.id == ask_id))
    if proposal_id is None:
        raise NotFoundRefusal
    locked_proposal(proposal_id)
    ask = db.session.get_one(Ask, ask_id, populate_existing=True)
    return ask_by_id(by, ask.id) or ask


def note(act: str, ask: Ask, *, by: Viewer, now: datetime, **details: Any) -> None:
    """Add an act that leaves the proposal as it is to the trail."""
    record(
        act=act, object_type=ASK, object_id=ask.id, office_id=ask.proposal.office_id, by=by, now=now,
        **details,
    )  # fmt: skip
