"""To whom messages about visits go, and the words that each of them names."""

from __future__ import annotations

from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import OBJECT_TYPE
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.messages import Addressee
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.messages import recipient_of as helper_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.rules import About
from helpexchange.skills.labels import skill_label

FOLDER = "engagements/messages/"


def about(engagement: Engagement) -> About:
    """Return the record in whose history messages about its visits stand."""
    return About(object_type=OBJECT_TYPE, object_id=engagement.id)


def helper_as_addressee(helper: HelperProfile) -> Addressee:
    """Return a helper as somebody to tell things, with the link to all their visits."""
    return Addressee(helper_of(helper), link_for(PAGE, helper.id, helper.link_number))


def words_for(engagement: Engagement, side: Side, to: Addressee, helper: HelperProfile) -> dict[str, object]:
    """Return what every message names: whom it greets, for whom they act, the other one, the office."""
    person, is_helper = engagement.request.person, side is Side.HELPER
    return {
        "name": helper.first_name if is_helper else to.recipient.name, "acts_for": to.acts_for,
        "is_helper": is_helper, "kind": skill_label(engagement.kind_code),
        "who": helper.first_name if not is_helper else (person.first_name if person else ""),
        "office": engagement.office.name, "phone": engagement.office.phone, "link": to.link,
    }  # fmt: skip
