"""What a year has reached, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import mean, median
from typing import Any

from sqlalchemy import ColumnElement, func, select

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.database import Base, db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import CancelReason, VisitState
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from matching.distance import distance_m

SECONDS_A_DAY = 86_400
SOON = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of the requests that came within the time, and of all visits within it.

    Attributes:
        requests: how many came. served: whose first visit has taken place; `soon` within 14 days, of those
            who came at least 14 days before the end.
        wait_days: median days from asking to the first visit, by channel; of those served.
        waiting_days: median days that those have waited who still wait.
        asks_per_yes: helpers asked for each agreement.
        moved: undecided proposals that mending has moved; agreed_moved: approved, asked or agreed ones.
        km: of a visit, as the crow flies, one way; visits from home are left out.
        stood_in: visits that somebody else held.
        visits_of_busiest, visits_of_middle: visits held by one helper; the middle is of those with any.
    """

    requests: int
    served: int
    served_share: float
    soon_share: float
    wait_days: Mapping[str, float]
    withdrawn: int
    still_waiting: int
    waiting_days: float
    asks: int
    agreements: int
    asks_per_yes: float
    moved: int
    agreed_moved: int
    visits_held: int
    visits_missed: int
    visits_called_off: int
    stood_in: int
    km_a_visit: float
    helpers_active: int
    helpers_with_visits: int
    visits_of_busiest: int
    visits_of_middle: float
    most_at_once: int
    faults: int

    def as_dict(self) -> dict[str, Any]:
        """Return them for a JSON file."""
        return asdict(self)


def figures_of(since: datetime, until: datetime, *, faults: int) -> Figures:
    """Count what the database holds of the time between two moments."""
    rows = db.session.execute(_firsts(since)).all()
    waits = [(row.channel.value, _days(row.first - row.submitted_at)) for row in rows if row.first]
    early = [row for row in rows if row.submitted_at <= until - timedelta(days=SOON)]
    soon = [row for row in early if row.first and _days(row.first - row.submitted_at) <= SOON]
    waiting = [_days(until - row.submitted_at) for row in rows if row.state in ("open", "proposed")]
    held = _held(since)
    load = Counter(row.helper_id for row in held)
    asks, agreements = _count(Ask, Ask.asked_at >= since), _count(Engagement, Engagement.agreed_at >= since)
    agreed = _count(Ask, Ask.asked_at >= since, Ask.state == AskState.AGREED)
    moved = db.session.execute(
        select(func.sum(MatchRun.moved_count), func.sum(MatchRun.agreed_moved_count))
    ).one()
    return Figures(
        requests=len(rows), served=len(waits), served_share=_share(len(waits), len(rows)),
        soon_share=_share(len(soon), len(early)), wait_days=_medians(waits),
        withdrawn=sum(row.state == "withdrawn" for row in rows), still_waiting=len(waiting),
        waiting_days=round(median(waiting), 1) if waiting else 0.0, asks=asks, agreements=agreements,
        asks_per_yes=round(asks / max(1, agreed), 2),
        moved=moved[0] or 0, agreed_moved=moved[1] or 0, visits_held=len(held),
        visits_missed=_count(Visit, Visit.state == VisitState.MISSED, Visit.starts_at >= since),
        visits_called_off=_count(
            Visit, Visit.state == VisitState.CANCELLED,
            Visit.cancel_reason.in_((CancelReason.ILL, CancelReason.AWAY)), Visit.starts_at >= since,
            Visit.starts_at < until,
        ),
        stood_in=sum(row.helper_id != row.own_id for row in held), km_a_visit=_km(held),
        helpers_active=_count(HelperProfile, HelperProfile.state == HelperState.ACTIVE),
        helpers_with_visits=len(load), visits_of_busiest=max(load.values(), default=0),
        visits_of_middle=median(load.values()) if load else 0.0, most_at_once=_most_at_once(), faults=faults,
    )  # fmt: skip


def _firsts(since: datetime) -> Any:
    """Each request that came, with the moment at which its first visit began."""
    columns = select(
        HelpRequest.id, HelpRequest.channel, HelpRequest.state, HelpRequest.submitted_at,
        func.min(Visit.starts_at).label("first"),
    ).outerjoin(Visit, (Visit.request_id == HelpRequest.id) & (Visit.state == VisitState.DONE))  # fmt: skip
    return columns.where(HelpRequest.submitted_at >= since).group_by(
        HelpRequest.id, HelpRequest.channel, HelpRequest.state, HelpRequest.submitted_at
    )


def _held(since: datetime) -> Sequence[Any]:
    columns = select(
        Visit.helper_id, Engagement.helper_id.label("own_id"), HelpRequest.remote,
        HelperProfile.latitude.label("from_lat"), HelperProfile.longitude.label("from_lon"),
        HelpRequest.latitude.label("to_lat"), HelpRequest.longitude.label("to_lon"),
    )  # fmt: skip
    joined = columns.join(Visit.engagement).join(HelperProfile, HelperProfile.id == Visit.helper_id)
    joined = joined.join(HelpRequest, HelpRequest.id == Visit.request_id)
    return db.session.execute(joined.where(Visit.state == VisitState.DONE, Visit.starts_at >= since)).all()


def _km(held: Sequence[Any]) -> float:
    ways = [
        distance_m((row.from_lat, row.from_lon), (row.to_lat, row.to_lon))
        for row in held
        if not row.remote and None not in (row.from_lat, row.from_lon, row.to_lat, row.to_lon)
    ]
    return round(mean(ways) / 1000, 2) if ways else 0.0


def _most_at_once() -> int:
    """Return how many people the helper with most of them goes to now."""
    counted = select(func.count()).where(Proposal.state == ProposalState.CONFIRMED)
    return max(db.session.scalars(counted.group_by(Proposal.helper_id)).all(), default=0)


def _medians(waits: Sequence[tuple[str, float]]) -> dict[str, float]:
    by_channel: dict[str, list[float]] = {}
    for channel, days in waits:
        by_channel.setdefault(channel, []).append(days)
    return {channel: round(median(days), 1) for channel, days in sorted(by_channel.items())}


def _days(length: timedelta) -> float:
    return length.total_seconds() / SECONDS_A_DAY


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _count(table: type[Base], *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
