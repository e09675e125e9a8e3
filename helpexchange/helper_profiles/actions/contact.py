"""An office changes how a helper is reached, and where they live."""

from __future__ import annotations

from datetime import datetime

from helpexchange.accounts.roles import Permission
from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.actions.linking import tell_link
from helpexchange.helper_profiles.messages import recipient_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.queries import OBJECT_TYPE, helper_of_office
from helpexchange.notifications.actions import readdress_waiting
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import District
from helpexchange.places.models import PostcodePlace
from helpexchange.places.queries import served_place
from helpexchange.places.rules import NewContact


def change_contact(*, helper_id: int, contact: NewContact, by: Viewer, now: datetime) -> list[str]:
    """Change how a helper is reached; return what is new, as words of `places.rules.WHAT_CHANGED`.

    The next match goes from the new place; what is asked or agreed stays, and so does the office. Where links
    went to an address that is no longer theirs, they end, and a new one is sent.

    Raises:
        NotFoundRefusal, NotAllowedRefusal: not a helper of their office, or they may only look.
        UnknownPlaceError: the place is in no district of the town.
    """
    if not by.may(Permission.CHANGE_PEOPLE):
        raise NotAllowedRefusal
    helper = helper_of_office(by, helper_id)
    found = contact.place and served_place(by, *contact.place)
    changed = contact.changes_to(helper, has_new_place=bool(found and _is_new(found[0], helper)))
    if not changed:
        return []
    had_links_elsewhere = contact.ends_links(helper)
    helper.phone, helper.email, helper.street = contact.phone, contact.email, contact.street
    helper.channel = contact.channel
    if found and _is_new(found[0], helper):
        _move(helper, *found)
    record(
        act="change_contact", object_type=OBJECT_TYPE, object_id=helper.id, office_id=helper.office_id, by=by,
        now=now, changed=changed,
    )  # fmt: skip
    if had_links_elsewhere:
        helper.link_number += 1
        if recipient_of(helper).reachable_by() in (Channel.MAIL, Channel.TEXT):
            tell_link(helper, by=by, now=now)
    db.session.flush()
    readdress_waiting(to=recipient_of(helper), by=by)
    return changed


def _is_new(place: PostcodePlace, helper: HelperProfile) -> bool:
    return (place.postal_code, place.name) != (helper.postal_code, helper.town)


def _move(helper: HelperProfile, place: PostcodePlace, district: District) -> None:
    helper.postal_code, helper.town, helper.district_id = place.postal_code, place.name, district.id
    helper.latitude, helper.longitude = place.latitude, place.longitude
