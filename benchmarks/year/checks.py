"""A walk through the database after each day: no rule may be broken at any step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from benchmarks.year.world import ZONE
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskPolicy, AskState
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, EngagementState, VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperCheck
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import BINDING_STATES
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, QuietHours
from helpexchange.skills.models import Skill


def faults(now: datetime) -> list[str]:
    """Return what is wrong, one line each."""
    checks = (
        _visits_at_once, _visits_after_the_end, _seats, _checks_missing, _too_many_asks, _states_of_requests,
        _moved, _mail_at_night,
    )  # fmt: skip
    return [f"{check.__name__[1:]}: {each}" for check in checks for each in check(now)]


def _visits_at_once(_now: datetime) -> Iterator[str]:
    one, other = aliased(Visit), aliased(Visit)
    both = (
        one.helper_id == other.helper_id, one.id < other.id, one.state == VisitState.PLANNED,
        other.state == VisitState.PLANNED, one.starts_at < other.ends_at, other.starts_at < one.ends_at,
    )  # fmt: skip
    for row in db.session.execute(select(one.id, other.id).where(*both)):
        yield f"visits {row[0]} and {row[1]} of one helper"


def _visits_after_the_end(now: datetime) -> Iterator[str]:
    ended = (
        Visit.state == VisitState.PLANNED, Visit.starts_at > now, Engagement.state == EngagementState.ENDED,
    )  # fmt: skip
    for visit_id in db.session.scalars(select(Visit.id).join(Visit.engagement).where(*ended)):
        yield f"visit {visit_id} is planned after the end"


def _seats(_now: datetime) -> Iterator[str]:
    """A pair that is approved and agreed is one; more helpers than needed are too many."""
    approved = select(Proposal.request_id, Proposal.helper_id).where(Proposal.state.in_(BINDING_STATES))
    agreed = select(Engagement.request_id, Engagement.helper_id).where(Engagement.state.in_(UNENDED_STATES))
    pairs = {tuple(row) for statement in (approved, agreed) for row in db.session.execute(statement)}
    needed = {
        row[0]: row[1] for row in db.session.execute(select(HelpRequest.id, HelpRequest.helpers_needed))
    }
    for request_id, count in Counter(request_id for request_id, _ in pairs).items():
        if count > needed[request_id]:
            yield f"request {request_id} has {count} helpers and needs {needed[request_id]}"


def _checks_missing(now: datetime) -> Iterator[str]:
    """Whoever has agreed today had every check of the kind of help on this day."""
    today = now.astimezone(ZONE).date()
    new = select(Engagement).where(Engagement.agreed_at > now - timedelta(days=1))
    for engagement in db.session.scalars(new):
        kind = db.session.get_one(Skill, engagement.kind_code)
        wanted = {*kind.checks, *engagement.request.checks}
        held = select(HelperCheck).where(HelperCheck.helper_id == engagement.helper_id)
        valid = {each.check_code for each in db.session.scalars(held) if (each.expires_on or today) >= today}
        if wanted - valid:
            yield f"engagement {engagement.id} lacks {sorted(wanted - valid)}"


def _too_many_asks(_now: datetime) -> Iterator[str]:
    most = AskPolicy().most_open
    counted = select(Ask.helper_id, func.count()).where(Ask.state == AskState.OPEN).group_by(Ask.helper_id)
    for helper_id, count in db.session.execute(counted):
        if count > most:
            yield f"helper {helper_id} has {count} open asks"


def _states_of_requests(_now: datetime) -> Iterator[str]:
    unended = select(Engagement.request_id).where(Engagement.state.in_(UNENDED_STATES))
    agreed = select(HelpRequest.id).where(
        HelpRequest.state == RequestState.AGREED, HelpRequest.id.not_in(unended)
    )
    for request_id in db.session.scalars(agreed):
        confirmed = Proposal.request_id == request_id, Proposal.state.in_(BINDING_STATES)
        if db.session.scalar(select(Proposal.id).where(*confirmed).limit(1)) is None:
            yield f"request {request_id} is agreed, and nobody comes"


def _moved(_now: datetime) -> Iterator[str]:
    moved = select(MatchRun.id).where(MatchRun.agreed_moved_count > 0)
    for run_id in db.session.scalars(moved):
        yield f"run {run_id} moved what was agreed"


def _mail_at_night(now: datetime) -> Iterator[str]:
    quiet = QuietHours.read(current_app.extensions["settings"].quiet_hours)
    sent = select(OutboxMessage.id, OutboxMessage.message, OutboxMessage.sent_at).where(
        OutboxMessage.sent_at > now - timedelta(days=1), OutboxMessage.is_urgent.is_(False),
        OutboxMessage.channel.in_((Channel.MAIL, Channel.TEXT)),
    )  # fmt: skip
    for message_id, message, sent_at in db.session.execute(sent):
        if quiet is not None and quiet.cover(sent_at, ZONE.key):
            yield f"message {message_id} {message} at {sent_at}"
