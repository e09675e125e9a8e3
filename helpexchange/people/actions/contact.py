"""How a person is reached is changed; helpers who visit them learn where to go and whom to call."""

from __future__ import annotations

from datetime import datetime

from helpexchange.asking.queries import contact_of
from helpexchange.core.viewer import Viewer
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.queries import engagements_of_side
from helpexchange.engagements.rules import Side
from helpexchange.help_requests import actions as of_requests
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.queries.records import unfinished_requests_of
from helpexchange.helper_profiles.messages import about_helper, not_on_quiet_days, recipient_of, words_for
from helpexchange.notifications.actions import tell
from helpexchange.places.rules import NewContact

MESSAGE = "people/messages/new_contact"
#: What whoever comes to a person needs to know anew.
_HELPERS_NEED = frozenset({"phone", "email", "address"})


def change_contact(
    *, person: PersonInNeed, contact: NewContact, by: Viewer, now: datetime
) -> tuple[list[str], int]:
    """Change how a person is reached; return what is new, and how many helpers are told.

    Whoever calls this has read the person.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: only other offices know the person, or the viewer may only look.
        UnknownPlaceError: the place is in no district of the town.
    """
    changed = of_requests.change_contact(person_id=person.id, contact=contact, by=by, now=now)
    if not _HELPERS_NEED.intersection(changed):
        return changed, 0
    coming = {
        each.helper_id: each
        for request in unfinished_requests_of(by, person.id)
        for each in engagements_of_side(by, Side.PERSON, request.id)
    }
    for engagement in coming.values():
        _tell_helper(engagement, person, by=by, now=now)
    return changed, len(coming)


def _tell_helper(engagement: Engagement, person: PersonInNeed, *, by: Viewer, now: datetime) -> None:
    """Tell a helper who knows already how the person is reached what holds from now on."""
    helper = engagement.helper
    known = (each for each in contact_of(by, Side.HELPER, helper.id) if each.known_id == person.known_id)
    contact = next(known, None)
    if contact is None:
        return
    tell(
        to=recipient_of(helper), message=MESSAGE, about=about_helper(helper), by=by, now=now,
        due_at=not_on_quiet_days(helper, now),
        words={
            **words_for(helper), "their_name": contact.name, "their_phone": contact.phone,
            "their_email": contact.email, "their_address": contact.address,
        },
    )  # fmt: skip
