"""Telling the two, and whoever acts for the person, what was done about their visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.calendar_feed import calendar_in
from helpexchange.engagements.messages import FOLDER, about, in_time, told_of, words_for
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import next_visits, visits_changed_at
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.actions import tell
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel, MessageState, Recipient
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import acting_for

SIDES = (Side.HELPER, Side.PERSON)
#: So many of the next visits are named in a message.
NAMED = 4


def tell_both(
    engagement: Engagement, message: str, *, by: Viewer, now: datetime, visits: Sequence[Visit] = (),
    **words: Any,
) -> None:  # fmt: skip
    """Tell the helper and the person; the words are put together in the language of each.

    Args:
        visits: that go with a mail, as a file for the calendar.
    """
    for side in SIDES:
        _tell(engagement, side, message, by=by, now=now, visits=visits, **words)


def tell_of_changes(engagement: Engagement, message: str, *, by: Viewer, now: datetime, **words: Any) -> None:
    """Tell both that several visits have changed; those that did so just now go with a mail."""
    db.session.flush()
    tell_both(
        engagement, message, by=by, now=now, visits=visits_changed_at(by, engagement.id, now=now), **words
    )


def tell_other_side(visit: Visit, message: str, *, side: Side, by: Viewer, now: datetime) -> None:
    """Tell whoever has not done it; what the office does is told to both."""
    for each in SIDES:
        if each is not side:
            helper = visit.helper if each is Side.HELPER else None
            _tell(
                visit.engagement, each, message, by=by, now=now, helper=helper, visits=[visit],
                key=f"{_key(visit, each, message)}{int(now.timestamp())}", starts_at=visit.starts_at,
            )  # fmt: skip


def take_back_from_person(visit: Visit, message: str) -> None:
    """Cancel what still waits to be told the person about a visit, such as a letter that is not printed."""
    waiting = OutboxMessage.once_key.startswith(_key(visit, Side.PERSON, message)) & (
        OutboxMessage.state == MessageState.WAITING
    )
    db.session.execute(update(OutboxMessage).where(waiting).values(state=MessageState.CANCELLED))


def _key(visit: Visit, side: Side, message: str) -> str:
    """Return how the key of a message about a visit begins."""
    return f"{message} {visit.id} {side} "


def tell_person(visit: Visit, message: str, *, by: Viewer, now: datetime, **words: Any) -> None:
    """Tell the person about one visit."""
    words["starts_at"] = visit.starts_at
    _tell(visit.engagement, Side.PERSON, message, by=by, now=now, **words)


def tell_side(
    engagement: Engagement, side: Side, message: str, *, by: Viewer, now: datetime, **words: Any
) -> None:
    """Tell one of the two."""
    _tell(engagement, side, message, by=by, now=now, **words)


def calendar_for(to: Recipient, visits: Sequence[Visit]) -> str:
    """Return visits as what goes with a mail to somebody; empty for whoever is told another way."""
    if not visits or to.reachable_by() is not Channel.MAIL:
        return ""
    return calendar_in(visits, language=to.language)


def _tell(
    engagement: Engagement, side: Side, message: str, *, by: Viewer, now: datetime,
    helper: HelperProfile | None = None, visits: Sequence[Visit] = (), key: str = "", **words: Any,
) -> None:  # fmt: skip
    """Tell one side, and for the person whoever acts for them, as they have chosen.

    Args:
        helper: who comes to the visit that it is about, if somebody else does.
        key: under which each of them is told once.
        words: `starts_at`, where it is about one visit, also says whether a letter would come too late.
    """
    db.session.flush()
    coming = {"next_visits": _next(engagement, side, by=by, now=now)}
    for each in told_of(engagement, side, _acting(engagement, by=by, now=now), helper=helper):
        to = each.recipient
        if "starts_at" in words:
            to = in_time(to, town_day(words["starts_at"]), town_day(now))
        tell(
            to=to, message=f"{FOLDER}{message}",
            words={**words_for(engagement, side, each, helper), **coming, **words},
            about=about(engagement), by=by, now=now, once_key=f"{key} {each.key}".strip() if key else None,
            calendar=calendar_for(to, visits),
        )  # fmt: skip


def _acting(engagement: Engagement, *, by: Viewer, now: datetime) -> Sequence[Representation]:
    person = engagement.request.person
    return acting_for(by, person.id, today=town_day(now)) if person is not None else ()


def _next(engagement: Engagement, side: Side, *, by: Viewer, now: datetime) -> list[datetime]:
    whose_id = engagement.helper_id if side is Side.HELPER else engagement.request_id
    visits = next_visits(by, side, whose_id, now=now)
    mine = [each for each in visits if each.engagement_id == engagement.id]
    return [each.starts_at for each in mine if each.state is VisitState.PLANNED][:NAMED]
