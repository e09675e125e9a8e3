"""Addresses of those whom a message did not reach, from the records of their office."""

from __future__ import annotations

from helpexchange.core.viewer import Viewer
from helpexchange.help_requests import messages as requests
from helpexchange.help_requests.queries import person_of_office
from helpexchange.helper_profiles import messages as helpers
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER
from helpexchange.helper_profiles.queries import helper_of_office
from helpexchange.notifications.rules import About, Recipient
from helpexchange.people.queries import represented_person
from helpexchange.representatives import messages as of_representatives
from helpexchange.representatives.rules import REPRESENTATION


def recipient(viewer: Viewer, person: About, office_id: int) -> Recipient | None:
    """Return somebody with every address their office knows; None for people of no office.

    Raises:
        NotFoundRefusal: another office knows them.
    """
    if person.object_type == requests.PERSON_TYPE:
        return requests.recipient_of(person_of_office(viewer, person.object_id), office_id)
    if person.object_type == HELPER:
        return helpers.recipient_of(helper_of_office(viewer, person.object_id))
    if person.object_type == REPRESENTATION:
        return of_representatives.recipient_of(represented_person(viewer, person.object_id).representation)
    return None
