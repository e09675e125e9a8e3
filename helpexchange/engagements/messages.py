"""To whom messages about visits go, and the words that each of them names."""

from __future__ import annotations

from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.messages import link_to
from helpexchange.help_requests.messages import recipient_of as person_of
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.messages import recipient_of as helper_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.rules import About, Recipient

FOLDER = "engagements/messages/"


def about(engagement: Engagement) -> About:
    """Return the record in whose history messages about its visits stand."""
    return About(object_type=OBJECT_TYPE, object_id=engagement.id)


def recipient(engagement: Engagement, side: Side, helper: HelperProfile | None = None) -> Recipient | None:
    """Return a side as somebody to tell things; None for a request that came without a person.

    Args:
        helper: who comes to the visit that it is about; the engagement's own when left out.
    """
    if side is Side.HELPER:
        return helper_of(helper or engagement.helper)
    person = engagement.request.person
    return person_of(person, engagement.office_id) if person is not None else None


def words_for(
    engagement: Engagement, side: Side, to: Recipient, helper: HelperProfile | None = None
) -> dict[str, object]:
    """Return what every message names: whom it greets, the office, the link to the visits."""
    helper, request = helper or engagement.helper, engagement.request
    link = link_for(PAGE, helper.id, helper.link_number) if side is Side.HELPER else link_to(request)
    return {
        "name": helper.first_name if side is Side.HELPER else to.name, "office": engagement.office.name,
        "phone": engagement.office.phone, "link": link,
    }  # fmt: skip
