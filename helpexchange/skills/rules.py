"""What can go wrong with a kind of help."""

from __future__ import annotations

from helpexchange.core.errors import Refusal
from helpexchange.core.i18n import lazy_text as _


class UnknownKindError(Refusal):
    """There is no such kind of help."""

    code = "unknown_kind"
    words = _("We do not know this kind of help.")
