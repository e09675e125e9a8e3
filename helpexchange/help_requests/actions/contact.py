"""An office changes how a person is reached, and where they live."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.events import announce
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.actions.changing import hold
from helpexchange.help_requests.actions.own import tell_link, way_to_tell
from helpexchange.help_requests.messages import PERSON_TYPE, recipient_of
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries.callers import person_of_office
from helpexchange.help_requests.queries.records import OBJECT_TYPE, unfinished_requests_of
from helpexchange.help_requests.rules import RequestClosed, RequestState
from helpexchange.notifications.actions import readdress_waiting
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import District
from helpexchange.places.models import PostcodePlace
from helpexchange.places.queries import served_place
from helpexchange.places.rules import NewContact


def change_contact(*, person_id: int, contact: NewContact, by: Viewer, now: datetime) -> list[str]:
    """Change how a person is reached; return what is new, as words of `places.rules.WHAT_CHANGED`.

    Requests that were for the old place and are not over are for the new one; what was proposed for those
    that are open lapses, what is asked or agreed stays. Where links went to an address that is no longer
    theirs, they end, and a new one is sent.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: only other offices know the person, or the viewer may only look.
        UnknownPlaceError: the place is in no district of the town.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    person = person_of_office(by, person_id)
    found = contact.place and served_place(by, *contact.place)
    has_new_place = bool(found and _is_new(found[0], person))
    changed = contact.changes_to(person, has_new_place=has_new_place)
    if not changed:
        return []
    requests = unfinished_requests_of(by, person.id)
    if has_new_place:
        hold(requests)
    had_links_elsewhere = contact.ends_links(person)
    person.phone, person.email, person.street = contact.phone, contact.email, contact.street
    person.channel = contact.channel
    office_id = _office_of(requests, by)
    record(
        act="change_contact", object_type=PERSON_TYPE, object_id=person.id, office_id=office_id, by=by,
        now=now, changed=changed,
    )  # fmt: skip
    if found and has_new_place:
        _move(person, [each for each in requests if _was_there(each, person)], found, by=by, now=now)
    if had_links_elsewhere:
        _renew_links(person, by=by, now=now)
    if office_id is not None:
        readdress_waiting(to=recipient_of(person, office_id), by=by)
    return changed


def _is_new(place: PostcodePlace, person: PersonInNeed) -> bool:
    return (place.postal_code, place.name) != (person.postal_code, person.town)


def _was_there(request: HelpRequest, person: PersonInNeed) -> bool:
    """Return whether a request was for where the person lived, as far as that was known."""
    return not person.postal_code or request.postal_code == person.postal_code


def _office_of(requests: Any, by: Viewer) -> int | None:
    """Return for which of the viewer's offices the entry is: that of what the person still waits for."""
    theirs = [each.office_id for each in requests if each.office_id in by.office_ids]
    return next(iter(theirs), min(by.office_ids, default=None))


def _move(
    person: PersonInNeed, requests: list[HelpRequest], found: tuple[PostcodePlace, District], *, by: Viewer,
    now: datetime,
) -> None:  # fmt: skip
    place, district = found
    person.postal_code, person.town = place.postal_code, place.name
    for request in requests:
        request.postal_code, request.district_id = place.postal_code, district.id
        request.latitude, request.longitude = place.latitude, place.longitude
        record(
            act="move_request", object_type=OBJECT_TYPE, object_id=request.id, office_id=request.office_id,
            by=by, now=now,
        )  # fmt: skip
        if request.state is RequestState.OPEN and not request.remote:
            announce(RequestClosed(request_id=request.id, state=request.state, by=by, now=now))
    db.session.flush()


def _renew_links(person: PersonInNeed, *, by: Viewer, now: datetime) -> None:
    """End the links that went to the old number or address; whoever is written to gets new ones."""
    own = HelpRequest.person_id == person.id
    db.session.execute(update(HelpRequest).where(own).values(link_number=HelpRequest.link_number + 1))
    for request in unfinished_requests_of(by, person.id):
        db.session.refresh(request, ["link_number"])
        if way_to_tell(request) in (Channel.MAIL, Channel.TEXT):
            tell_link(request, by=by, now=now)
