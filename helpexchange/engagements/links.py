"""The secret address of a calendar: whoever has it reads the visits, until it is renewed or closed."""

from __future__ import annotations

from flask import current_app

from helpexchange.core.links import read_link, signed
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import CalendarFeed
from helpexchange.engagements.queries import feed_by_id

_FEED = "calendar-feed"
PATH = "/calendar/"


def feed_token(feed: CalendarFeed) -> str:
    """Return the secret word of a feed; it names nobody."""
    return signed(_FEED, str(feed.id), feed.number)


def feed_address(feed: CalendarFeed) -> str:
    """Return the whole address of a feed."""
    return f"{current_app.extensions['settings'].site_address}{PATH}{feed_token(feed)}.ics"


def feed_in(viewer: Viewer, token: str) -> CalendarFeed | None:
    """Return the open feed that a secret word stands for; None if it is not ours, renewed or closed."""
    link = read_link(_FEED, token)
    if link is None or not link.subject.isdecimal():
        return None
    feed = feed_by_id(viewer, int(link.subject))
    if feed is None or feed.closed_at is not None or feed.number != link.number:
        return None
    return feed
