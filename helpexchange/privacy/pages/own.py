"""My data: for everybody with an account, and for whoever came by the link of a message."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from helpexchange.accounts import sign_in
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import gettext as _
from helpexchange.core.i18n import lazy_text
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.pages.my_request import request_of_link
from helpexchange.helper_profiles.pages.whose import forget
from helpexchange.privacy.pages import blueprint, showing
from helpexchange.privacy.pages.subject import (
    Subject,
    forget_links,
    is_fresh,
    own_subject,
    remember_request,
)
from helpexchange.privacy.rules import PersonKind, WorksForOfficeError

ERASED = lazy_text("It is done: what we knew of you is erased. Thank you for your trust.")


def of_own(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give a view the viewer's own data; whoever has none here is asked to sign in."""

    @wraps(view)
    def shown(*args: Any, **kwargs: Any) -> Any:
        subject = own_subject()
        if subject is None:
            back = request.path if request.method == "GET" else url_for("privacy.own_data")
            return redirect(url_for("security.login", next=back))
        return view(*args, subject=subject, **kwargs)

    return shown


@blueprint.post("/my-request/<token>/data")
@audience(PUBLIC)
def open_data_of_request(token: str) -> Any:
    """Open the data of whoever has the link of their request."""
    record = request_of_link(token)
    if record.person is None:
        raise NotFoundRefusal
    remember_request(record.reference)
    return redirect(url_for("privacy.own_data"))


@blueprint.get("/my-data")
@audience(PUBLIC)
@of_own
def own_data(subject: Subject) -> str:
    """Show what is kept about the viewer, and what they can do."""
    return showing.data_page(subject, is_staff=bool(current_viewer().permissions))


@blueprint.post("/my-data/download")
@audience(PUBLIC)
@of_own
def own_download(subject: Subject) -> Any:
    """Give the viewer's data to take along."""
    return showing.download(subject)


@blueprint.route("/my-data/consents/<int:consent_id>/end", methods=["GET", "POST"])
@audience(PUBLIC)
@of_own
def own_end(subject: Subject, consent_id: int) -> Any:
    """Take one of the viewer's consents back."""
    return showing.end_page(subject, consent_id)


@blueprint.route("/my-data/erase", methods=["GET", "POST"])
@audience(PUBLIC)
@of_own
def own_erase(subject: Subject) -> Any:
    """Erase what is kept about the viewer, once they have shown lately who they are."""
    if current_viewer().permissions:
        raise WorksForOfficeError
    if not is_fresh():
        return _show_again()
    themselves = own_subject(is_themselves=True) or subject
    answer = showing.erase_page(themselves, then=url_for("start_pages.front"), said=ERASED)
    if not isinstance(answer, tuple):  # it is done: this browser forgets who it was
        _sign_out(subject)
    return answer


def _show_again() -> Any:
    if current_viewer().is_signed_in:
        return redirect(url_for("security.verify", next=url_for("privacy.own_erase")))
    return render_template("privacy/open_again.html")


def _sign_out(subject: Subject) -> None:
    forget()
    forget_links()
    if any(person.kind is PersonKind.ACCOUNT for person in subject.people):
        sign_in.forget_browser()
        flash(_("You are signed out."), "info")
