"""One's own account: everything about signing in on one page, and the list of devices."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, session, url_for

from helpexchange.accounts import actions, queries, sign_in
from helpexchange.accounts.forms import NewPasswordForm, PersonForm
from helpexchange.accounts.labels import WAYS, device_in_words, language_name
from helpexchange.accounts.models import AccountSession
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.parts import Link, ask_again, question
from helpexchange.accounts.pages.registering import NEW_PASSWORD_INPUT
from helpexchange.accounts.rules import needs_second_step
from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer


def to_account() -> Link:
    """Return the link back to the own account."""
    return _("Back to my account"), url_for("accounts.show")


@blueprint.get("/account")
@audience(SIGNED_IN)
def show() -> str:
    """Show how one is called, reached, and signed in."""
    viewer = current_viewer()
    account = queries.account_of(viewer)
    return render_template(
        "accounts/account.html", account=account,
        language_of_account=language_name(account.language) if account.language else None,
        passkeys=len(queries.own_passkeys(viewer)), sessions=len(queries.own_sessions(viewer)),
        codes_left=queries.recovery_codes_left(viewer) if account.totp_secret else 0,
        is_second_step_needed=needs_second_step(grant.name for grant in account.roles),
    )  # fmt: skip


@blueprint.route("/account/name", methods=["GET", "POST"])
@audience(SIGNED_IN)
def change_name() -> Any:
    """Ask for name and language."""
    account = queries.account_of(current_viewer())
    language = account.language or current_language()
    form = PersonForm(data={"name": account.name, "language": language, "reads_easy": account.reads_easy})
    if form.validate_on_submit():
        by = current_viewer()
        actions.change_name(
            account=account, name=form.name.data, language=form.language.data,
            reads_easy=form.reads_easy.data, by=by, now=now(),
        )  # fmt: skip
        session.pop("easy", None)
        flash(_("Your name and language are saved."), "success")
        return redirect(url_for("accounts.show"))
    return question(
        _("My name and language"), form, button=_("Save"), back=to_account(),
        inputs={"name": {"autocomplete": "name"}},
    )  # fmt: skip


@blueprint.route("/account/password", methods=["GET", "POST"])
@audience(SIGNED_IN)
def change_password() -> Any:
    """Ask for a new password."""
    if asked := ask_again():
        return asked
    account = queries.account_of(current_viewer())
    form = NewPasswordForm(about=(account.name, account.email))
    if form.validate_on_submit():
        entry = g.account_session
        actions.set_password(account=account, password=form.password.data, by=current_viewer(), now=now())
        sign_in.enter(account, way=entry.way, has_second_step=entry.has_second_step, is_kept=entry.is_kept)
        flash(_("Your new password is set. Other devices are signed out."), "success")
        return redirect(url_for("accounts.show"))
    return question(
        _("New password"), form, button=_("Set the password"), back=to_account(),
        inputs={"password": NEW_PASSWORD_INPUT},
    )  # fmt: skip


@blueprint.get("/account/devices")
@audience(SIGNED_IN)
def devices() -> str:
    """List where one is signed in."""
    sessions = queries.own_sessions(current_viewer())
    return render_template("accounts/devices.html", devices=[_device(each) for each in sessions])


@blueprint.post("/account/devices/<int:session_id>/end")
@audience(SIGNED_IN)
def end_device(session_id: int) -> Any:
    """Sign out on one device."""
    if session_id == g.account_session.id:
        sign_in.leave()
        return redirect("/")
    actions.end_session(session_id=session_id, by=current_viewer(), now=now())
    flash(_("That device is signed out."), "success")
    return redirect(url_for("accounts.devices"))


@blueprint.post("/account/devices/end-all")
@audience(SIGNED_IN)
def end_all_devices() -> Any:
    """Sign out everywhere, here too."""
    account = queries.account_of(current_viewer())
    actions.end_all_sessions(account=account, by=current_viewer(), now=now())
    sign_in.leave()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("security.login"))


def _device(entry: AccountSession) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": device_in_words(entry),
        "way": str(WAYS[entry.way]),
        "since": entry.created_at,
        "last_seen": entry.last_seen_at,
        "is_this": entry.id == g.account_session.id,
    }
