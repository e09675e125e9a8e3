"""Secret addresses of calendars."""

from __future__ import annotations

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import CalendarFeed
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.helper_profiles.models import HelperProfile


def feed_of(_viewer: Viewer, owner_type: str, owner_id: int) -> CalendarFeed | None:
    """Return the feed of somebody whom the viewer has read as themselves."""
    statement = select(CalendarFeed).where(
        CalendarFeed.owner_type == owner_type, CalendarFeed.owner_id == owner_id
    )
    return db.session.scalar(statement)


def feed_by_id(_viewer: Viewer, feed_id: int) -> CalendarFeed | None:
    """Return a feed; who asks has read the id from a signed address."""
    return db.session.get(CalendarFeed, feed_id)


def language_of_feed(_viewer: Viewer, feed: CalendarFeed) -> str | None:
    """Return the language of whoever a feed belongs to; None for the town's."""
    owner = HelperProfile if feed.owner_type == Side.HELPER else PersonInNeed
    return db.session.scalar(select(owner.language).where(owner.id == feed.owner_id))
