"""An engagement begins: helper, request and times are agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions.noting import check_may, lock, note
from helpexchange.engagements.actions.planning import Planning, plan_series
from helpexchange.engagements.actions.telling import tell_of_changes
from helpexchange.engagements.models import Engagement, VisitSeries
from helpexchange.engagements.queries import unended_of_request
from helpexchange.engagements.rules import (
    AHEAD,
    CancelReason,
    EngagementBegun,
    EngagementState,
    FirstVisit,
    HelperCannotHelpError,
    RequestNotToBeServedError,
    SeriesPlan,
    Side,
)
from helpexchange.help_requests.actions.changing import move
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.queries import request_of_office
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState

#: A request may be waiting for this helper only, or for more than one.
_WANTING = (RequestState.OPEN, RequestState.PROPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """When a helper comes, as the two have agreed.

    Attributes:
        plan: the series.
        skips_public_holidays, skips_school_holidays: whether visits rest then.
        first_visit, first_visit_with: who comes along to the first visit; the name may be empty.
    """

    plan: SeriesPlan
    skips_public_holidays: bool = True
    skips_school_holidays: bool = False
    first_visit: FirstVisit = FirstVisit.ALONE
    first_visit_with: str = ""

    def as_series(self, *, planned_until: date) -> VisitSeries:
        """Return it as a row without visits."""
        plan = self.plan
        return VisitSeries(
            rhythm=plan.rhythm, times=[list(each) for each in plan.times], starts_on=plan.starts_on,
            until=plan.until, visit_count=plan.visit_count, week_of_month=plan.week_of_month,
            anchor_on=plan.anchor_on, skips_public_holidays=self.skips_public_holidays,
            skips_school_holidays=self.skips_school_holidays, planned_until=planned_until,
        )  # fmt: skip


def begin_engagement(
    *,
    request_id: int,
    helper_id: int,
    agreed: Agreed,
    by: Viewer,
    now: datetime,
    proposal_id: int | None = None,
    tells_both: bool = False,
) -> Engagement:
    """Begin an engagement and plan its first visits; agreed twice, the first one is returned.

    Args:
        tells_both: True writes to both when the visits are; whoever was asked hears it in another way.
        proposal_id: of the proposal from which it comes, for the trail.

    Raises:
        NotFoundRefusal: no such request in the viewer's offices, or no such helper.
        NotAllowedRefusal: the viewer decides nothing.
        BadSeriesError: the times do not make a series.
        HelperCannotHelpError, HelperBusyThenError: the helper is not active, or with somebody else then.
        RequestNotToBeServedError: the request has its helpers, or has ended.
    """
    agreed.plan.check()
    agreed.plan.check_start(town_day(now))
    request = request_of_office(by, request_id)
    check_may(Side.OFFICE, request.office_id, by=by)
    helper = _locked_helper(helper_id)
    lock(HelpRequest, request.id)
    others = unended_of_request(by, request.id)
    if known := next((each for each in others if each.helper_id == helper.id), None):
        return known
    seat = _free_seat(request, [each.seat for each in others])
    if helper.state is not HelperState.ACTIVE:
        raise HelperCannotHelpError
    engagement = _entered(request, helper, agreed, seat=seat, by=by, now=now)
    if len(others) + 1 >= request.helpers_needed:
        _close_request(request, by=by, now=now)
    _make_known(engagement, proposal_id, tells_both=tells_both, by=by, now=now)
    return engagement


def _locked_helper(helper_id: int) -> HelperProfile:
    helper = db.session.get(HelperProfile, helper_id)
    if helper is None:
        raise NotFoundRefusal
    lock(HelperProfile, helper.id)
    return helper


def _make_known(
    engagement: Engagement, proposal_id: int | None, *, tells_both: bool, by: Viewer, now: datetime
) -> None:
    """Write it down, tell the two if wished, and let others refuse what would book somebody twice."""
    pair = {"helper_id": engagement.helper_id, "request_id": engagement.request_id}
    note("begin_engagement", engagement, by=by, now=now, **pair, proposal_id=proposal_id)
    if tells_both:
        tell_of_changes(engagement, "planned", by=by, now=now)
    announce(EngagementBegun(engagement_id=engagement.id, **pair, by=by, now=now))


def _free_seat(request: HelpRequest, taken: list[int]) -> int:
    free = [seat for seat in range(1, request.helpers_needed + 1) if seat not in taken]
    if not free or request.state not in _WANTING:
        raise RequestNotToBeServedError
    return free[0]


def _entered(
    request: HelpRequest, helper: HelperProfile, agreed: Agreed, *, seat: int, by: Viewer, now: datetime
) -> Engagement:
    today = town_day(now)
    series = agreed.as_series(planned_until=agreed.plan.starts_on)
    engagement = Engagement(
        request_id=request.id, helper_id=helper.id, office_id=request.office_id, kind_code=request.kind_code,
        seat=seat, state=EngagementState.AGREED, agreed_at=now, series=[series], pauses=[],
        first_visit=agreed.first_visit, first_visit_with=agreed.first_visit_with,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(engagement)
    except IntegrityError as error:  # two who agreed without waiting for the locks
        raise RequestNotToBeServedError from error
    planning = Planning(before=today + AHEAD, reason=CancelReason.NEW_TIME, is_strict=True)
    plan_series(series, engagement, planning, by=by, now=now)
    return engagement


def _close_request(request: HelpRequest, *, by: Viewer, now: datetime) -> None:
    """The request has its helpers: nobody else is looked for."""
    if request.state is RequestState.OPEN:
        move(request, RequestState.PROPOSED, act="choose_helper", by=by, now=now)
        db.session.refresh(request, ["state"])
    move(request, RequestState.AGREED, act="agree_request", by=by, now=now)
    db.session.refresh(request, ["state"])
