"""Every route says who may use it; one that does not is refused at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from helpexchange.core.viewer import current_viewer

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = TypeVar("View", bound=Callable[..., object])


def audience(who: str) -> Callable[[View], View]:
    """Declare who may use a view: `PUBLIC`, `SIGNED_IN`, or a permission of `accounts/roles.py`."""

    def mark(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(app: Flask, endpoint: str) -> str | None:
    """Return the declared audience of an endpoint, or None if it has none."""
    declared: str | None = getattr(app.view_functions[endpoint], "audience", None)
    return declared


def init_audience(app: Flask) -> None:
    """Let only its audience reach a view."""
    app.before_request(_let_in)
    audience(PUBLIC)(app.view_functions["static"])


def _let_in() -> Response | None:
    if request.endpoint is None:
        return None
    who = audience_of(current_app, request.endpoint)
    if who is None:
        raise LookupError(f"{request.endpoint} does not declare its audience")
    if who == PUBLIC:
        return None
    viewer = current_viewer()
    if not viewer.is_signed_in:
        return _to_sign_in()
    if who != SIGNED_IN and not viewer.may(who):
        abort(403)
    return None


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("security.login", next=back if back.startswith("/") else "/"))
