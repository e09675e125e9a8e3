"""Where the demo town may exist."""

from __future__ import annotations

from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.i18n import lazy_text as _

#: Everybody may enter the demo town as anybody, so it must never stand beside real people's data.
ENVIRONMENTS = frozenset({"demo", "test"})


class NoDemoHereError(NotAllowedRefusal):
    """This installation is not for trying out."""

    code = "no_demo_here"
    words = _("The demo town can be loaded in demo mode only.")


def check_may_load(environment: str) -> None:
    """Refuse the demo town outside demo mode and tests.

    Raises:
        NoDemoHereError: `environment` is another one.
    """
    if environment not in ENVIRONMENTS:
        raise NoDemoHereError
