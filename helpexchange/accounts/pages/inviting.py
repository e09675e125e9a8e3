"""Inviting people, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from helpexchange.accounts import actions, queries
from helpexchange.accounts.forms import ConsentForm, InviteForm, OwnAccountForm
from helpexchange.accounts.models import Account, Invitation
from helpexchange.accounts.pages import blueprint
from helpexchange.accounts.pages.parts import mailed, question
from helpexchange.accounts.pages.registering import NEW_PASSWORD_INPUT
from helpexchange.accounts.pages.signing_in import ADDRESS_INPUT, first_step_done
from helpexchange.accounts.roles import NAMES, Permission, Role
from helpexchange.accounts.rules import INVITED_BY_OFFICES, LinkSpentError, OfficeMissingError, Way
from helpexchange.accounts.secret_words import kept
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.clock import now
from helpexchange.core.i18n import current_language
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.offices.queries import offices


@blueprint.get("/invitations")
@audience(Permission.INVITE_PEOPLE)
def invitations() -> str:
    """List the open invitations."""
    found = [_card(each) for each in queries.invitations(current_viewer())]
    return render_template("accounts/invitations.html", invitations=found)


@blueprint.route("/invitations/new", methods=["GET", "POST"])
@audience(Permission.INVITE_PEOPLE)
def invite() -> Any:
    """Ask whom to invite, and mail the invitation."""
    viewer = current_viewer()
    form = InviteForm(data={"language": current_language()})
    _offer(form, viewer)
    if form.validate_on_submit():
        try:
            actions.invite(
                email=form.email.data, name=form.name.data, role=Role(form.role.data),
                office_id=int(form.office_id.data) if form.office_id.data else None,
                language=form.language.data, link=mailed("accounts.accept"), by=viewer, now=now(),
            )  # fmt: skip
        except OfficeMissingError as refusal:
            form.office_id.errors = [str(refusal.words)]
        else:
            flash(_("The invitation is on its way."), "success")
            return redirect(url_for("accounts.invitations"))
    return question(
        _("Invite somebody"), form, button=_("Send the invitation"),
        back=(_("Back to the invitations"), url_for("accounts.invitations")),
        inputs={"name": {"autocomplete": "off"}, "email": {**ADDRESS_INPUT, "autocomplete": "off"}},
    )  # fmt: skip


@blueprint.post("/invitations/<int:invitation_id>/again")
@audience(Permission.INVITE_PEOPLE)
def send_again(invitation_id: int) -> Any:
    """Mail an invitation again."""
    link = mailed("accounts.accept")
    actions.send_again(invitation_id=invitation_id, link=link, by=current_viewer(), now=now())
    flash(_("The invitation is on its way again."), "success")
    return redirect(url_for("accounts.invitations"))


@blueprint.route("/invitations/<int:invitation_id>/withdraw", methods=["GET", "POST"])
@audience(Permission.INVITE_PEOPLE)
def withdraw(invitation_id: int) -> Any:
    """Ask once more, and end an invitation."""
    found = queries.invitation(current_viewer(), invitation_id)
    form = FlaskForm()
    if form.validate_on_submit():
        actions.withdraw_invitation(invitation_id=invitation_id, by=current_viewer(), now=now())
        flash(_("The invitation is withdrawn."), "success")
        return redirect(url_for("accounts.invitations"))
    return question(
        _("Withdraw this invitation?"), form, button=_("Yes, withdraw it"), is_danger=True,
        lead=[_("The link that %(name)s got will no longer work.", name=found.name)],
        back=(_("Back to the invitations"), url_for("accounts.invitations")),
    )  # fmt: skip


@blueprint.route("/invite/<token>", methods=["GET", "POST"])
@audience(PUBLIC)
def accept(token: str) -> Any:
    """Let somebody who was invited make an account, or take on the role with the one they have."""
    found = queries.invitation_by_token(kept(token, kind="invitation"), now())
    if found is None:
        raise LinkSpentError
    account = queries.account_by_email(found.email)
    if account is not None:
        return _accept_with_account(found, account)
    form = OwnAccountForm(about=(found.name, found.email), may_be_empty=True)
    if form.validate_on_submit():
        made = _accept(found, form.password.data or None)
        flash(_("Welcome! Your account is ready."), "success")
        return first_step_done(made, Way.LINK)
    lead = [
        _("You are invited as: %(role)s.", role=str(NAMES[found.role])),
        _("Choose a password. You can also leave it empty; then we mail you a code each time."),
    ]
    return question(
        _("Good day, %(name)s", name=found.name), form, button=_("Make my account"), lead=lead,
        inputs={"password": NEW_PASSWORD_INPUT},
    )  # fmt: skip


def _accept_with_account(found: Invitation, account: Account) -> Any:
    """Ask to sign in first; whoever holds the link alone gets into no account."""
    title = _("Good day, %(name)s", name=account.name)
    lead = [_("You are invited as: %(role)s.", role=str(NAMES[found.role]))]
    form = ConsentForm()
    if current_viewer().account_id != account.id:
        here = url_for("security.login", next=request.path)
        words = [*lead, _("You have an account already. Please sign in first.")]
        return render_template("accounts/said.html", title=title, paragraphs=words, link=(_("Sign in"), here))
    if form.validate_on_submit():
        _accept(found, None)
        flash(_("Your account has a new role."), "success")
        return redirect(url_for("start_pages.home"))
    return question(title, form, button=_("Accept the invitation"), lead=lead)


def _accept(found: Invitation, password: str | None) -> Account:
    return actions.accept_invitation(
        invitation=found, password=password, language=current_language(), by=current_viewer(), now=now(),
        consent=agreement(ConsentPurpose.ACCOUNT, language=current_language()),
    )  # fmt: skip


def _offer(form: InviteForm, viewer: Viewer) -> None:
    everybody = viewer.may(Permission.INVITE_STAFF)
    own = [each for each in offices(viewer) if everybody or each.id in viewer.office_ids]
    form.offer(list(Role) if everybody else INVITED_BY_OFFICES, own, may_be_without=everybody)


def _card(each: Invitation) -> dict[str, Any]:
    return {"record": each, "role": str(NAMES[each.role]), "is_late": each.expires_at <= now()}
