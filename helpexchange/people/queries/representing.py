"""Who acts for people whom an office knows."""

from __future__ import annotations

from typing import NamedTuple

from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.queries import person_of_office
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representation_by_id


class Represented(NamedTuple):
    """A representation with the person for whom somebody acts."""

    representation: Representation
    person: PersonInNeed


def represented_person(viewer: Viewer, representation_id: int) -> Represented:
    """Return a representation of somebody whom the viewer's offices know.

    Raises:
        NotFoundRefusal: there is none, or only other offices know the person.
    """
    found = representation_by_id(viewer, representation_id)
    if found is None:
        raise NotFoundRefusal
    return Represented(found, person_of_office(viewer, found.person_id))
