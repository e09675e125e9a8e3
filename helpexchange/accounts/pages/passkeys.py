"""Passkeys: signing in with one, adding one, taking one away. A form carries what the browser answers."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import actions, queries, sign_in
from helpexchange.accounts.forms import DeviceForm, PasskeyForm
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.own_account import to_account
from helpexchange.accounts.pages.parts import UNPROCESSABLE, ask_again, question, service_name
from helpexchange.accounts.passkeys import Site, ask_for_known, ask_for_new, checked_new
from helpexchange.accounts.rules import PasskeyRefusedError, Way
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import own_path

#: In the cookie: what the device must sign, and until when.
CHALLENGE = "passkey_challenge"
CHALLENGE_FOR = timedelta(minutes=5)


@blueprint.route("/sign-in/passkey", methods=["GET", "POST"])
@audience(PUBLIC)
def sign_in_by_passkey() -> Any:
    """Let the browser show a passkey."""
    form = PasskeyForm()
    back = own_path(request.args.get("next"))
    if form.validate_on_submit():
        try:
            account = actions.use_passkey(
                answer=form.answer.data or "", challenge=_spent_challenge(), site=_site(), now=now()
            )
        except PasskeyRefusedError as refusal:
            form.remember.errors = [str(refusal.words)]
        else:
            sign_in.enter(account, way=Way.PASSKEY, has_second_step=True, is_kept=form.remember.data)
            return redirect(back or url_for("start_pages.home"))
    options = ask_for_known(_site(), challenge=_new_challenge())
    page = render_template("accounts/passkey_sign_in.html", form=form, options=options, next_page=back)
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
@audience(SIGNED_IN)
def passkeys() -> Any:
    """List the viewer's passkeys, and add one."""
    if asked := ask_again():
        return asked
    form = DeviceForm()
    if form.validate_on_submit():
        try:
            key = checked_new(_site(), form.answer.data or "", challenge=_spent_challenge())
            actions.add_passkey(key=key, name=form.name.data, by=current_viewer(), now=now())
        except PasskeyRefusedError as refusal:
            form.name.errors = [str(refusal.words)]
        else:
            flash(_("The passkey is added. You can sign in with it now."), "success")
            return redirect(url_for("accounts.passkeys"))
    known = queries.own_passkeys(current_viewer())
    account = queries.account_of(current_viewer())
    options = ask_for_new(_site(), account, known, challenge=_new_challenge())
    page = render_template(
        "accounts/passkeys.html", form=form, passkeys=known, options=options, back=to_account()
    )
    return page, UNPROCESSABLE if form.errors else 200


@blueprint.route("/account/passkeys/<int:passkey_id>/remove", methods=["GET", "POST"])
@audience(SIGNED_IN)
def remove_passkey(passkey_id: int) -> Any:
    """Ask once more, and take a passkey away."""
    if asked := ask_again():
        return asked
    key = queries.own_passkey(current_viewer(), passkey_id)
    form = FlaskForm()
    if form.validate_on_submit():
        actions.remove_passkey(passkey_id=passkey_id, by=current_viewer(), now=now())
        flash(_("The passkey is removed."), "success")
        return redirect(url_for("accounts.passkeys"))
    return question(
        _("Remove this passkey?"), form, button=_("Yes, remove it"), is_danger=True,
        lead=[_("“%(name)s” can then no longer sign you in.", name=key.name)],
        back=(_("Back"), url_for("accounts.passkeys")),
    )  # fmt: skip


def _site() -> Site:
    """Return where passkeys belong: the public address, or this one."""
    public = current_app.extensions["settings"].public_url or request.host_url
    parts = urlsplit(public)
    return Site(host=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}", name=service_name())


def _new_challenge() -> bytes:
    challenge = secrets.token_bytes(32)
    until = (now() + CHALLENGE_FOR).isoformat()
    session[CHALLENGE] = {"challenge": urlsafe_b64encode(challenge).decode(), "until": until}
    return challenge


def _spent_challenge() -> bytes:
    """Return what the device had to sign, and forget it.

    Raises:
        PasskeyRefusedError: nothing was asked, or too long ago.
    """
    asked = session.pop(CHALLENGE, None)
    if asked is None or now() > datetime.fromisoformat(asked["until"]):
        raise PasskeyRefusedError
    return urlsafe_b64decode(asked["challenge"])
