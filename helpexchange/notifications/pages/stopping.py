"""Stopping messages that are not essential, with one click and without signing in."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.http import csrf
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.notifications import actions, queries
from helpexchange.notifications.pages.blueprint import blueprint
from helpexchange.notifications.rules import About
from helpexchange.notifications.stop_links import PATH, read_token

#: Named in the history where nobody has signed in.
HOLDER = Viewer(name="link in a message")


@blueprint.get(f"{PATH}/<token>")
@audience(PUBLIC)
def show_stop(token: str) -> str:
    """Ask whether somebody wants no more messages of a kind, or say that they get none."""
    return _page(token)


@blueprint.post(f"{PATH}/<token>")
@audience(PUBLIC)
def stop(token: str) -> Any:
    """Stop messages of a kind. Mail programs are not redirected, as RFC 8058 demands."""
    person, message = _read(token)
    actions.stop_messages(person=person, message=message, by=HOLDER, now=now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return _page(token)
    return redirect(url_for("notifications.show_stop", token=token))


csrf.exempt(stop)  # mail programs post here; the signed token is what lets them


@blueprint.post(f"{PATH}/<token>/undo")
@audience(PUBLIC)
def allow(token: str) -> Any:
    """Send messages of a kind again."""
    person, message = _read(token)
    actions.allow_messages(person=person, message=message, by=HOLDER, now=now())
    return redirect(url_for("notifications.show_stop", token=token))


def _read(token: str) -> tuple[About, str]:
    read = read_token(token, current_app.extensions["settings"])
    if read is None:
        raise NotFoundRefusal
    return read


def _page(token: str) -> str:
    person, message = _read(token)
    viewer = current_viewer()
    return render_template(
        "notifications/stop.html",
        token=token,
        is_stopped=queries.has_stopped(viewer, person, message),
        example=queries.latest_of_kind(viewer, person, message),
    )
