"""Telling the two, and who acts for the person, what follows their agreement."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import datetime

from helpexchange.core.clock import town_day
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.actions import calendar_for
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.messages import FOLDER, Told, told_for_person, told_helper
from helpexchange.helper_profiles.messages import not_on_quiet_days
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.actions import tell
from helpexchange.notifications.queries import message_with_key
from helpexchange.notifications.rules import About, Channel, Recipient
from helpexchange.representatives.queries import acting_for
from helpexchange.skills.labels import skill_label


def told_of(
    engagement: Engagement, side: Side, *, by: Viewer, now: datetime, helper: HelperProfile | None = None
) -> list[Told]:
    """Return who is told on a side.

    Args:
        helper: who comes, if it is somebody else for once.
    """
    if side is Side.HELPER:
        return [told_helper(helper or engagement.helper)]
    person_id = engagement.request.person_id
    acting = acting_for(by, person_id, today=town_day(now)) if person_id is not None else []
    return told_for_person(engagement, acting)


def tell_once(  # noqa: PLR0913  # the one door of this feature to the outbox
    engagement: Engagement, to: Told, message: str, *, key: str, by: Viewer, now: datetime,
    channel: Channel | None = None, is_essential: bool = True, on_quiet_days: bool = False,
    visits: Sequence[Visit] = (), **words: object,
) -> bool:  # fmt: skip
    """Tell somebody something once; return whether it is new.

    Args:
        key: what it is told once for.
        channel: another than the one wished: a call where no letter would arrive in time.
        visits: that go with a mail, as a file for the calendar.
        on_quiet_days: True if it cannot wait for a day on which a helper wants messages.
    """
    once_key = " ".join(filter(None, (key, str(to.side), to.key)))
    recipient = to.recipient if channel is None else dataclasses.replace(to.recipient, channel=channel)
    if message_with_key(by, once_key) is not None or not _is_reached(recipient):
        return False
    db.session.flush()
    due_at = now
    if to.side is Side.HELPER and not on_quiet_days:
        due_at = not_on_quiet_days(engagement.helper, now)
    tell(
        to=recipient, message=f"{FOLDER}{message}", words={**_words(engagement, to), **words},
        about=About(object_type=OBJECT_TYPE, object_id=engagement.id), by=by, now=now, once_key=once_key,
        is_essential=is_essential, due_at=due_at, calendar=calendar_for(recipient, visits),
    )  # fmt: skip
    return True


def each_told(engagement: Engagement, *, by: Viewer, now: datetime) -> Iterator[Told]:
    """Yield everybody who is told on both sides."""
    for side in (Side.HELPER, Side.PERSON):
        yield from told_of(engagement, side, by=by, now=now)


def _is_reached(recipient: Recipient) -> bool:
    return recipient.reachable_by() is not Channel.CALL or bool(recipient.phone)


def _words(engagement: Engagement, to: Told) -> dict[str, object]:
    request, office = engagement.request, engagement.office
    person = request.person.first_name if request.person else ""
    return {
        "name": to.name, "office": office.name, "phone": office.phone, "link": to.link, "side": str(to.side),
        "acts_for": to.acts_for, "kind": skill_label(engagement.kind_code),
        "who": person if to.side is Side.HELPER else engagement.helper.first_name,
    }  # fmt: skip
