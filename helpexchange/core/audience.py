"""Every route says who may use it; one that does not is refused at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from helpexchange.core.viewer import current_viewer

PUBLIC = "public"
SIGNED_IN = "signed_in"
#: Programs with any valid token, and how the audience of those with a certain scope begins.
ANY_TOKEN = "token"  # noqa: S105  # a word, no token
SCOPE = "scope:"
#: Name of the permission that a view for programs asks for beside the scope.
PERMISSION = "permission"

View = TypeVar("View", bound=Callable[..., object])


def audience(who: str) -> Callable[[View], View]:
    """Declare who may use a view: `PUBLIC`, `SIGNED_IN`, or a permission of `accounts/roles.py`.

    Views for programs say `ANY_TOKEN`, or `SCOPE` and a word of `accounts/scopes.py`.
    """

    def mark(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return mark


def audience_of(app: Flask, endpoint: str) -> str | None:
    """Return the declared audience of an endpoint, or None if it has none."""
    declared: str | None = getattr(app.view_functions[endpoint], "audience", None)
    return declared


def is_for_programs(who: str | None) -> bool:
    """Return whether an audience is programs with a token, and not people."""
    return who is not None and (who == ANY_TOKEN or who.startswith(SCOPE))


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
    if is_for_programs(who):
        _let_program_in(who, getattr(current_app.view_functions[request.endpoint], PERMISSION, None))
        return None
    viewer = current_viewer()
    if not viewer.is_signed_in:
        return _to_sign_in()
    if who != SIGNED_IN and not viewer.may(who):
        abort(403)
    return None


def _let_program_in(who: str, permission: str | None) -> None:
    viewer = current_viewer()
    if viewer.token_id is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer"))
    has_scope = who == ANY_TOKEN or who.removeprefix(SCOPE) in viewer.scopes
    if not has_scope or (permission is not None and not viewer.may(permission)):
        abort(403)


def _to_sign_in() -> Response:
    back = request.full_path.rstrip("?") if request.method == "GET" else request.referrer or "/"
    return redirect(url_for("security.login", next=back if back.startswith("/") else "/"))
