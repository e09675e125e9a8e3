"""Every page that somebody opens daily in the invented town, by who opens it.

Left out are pages with a form only (they read what the page before them reads), settings, pages opened once
(signing in, invitations, confirming an address), files for offices' spreadsheets and pages of operators.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from benchmarks.invented_messages import program_token
from helpexchange.asking.links import helper_token, person_token
from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState
from helpexchange.core.clock import today
from helpexchange.core.database import db
from helpexchange.engagements.links import feed_token
from helpexchange.engagements.models import CalendarFeed, Engagement, Visit
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.follow_up.links import NEXT, QUESTION, VISIT, answer_token
from helpexchange.follow_up.models import Concern, VisitQuestion
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.hours_and_costs.models import HourCertificate, TravelCost
from helpexchange.hours_and_costs.rules import CostState
from helpexchange.match_runs.models import MatchRun, Proposal

OFFICE = 1
#: Pages of one office that the lead has no part in.
FOR_OFFICES = {
    "/help-requests/by-phone",
    "/helpers/queue",
    "/arrivals",
    "/arrivals/helpers",
    "/calls",
    "/hours/pay",
}
REPORTS = ("requests", "helpers", "engagements", "equality")
PROGRAMS = ("requests", "helpers", "proposals", "runs", "engagements", "visits")


def town_pages(app: Flask, engagement: Engagement, feed: CalendarFeed) -> dict[str, list[str]]:
    """Return the pages by who opens them; "program" shows a token instead of cookies.

    Args:
        engagement: of the helper and the person who have accounts.
        feed: the helper's calendar.
    """
    with app.test_request_context():
        linked = _linked(engagement)
        mine = f"/my-request/{token_of(engagement.request.reference)}"
        days = _other_days(today())
    staff = _of_staff(engagement)
    certificate = _first(HourCertificate.code, HourCertificate.office_id == OFFICE)
    return {
        "visitor": [
            "/", "/open-requests", "/ask", "/offer", "/call-me", mine, f"{mine}/visits", f"{mine}/contacts",
            f"{mine}/visits/sheet", f"{mine}/representatives", f"/certificates?code={certificate}",
            f"/calendar/{feed_token(feed)}.ics", *linked,
        ],
        "helper": [
            "/home", "/my-help", "/my-help/visits", "/my-help/contacts", "/my-help/hours",
            "/my-help/hours/costs/new", "/my-help/times", "/my-help/calendar", "/my-help/visits/sheet",
            "/my-data",
        ],
        "person": ["/home", "/my-data"],
        "coordinator": [*staff, *_reports("this_month"), *_reports(days), "/reports/year"],
        "lead": [
            *(path for path in staff if path not in FOR_OFFICES and not path.endswith("/helper")),
            "/lateness", "/offices", "/day-board/waiting",
            "/reports/offices?span=this_month", *_reports("this_month"),
            *_reports("last_year"), *_reports(days), f"/reports/offices?span={days}", "/reports/year",
        ],
        "administrator": [
            "/accounts", "/integrations", "/integrations/1", "/messages/sending",
        ],
        "program": [f"/api/v1/{name}" for name in (*PROGRAMS, "reports") if _is_there(app, name)],
    }  # fmt: skip


def token_headers() -> dict[str, str]:
    """Return what the program of the office shows."""
    return {"Authorization": f"Bearer {program_token(OFFICE)}"}


def _is_there(app: Flask, name: str) -> bool:
    return any(rule.rule == f"/api/v1/{name}" for rule in app.url_map.iter_rules())


def _reports(span: str) -> list[str]:
    return [f"/reports/{part}?span={span}" for part in REPORTS]


def _other_days(on: date) -> str:
    """Return eleven weeks until yesterday, which no night has counted, as the form asks for them."""
    return f"days&first={on - timedelta(weeks=11)}&last={on - timedelta(days=1)}"


def _linked(engagement: Engagement) -> list[str]:
    """Return pages that open by a link in a message."""
    visit_id = _first(Visit.id, Visit.engagement_id == engagement.id, Visit.state == VisitState.PLANNED)
    question_id = _first(VisitQuestion.id, VisitQuestion.engagement_id == engagement.id)
    of_helper: dict[str, Any] = {"side": Side.HELPER, "whose_id": engagement.helper_id, "number": 1}
    return [
        f"/asked/{helper_token(_first(Ask.id, Ask.state == AskState.OPEN))}",
        f"/who-comes/{person_token(_first(Ask.id, Ask.state == AskState.YES))}",
        f"/visits/reminder/{answer_token(VISIT, record_id=visit_id, **of_helper)}",
        f"/visits/question/{answer_token(QUESTION, record_id=question_id, **of_helper)}",
        f"/visits/next/{answer_token(NEXT, record_id=engagement.id, **of_helper)}",
    ]


def _of_staff(engagement: Engagement) -> list[str]:
    run_id = db.session.scalars(select(func.max(MatchRun.id))).one()
    waiting = _first(Proposal.request_id, Proposal.office_id == OFFICE, Proposal.run_id == run_id)
    known = _first(PersonInNeed.known_id, PersonInNeed.id == _person_of(waiting))
    concern = _first(Concern.id, Concern.office_id == OFFICE, Concern.closed_at.is_(None))
    cost = _first(TravelCost.id, TravelCost.office_id == OFFICE, TravelCost.state == CostState.CLAIMED)
    run, helper = f"/match-runs/{run_id}", engagement.helper_id
    # Some day with visits, which today need not be.
    day = _first(Visit.day, Visit.office_id == OFFICE, Visit.state == VisitState.PLANNED)
    return [
        "/day-board", "/arrivals", "/arrivals/helpers", "/calls", "/people", "/people?q=Schmi",
        f"/people/{known}", f"/open-requests/{waiting}", f"/open-requests/{engagement.request_id}",
        f"/open-requests/{waiting}/helper", "/help-requests/by-phone", "/match-runs", run, f"{run}?stand=all",
        f"{run}/unmatched", f"{run}/numbers", f"{run}/history", "/asks", "/asks?page=2", "/engagements",
        f"/engagements/{engagement.id}", f"/engagements/{engagement.id}/follow-up",
        f"/engagements/day?day={day}",
        f"/helpers/{helper}", "/helpers/queue", "/concerns", f"/concerns/{concern}", "/hours", "/hours/costs",
        f"/hours/costs/{cost}", f"/hours/helpers/{helper}", "/hours/pay", "/messages/letters",
        "/open-requests",
    ]  # fmt: skip


def _person_of(request_id: int) -> Any:
    return _first(HelpRequest.person_id, HelpRequest.id == request_id)


def _first(column: Any, *conditions: Any) -> Any:
    """Return the column of the first row that fits.

    Raises:
        NoResultFound: none does.
    """
    table: Sequence[Any] = list(column.table.primary_key)
    return db.session.scalars(select(column).where(*conditions).order_by(*table).limit(1)).one()
