"""To whom messages about costs and certificates go, and the words that each of them names."""

from __future__ import annotations

from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.offices.models import Office

FOLDER = "hours_and_costs/messages/"


def words_for(helper: HelperProfile, office: Office) -> dict[str, object]:
    """Return what every message names: whom it greets, the office, the link to the own page."""
    return {
        "name": helper.first_name, "office": office.name, "phone": office.phone,
        "link": link_for(PAGE, helper.id, helper.link_number),
    }  # fmt: skip
