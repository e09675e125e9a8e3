"""Switching the second step on and off, and codes for paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, render_template, session, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import actions, queries
from helpexchange.accounts.forms import CodeForm
from helpexchange.accounts.models import Account
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.own_account import to_account
from helpexchange.accounts.pages.parts import UNPROCESSABLE, ask_again, question, said, service_name
from helpexchange.accounts.rules import WrongCodeError, needs_second_step
from helpexchange.accounts.totp import code_clock, picture
from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer

#: In the cookie, sealed: the secret that the app was shown, until its first code has come back.
SHOWN_SECRET = "second_step_secret"  # noqa: S105  # the name of a key


@blueprint.route("/account/second-step", methods=["GET", "POST"])
@audience(SIGNED_IN)
def second_step() -> Any:
    """Show the secret to an app and ask for its first code; if that is done, show what can be changed."""
    account = queries.account_of(current_viewer())
    if account.totp_secret and g.is_held_back:  # switched on elsewhere, since this browser was signed in
        return said(
            _("Please sign in again"), _("Your account asks for a second step now. Please sign out first.")
        )
    if account.totp_secret:
        return _show_state(account)
    if g.is_held_back and queries.own_passkeys(current_viewer()):
        return render_template("accounts/passkey_first.html")  # a password alone must not add a second step
    if asked := ask_again():
        return asked
    form = CodeForm()
    sealed = session.get(SHOWN_SECRET) or actions.begin_second_step(service_name=service_name())
    session[SHOWN_SECRET] = sealed
    if form.validate_on_submit():
        try:
            codes = actions.start_second_step(
                sealed=sealed, code=form.code.data, session_id=g.account_session.id,
                service_name=service_name(), by=current_viewer(), now=now(),
            )  # fmt: skip
        except WrongCodeError as refusal:
            form.code.errors = [str(refusal.words)]
        else:
            del session[SHOWN_SECRET]
            return _show_codes(codes)
    return _ask_first_code(account, form, sealed)


@blueprint.post("/account/second-step/codes")
@audience(SIGNED_IN)
def new_recovery_codes() -> Any:
    """Make new codes for paper; the old ones end."""
    if asked := ask_again():
        return asked
    return _show_codes(actions.make_recovery_codes(by=current_viewer(), now=now()))


@blueprint.route("/account/second-step/off", methods=["GET", "POST"])
@audience(SIGNED_IN)
def stop_second_step() -> Any:
    """Ask once more, and switch the second step off."""
    if asked := ask_again():
        return asked
    form = FlaskForm()
    if form.validate_on_submit():
        actions.stop_second_step(by=current_viewer(), now=now())
        flash(_("The second step is off."), "success")
        return redirect(url_for("accounts.show"))
    return question(
        _("Switch the second step off?"), form, button=_("Yes, switch it off"), back=to_account(),
        is_danger=True, lead=[_("Then a password or a mailed code is enough to sign in.")],
    )  # fmt: skip


def _ask_first_code(account: Account, form: CodeForm, sealed: str) -> tuple[str, int]:
    clock = code_clock(service_name())
    page = render_template(
        "accounts/second_step.html", form=form, secret=clock.get_totp_pretty_key(sealed),
        picture=picture(clock.get_totp_uri(account.email, sealed)),
        back=None if g.is_held_back else to_account(),  # their account leads whoever owes it back to here
        is_needed=needs_second_step(grant.name for grant in account.roles),
    )  # fmt: skip
    return page, UNPROCESSABLE if form.errors else 200


def _show_state(account: Account) -> str:
    return render_template(
        "accounts/second_step_on.html", back=to_account(),
        codes_left=queries.recovery_codes_left(current_viewer()),
        is_needed=needs_second_step(grant.name for grant in account.roles),
    )  # fmt: skip


def _show_codes(codes: Sequence[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)
