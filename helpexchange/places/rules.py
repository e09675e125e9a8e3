"""What can go wrong with a place."""

from __future__ import annotations

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import lazy_text as _


class UnknownPlaceError(Refusal):
    """The place is not known, or lies in no district of the town."""

    code = "unknown_place"
    words = _("We do not know this place, or it is outside our town.")
