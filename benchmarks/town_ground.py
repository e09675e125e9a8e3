"""What the benchmark of pages puts into a new database, and the pages that there are then, as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from benchmarks.invented import fill_people
from benchmarks.invented_messages import fill_messages
from benchmarks.invented_visits import fill_year
from benchmarks.invented_work import fill_desks
from benchmarks.stepping_in import cookies_of
from benchmarks.town_addresses import OFFICE, token_headers, town_pages
from helpexchange.accounts.actions import create_account
from helpexchange.accounts.roles import Role
from helpexchange.app import create_app
from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.engagements.actions import open_feed
from helpexchange.engagements.models import CalendarFeed, Engagement
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.notifications.rules import About
from helpexchange.reports.jobs import count_at_night

ROLES = {
    "coordinator": Role.COORDINATOR, "lead": Role.NETWORK_LEAD, "helper": Role.VOLUNTEER,
    "person": Role.PERSON_IN_NEED, "administrator": Role.ADMINISTRATOR,
}  # fmt: skip


def make_town(app: Flask, people: int, visits: int, *, now: datetime) -> dict[str, Any]:
    """Fill the tables; return the pages, and what everybody shows who is more than a visitor."""
    fill_people(people, now=now)
    fill_year(visits, now=now)
    fill_desks(now=now)
    fill_messages(now=now)
    engagement = db.session.scalars(select(Engagement).where(Engagement.office_id == OFFICE).limit(1)).one()
    headers = _headers(app, engagement, now=now)
    feed = _feed(engagement, now=now)
    count_at_night(now)
    engagement = db.session.get_one(Engagement, engagement.id)
    return {"pages": town_pages(app, engagement, db.session.get_one(CalendarFeed, feed)), "headers": headers}


def _headers(app: Flask, engagement: Engagement, *, now: datetime) -> dict[str, dict[str, str]]:
    """Make the accounts, those of a helper and of a person they visit; return what their browsers send."""
    by = system_viewer("benchmark")
    accounts = {
        who: create_account(
            email=f"{who}@example.org", name=who.title(), password=None, roles=[role],
            office_ids=[OFFICE] if who == "coordinator" else (), by=by, now=now,
        )
        for who, role in ROLES.items()
    }  # fmt: skip
    db.session.get_one(HelperProfile, engagement.helper_id).account_id = accounts["helper"].id
    person = db.session.get_one(PersonInNeed, engagement.request.person_id)
    person.account_id = accounts["person"].id
    db.session.commit()
    cookies = {who: {"Cookie": cookies_of(app, account)} for who, account in accounts.items()}
    return {**cookies, "program": token_headers()}


def _feed(engagement: Engagement, *, now: datetime) -> int:
    owner = About(object_type=HELPER, object_id=engagement.helper_id)
    feed = open_feed(owner=owner, office_id=OFFICE, by=system_viewer("benchmark"), now=now)
    db.session.commit()
    return feed.id


if __name__ == "__main__":
    site = create_app()
    with site.app_context():
        print(json.dumps(make_town(site, int(sys.argv[1]), int(sys.argv[2]), now=clock.now())))
        db.session.remove()
        db.engine.dispose()
