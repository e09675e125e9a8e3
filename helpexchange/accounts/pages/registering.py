"""Making an account with a mailed link, and setting a new password with one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for

from helpexchange.accounts import actions, queries
from helpexchange.accounts.forms import AddressForm, NewPasswordForm, OwnAccountForm, RegisterForm
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.parts import absolute, mailed, open_link, question, said
from helpexchange.accounts.pages.signing_in import ADDRESS_INPUT, first_step_done
from helpexchange.accounts.rules import LinkPurpose, LinkSpentError, Way
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer

NEW_PASSWORD_INPUT = {"autocomplete": "new-password"}


@blueprint.route("/register", methods=["GET", "POST"])
@audience(PUBLIC)
def register() -> Any:
    """Ask for name and address, and mail a link."""
    form = RegisterForm()
    if form.validate_on_submit():
        actions.ask_registration(
            email=form.email.data, name=form.name.data, language=current_language(),
            link=mailed("accounts.confirm_registration"), sign_in_url=absolute("security.login"),
            by=current_viewer(), now=now(),
        )  # fmt: skip
        return redirect(url_for("accounts.check_mail"))
    return question(
        _("Make an account"), form, button=_("Continue"),
        lead=[_("You need no account to ask for help or to offer it. With one, you see where things stand.")],
        links=[(_("I have an account: sign in"), url_for("security.login"))],
        inputs={"name": {"autocomplete": "name"}, "email": ADDRESS_INPUT},
    )  # fmt: skip


@blueprint.get("/check-your-mail")
@audience(PUBLIC)
def check_mail() -> str:
    """Say that a mail is on its way, whatever is known of the address."""
    return said(
        _("Please look into your mail"),
        _("If the address is right, a mail with a link is on its way. It can take a minute."),
        _("Nothing there? Look among the unwanted mail too, or call your office."),
        link=(_("Back to signing in"), url_for("security.login")),
    )


@blueprint.route("/register/<token>", methods=["GET", "POST"])
@audience(PUBLIC)
def confirm_registration(token: str) -> Any:
    """Ask for a password, or none, and make the account."""
    waiting = open_link(token, LinkPurpose.REGISTER)
    form = OwnAccountForm(about=(waiting.name, waiting.email), may_be_empty=True)
    if form.validate_on_submit():
        link = actions.redeem(token=token, purposes=[LinkPurpose.REGISTER], now=now())
        account = actions.register(
            link=link, password=form.password.data or None, by=current_viewer(), now=now(),
            consent=agreement(ConsentPurpose.ACCOUNT, language=current_language()),
        )  # fmt: skip
        flash(_("Your account is ready."), "success")
        return first_step_done(account, Way.LINK)
    lead = [
        _("Your address is confirmed. Choose a password for the next time."),
        _("You can also leave it empty. Then we mail you a code each time."),
    ]
    return question(
        _("Choose a password"), form, button=_("Make my account"), lead=lead,
        inputs={"password": NEW_PASSWORD_INPUT},
    )  # fmt: skip


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@audience(PUBLIC)
def forgotten_password() -> Any:
    """Ask for the address, and mail a link."""
    form = AddressForm()
    if form.validate_on_submit():
        link = mailed("accounts.reset_password")
        actions.ask_reset(email=form.email.data, link=link, by=current_viewer(), now=now())
        return redirect(url_for("accounts.check_mail"))
    return question(
        _("Forgotten your password?"), form, button=_("Send me a link"),
        lead=[_("We mail you a link. With it you can choose a new password.")],
        back=(_("Back"), url_for("security.login")), inputs={"email": ADDRESS_INPUT},
        links=[(_("Sign in with a code instead"), url_for("accounts.ask_code"))],
    )  # fmt: skip


@blueprint.route("/forgotten-password/<token>", methods=["GET", "POST"])
@audience(PUBLIC)
def reset_password(token: str) -> Any:
    """Ask for a new password, and set it."""
    waiting = open_link(token, LinkPurpose.RESET)
    account = queries.account_by_id(waiting.account_id or 0)
    if account is None:
        raise LinkSpentError
    form = NewPasswordForm(about=(account.name, account.email))
    if form.validate_on_submit():
        actions.redeem(token=token, purposes=[LinkPurpose.RESET], now=now())
        by = queries.viewer_of(account)
        actions.set_password(account=account, password=form.password.data, by=by, now=now())
        flash(_("Your new password is set. You are signed out everywhere; please sign in."), "success")
        return redirect(url_for("security.login"))
    return question(
        _("Choose a new password"),
        form,
        button=_("Set the password"),
        inputs={"password": NEW_PASSWORD_INPUT},
    )
