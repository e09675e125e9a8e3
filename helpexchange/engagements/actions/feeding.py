"""The secret address of a calendar: opened, renewed, closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import CalendarFeed
from helpexchange.engagements.queries import feed_of
from helpexchange.notifications.rules import About


def open_feed(*, owner: About, office_id: int | None, by: Viewer, now: datetime) -> CalendarFeed:
    """Open somebody's calendar, or return the open one; whoever calls this has read them as themselves."""
    feed = feed_of(by, owner.object_type, owner.object_id)
    if feed is not None and feed.closed_at is None:
        return feed
    if feed is None:
        feed = _made(owner, by=by, now=now)
    else:
        feed.closed_at = None  # its number rose when it was closed: old addresses stay shut
    _note("open_feed", owner, office_id, by=by, now=now)
    db.session.flush()
    return feed


def _made(owner: About, *, by: Viewer, now: datetime) -> CalendarFeed:
    feed = CalendarFeed(owner_type=owner.object_type, owner_id=owner.object_id, made_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(feed)
    except IntegrityError:  # pressed twice at the same moment
        known = feed_of(by, owner.object_type, owner.object_id)
        if known is None:
            raise
        return known
    return feed


def renew_feed(
    *, owner: About, office_id: int | None, number: int, by: Viewer, now: datetime
) -> CalendarFeed:
    """Give the calendar a new address; the old one no longer opens it. Pressed twice, one is new.

    Args:
        number: of the address that was shown.
    """
    feed = open_feed(owner=owner, office_id=office_id, by=by, now=now)
    if feed.number == number:
        feed.number += 1
        _note("renew_feed", owner, office_id, by=by, now=now)
        db.session.flush()
    return feed


def close_feed(*, owner: About, office_id: int | None, by: Viewer, now: datetime) -> None:
    """Close the calendar; no address opens it any more."""
    feed = feed_of(by, owner.object_type, owner.object_id)
    if feed is None or feed.closed_at is not None:
        return
    feed.closed_at, feed.number = now, feed.number + 1
    _note("close_feed", owner, office_id, by=by, now=now)
    db.session.flush()


def _note(act: str, owner: About, office_id: int | None, *, by: Viewer, now: datetime) -> None:
    record(
        act=act, object_type=owner.object_type, object_id=owner.object_id, office_id=office_id, by=by, now=now
    )
