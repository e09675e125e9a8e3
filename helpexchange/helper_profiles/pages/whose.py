"""Whose page it is: the signed-in helper's, or that of whoever came by a signed link or has just applied."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import redirect, request, session, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.clock import now
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles.pages.offering import FLOW
from helpexchange.helper_profiles.queries import own_reference

#: In the session: the reference of the helper whose link was opened.
KEY = "my_help"
#: Likewise, of the helper for whom a coordinator acts; it means nothing to anybody else.
FOR_KEY = "my_help_for"
#: Likewise, when the link was opened.
OPENED_KEY = "my_help_opened"


def own_page(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a view the `reference` of the helper whose page it is; others are asked to sign in."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Any:
        reference = _reference()
        if reference is None:
            back = request.path if request.method == "GET" else url_for("helper_profiles.my_help")
            return redirect(url_for("security.login", next=back))
        return view(*args, reference=reference, **kwargs)

    return shown


def remember(reference: str) -> None:
    """Note in the session that this browser may open the helper's page until it is closed."""
    session[KEY] = reference
    session[OPENED_KEY] = now().isoformat()


def remember_for(reference: str) -> None:
    """Note in the session that a coordinator acts for the helper."""
    session[FOR_KEY] = reference


def forget() -> None:
    """Drop the notes again, and that of having applied."""
    session.pop(KEY, None)
    session.pop(OPENED_KEY, None)
    session.pop(FOR_KEY, None)
    session.pop(FLOW.name, None)


def linked_reference() -> str | None:
    """Return the reference of the helper by whose link, or with whose offer, this browser came."""
    reference: str | None = session.get(KEY) or FLOW.sent_reference()
    return reference


def opened_at() -> datetime | None:
    """Return when the helper's link was opened in this browser."""
    opened = session.get(OPENED_KEY)
    return datetime.fromisoformat(opened) if opened else None


def _reference() -> str | None:
    viewer = current_viewer()
    own = own_reference(viewer)
    if viewer.may(Permission.ACTIVATE_HELPERS):
        return session.get(FOR_KEY) or own
    if own is not None or viewer.permissions:
        return own
    return linked_reference()
