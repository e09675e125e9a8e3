"""Asks about which the scheduler has to do something: found by a few columns, however many are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from helpexchange.asking.models import Ask
from helpexchange.asking.queries.asks import policies_of
from helpexchange.asking.rules import WAITING_STATES, AskState
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import Proposal


def open_asks_due(viewer: Viewer, *, now: datetime) -> Sequence[int]:
    """Return the open asks to be reminded of, those that have expired or make no sense any more."""
    columns = select(
        Ask.id, Ask.asked_at, Ask.reminded_at, Ask.expires_at, HelpRequest.state.label("request_state"),
        HelperProfile.state.label("helper_state"), Proposal.office_id,
    ).join(Ask.request).join(Ask.helper).join(Ask.proposal)  # fmt: skip
    rows = db.session.execute(columns.where(Ask.state == AskState.OPEN).order_by(Ask.id)).all()
    policies = policies_of(viewer, {row.office_id for row in rows})
    due = []
    for row in rows:
        remind_after = timedelta(days=policies[row.office_id].remind_after_days)
        is_over = row.request_state not in WAITING_STATES or row.helper_state is not HelperState.ACTIVE
        has_expired = row.expires_at is not None and row.expires_at <= now
        is_silent = (
            row.reminded_at is None and row.asked_at is not None and row.asked_at + remind_after <= now
        )
        if is_over or has_expired or is_silent:
            due.append(row.id)
    return due


def answered_asks_due(viewer: Viewer, *, now: datetime) -> Sequence[int]:
    """Return the asks with a yes whose person may have been silent for long enough, oldest first.

    Nobody is told before `told_at`; whether the message has gone out since is asked of these few only.
    """
    columns = select(Ask.id, Ask.told_at, HelpRequest.state.label("request_state"), Proposal.office_id)
    statement = columns.join(Ask.request).join(Ask.proposal).where(Ask.state == AskState.YES)
    rows = db.session.execute(statement.order_by(Ask.id)).all()
    policies = policies_of(viewer, {row.office_id for row in rows})
    return [
        row.id
        for row in rows
        if row.request_state not in WAITING_STATES
        or row.told_at is None
        or row.told_at + timedelta(days=policies[row.office_id].person_days) <= now
    ]
