"""Why somebody is to be called, in words."""

from __future__ import annotations

from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _
from helpexchange.start_pages.rules import Why

REASONS: dict[Why, Text] = {
    Why.LATE: _("late first contact"),
    Why.ASKED: _("waits for a call"),
    Why.TELL: _("a message to tell"),
    Why.FIX: _("a question, so that somebody gets help"),
}
