"""Who may set up offices and districts."""

from __future__ import annotations

from helpexchange.core.errors import ConflictRefusal, NotAllowedRefusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer


class OfficeExistsError(ConflictRefusal):
    """There is an office with this code already."""

    code = "office_exists"
    words = _("There is already an office with this short name.")


class DistrictExistsError(ConflictRefusal):
    """There is a district with this code already."""

    code = "district_exists"
    words = _("There is already a district with this short name.")


def check_may_set_up(by: Viewer) -> None:
    """Let only those set up offices, districts and places who answer for the whole town.

    Raises:
        NotAllowedRefusal: `by` works for single offices, or for none.
    """
    if not by.is_network_wide:
        raise NotAllowedRefusal
