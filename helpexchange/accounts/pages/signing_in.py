"""Signing in by password or by a mailed code or link, the second step, and signing out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import g, redirect, render_template, request, session, url_for
from flask.blueprints import BlueprintSetupState
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from helpexchange.accounts import actions, queries, sign_in
from helpexchange.accounts.forms import AddressForm, AgainForm, CodeForm, SignInForm
from helpexchange.accounts.models import Account
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.parts import mailed, open_link, question, service_name
from helpexchange.accounts.rules import FRESH_FOR, LinkPurpose, LinkSpentError, Way, WrongCodeError
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import current_viewer
from helpexchange.core.way_back import own_path

CODE_INPUT = {"inputmode": "numeric", "autocomplete": "one-time-code", "classes": "govuk-input--width-10"}
ADDRESS_INPUT = {"type": "email", "autocomplete": "username", "spellcheck": False}


def replace_views(state: BlueprintSetupState) -> None:
    """Put our views at the addresses of Flask-Security's: they know the second step and list sessions."""
    state.app.view_functions["security.login"] = by_password
    state.app.view_functions["security.logout"] = sign_out
    state.app.view_functions["security.verify"] = prove_again


@audience(PUBLIC)
def by_password() -> Any:
    """Ask for address and password."""
    if current_viewer().is_signed_in and request.method == "GET":
        return redirect(_way_back())
    form = SignInForm()
    fault = None
    if form.validate_on_submit():
        account = actions.check_sign_in(email=form.email.data or "", password=form.password.data or "")
        if account is not None:
            return first_step_done(account, Way.PASSWORD, is_kept=form.remember.data)
        fault = _("The e-mail address or the password is not right.")
    return render_template("accounts/sign_in.html", form=form, fault=fault, back=_back())


@audience(PUBLIC)
def sign_out() -> Response:
    """End this session."""
    sign_in.leave()
    return redirect("/")


@audience(SIGNED_IN)
def prove_again() -> Any:
    """Ask for the password once more."""
    form = AgainForm()
    account = queries.account_of(current_viewer())
    if form.validate_on_submit():
        is_right = actions.check_sign_in(email=account.email, password=form.password.data)
        if is_right:
            actions.prove_again(session_id=g.account_session.id, by=current_viewer(), now=now())
            return redirect(_way_back())
        form.password.errors = [_("The password is not right.")]
    return render_template("accounts/sign_in_again.html", form=form), 200


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@audience(PUBLIC)
def ask_code() -> Any:
    """Ask for the address that a code is mailed to."""
    form = AddressForm()
    if form.validate_on_submit():
        entry = actions.ask_sign_in(
            email=form.email.data, link=mailed("accounts.sign_in_by_link"), by=current_viewer(), now=now()
        )
        session["code_link"] = entry.id
        return redirect(url_for("accounts.enter_code", next=_back()))
    return question(
        _("Sign in with a code"), form, button=_("Send me a code"),
        lead=[_("We send a code to your e-mail address. You need no password.")],
        back=(_("Back"), url_for("security.login", next=_back())), inputs={"email": ADDRESS_INPUT},
    )  # fmt: skip


@blueprint.route("/sign-in/code/enter", methods=["GET", "POST"])
@audience(PUBLIC)
def enter_code() -> Any:
    """Ask for the code that was mailed."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            account = actions.redeem_code(link_id=session.get("code_link", 0), code=form.code.data, now=now())
        except WrongCodeError as refusal:
            form.code.errors = [str(refusal.words)]
        else:
            return first_step_done(account, Way.MAIL)
    lead = [
        _("If we know this address, a mail with a code is on its way. It can take a minute."),
        _("You can also press the link in the mail. Both work once, for 15 minutes."),
    ]
    # 200 also with errors: the tries are counted, and only answers that succeed are kept.
    return question(
        _("Enter the code"), form, button=_("Sign in"), lead=lead, inputs={"code": CODE_INPUT}, status=200,
        links=[(_("Send a new code"), url_for("accounts.ask_code", next=_back()))],
    )  # fmt: skip


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
@audience(PUBLIC)
def sign_in_by_link(token: str) -> Any:
    """Show a button, because mail programs open links by themselves; the button signs in."""
    form = FlaskForm()
    if not form.validate_on_submit():
        open_link(token, LinkPurpose.SIGN_IN)
        return question(
            _("Sign in now"), form, button=_("Sign in"), lead=[_("You have opened the link of our mail.")]
        )
    link = actions.redeem(token=token, purposes=[LinkPurpose.SIGN_IN], now=now())
    account = queries.account_by_id(link.account_id or 0)
    if account is None:
        raise LinkSpentError
    return first_step_done(account, Way.LINK)


def first_step_done(account: Account, way: Way, *, is_kept: bool = False) -> Response:
    """Sign in, or go on to the second step if the account has one."""
    session.pop("code_link", None)
    if account.totp_secret is None:
        sign_in.enter(account, way=way, has_second_step=False, is_kept=is_kept)
        return redirect(_way_back())
    session["second_step"] = {
        "account": account.id, "way": way, "is_kept": is_kept, "until": (now() + FRESH_FOR).isoformat(),
    }  # fmt: skip
    return redirect(url_for("accounts.second_sign_in", next=_back()))


@blueprint.route("/sign-in/second", methods=["GET", "POST"])
@audience(PUBLIC)
def second_sign_in() -> Any:
    """Ask for the code of the app, or one from paper."""
    pending = session.get("second_step")
    account = queries.account_by_id(pending["account"]) if pending and _is_in_time(pending) else None
    if pending is None or account is None:
        return redirect(url_for("security.login"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            actions.check_second_step(
                account=account, code=form.code.data, service_name=service_name(), now=now()
            )
        except WrongCodeError as refusal:
            form.code.errors = [str(refusal.words)]
        else:
            del session["second_step"]
            way = Way(pending["way"])
            sign_in.enter(account, way=way, has_second_step=True, is_kept=pending["is_kept"])
            return redirect(_way_back())
    return question(
        _("Second step"), form, button=_("Sign in"), inputs={"code": {**CODE_INPUT, "inputmode": "text"}},
        lead=[_("Open the app on your phone and type the code it shows. A recovery code works too.")],
    )  # fmt: skip


def _is_in_time(pending: dict[str, Any]) -> bool:
    return now() < datetime.fromisoformat(pending["until"])


def _back() -> str | None:
    """Return where somebody wanted to go, if it is a page of this site."""
    return own_path(request.args.get("next"))


def _way_back() -> str:
    return _back() or url_for("start_pages.home")
