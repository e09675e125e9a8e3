"""Telling the two, and whoever acts for the person, what was done about their visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.calendar_feed import calendar_in
from helpexchange.engagements.messages import FOLDER, about, helper_as_addressee, words_for
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import next_visits, visits_changed_at
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.help_requests.messages import Addressee, addressees_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.actions import tell
from helpexchange.notifications.rules import Channel, Recipient
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
                starts_at=visit.starts_at,
            )  # fmt: skip


def tell_person(visit: Visit, message: str, *, by: Viewer, now: datetime, **words: Any) -> None:
    """Tell the person about one visit."""
    words["starts_at"] = visit.starts_at
    _tell(visit.engagement, Side.PERSON, message, by=by, now=now, visits=[visit], **words)


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
    helper: HelperProfile | None = None, visits: Sequence[Visit] = (), **words: Any,
) -> None:  # fmt: skip
    """Tell one side; `helper` is who comes to the visit that it is about, if somebody else does."""
    db.session.flush()
    helper = helper or engagement.helper
    coming = {"next_visits": _next(engagement, side, by=by, now=now)}
    for each in _addressees(engagement, side, helper, by=by, now=now):
        tell(
            to=each.recipient, message=f"{FOLDER}{message}",
            words={**words_for(engagement, side, each, helper), **coming, **words},
            about=about(engagement), by=by, now=now, calendar=calendar_for(each.recipient, visits),
        )  # fmt: skip


def _addressees(
    engagement: Engagement, side: Side, helper: HelperProfile, *, by: Viewer, now: datetime
) -> list[Addressee]:
    """Return who is told on a side: for the person they, whoever acts for them, or both, as they chose."""
    if side is Side.HELPER:
        return [helper_as_addressee(helper)]
    request = engagement.request
    acting = acting_for(by, request.person_id, today=town_day(now)) if request.person_id is not None else ()
    return addressees_of(request, acting)


def _next(engagement: Engagement, side: Side, *, by: Viewer, now: datetime) -> list[datetime]:
    whose_id = engagement.helper_id if side is Side.HELPER else engagement.request_id
    visits = next_visits(by, side, whose_id, now=now)
    mine = [each for each in visits if each.engagement_id == engagement.id]
    return [each.starts_at for each in mine if each.state is VisitState.PLANNED][:NAMED]
