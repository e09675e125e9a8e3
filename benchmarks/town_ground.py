"""What the benchmark of pages puts into a new database, and the pages that there are then, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarks.invented import fill_people
from benchmarks.invented_visits import fill_year
from benchmarks.stepping_in import cookies_of
from helpexchange.accounts.actions import create_account
from helpexchange.accounts.roles import Role
from helpexchange.app import create_app
from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.models import Engagement
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import MatchRun, Proposal

OFFICE = 1
FOR_OFFICES = ("/help-requests/by-phone", "/helpers/queue", "/arrivals", "/arrivals/helpers", "/calls")


def make_town(app: Flask, people: int, visits: int, *, now: datetime) -> dict[str, Any]:
    """Fill the tables and return the pages and the cookies of everybody who may sign in, and of visitors."""
    fill_people(people, now=now)
    fill_year(visits, now=now)
    by = system_viewer("benchmark")
    roles = {"coordinator": [Role.COORDINATOR], "lead": [Role.NETWORK_LEAD], "helper": [Role.VOLUNTEER]}
    accounts = {
        who: create_account(
            email=f"{who}@example.org", name=who.title(), password=None, roles=roles[who],
            office_ids=[OFFICE] if who == "coordinator" else (), by=by, now=now,
        )
        for who in roles
    }  # fmt: skip
    engagement = db.session.scalars(select(Engagement).where(Engagement.office_id == OFFICE).limit(1)).one()
    db.session.get_one(HelperProfile, engagement.helper_id).account_id = accounts["helper"].id
    db.session.commit()
    cookies = {who: cookies_of(app, account) for who, account in accounts.items()}
    return {"pages": _pages(engagement), "cookies": cookies}


def _pages(engagement: Engagement) -> dict[str, list[str]]:
    run_id = db.session.scalars(select(MatchRun.id)).one()
    waiting = db.session.scalars(
        select(Proposal.request_id).where(Proposal.office_id == OFFICE).limit(1)
    ).one()
    person = f"/my-request/{token_of(engagement.request.reference)}"
    known = db.session.get_one(HelpRequest, waiting).person
    of_staff = [
        "/day-board", "/arrivals", "/arrivals/helpers", "/calls", "/people", "/people?q=Schmi",
        f"/people/{known.known_id if known else 1}", f"/open-requests/{waiting}", "/help-requests/by-phone",
        "/match-runs", f"/match-runs/{run_id}", f"/match-runs/{run_id}/unmatched", "/engagements",
        f"/engagements/{engagement.id}", "/engagements/day", f"/helpers/{engagement.helper_id}",
        "/helpers/queue", "/messages/letters", "/open-requests",
    ]  # fmt: skip
    return {
        "visitor": ["/", "/open-requests", "/ask", "/offer", person, f"{person}/visits"],
        "helper": ["/home", "/my-help", "/my-help/visits", "/my-data"],
        "coordinator": of_staff,
        "lead": [*(path for path in of_staff if path not in FOR_OFFICES), "/lateness", "/offices"],
    }


if __name__ == "__main__":
    site = create_app()
    with site.app_context():
        print(json.dumps(make_town(site, int(sys.argv[1]), int(sys.argv[2]), now=clock.now())))
        db.session.remove()
        db.engine.dispose()
