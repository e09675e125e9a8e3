"""What the pages of accounts share: a question, a thing that is said, links in mails, and asking again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import queries, sign_in
from helpexchange.accounts.models import MailedLink
from helpexchange.accounts.rules import LinkPurpose, LinkSpentError
from helpexchange.accounts.secret_words import kept
from helpexchange.core.clock import now

UNPROCESSABLE = 422
#: Label and address.
Link = tuple[str, str]


def question(
    title: str, form: FlaskForm, *, button: str, lead: Sequence[str] = (), back: Link | None = None,
    links: Sequence[Link] = (), inputs: dict[str, dict[str, Any]] | None = None, status: int | None = None,
    is_danger: bool = False,
) -> tuple[str, int]:  # fmt: skip
    """Return a page with one form, and its status: 422 with the errors of a form that was sent.

    Args:
        lead: paragraphs above the form.
        links: other ways, below it.
        inputs: parameters of fields, by their name.
        is_danger: the button takes something away and looks like it.
    """
    page = render_template(
        "accounts/question.html", title=title, form=form, button=button, lead=lead, back=back, links=links,
        inputs=inputs or {}, is_danger=is_danger,
    )  # fmt: skip
    return page, status or (UNPROCESSABLE if form.errors else 200)


def said(title: str, *paragraphs: str, link: Link | None = None) -> str:
    """Return a page that says something and leads on."""
    return render_template("accounts/said.html", title=title, paragraphs=paragraphs, link=link)


def absolute(endpoint: str, **values: Any) -> str:
    """Return the address of a page with its host, for a mail."""
    public = current_app.extensions["settings"].public_url.rstrip("/")
    return public + url_for(endpoint, **values) if public else url_for(endpoint, _external=True, **values)


def mailed(endpoint: str) -> Callable[[str], str]:
    """Return what makes the address of a landing page from a token."""
    return lambda token: absolute(endpoint, token=token)


def open_link(token: str, *purposes: LinkPurpose) -> MailedLink:
    """Return the link of a landing page, without using it up: mail programs open links by themselves.

    Raises:
        LinkSpentError: it is used, too old, for something else, or never was.
    """
    found = queries.open_link(kept(token, kind="link"), purposes, now())
    if found is None:
        raise LinkSpentError
    return found


def ask_again() -> Any:
    """Return the redirect to asking for the password once more, or None if that was done lately."""
    if sign_in.is_fresh():
        return None
    return redirect(url_for("security.verify", next=request.path))


def service_name() -> str:
    """Return what this installation is called."""
    name: str = current_app.extensions["settings"].service_name
    return name
