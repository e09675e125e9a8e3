"""Refusals: what people may not do, or cannot do any more, with words for them.

Everything that is not a refusal is a defect; defects are logged and answered with a plain 500 page.
"""

from __future__ import annotations

from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _


class Refusal(Exception):  # noqa: N818  # the project's word; an error is a defect
    """An act is refused; nothing of it is kept.

    Attributes:
        code: stable name for programs, such as `proposal_already_decided`.
        status: HTTP status.
        words: what the person is told, in the language of the page that shows it.
    """

    code = "refused"
    status = 400
    words: Text = _("This is not possible.")

    def __init__(self, words: Text | None = None) -> None:
        if words is not None:
            self.words = words
        super().__init__(self.code)


class NotFoundRefusal(Refusal):
    """There is no such record, or this viewer may not know of it."""

    code = "not_found"
    status = 404
    words = _("We cannot find this.")


class NotAllowedRefusal(Refusal):
    """The viewer may see it, but not do this."""

    code = "not_allowed"
    status = 403
    words = _("You may not do this.")


class ConflictRefusal(Refusal):
    """Somebody or something was faster."""

    code = "conflict"
    status = 409
    words = _("Somebody has changed this in the meantime.")
