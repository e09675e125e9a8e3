"""Changing the address that one signs in with, confirmed at both ends."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import actions
from helpexchange.accounts.forms import AddressForm
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.own_account import to_account
from helpexchange.accounts.pages.parts import ask_again, mailed, open_link, question, said
from helpexchange.accounts.pages.signing_in import ADDRESS_INPUT
from helpexchange.accounts.rules import LinkPurpose
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer

ENDS = (LinkPurpose.OLD_ADDRESS, LinkPurpose.NEW_ADDRESS)


@blueprint.route("/account/address", methods=["GET", "POST"])
@audience(SIGNED_IN)
def new_address() -> Any:
    """Ask for the new address, and mail a link to the old and the new one."""
    if asked := ask_again():
        return asked
    form = AddressForm()
    if form.validate_on_submit():
        link = mailed("accounts.confirm_address")
        actions.ask_new_address(email=form.email.data, link=link, by=current_viewer(), now=now())
        return redirect(url_for("accounts.address_asked"))
    return question(
        _("My e-mail address"), form, button=_("Continue"), back=to_account(),
        inputs={"email": ADDRESS_INPUT},
        lead=[_("Enter the new address. We mail a link to the old and the new one. Please press both.")],
    )  # fmt: skip


@blueprint.get("/account/address/asked")
@audience(SIGNED_IN)
def address_asked() -> str:
    """Say what to do next."""
    return said(
        _("Please look into both mailboxes"),
        _("We have sent a link to your old and your new address. The change counts when you press both."),
        _("Can you no longer read the old one? Call your office. It helps you."),
        link=to_account(),
    )


@blueprint.route("/confirm-address/<token>", methods=["GET", "POST"])
@audience(PUBLIC)
def confirm_address(token: str) -> Any:
    """Show a button; the button confirms one end."""
    form = FlaskForm()
    if not form.validate_on_submit():
        open_link(token, *ENDS)
        return question(
            _("Change of your e-mail address"), form, button=_("Yes, change it"),
            lead=[_("Your account gets another e-mail address. Press the button if you want that.")],
        )  # fmt: skip
    link = actions.redeem(token=token, purposes=ENDS, now=now())
    if actions.confirm_address(link=link, by=current_viewer(), now=now()):
        return said(
            _("Your address is changed"), _("From now on, sign in with the new address."),
            link=(_("Sign in"), url_for("security.login")),
        )  # fmt: skip
    return said(_("Thank you"), _("One step is left: please press the link in the other mailbox too."))
