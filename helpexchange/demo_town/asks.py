"""A few helpers who are asked in the demo town: one ask in every state, so that the pages have content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from helpexchange.accounts.roles import Permission
from helpexchange.asking.actions import agree, answer_no, answer_yes, ask_helper, refuse, withdraw_ask
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import NoReason
from helpexchange.core.database import db
from helpexchange.core.errors import Refusal
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.actions import approve_proposal
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.offices.models import Office

#: Of the office in which one can be a coordinator the last proposals are taken.
DISTRICT = "hoerde"
TAKEN = 8


def invent_asks(*, by: Viewer, now: datetime) -> int:
    """Approve some of the latest proposals and let the two answer each in another way; return how many.

    Args:
        by: somebody who answers for the whole town.
        now: the answers are counted back from it.
    """
    if db.session.scalar(select(Ask.id).limit(1)) is not None:
        return 0
    by = replace(by, permissions=by.permissions | {Permission.DECIDE_PROPOSALS.value})
    open_ones = select(Proposal.id).join(Office, Office.id == Proposal.office_id)
    open_ones = open_ones.where(Proposal.state == ProposalState.PROPOSED, Office.code == DISTRICT)
    ids = db.session.scalars(open_ones.order_by(Proposal.id.desc()).limit(TAKEN)).all()
    asked = 0
    for number, proposal_id in enumerate(ids):
        try:
            with db.session.begin_nested():
                _go_on(proposal_id, number, by=by, now=now - timedelta(days=1, hours=number))
        except Refusal:  # the helper has no room for two of them
            continue
        asked += 1
    return asked


def _go_on(proposal_id: int, number: int, *, by: Viewer, now: datetime) -> None:
    approve_proposal(proposal_id=proposal_id, by=by, now=now)
    if number == 0:
        return
    ask = ask_helper(proposal_id=proposal_id, by=by, now=now)
    steps: list[list[Callable[[], object]]] = [
        [],
        [lambda: answer_no(ask_id=ask.id, reason=NoReason.NO_TIME, by=by, now=now)],
        [lambda: withdraw_ask(ask_id=ask.id, by=by, now=now)],
        [lambda: answer_yes(ask_id=ask.id, by=by, now=now)],
        [
            lambda: answer_yes(ask_id=ask.id, by=by, now=now),
            lambda: refuse(ask_id=ask.id, by=by, now=now),
        ],
        [
            lambda: answer_yes(ask_id=ask.id, by=by, now=now),
            lambda: agree(ask_id=ask.id, by=by, now=now),
        ],
    ]
    for step in steps[number % len(steps)]:
        step()
