"""A small world whose October 2026 can be counted by hand; the clock stands at 2 November.

Hörde, by phone: eight requests, heard after 5 hours; three were served after 20 hours, two after 60, one
after six days; one waits, one was withdrawn. One of them came half an hour after October began in the town.
Eving, online: six requests, nobody has called, all wait. September: five requests in Hörde. One draft.
Of the first agreement six visits took place (one noted with 90 minutes), one was missed, one cancelled.
Meryem agreed to all six: to four after she was asked, two hours before, and to two directly. One agreement
has ended because somebody moved.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NextBest
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.rules import EndReason, EngagementState, Rhythm, VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.offices.models import Office
from helpexchange.reports.rules import Period
from tests.cast import TUESDAY, Cast, help_request
from tests.matched import done_run, proposed

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
EARLY = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)  # half past midnight of 1 October in Dortmund
SIXTH = datetime(2026, 10, 6, 8, tzinfo=UTC)
SERVED_AFTER = (20, 20, 20, 60, 60, 144)
ASKED = 4


def october(cast: Cast) -> list[HelpRequest]:
    """Make the world and commit it; return the eight requests of Hörde."""
    hoerde = [_asked(cast.hoerde, f"h{at}", at=EARLY if at == 0 else SIXTH, heard=5) for at in range(8)]
    hoerde[7].state = RequestState.WITHDRAWN
    others = [_asked(cast.eving, f"e{at}", channel=Channel.ONLINE) for at in range(6)]
    before = [_asked(cast.hoerde, f"b{at}", at=SIXTH - timedelta(days=20)) for at in range(5)]
    draft = _asked(cast.hoerde, "draft", state=RequestState.DRAFT)
    db.session.add_all([*hoerde, *others, *before, draft])
    db.session.flush()
    engagements = [_agreed(cast, each, hours) for each, hours in zip(hoerde, SERVED_AFTER, strict=False)]
    engagements[5].state, engagements[5].end_reason = EngagementState.ENDED, EndReason.MOVED
    engagements[5].ended_at = SIXTH + timedelta(days=14)
    db.session.add_all(engagements)
    db.session.flush()
    _visited(engagements[0])
    run = done_run(now=SIXTH)
    asked = zip(hoerde, engagements[:ASKED], strict=False)
    db.session.add_all([_asked_for(run, cast, each, of.agreed_at - timedelta(hours=2)) for each, of in asked])
    db.session.commit()
    return hoerde


def _asked(office: Office, word: str, *, at: datetime = SIXTH, **others: Any) -> HelpRequest:
    heard = others.pop("heard", None)
    person = PersonInNeed(first_name="Erna", language="tr" if word in ("h0", "h1") else None)
    columns = {"channel": Channel.PHONE, "person": person, **others}
    request = help_request(word, office=office, kind="shopping", weekday=TUESDAY, now=at, **columns)
    request.first_contact_at = None if heard is None else at + timedelta(hours=heard)
    return request


def _agreed(cast: Cast, request: HelpRequest, hours: int) -> Engagement:
    request.state = RequestState.AGREED
    return Engagement(
        request_id=request.id, helper_id=cast.meryem.id, office_id=request.office_id, kind_code="shopping",
        seat=1, state=EngagementState.RUNNING, agreed_at=request.submitted_at + timedelta(hours=hours),
    )  # fmt: skip


def _visited(engagement: Engagement) -> None:
    series = VisitSeries(
        engagement_id=engagement.id, rhythm=Rhythm.WEEKLY, times=[[TUESDAY, 840, 900]],
        starts_on=date(2026, 10, 7), planned_until=date(2026, 11, 1),
    )  # fmt: skip
    db.session.add(series)
    db.session.flush()
    states = [VisitState.DONE] * 6 + [VisitState.MISSED, VisitState.CANCELLED]
    for at, state in enumerate(states):
        starts_at = datetime(2026, 10, 7 + at, 12, tzinfo=UTC)
        visit = Visit(
            uid=f"visit-{at}", engagement_id=engagement.id, series_id=series.id,
            helper_id=engagement.helper_id, request_id=engagement.request_id, office_id=engagement.office_id,
            day=starts_at.date(), start_min=840, end_min=900, starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1), state=state, changed_at=starts_at,
        )  # fmt: skip
        visit.minutes_spent = 90 if at == 0 else None
        db.session.add(visit)


def _asked_for(run: MatchRun, cast: Cast, request: HelpRequest, asked_at: datetime) -> Ask:
    """Ask Meryem, an hour after the approval."""
    approved_at = asked_at - timedelta(hours=1)
    proposal = proposed(run, cast.meryem, request, state=ProposalState.ACCEPTED, decided_at=approved_at)
    return asked_to(proposal, asked_at=asked_at)


def asked_to(proposal: Proposal, *, asked_at: datetime | None) -> Ask:
    """Return an ask that has led to an agreement, or one that has not gone out yet."""
    return Ask(
        proposal_id=proposal.id, helper_id=proposal.helper_id, request_id=proposal.request_id,
        state=AskState.AGREED if asked_at else AskState.PLANNED, next_best=NextBest.NOBODY, asked_at=asked_at,
        settled_at=asked_at,
    )  # fmt: skip
