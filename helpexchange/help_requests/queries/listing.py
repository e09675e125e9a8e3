"""All help requests that somebody may see, for lists with filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_

from helpexchange.core.database import db
from helpexchange.core.paging import Page, fetch_page
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.records import PER_PAGE, in_full, of_offices
from helpexchange.help_requests.rules import RequestState
from helpexchange.offices.models import District


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilters:
    """Which requests are wished; None asks for nothing."""

    state: RequestState | None = None
    kind_code: str | None = None
    district_code: str | None = None
    office_id: int | None = None
    submitted_since: datetime | None = None


def requests_page(
    viewer: Viewer, filters: RequestFilters, *, number: int, per_page: int = PER_PAGE
) -> Page[HelpRequest]:
    """Return a page of the requests of the viewer's offices and of the viewer's own, newest first."""
    of_mine = HelpRequest.id.in_(of_offices(viewer).with_only_columns(HelpRequest.id))
    asked_by_me = HelpRequest.person.has(PersonInNeed.account_id == (viewer.account_id or -1))
    statement = in_full(db.select(HelpRequest)).where(or_(of_mine, asked_by_me))
    wanted = (
        (HelpRequest.state, filters.state), (HelpRequest.kind_code, filters.kind_code),
        (HelpRequest.office_id, filters.office_id),
    )  # fmt: skip
    for column, value in wanted:
        if value is not None:
            statement = statement.where(column == value)
    if filters.district_code is not None:
        statement = statement.where(HelpRequest.district.has(District.code == filters.district_code))
    if filters.submitted_since is not None:
        statement = statement.where(HelpRequest.submitted_at >= filters.submitted_since)
    statement = statement.order_by(HelpRequest.submitted_at.desc(), HelpRequest.id.desc())
    return fetch_page(db.session(), statement, number=number, per_page=per_page)
