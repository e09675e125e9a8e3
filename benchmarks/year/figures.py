"""What a year has reached, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from statistics import mean, median, pstdev
from typing import Any

from sqlalchemy import func, select

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.models import MatchRun, Proposal, StandIn
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.rules.causes import StandInState

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of requests that came within the year.

    Attributes:
        came, served: requests, and those of them that somebody has agreed to help with.
        wait_days: median days from asking to the first agreement, by channel.
        asks_per_yes: questions to helpers for each agreement.
        moved, agreed_moved: proposals that a rematch has moved, and agreed or asked ones among them.
        km: mean way of agreements. load_spread: standard deviation of agreements a helper.
        never_asked: of helpers who were active all the year.
    """

    came: int
    served: int
    wait_days: dict[str, float]
    asks: int
    asks_per_yes: float
    moved: int
    agreed_moved: int
    visits_done: int
    visits_cancelled: int
    stood_in: int
    km: float
    load_spread: float
    helpers_engaged: int

    def as_dict(self) -> dict[str, Any]:
        """Return them for a JSON file."""
        return asdict(self)


def figures_of(since: datetime) -> Figures:
    """Count what the database holds since a moment."""
    first = (
        select(HelpRequest.id, HelpRequest.channel, HelpRequest.submitted_at, func.min(Engagement.agreed_at))
        .outerjoin(Engagement, Engagement.request_id == HelpRequest.id)
        .where(HelpRequest.submitted_at >= since)
        .group_by(HelpRequest.id, HelpRequest.channel, HelpRequest.submitted_at)
    )
    waits: dict[str, list[float]] = {}
    rows = db.session.execute(first).all()
    for _, channel, asked, agreed in rows:
        if agreed is not None:
            waits.setdefault(channel.value, []).append((agreed - asked).total_seconds() / SECONDS_A_DAY)
    asks = _count(Ask, Ask.asked_at >= since)
    yes = _count(Ask, Ask.asked_at >= since, Ask.state == AskState.AGREED)
    load = Counter(db.session.scalars(select(Engagement.helper_id)))
    ways = db.session.scalars(
        select(Proposal.distance_m).where(
            Proposal.state.in_((ProposalState.CONFIRMED, ProposalState.LAPSED)),
            Proposal.id.in_(select(Ask.proposal_id).where(Ask.state == AskState.AGREED)),
            Proposal.distance_m.is_not(None),
        )
    ).all()
    moved = db.session.execute(
        select(func.sum(MatchRun.moved_count), func.sum(MatchRun.agreed_moved_count))
    ).one()
    return Figures(
        came=len(rows), served=sum(map(len, waits.values())),
        wait_days={channel: round(median(days), 2) for channel, days in sorted(waits.items())},
        asks=asks, asks_per_yes=round(asks / max(yes, 1), 2), moved=moved[0] or 0,
        agreed_moved=moved[1] or 0, visits_done=_count(Visit, Visit.state == VisitState.DONE),
        visits_cancelled=_count(Visit, Visit.state == VisitState.CANCELLED),
        stood_in=_count(StandIn, StandIn.state == StandInState.YES),
        km=round(mean([each or 0.0 for each in ways] or [0.0]) / 1000, 2),
        load_spread=round(pstdev(load.values()) if load else 0.0, 2), helpers_engaged=len(load),
    )  # fmt: skip


def _count(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
