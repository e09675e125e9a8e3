"""To whom messages about visits go, and the words that each of them names."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date

from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import LETTER_TAKES_DAYS, Side
from helpexchange.help_requests.messages import Addressee, addressees_of
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.messages import recipient_of as helper_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.rules import About, Channel, Recipient
from helpexchange.representatives.models import Representation
from helpexchange.skills.labels import skill_label

FOLDER = "engagements/messages/"


def about(engagement: Engagement) -> About:
    """Return the record in whose history messages about its visits stand."""
    return About(object_type=OBJECT_TYPE, object_id=engagement.id)


def told_of(
    engagement: Engagement,
    side: Side,
    acting: Sequence[Representation],
    *,
    helper: HelperProfile | None = None,
) -> list[Addressee]:
    """Return who is told for a side; nobody for a request that came without a person.

    Args:
        acting: who acts for the person today, and may be told beside them or in their place.
        helper: who comes to the visit that it is about; the engagement's own when left out.
    """
    if side is Side.PERSON:
        return addressees_of(engagement.request, acting)
    helper = helper or engagement.helper
    return [Addressee(helper_of(helper), link_for(PAGE, helper.id, helper.link_number))]


def in_time(to: Recipient, day: date, today: date) -> Recipient:
    """Return the same, to be called where a letter about a day would come too late and there is a phone."""
    is_late = (day - today).days < LETTER_TAKES_DAYS
    if is_late and to.phone and to.reachable_by() is Channel.LETTER:
        return dataclasses.replace(to, channel=Channel.CALL)
    return to


def words_for(
    engagement: Engagement, side: Side, each: Addressee, helper: HelperProfile | None = None
) -> dict[str, object]:
    """Return what every message names: whom it greets, for whom they act, the other one, the office."""
    helper, person = helper or engagement.helper, engagement.request.person
    is_helper = side is Side.HELPER
    return {
        "name": helper.first_name if is_helper else each.recipient.name,
        "is_helper": is_helper, "kind": skill_label(engagement.kind_code),
        "who": helper.first_name if not is_helper else (person.first_name if person else ""),
        "office": engagement.office.name, "phone": engagement.office.phone, "link": each.link,
        "acts_for": each.acts_for,
    }  # fmt: skip
