"""How the two who have agreed reach each other, on the own page of each of them."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.queries import Contact, contact_of
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.events import announce
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.pages.my_request import request_of_link
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import own_helper
from helpexchange.people_index.rules import ReadOn, RecordRead
from helpexchange.skills.labels import skill_name


@blueprint.get("/my-help/contacts")
@audience(PUBLIC)
@own_page
def helper_contacts(reference: str) -> str:
    """Show a helper how those they visit are reached; each reading is noted."""
    helper = own_helper(current_viewer(), reference)
    found = contact_of(current_viewer(), Side.HELPER, helper.id)
    for known_id in sorted({each.known_id for each in found if each.known_id is not None}):
        announce(RecordRead(known_id=known_id, page=ReadOn.CONTACTS, by=current_viewer()))
    return render_template(
        "asking/contacts.html", contacts=[_shown(each) for each in found], is_helper=True,
        back=url_for("helper_profiles.my_help"), office=helper.office,
    )  # fmt: skip


@blueprint.get("/my-request/<token>/contacts")
@audience(PUBLIC)
@easy_to_read
def person_contacts(token: str) -> str:
    """Show a person how those who come are reached."""
    record = request_of_link(token)
    found = contact_of(current_viewer(), Side.PERSON, record.id)
    return render_template(
        "asking/contacts.html", contacts=[_shown(each) for each in found], is_helper=False,
        back=url_for("help_requests.my_request", token=token), office=record.office,
    )  # fmt: skip


def _shown(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name, "kind": skill_name(contact.kind_code), "phone": contact.phone,
        "email": contact.email, "address": contact.address,
    }  # fmt: skip
